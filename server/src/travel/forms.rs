//! What the addresses of ways, tables and isochrones take and answer.

use crate::closures::forms::ClosuresView;
use dispatch::Profile;
use dispatch::roads::Turn;
use geo_core::Position;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// From where to where, and how.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WayQuery {
    /// `longitude,latitude` of the start.
    pub from: String,
    /// `longitude,latitude` of the end.
    pub to: String,
    /// How one travels; by car when absent.
    #[serde(default)]
    pub profile: Option<Profile>,
}

/// A way, and what a driver is told.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct WayView {
    /// The line, `[longitude, latitude]` each, from the start to the end.
    pub geometry: Vec<[f64; 2]>,
    /// The whole time.
    pub total_ms: u64,
    /// The time on the road.
    pub drive_ms: u64,
    /// The time between the positions and the road.
    pub walk_ms: u64,
    /// The length on the road.
    pub metres: f64,
    /// The closures that it was worked out under.
    pub closures: ClosuresView,
    /// The turns in order, the first street and the arrival included.
    pub turns: Vec<TurnView>,
}

/// One thing that a driver is told.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TurnView {
    /// How to turn.
    pub turn: Turn,
    /// Into which street, where the map has a name.
    pub street: Option<String>,
    /// Where.
    pub at: Position,
    /// How far to the next one.
    pub metres: f64,
    /// How long to the next one.
    pub ms: u64,
    /// In words, in the caller's language.
    pub text: String,
}

/// Between which places.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct MatrixRequest {
    /// From these.
    pub sources: Vec<Position>,
    /// To these.
    pub targets: Vec<Position>,
    /// How one travels; by car when absent.
    #[serde(default)]
    pub profile: Option<Profile>,
}

/// Travel times between places.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MatrixView {
    /// A row for each source, a time for each target; null where there is no way.
    pub total_ms: Vec<Vec<Option<u64>>>,
    /// Sources that are off the road, by their places in the list.
    pub sources_off_road: Vec<usize>,
    /// Targets that are off the road.
    pub targets_off_road: Vec<usize>,
    /// The closures that it was worked out under.
    pub closures: ClosuresView,
}

/// From where, and within how long.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct IsochroneQuery {
    /// Longitude in degrees.
    pub lon: f64,
    /// Latitude in degrees.
    pub lat: f64,
    /// Whole minutes, separated by commas: one to six of them, 1 to 120 each.
    pub minutes: String,
    /// How one travels; by car when absent.
    #[serde(default)]
    pub profile: Option<Profile>,
}

/// What is reached within some times.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IsochronesView {
    /// The closures that it was worked out under.
    pub closures: ClosuresView,
    /// One outline for each time, the shortest first; each lies within the next.
    pub outlines: Vec<OutlineView>,
}

/// What is reached within a time.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OutlineView {
    /// Within how many minutes.
    pub minutes: u64,
    /// The coordinates of a GeoJSON `MultiPolygon`.
    pub polygons: Vec<Vec<Vec<[f64; 2]>>>,
    /// The length of the roads reached.
    pub metres: f64,
}
