//! A unit taken out of the draw by hand stays out until it is put back.

use crate::choose::{Finding, Unit};

/// Says so only when it is out.
pub fn judge(unit: &Unit) -> Option<Finding> {
    let reason = unit.unavailable.clone()?;
    Some(Finding::Unavailable { reason })
}
