//! What the positions route takes and answers.

use dispatch::TeamId;
use geo_core::Position;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use world::Timestamp;

/// One report of a team's place.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct NewFix {
    /// Which team.
    pub team: TeamId,
    /// Where.
    pub position: Position,
    /// When the fix was taken.
    pub at: Timestamp,
    /// Degrees clockwise from north.
    #[serde(default)]
    pub heading: Option<f64>,
    /// Metres per second.
    #[serde(default)]
    pub speed: Option<f64>,
}

/// A batch of reports, at most 5,000.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct NewFixes {
    /// The reports.
    pub fixes: Vec<NewFix>,
}

/// One report that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RefusedFix {
    /// Its place in the batch, from 0.
    pub index: usize,
    /// Why: `unknown_team`, `fix_too_old`, `fix_from_future`, `outside_scope`.
    pub code: String,
    /// The values the code's text names.
    pub params: BTreeMap<String, String>,
}

/// What became of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FixesTaken {
    /// How many were taken.
    pub accepted: usize,
    /// The others.
    pub refused: Vec<RefusedFix>,
}
