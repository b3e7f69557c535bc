//! A unit out of service for good is kept for history only.

use crate::choose::{Finding, Unit};

/// Says so only when it is.
pub fn judge(unit: &Unit) -> Option<Finding> {
    unit.retired.then_some(Finding::Retired)
}
