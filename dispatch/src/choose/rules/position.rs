//! Nobody can reckon from a place that is unknown or long past.

use crate::choose::{Finding, Policy, Unit, Whereabouts};

/// Fresh, stale, assumed or unknown. A fix of exactly the limit's age is still fresh.
pub fn judge(unit: &Unit, policy: &Policy) -> Finding {
    match unit.whereabouts {
        Whereabouts::Fix { age, .. } if age > policy.stale_after => Finding::PositionStale { age },
        Whereabouts::Fix { age, .. } => Finding::PositionFresh { age },
        Whereabouts::Post { .. } => Finding::PositionAssumed,
        Whereabouts::Unknown => Finding::PositionUnknown,
    }
}
