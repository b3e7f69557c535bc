//! What the routes of a review answer.

use crate::incidents::forms::ProposalView;
use crate::incidents::joint::forms::JointIncident;
use dispatch::{IncidentId, TeamId};
use geo_core::Position;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use world::Timestamp;
use world::incidents::{Incident, Picked, TaskState};

/// A team sent, by its task: several that a merge hands on have the same fencing number.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct SentPath {
    /// The incident's number.
    #[param(value_type = String)]
    pub id: IncidentId,
    /// The team's call sign.
    #[param(value_type = String)]
    pub team: TeamId,
    /// The fencing number of the task.
    pub fence: u64,
}

/// For what tracks are looked at.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TrackQuery {
    /// In the words of who looks; goes into the audit log.
    #[serde(default)]
    pub purpose: Option<String>,
}

/// An incident seen from its end, or from now while it goes on.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReviewView {
    /// The incident, with every step of it.
    pub incident: Incident,
    /// From the call until the first team was sent.
    pub waited_ms: Option<u64>,
    /// From the call until the first team was on the scene.
    pub response_ms: Option<u64>,
    /// From the call to the end; null while it goes on.
    pub lasted_ms: Option<u64>,
    /// Every team sent, in order of sending.
    pub sent: Vec<SentView>,
    /// Positions before this instant have been forgotten.
    pub tracks_since: Timestamp,
}

/// A team sent, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SentView {
    /// Its call sign.
    pub team: TeamId,
    /// As people say it.
    pub name: String,
    /// The fencing number of its task.
    pub fence: u64,
    /// How far it came.
    pub state: TaskState,
    /// Who sent it.
    pub by: Option<String>,
    /// Whether what the officer saw is still kept.
    pub proposal: KeptView,
    /// How it stood there.
    pub picked: Picked,
    /// Its place there, from 1.
    pub rank: Option<u32>,
    /// Who stood first there, as far as that is kept.
    pub first: Option<FirstView>,
    /// The time that it was estimated to need from sending until on the scene.
    pub estimate_ms: Option<u64>,
    /// Measured: the time that it needed.
    pub took_ms: Option<u64>,
    /// How wrong the estimate was: measured less estimated.
    pub error_ms: Option<i64>,
    /// Of an override: its estimate less that of who stood first.
    pub price_ms: Option<i64>,
    /// Of an override: its measured time less the estimate of who stood first.
    pub regret_ms: Option<i64>,
}

/// Whether a proposal can still be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "kept", rename_all = "snake_case")]
pub enum KeptView {
    /// The team was sent without one.
    Never,
    /// It can.
    Shown {
        /// When it goes; null while the incident goes on.
        until: Option<Timestamp>,
    },
    /// Its time was over.
    Erased {
        /// When it went.
        at: Timestamp,
    },
    /// It was made for a call that was merged into this one and lies beyond the caller's reach.
    Elsewhere,
    /// It should be there and cannot be read.
    Lost,
}

/// Who stood first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FirstView {
    /// Its call sign.
    pub team: TeamId,
    /// As people say it.
    pub name: String,
    /// The time that it was estimated to need.
    pub estimate_ms: Option<u64>,
}

/// A proposal as it was shown when a team was sent.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PastProposal {
    /// Who was sent.
    pub team: TeamId,
    /// When.
    pub assigned_at: Timestamp,
    /// When the proposal was made.
    pub shown_at: Timestamp,
    /// When it will be erased; null while the incident goes on.
    pub until: Option<Timestamp>,
    /// The proposal for this incident; null when the team was sent by a joint choice.
    pub single: Option<ProposalView>,
    /// What the joint choice gave this incident; null when it was a proposal for this incident alone.
    pub joint: Option<JointIncident>,
    /// How many of the teams shown then are not the caller's to see.
    pub hidden: usize,
}

/// Where the teams of an incident were while it bound them.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReplayView {
    /// The first instant of the replay: the call, or when the first team was sent that a merge has handed on.
    pub from: Timestamp,
    /// Its last: the end, or now.
    pub until: Timestamp,
    /// Positions before this instant have been forgotten.
    pub tracks_since: Timestamp,
    /// One for each team sent.
    pub tracks: Vec<TrackView>,
}

/// How much of a track is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrackLeft {
    /// Everything that was reported.
    Whole,
    /// The older part has been forgotten.
    Part,
    /// All of it has been forgotten.
    Nothing,
}

/// Where one team was, from being sent until it was free.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TrackView {
    /// Its call sign.
    pub team: TeamId,
    /// The fencing number of its task.
    pub fence: u64,
    /// When it was sent.
    pub from: Timestamp,
    /// When it was free; the end of the replay while it is not.
    pub until: Timestamp,
    /// How much is left.
    pub left: TrackLeft,
    /// How many positions there are; more than are listed when the track was thinned.
    pub reported: usize,
    /// Its positions, oldest first.
    pub points: Vec<TrackPoint>,
}

/// Where a team was at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct TrackPoint {
    /// When, by the clock of the device.
    pub at: Timestamp,
    /// Where.
    pub position: Position,
}
