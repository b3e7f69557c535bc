//! Shifts: who is on duty from when to when.

use crate::Timestamp;
use crate::modes::Mode;
use dispatch::TeamId;
use serde::{Deserialize, Serialize};

/// One team's turn of duty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Shift {
    /// Unique among shifts.
    pub code: String,
    /// Whose turn it is.
    pub team: TeamId,
    /// First instant on duty.
    pub starts: Timestamp,
    /// First instant off duty.
    pub ends: Timestamp,
    /// The shift leader; duty staff only.
    #[serde(default)]
    pub leader: Option<String>,
    /// The mode in which it counts, where the team belongs; in both when absent.
    #[serde(default)]
    pub only_in: Option<Mode>,
    /// The journal sequence of the last change; an edit names the one it started from.
    #[serde(default)]
    pub version: u64,
}

impl Shift {
    /// Whether `at` falls within the shift.
    pub fn covers(&self, at: Timestamp) -> bool {
        self.starts <= at && at < self.ends
    }
}
