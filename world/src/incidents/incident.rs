//! One incident and the states of the closed loop (受理 → 立案 → 派单 → 处置 → 反馈 → 核查结案).

use super::{Climb, Task, Waiting};
use crate::{Timestamp, VaultRef};
use dispatch::{IncidentId, IncidentKindCode, TeamId};
use geo_core::{AreaCode, Position};
use serde::{Deserialize, Serialize};

/// Where an incident stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum IncidentState {
    /// 受理: came in from outside, nobody has looked at it yet.
    Accepted,
    /// 立案: a case, waiting for a team.
    Opened,
    /// 派单: at least one team is under way.
    Dispatched,
    /// 处置: at least one team is on the scene.
    Handling,
    /// 反馈: every team has reported done; waits for verification.
    Feedback,
    /// 挂账: cannot be settled now, for a stated reason.
    Parked,
    /// 核查结案: verified and closed.
    Closed,
    /// Was about the same thing as another incident, which goes on.
    Merged,
}

impl IncidentState {
    /// Whether nothing more can happen to it.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Closed | Self::Merged)
    }
}

/// 特别重大 (red) to 一般 (blue), GB/T 35561-2017.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Severity {
    /// Ⅰ 特别重大, red.
    Extreme,
    /// Ⅱ 重大, orange.
    Severe,
    /// Ⅲ 较大, yellow.
    Moderate,
    /// Ⅳ 一般, blue.
    Minor,
}

/// How a call came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum SourceChannel {
    /// A citizen calls the command centre.
    Phone,
    /// 12345 政务热线.
    Hotline12345,
    /// 110.
    Police110,
    /// 119.
    Fire119,
    /// 120.
    Ambulance120,
    /// A one-key alarm or a sensor.
    Alarm,
    /// 网格员上报.
    GridWorker,
    /// Somebody at the counter.
    WalkIn,
}

/// One line of an incident's history, in words the registers can name later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// Which account.
    pub by: String,
    /// The event's name: `incident_opened`, `team_assigned`, `task_moved`, …
    pub what: String,
    /// The team concerned.
    pub team: Option<TeamId>,
    /// State reached, reason given, incident merged: one short value.
    pub detail: Option<String>,
    /// When it was tapped, by the clock of the team's device.
    #[serde(default)]
    pub device_at: Option<Timestamp>,
}

/// An incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Incident {
    /// Its number.
    pub id: IncidentId,
    /// Where it stands.
    pub state: IncidentState,
    /// What happened, a code of the incident kind table.
    pub kind: IncidentKindCode,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    pub position: Position,
    /// The address as taken down; free of names and numbers of people.
    pub address: Option<String>,
    /// The areas it lies in, widest first, as found when it was opened or moved.
    pub areas: Vec<AreaCode>,
    /// How the call came in.
    pub channel: SourceChannel,
    /// The other system's number; the same number from the same channel is the same call.
    pub external_no: Option<String>,
    /// Free text and the reporter's contact lie in the vault, from where they can be erased.
    pub narrative: Option<VaultRef>,
    /// When the call was taken.
    pub accepted_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Why it is parked, or how it was closed.
    pub remark: Option<String>,
    /// Teams sent, in order of sending; finished tasks stay.
    pub tasks: Vec<Task>,
    /// The account that answers for it: whoever wrote it down or was first to look at it, then whoever took it over.
    #[serde(default)]
    pub keeper: Option<String>,
    /// That it was handed over and waits to be taken.
    #[serde(default)]
    pub waiting: Option<Waiting>,
    /// How far its ladder has climbed, because a team did not accept in time.
    #[serde(default)]
    pub ladder: Option<Climb>,
    /// The incident that goes on in its place.
    pub merged_into: Option<IncidentId>,
    /// Photos of the place; the pictures lie in the vault, from where they can be erased.
    #[serde(default)]
    pub photos: Vec<super::Photo>,
    /// What happened to it, oldest first.
    pub history: Vec<Step>,
    /// The journal sequence of the last change; an edit names the one it started from.
    pub version: u64,
}
