//! What the register routes take and answer.

use dispatch::{IncidentId, TeamId};
use geo_core::{AreaCode, Level, Position};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use world::Timestamp;
use world::incidents::{Hold, TaskState};
use world::records::{Area, Team};

/// A list and the state of the world it shows.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Items<T> {
    /// The journal sequence shown.
    pub seq: u64,
    /// The records.
    pub items: Vec<T>,
}

/// Who says where a team is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FixSource {
    /// The team's own device.
    Device,
    /// The officer, by radio.
    Radio,
}

/// Where a team is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct FixView {
    /// Where.
    pub position: Position,
    /// When the fix was taken.
    pub at: Timestamp,
    /// Degrees clockwise from north.
    pub heading: Option<f64>,
    /// Metres per second.
    pub speed: Option<f64>,
    /// Who says so.
    pub source: FixSource,
}

/// The incident that binds a team.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BoundView {
    /// Which.
    pub incident: IncidentId,
    /// How far the team is with it.
    pub state: TaskState,
    /// The fencing number to report with.
    pub fence: u64,
}

/// Whether a team can be sent now.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TeamStatus {
    /// On duty now.
    pub on_duty: bool,
    /// When its next shift begins, if one is planned and it is off duty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_shift_start: Option<Timestamp>,
    /// Why it was taken out of the draw by hand.
    pub unavailable: Option<String>,
    /// What binds it.
    pub bound: Option<BoundView>,
    /// Who holds it for a moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<Hold>,
}

/// A team, whether it can be sent, and where it is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TeamView {
    /// The register's record.
    pub team: Team,
    /// Whether it can be sent.
    pub status: TeamStatus,
    /// Where it is, as far as known.
    pub fix: Option<FixView>,
}

/// Out of the draw, or back.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SetAvailability {
    /// Why the team cannot be sent; null when it can again.
    pub unavailable: Option<String>,
}

/// A radio team placed by hand.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct PlaceTeam {
    /// Where it says it is.
    pub position: Position,
}

/// Which areas to list.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AreaListQuery {
    /// Only this level.
    #[serde(default)]
    #[param(value_type = Option<Level>)]
    pub level: Option<Level>,
    /// Only children of this area.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub parent: Option<AreaCode>,
}

/// One area with its surroundings.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AreaDetail {
    /// The area.
    pub area: Area,
    /// The areas above, widest first.
    pub ancestors: Vec<Area>,
    /// West, south, east, north.
    pub bounds: Option<[f64; 4]>,
    /// How many areas lie directly below.
    pub children_count: usize,
    /// The teams bound to it.
    pub teams: Vec<TeamId>,
}

/// Who answers for an area.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct AreaStaff {
    /// The version the editor saw.
    pub version: u64,
    /// Who leads; duty staff only.
    #[serde(default)]
    pub leader: Option<String>,
    /// The leader's work telephone.
    #[serde(default)]
    pub phone: Option<String>,
    /// The responsible body.
    #[serde(default)]
    pub body: Option<String>,
}

/// A page of a long list.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// At most this many; 1 to 1000, 200 when absent.
    #[serde(default)]
    pub limit: Option<usize>,
    /// Only codes after this one: the next page.
    #[serde(default)]
    pub after: Option<String>,
}

/// Why somebody looks a camera point up.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PurposeQuery {
    /// Required for cameras; written to the audit log.
    #[serde(default)]
    pub purpose: Option<String>,
}
