//! No unit serves two incidents at once.

use crate::choose::{Finding, Standing, Unit};

/// Free, or bound by which incident.
pub fn judge(unit: &Unit) -> Finding {
    match &unit.standing {
        Standing::Free => Finding::Free,
        Standing::Bound(incident) => Finding::Busy { incident: incident.clone() },
    }
}
