//! What the routes of simulations take and answer.

use crate::closures::forms::NamedClosure;
use dispatch::{Profile, TeamId, TeamKind};
use geo_core::{AreaCode, Level, Position};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use world::records::RunCard;
use world::{ClosureEffect, Ground, Timestamp};

/// A simulation by its number.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct SimulationPath {
    /// The number.
    pub id: u64,
}

/// A question "what if": a time that is over, and what is to be different.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct AskSimulation {
    /// What whoever asks calls it.
    #[serde(default)]
    pub name: Option<String>,
    /// The first instant whose incidents come in.
    pub from: Timestamp,
    /// The first whose do not any more.
    pub until: Timestamp,
    /// Teams that are not there.
    #[serde(default)]
    pub without: Vec<TeamId>,
    /// Teams that wait elsewhere.
    #[serde(default)]
    pub posted: Vec<Posted>,
    /// Teams that do not exist; always on duty.
    #[serde(default)]
    pub added: Vec<AddedTeam>,
    /// All run cards as they would be; those in force when absent.
    #[serde(default)]
    pub cards: Option<Vec<RunCard>>,
    /// The numbers of the closures that hold all the time; those that held at the beginning when absent.
    #[serde(default)]
    pub closures: Option<Vec<String>>,
    /// What else is closed all the time.
    #[serde(default)]
    pub closed: Vec<AlsoClosed>,
    /// An incident is late when nobody was there after this time; 15 minutes when absent.
    #[serde(default)]
    pub deadline_ms: Option<u64>,
}

/// A team at another post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Posted {
    /// Which.
    pub team: TeamId,
    /// Where it waits.
    pub at: Position,
}

/// A team that does not exist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AddedTeam {
    /// Its call sign, which no team of the district has.
    pub team: TeamId,
    /// What it is.
    pub kind: TeamKind,
    /// How it travels.
    pub profile: Profile,
    /// Where it waits.
    pub at: Position,
}

/// A closure that does not exist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AlsoClosed {
    /// Where.
    pub ground: Ground,
    /// For whom; everybody when empty.
    #[serde(default)]
    pub profiles: Vec<Profile>,
    /// What it does.
    pub effect: ClosureEffect,
}

/// A simulation: what was asked, how far it is, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SimulationView {
    /// Its number.
    pub id: u64,
    /// What whoever asked calls it.
    pub name: String,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// The first instant whose incidents came in.
    pub from: Timestamp,
    /// The first whose did not any more.
    pub until: Timestamp,
    /// What was different, in brief.
    pub changes: ChangesView,
    /// How far it is.
    pub progress: ProgressView,
    /// What came of it; null until it is done.
    pub result: Option<SimulationResult>,
}

/// What was different.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChangesView {
    /// Teams that were not there.
    pub without: Vec<TeamId>,
    /// Teams that waited elsewhere.
    pub posted: Vec<Posted>,
    /// Teams that do not exist.
    pub added: Vec<AddedTeam>,
    /// Whether other run cards held than those in force.
    pub other_cards: bool,
    /// Closures of the district that held.
    pub closures: Vec<NamedClosure>,
    /// How many closures were added.
    pub also_closed: usize,
}

/// How far a simulation is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ProgressView {
    /// It runs.
    Running {
        /// So many needs have been answered.
        answered: usize,
        /// Of so many.
        needs: usize,
    },
    /// It is done.
    Done,
    /// Somebody stopped it.
    Stopped,
    /// It could not be finished.
    Failed {
        /// Why, by code.
        code: String,
    },
}

/// What came of a simulation.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SimulationResult {
    /// How many incidents came in.
    pub incidents: usize,
    /// How many units they needed altogether.
    pub needs: usize,
    /// How many teams there were.
    pub teams: usize,
    /// Incidents whose stay on the scene nobody had measured.
    pub stays_assumed: usize,
    /// Teams that could not take part, for nobody knows where they wait.
    pub left_out: Vec<TeamId>,
    /// An incident is late when nobody was there after this time.
    pub deadline_ms: u64,
    /// From the call to the first team on the scene.
    pub first: Option<SpreadView>,
    /// From the call to the last team needed.
    pub complete: Option<SpreadView>,
    /// From the call to the first team on the scene, as it was measured then.
    pub measured: Option<SpreadView>,
    /// Incidents by the minutes from the call to the first team: place `n` counts those of the minute `n`, the last
    /// place all longer ones.
    pub by_minute: Vec<u32>,
    /// Incidents that nobody came to.
    pub unanswered: usize,
    /// Incidents that somebody came to, but not everybody needed.
    pub incomplete: usize,
    /// Incidents that were late.
    pub late: usize,
    /// Incidents and late ones of each area, widest areas first.
    pub areas: Vec<AreaLate>,
    /// What each team had to do, those that did most first.
    pub workload: Vec<WorkView>,
    /// How good any choice could have been.
    pub yardstick: YardstickView,
    /// How long the simulation took.
    pub took_ms: u64,
}

/// How times are spread; a percentile is one of the times (nearest rank).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct SpreadView {
    /// How many there are.
    pub count: usize,
    /// The average.
    pub mean_ms: u64,
    /// Half of them are at most as long.
    pub median_ms: u64,
    /// Nine in ten are at most as long.
    pub p90_ms: u64,
    /// Nineteen in twenty are at most as long.
    pub p95_ms: u64,
    /// None is longer.
    pub max_ms: u64,
}

/// Incidents of an area, and the late ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AreaLate {
    /// Its code.
    pub area: AreaCode,
    /// As people say it.
    pub name: String,
    /// Its level.
    pub level: Level,
    /// How many incidents lie in it.
    pub incidents: usize,
    /// How many of them were late.
    pub late: usize,
}

/// What a team had to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WorkView {
    /// Its call sign.
    pub team: TeamId,
    /// As people say it.
    pub name: String,
    /// How many incidents it went to.
    pub trips: usize,
    /// How long it was bound.
    pub busy_ms: u64,
}

/// How good any choice could have been: what is compared is the sum of the times from each call to each team needed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum YardstickView {
    /// The least sum is known, and proved.
    Optimum {
        /// `meets_bound`, `assignment` or `exhaustive`.
        proof: String,
        /// The sum of the run as a multiple of it; null if it is no time at all.
        ratio: Option<f64>,
        /// The least sum.
        total_ms: u64,
        /// The sum of the run.
        spent_ms: u64,
    },
    /// No choice, even one that knew all calls beforehand, falls below this.
    AtLeast {
        /// The sum of the run as a multiple of it: the run is at most so far from the best. Null if it is no time.
        ratio: Option<f64>,
        /// The bound.
        total_ms: u64,
        /// The sum of the run.
        spent_ms: u64,
    },
    /// Some needs were never answered: a sum would leave the worst out.
    Unanswered,
    /// There were too many needs to reckon it, or it took too long.
    TooMany,
}
