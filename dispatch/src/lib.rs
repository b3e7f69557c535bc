//! Propose: travel times by road, eligibility rules, ranking, reasons, the checker.

mod vocabulary;

pub use vocabulary::{IdError, IncidentId, IncidentKindCode, Profile, TeamId, TeamKind};
