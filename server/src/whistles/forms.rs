//! What the whistle routes take and answer.

use dispatch::{IncidentId, TeamId};
use geo_core::{AreaCode, Position};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use world::Timestamp;
use world::incidents::{CalledStanding, Whistle, WhistleFigures};

/// Which whistles to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WhistleFilter {
    /// Those that go on.
    #[default]
    Standing,
    /// Those that ended.
    Ended,
    /// All.
    All,
}

/// The query of the list of whistles.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhistleListQuery {
    /// Which; those that go on when absent.
    #[serde(default)]
    pub state: WhistleFilter,
    /// Only those about this incident.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub incident: Option<IncidentId>,
    /// At most this many, newest first; 1 to 500, 200 when absent.
    #[serde(default)]
    pub limit: Option<usize>,
}

/// A whistle by its number.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct WhistlePath {
    /// The whistle's number, `W-0007`.
    pub id: String,
}

/// A whistle, where one checks in now, and how each department stands.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct WhistleView {
    /// The record.
    #[serde(flatten)]
    pub whistle: Whistle,
    /// Where one checks in now: it follows the incident.
    pub place: Position,
    /// How each of those called stands, in the order of `called`.
    pub standing: Vec<CalledView>,
}

/// How one of those called stands.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CalledView {
    /// The team's call sign.
    pub team: TeamId,
    /// As people say it.
    pub name: String,
    /// The duty telephone of the team.
    pub phone: Option<String>,
    /// How it stands.
    pub standing: CalledStanding,
}

/// A duty group that may be called, wherever it is at home.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DepartmentView {
    /// The team's call sign.
    pub team: TeamId,
    /// As people say it.
    pub name: String,
    /// Its department.
    pub department: Option<String>,
    /// The duty telephone of the team.
    pub phone: Option<String>,
    /// On duty now.
    pub on_duty: bool,
    /// Whether it is sent to an incident or held by a whistle: then it cannot be called.
    pub engaged: bool,
}

/// A department is there.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct CheckInForm {
    /// The team's call sign.
    pub team: TeamId,
    /// Where its device is; an officer gives a reason instead.
    #[serde(default)]
    pub fix: Option<CheckInFix>,
    /// Why an officer says so.
    #[serde(default)]
    pub reason: Option<String>,
    /// When it was tapped, by the device's clock.
    #[serde(default)]
    pub device_at: Option<Timestamp>,
}

/// Where a device is.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
pub struct CheckInFix {
    /// Where.
    pub position: Position,
    /// When the fix was taken.
    pub at: Timestamp,
}

/// Lets a department go.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ReleaseForm {
    /// The team's call sign.
    pub team: TeamId,
    /// Why.
    pub reason: String,
}

/// Ends a whistle.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct EndForm {
    /// What came of it.
    pub outcome: String,
}

/// The period of the figures.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RatesQuery {
    /// From when, RFC 3339; thirty days ago when absent.
    #[serde(default)]
    pub from: Option<String>,
    /// Until before when, RFC 3339; now when absent.
    #[serde(default)]
    pub until: Option<String>,
}

/// A rate with what it is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Rate {
    /// How many.
    pub part: u32,
    /// Of how many.
    pub of: u32,
    /// `part / of`; null when there is nothing to be a part of.
    pub rate: Option<f64>,
}

/// One line of the figures.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RatesRow {
    /// A township's code, or null for places in none; absent in lines of departments.
    pub township: Option<AreaCode>,
    /// The township's or the department's name.
    pub name: String,
    /// The counts.
    pub figures: WhistleFigures,
    /// 报到率: checked in, in time or late, of those called whose deadline has passed or who came.
    pub check_in_rate: Rate,
    /// 按时报到率: checked in before the deadline, of the same.
    pub in_time_rate: Rate,
    /// 吹哨率: whistles about incidents, of the incidents whose call was taken; null for departments.
    pub whistle_rate: Option<Rate>,
}

/// Whistles of a period.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RatesView {
    /// From when.
    pub from: Timestamp,
    /// Until before when.
    pub until: Timestamp,
    /// Everybody together.
    pub all: RatesRow,
    /// By the township whose place it was.
    pub townships: Vec<RatesRow>,
    /// By department.
    pub departments: Vec<RatesRow>,
}
