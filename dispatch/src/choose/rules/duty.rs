//! Only units on duty are sent.

use crate::choose::{Duty, Finding, Unit};

/// On or off, and when it begins.
pub fn judge(unit: &Unit) -> Finding {
    match unit.duty {
        Duty::On => Finding::OnDuty,
        Duty::Off { starts_in } => Finding::OffDuty { starts_in },
    }
}
