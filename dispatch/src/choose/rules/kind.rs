//! The kind of team must fit the kind of incident.

use crate::choose::{Call, Finding, Unit};

/// Fits or not, by the incident kind table.
pub fn judge(call: &Call, unit: &Unit) -> Finding {
    if call.suited.contains(&unit.kind) { Finding::KindFits } else { Finding::KindUnsuited }
}
