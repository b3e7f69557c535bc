//! Propose: travel times by road, eligibility rules, ranking, reasons, the checker.
