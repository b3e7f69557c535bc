//! What the phone page of a team takes and answers.

use crate::whistles::forms::WhistleView;
use dispatch::{IncidentId, IncidentKindCode, TeamId, TeamKind};
use geo_core::{Metres, Milliseconds, Position};
use serde::Serialize;
use utoipa::ToSchema;
use world::Timestamp;
use world::incidents::{Severity, TaskState};

/// A team's own work.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PhoneView {
    /// The journal sequence shown.
    pub seq: u64,
    /// The server's clock.
    pub now: Timestamp,
    /// Whose phone it is.
    pub team: PhoneTeam,
    /// Within this distance of the place a team has arrived.
    pub arrival_radius: Metres,
    /// What it was sent to, that goes on; the latest first.
    pub tasks: Vec<PhoneTask>,
    /// Whistles that hold it.
    pub whistles: Vec<WhistleView>,
}

/// The team of a phone.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PhoneTeam {
    /// Its call sign.
    pub code: TeamId,
    /// As people say it.
    pub name: String,
    /// What it is.
    pub kind: TeamKind,
    /// On duty now: only then, and only with a task or a whistle, does the phone report where it is.
    pub on_duty: bool,
    /// When its running shift ends.
    pub duty_ends: Option<Timestamp>,
}

/// A task as its team sees it. What callers said stays with the command centre.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PhoneTask {
    /// The incident's number.
    pub incident: IncidentId,
    /// What happened.
    pub kind: IncidentKindCode,
    /// Its Chinese name.
    pub kind_zh: String,
    /// Its English name.
    pub kind_en: String,
    /// How bad.
    pub severity: Severity,
    /// Where.
    pub position: Position,
    /// The address as taken down.
    pub address: Option<String>,
    /// How far the team is.
    pub state: TaskState,
    /// The fencing number to report with.
    pub fence: u64,
    /// When it was sent.
    pub assigned_at: Timestamp,
    /// When it arrived.
    pub arrived_at: Option<Timestamp>,
    /// The time to arrival that the officer saw.
    pub estimate: Option<Milliseconds>,
    /// Photos that the team has added.
    pub photos: usize,
}
