//! What the routes about the district as a whole take and answer.

use crate::closures::forms::ClosuresView;
use crate::registers::forms::TeamView;
use geo_core::Position;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use world::records::Area;
use world::{Tables, Timestamp};

/// A district by code and name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DistrictName {
    /// Six-digit division code, `{d}` of the addresses.
    pub code: String,
    /// As people say it.
    pub name: String,
}

/// Roads in force.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoadsView {
    /// The version, which proposals name.
    pub version: String,
    /// Figures for people.
    pub summary: String,
    /// Whether they are loaded; until then travel times go by straight line.
    pub ready: bool,
}

/// How much there is, within the caller's scope.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Counts {
    /// Areas by level.
    pub areas: BTreeMap<String, usize>,
    /// Teams in service.
    pub teams: usize,
    /// Shifts.
    pub shifts: usize,
    /// Depots.
    pub depots: usize,
    /// Sensing points.
    pub sensing_points: usize,
    /// Places.
    pub places: usize,
    /// Incidents that go on.
    pub open_incidents: usize,
}

/// The district at a glance.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DistrictView {
    /// Six-digit division code.
    pub code: String,
    /// As people say it.
    pub name: String,
    /// Code tables and policy.
    pub tables: Tables,
    /// West, south, east, north of what the caller may see.
    pub bounds: Option<[f64; 4]>,
    /// Roads in force.
    pub roads: Option<RoadsView>,
    /// How much there is.
    pub counts: Counts,
    /// The journal sequence shown.
    pub seq: u64,
    /// The server's clock.
    pub now: Timestamp,
    /// The server's version.
    pub version: String,
}

/// A point.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PointQuery {
    /// Longitude in degrees.
    pub lon: f64,
    /// Latitude in degrees.
    pub lat: f64,
    /// By the plan in force at this instant (RFC 3339); now without.
    pub at: Option<String>,
}

/// The areas at a point.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Located {
    /// Widest first.
    pub areas: Vec<Area>,
    /// The liaison team bound to the finest of them.
    pub liaison_team: Option<TeamView>,
}

/// What can be near.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NearbyKind {
    /// Teams whose place is known.
    Team,
    /// Depots.
    Depot,
    /// Sensing points, without cameras.
    SensingPoint,
    /// Places.
    Place,
}

/// Near in what sense.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NearbyBy {
    /// Straight line.
    #[default]
    Air,
    /// Travel time over roads.
    Road,
}

/// What is near a point.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NearbyQuery {
    /// Longitude in degrees.
    pub lon: f64,
    /// Latitude in degrees.
    pub lat: f64,
    /// What to look for.
    pub kind: NearbyKind,
    /// At most this many; 1 to 100, 10 when absent.
    #[serde(default)]
    pub k: Option<usize>,
    /// No farther than this by air.
    #[serde(default)]
    pub radius_m: Option<f64>,
    /// By air when absent.
    #[serde(default)]
    pub by: NearbyBy,
}

/// One thing near.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NearbyItem {
    /// What it is.
    pub kind: NearbyKind,
    /// Its code in its register.
    pub code: String,
    /// As people say it.
    pub name: String,
    /// Where.
    pub position: Position,
    /// By air.
    pub metres: f64,
    /// Travel time, where asked and where there is a way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub travel_ms: Option<u64>,
    /// `roads` or `straight_line`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub travel_basis: Option<String>,
}

/// What is near, nearest first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Nearby {
    /// The things.
    pub items: Vec<NearbyItem>,
    /// `air`, `roads` or `straight_line` (roads asked for, none there).
    pub basis: String,
    /// The closures that travel times were worked out under; absent by air.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closures: Option<ClosuresView>,
}

/// What to search for.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// Address, name, code, pole number, coordinates, pinyin initials.
    pub q: String,
    /// At most this many; 1 to 50, 12 when absent.
    #[serde(default)]
    pub limit: Option<usize>,
}

/// What a search can find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FoundKind {
    /// An area.
    Area,
    /// A place.
    Place,
    /// A team.
    Team,
    /// A depot.
    Depot,
    /// A sensing point.
    SensingPoint,
    /// An incident.
    Incident,
    /// Coordinates as typed.
    Coordinates,
}

/// One thing found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Found {
    /// What it is.
    pub kind: FoundKind,
    /// Its code; empty for coordinates.
    pub code: String,
    /// The line to show.
    pub label: String,
    /// The line below it.
    pub detail: String,
    /// Where, as far as known.
    pub position: Option<Position>,
}

/// What was found, best first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SearchAnswer {
    /// The things.
    pub items: Vec<Found>,
}

/// One line of the audit log.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditLine {
    /// Its number.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Which account.
    pub account: String,
    /// What was done.
    pub action: String,
    /// On what: an account, an incident, an area.
    pub target: Option<String>,
    /// For what purpose, in the words of who did it.
    pub purpose: Option<String>,
    /// More, for people.
    pub detail: Option<String>,
}

/// How much of the audit log.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// At most this many lines, newest first; 1 to 1000, 200 when absent.
    #[serde(default)]
    pub limit: Option<usize>,
    /// Only lines numbered before this one: the next page.
    #[serde(default)]
    pub before: Option<u64>,
}
