//! Teams, and how they stand at an instant.

use super::{Hold, TaskState};
use crate::records::{Shift, Team};
use crate::{Scope, Timestamp, World};
use dispatch::choose::Duty;
use dispatch::{IncidentId, TeamId, TeamKind};
use serde::Serialize;
use std::sync::Arc;

/// The incident that binds a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Binding {
    /// Which incident.
    pub incident: IncidentId,
    /// How far the team is with it.
    pub state: TaskState,
    /// The fencing number that a report must name.
    pub fence: u64,
    /// When the team was sent.
    pub since: Timestamp,
}

/// How a team stands at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TeamStatus {
    /// Whether it is on duty.
    pub on_duty: bool,
    /// When its running shift ends.
    pub duty_ends: Option<Timestamp>,
    /// When its next shift begins.
    pub duty_starts: Option<Timestamp>,
    /// Who leads the running shift.
    pub leader: Option<String>,
    /// What binds it; `None` when it is free.
    pub bound: Option<Binding>,
    /// Who holds it for a moment.
    pub held: Option<Hold>,
    /// Why it was taken out of the draw by hand.
    pub unavailable: Option<String>,
    /// Whether its home area is gone since areas were imported anew.
    pub home_missing: bool,
}

/// A team and how it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TeamNow {
    /// The record.
    #[cfg_attr(feature = "schema", schema(value_type = Team))]
    pub team: Arc<Team>,
    /// How it stands.
    pub status: TeamStatus,
}

impl World {
    /// A team within a scope, as it stands at an instant.
    pub fn team(&self, scope: &Scope, code: &TeamId, now: Timestamp) -> Option<TeamNow> {
        let team = self.truth.teams.get(code).filter(|team| self.covers_team(scope, team))?;
        Some(TeamNow { team: team.clone(), status: self.status(team, now) })
    }

    /// The teams within a scope, retired ones included, in order of call sign.
    pub fn teams<'a>(&'a self, scope: &'a Scope, now: Timestamp) -> impl Iterator<Item = TeamNow> + 'a {
        let within = self.truth.teams.iter().filter(|team| self.covers_team(scope, team));
        within.map(move |team| TeamNow { team: team.clone(), status: self.status(team, now) })
    }

    fn status(&self, team: &Team, now: Timestamp) -> TeamStatus {
        let running = self.running_shift(&team.code, now);
        TeamStatus {
            on_duty: self.duty(team, now) == Duty::On,
            duty_ends: running.map(|shift| shift.ends),
            duty_starts: self.next_shift(&team.code, now).map(|shift| shift.starts),
            leader: running.and_then(|shift| shift.leader.clone()),
            bound: self.binding(&team.code),
            held: self.hold(&team.code, now).map(|hold| (**hold).clone()),
            unavailable: self.unavailable(&team.code).map(str::to_owned),
            home_missing: team.home.as_ref().is_some_and(|home| !self.truth.areas.contains(home)),
        }
    }

    /// What binds a team now.
    pub fn binding(&self, team: &TeamId) -> Option<Binding> {
        let incident = self.truth.incidents.get(self.bound_to(team)?)?;
        let task = incident.active_task(team)?;
        Some(Binding {
            incident: incident.id.clone(),
            state: task.state,
            fence: task.fence,
            since: task.assigned_at,
        })
    }

    /// The shifts of teams within a scope that run at some time from `from` until before `until`, by
    /// beginning.
    pub fn shifts(&self, scope: &Scope, from: Timestamp, until: Timestamp) -> Vec<&Arc<Shift>> {
        let mut shifts: Vec<_> = (self.truth.shifts.iter())
            .filter(|shift| shift.starts < until && from < shift.ends && self.covers_shift(scope, shift))
            .collect();
        shifts.sort_by(|a, b| (a.starts, &a.code).cmp(&(b.starts, &b.code)));
        shifts
    }

    /// A shift of a team within a scope.
    pub fn shift(&self, scope: &Scope, code: &str) -> Option<&Arc<Shift>> {
        self.truth.shifts.get(code).filter(|shift| self.covers_shift(scope, shift))
    }

    fn covers_shift(&self, scope: &Scope, shift: &Shift) -> bool {
        scope.root().is_none()
            || self.truth.teams.get(&shift.team).is_some_and(|team| self.covers_team(scope, team))
    }
}

/// The identifier of the glossary: `"liaison_team"`.
pub(crate) const fn team_kind_name(kind: TeamKind) -> &'static str {
    match kind {
        TeamKind::Patrol => "patrol",
        TeamKind::LiaisonTeam => "liaison_team",
        TeamKind::DutyGroup => "duty_group",
    }
}
