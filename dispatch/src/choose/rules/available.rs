//! A unit taken out of the draw by hand stays out until it is put back; one that a whistle has called, until it is let go.

use crate::choose::{Away, Finding, Unit};

/// Says so only when it is out.
pub fn judge(unit: &Unit) -> Option<Finding> {
    Some(match unit.unavailable.clone()? {
        Away::ByHand { reason } => Finding::Unavailable { reason },
        Away::Called { whistle } => Finding::Called { whistle },
    })
}
