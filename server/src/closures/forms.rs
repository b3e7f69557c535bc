//! What the closure routes take and answer.

use dispatch::{IncidentId, TeamId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use world::incidents::TaskState;
use world::{Closure, ClosureEffect, ClosureStanding, DrawnClosure, Ground};

/// Which closures to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClosureFilter {
    /// Those in force and those to come.
    #[default]
    Standing,
    /// Those whose time is over.
    Over,
}

/// The query of the list of closures.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ClosureListQuery {
    /// Which; those in force and to come when absent.
    #[serde(default)]
    pub state: ClosureFilter,
    /// At most this many, newest first; 1 to 500, 500 when absent.
    #[serde(default)]
    pub limit: Option<usize>,
}

/// A closure by its number.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct ClosurePath {
    /// The closure's number, `C-0007`.
    pub id: String,
}

/// What a drawing means on the roads in force.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SelectedView {
    /// How many segments of road.
    pub segments: usize,
    /// How many ways of OpenStreetMap they belong to.
    pub ways: usize,
    /// Their length.
    pub metres: f64,
    /// The names of their streets, at most 50.
    pub streets: Vec<String>,
    /// Their lines, `[longitude, latitude]` each; none when there are more segments than are drawn one by one.
    pub lines: Vec<Vec<[f64; 2]>>,
}

/// A closure, how it stands, and what it means on the roads.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClosureView {
    /// The record.
    #[serde(flatten)]
    pub closure: Closure,
    /// How it stands now.
    pub standing: ClosureStanding,
    /// What it means on the roads; nothing without roads.
    pub selects: Option<SelectedView>,
}

/// Closures, and which of them are in force.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ClosureList {
    /// The journal sequence shown.
    pub seq: u64,
    /// The set in force now.
    pub in_force: ClosuresView,
    /// The closures, newest first.
    pub items: Vec<ClosureView>,
}

/// The closures that an answer was worked out under.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClosuresView {
    /// Names the set: twelve digits; empty when nothing is closed. The same closures have the same number.
    pub number: String,
    /// Whether the answer heeds them: without roads nothing can be closed.
    pub applied: bool,
    /// The closures.
    pub closures: Vec<NamedClosure>,
}

/// A closure in brief.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NamedClosure {
    /// Its number.
    pub id: String,
    /// As people say it.
    pub name: String,
    /// What it does.
    pub effect: ClosureEffect,
}

/// What would be closed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct PreviewClosure {
    /// Where.
    pub ground: Ground,
}

/// What a drawing would close.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClosurePreview {
    /// What it means on the roads.
    pub selects: SelectedView,
    /// What it would cut off from the rest if it were shut to cars, besides what is cut off already; null when nothing.
    pub cuts_off: Option<CutOff>,
}

/// What closures cut off.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CutOff {
    /// The length of the open roads that hang together with the rest no more.
    pub metres: f64,
    /// Teams there, by call sign.
    pub teams: Vec<TeamId>,
    /// Depots there, by code.
    pub depots: Vec<String>,
    /// Open incidents there.
    pub incidents: Vec<IncidentId>,
}

/// A change of a closure.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ChangeClosure {
    /// The version the officer saw.
    pub version: u64,
    /// As it shall be.
    pub closure: DrawnClosure,
}

/// How a closure is ended.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EndClosure {
    /// Why, if that is to be said.
    #[serde(default)]
    pub reason: Option<String>,
}

/// A closure that was drawn, changed or ended.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClosureSaved {
    /// As it is now.
    pub closure: ClosureView,
    /// What all closures in force cut off from the rest for cars; null when nothing.
    pub cuts_off: Option<CutOff>,
}

/// The road that somebody points at.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RoadAt {
    /// Its id in OpenStreetMap.
    pub way: i64,
    /// Its name, where the map has one.
    pub name: Option<String>,
    /// How far away it is.
    pub metres: f64,
}

/// When a team that is on its way will arrive, as far as can be said now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ArrivalView {
    /// To which incident.
    pub incident: IncidentId,
    /// Which team.
    pub team: TeamId,
    /// How far it is with it.
    pub state: TaskState,
    /// How long it still needs; null when there is no way, or nobody knows where it is.
    pub total_ms: Option<u64>,
    /// By how much closures delay it.
    pub delay_ms: Option<u64>,
    /// How long it would have needed under the closures before the last change; null when nothing changed for it.
    pub before_ms: Option<u64>,
    /// Whether closures cut it off.
    pub cut_off: bool,
}

/// When teams will arrive.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Arrivals {
    /// The closures in force.
    pub closures: ClosuresView,
    /// Teams that are not there yet.
    pub items: Vec<ArrivalView>,
}
