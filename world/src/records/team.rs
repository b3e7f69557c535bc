//! Teams: patrols, liaison teams, department duty groups.

use dispatch::{Profile, TeamId, TeamKind};
use geo_core::AreaCode;
use serde::{Deserialize, Serialize};

/// When a team is on duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum DutyRule {
    /// At all times (liaison teams live in their micro-area).
    Always,
    /// While one of its shifts runs.
    ByShift,
}

/// A team that can be sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Team {
    /// Its call sign.
    pub code: TeamId,
    /// As people say it.
    pub name: String,
    /// What it is.
    pub kind: TeamKind,
    /// How it travels.
    pub profile: Profile,
    /// The area it is bound to: a liaison team's micro-area, a patrol's township.
    #[serde(default)]
    pub home: Option<AreaCode>,
    /// When it is on duty.
    pub duty: DutyRule,
    /// The department a duty group belongs to.
    #[serde(default)]
    pub department: Option<String>,
    /// The duty telephone of the team (never a private one).
    #[serde(default)]
    pub phone: Option<String>,
    /// True for a team without a device: its state and place are set by hand.
    #[serde(default)]
    pub radio_only: bool,
    /// Out of service for good; kept so that history can name it.
    #[serde(default)]
    pub retired: bool,
    /// The journal sequence of the last change; an edit names the one it started from.
    #[serde(default)]
    pub version: u64,
}
