//! One team on one incident.

use crate::{ClosuresInForce, Timestamp, VaultRef};
use dispatch::{IncidentId, TeamId};
use geo_core::Milliseconds;
use serde::{Deserialize, Serialize};

/// How far a team is with an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum TaskState {
    /// 派单: told, has not answered.
    Assigned,
    /// 接单: has accepted.
    Accepted,
    /// Going there.
    EnRoute,
    /// On the scene.
    OnScene,
    /// Reported done.
    Done,
    /// 退回: the team gave it back, with a reason.
    Returned,
    /// Called back by the officer.
    Recalled,
}

impl TaskState {
    /// Whether the team is still bound by it. A bound team cannot be sent elsewhere.
    pub const fn is_active(self) -> bool {
        matches!(self, Self::Assigned | Self::Accepted | Self::EnRoute | Self::OnScene)
    }
}

/// What the officer saw when the team was sent: evidence, never computed again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Dispatched {
    /// Estimated time from sending to arrival.
    pub estimate: Option<Milliseconds>,
    /// `roads <version>` or `straight_line`: what the estimate rests on.
    pub basis: Option<String>,
    /// The team's place in the ranking, from 1; `None` when it was ruled out and sent all the same.
    pub rank: Option<u32>,
    /// The whole proposal as shown, in the vault because it contains positions.
    pub proposal: Option<VaultRef>,
    /// Why a rule was overridden.
    pub override_reason: Option<String>,
    /// The closures in force: of a command those that the officer saw, of an event those that were. Unknown for who
    /// was sent before closures were kept.
    #[serde(default)]
    pub closures: Option<ClosuresInForce>,
}

/// One team's work on one incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Task {
    /// The team.
    pub team: TeamId,
    /// The fencing number: the journal sequence that assigned it. Reports naming an older one are
    /// refused. Teams that one merge hands on have the same.
    pub fence: u64,
    /// How far it is.
    pub state: TaskState,
    /// When it was sent.
    pub assigned_at: Timestamp,
    /// When it accepted.
    pub accepted_at: Option<Timestamp>,
    /// When it set off.
    pub en_route_at: Option<Timestamp>,
    /// When it arrived.
    pub arrived_at: Option<Timestamp>,
    /// When it was done, returned or recalled.
    pub ended_at: Option<Timestamp>,
    /// Why it was returned or recalled.
    pub reason: Option<String>,
    /// What the team wrote about its work, in the vault.
    #[serde(default)]
    pub report: Option<VaultRef>,
    /// What the officer saw when sending it.
    pub dispatched: Dispatched,
    /// The incident that it was sent to, when a merge has handed it on since; its times begin there.
    #[serde(default)]
    pub sent_to: Option<IncidentId>,
}

impl Task {
    /// What is handed on of it when its incident, `from`, is merged into another.
    pub(super) fn handed_on(&self, from: &IncidentId) -> HandedOn {
        HandedOn {
            sent_to: self.sent_to.clone().unwrap_or_else(|| from.clone()),
            state: self.state,
            assigned_at: self.assigned_at,
            accepted_at: self.accepted_at,
            en_route_at: self.en_route_at,
            arrived_at: self.arrived_at,
        }
    }
}

/// How far a team had come with an incident that was merged into another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOn {
    /// The incident that it was sent to first.
    pub sent_to: IncidentId,
    /// How far it is.
    pub state: TaskState,
    /// When it was sent there.
    pub assigned_at: Timestamp,
    /// When it accepted.
    pub accepted_at: Option<Timestamp>,
    /// When it set off.
    pub en_route_at: Option<Timestamp>,
    /// When it arrived.
    pub arrived_at: Option<Timestamp>,
}
