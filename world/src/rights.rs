//! Who may ask for what: the first question of every decision.

use crate::incidents::Incident;
use crate::records::Team;
use crate::{Actor, Command, Refusal, Role, Scope, World};
use dispatch::{IncidentId, TeamId};
use geo_core::{AreaCode, Position};
use std::sync::Arc;

/// Accounts of the service itself begin with this.
pub(crate) const SYSTEM: &str = "system:";
/// Accounts of devices are this and the team's code.
pub(crate) const DEVICE: &str = "team:";

impl Actor {
    /// Whether the service itself acts.
    pub fn is_system(&self) -> bool {
        self.account.starts_with(SYSTEM)
    }

    /// The team whose device acts.
    pub fn device_of(&self) -> Option<&str> {
        self.account.strip_prefix(DEVICE).filter(|_| self.role == Role::Device)
    }
}

/// Whether the role reaches as far as the command.
///
/// # Errors
/// `not_allowed` with the role and the account.
pub(crate) fn check_role(command: &Command, actor: &Actor) -> Result<(), Refusal> {
    use Command as C;
    let allowed = match actor.role {
        Role::Viewer => false,
        Role::Device => {
            matches!(command, C::MoveTask { team, .. } if actor.device_of() == Some(team.as_str()))
                || of_own_device(command, actor)
        }
        Role::Planner => {
            matches!(command, C::PublishPlan(_) | C::PublishPlanAtOnce(_) | C::WithdrawPlan { .. })
        }
        Role::DutyOfficer => matches!(
            command,
            C::OpenIncident { .. }
                | C::OpenCase { .. }
                | C::AmendIncident { .. }
                | C::Assign { .. }
                | C::Reassign { .. }
                | C::Recall { .. }
                | C::HoldTeam { .. }
                | C::ReleaseHold { .. }
                | C::SwitchMode(_)
                | C::EndMode { .. }
                | C::HandOverShift { .. }
                | C::TakeHandover { .. }
                | C::MoveTask { .. }
                | C::Closure(_)
                | C::Whistle(_)
                | C::Photo(_)
                | C::SetAvailability { .. }
                | C::MergeIncidents { .. }
                | C::ParkIncident { .. }
                | C::CloseIncident { .. }
        ),
        Role::Administrator => true,
    };
    if allowed {
        Ok(())
    } else {
        Err(Refusal::new("not_allowed").with("role", actor.role.name()).with("account", &actor.account))
    }
}

/// A device checks its own team in, and adds what its own team saw.
fn of_own_device(command: &Command, actor: &Actor) -> bool {
    use crate::incidents::{PhotoCommand, WhistleCommand};
    let team = match command {
        Command::Whistle(command) => match &**command {
            WhistleCommand::CheckIn { team, .. } => Some(team),
            _ => None,
        },
        Command::Photo(command) => match &**command {
            PhotoCommand::Add { team, .. } => team.as_ref(),
            PhotoCommand::Erase { .. } => None,
        },
        _ => None,
    };
    team.is_some_and(|team| actor.device_of() == Some(team.as_str()))
}

fn outside(scope: &Scope) -> Refusal {
    Refusal::new("outside_scope").with("scope", scope.class())
}

impl World {
    pub(crate) fn within_whole_district(&self, actor: &Actor) -> Result<(), Refusal> {
        if actor.scope.root().is_none() { Ok(()) } else { Err(outside(&actor.scope)) }
    }

    pub(crate) fn within_position(&self, actor: &Actor, position: Position) -> Result<(), Refusal> {
        if self.covers_position(&actor.scope, position) { Ok(()) } else { Err(outside(&actor.scope)) }
    }

    pub(crate) fn within_area(&self, actor: &Actor, code: &AreaCode) -> Result<(), Refusal> {
        if self.covers(&actor.scope, code) { Ok(()) } else { Err(outside(&actor.scope)) }
    }

    pub(crate) fn within_team(&self, actor: &Actor, team: &Team) -> Result<(), Refusal> {
        if self.covers_team(&actor.scope, team) { Ok(()) } else { Err(outside(&actor.scope)) }
    }

    /// An incident that exists and that the actor reaches. A team's device reaches the incidents it
    /// was sent to, wherever they lie.
    pub(crate) fn reached_incident(&self, actor: &Actor, id: &IncidentId) -> Result<&Arc<Incident>, Refusal> {
        let incident = self
            .truth
            .incidents
            .get(id)
            .ok_or_else(|| Refusal::new("unknown_incident").with("incident", id))?;
        if actor.device_of().is_none() {
            self.within_position(actor, incident.position)?;
        }
        Ok(incident)
    }

    /// A team that exists and that the actor reaches.
    pub(crate) fn reached_team(&self, actor: &Actor, code: &TeamId) -> Result<&Arc<Team>, Refusal> {
        let team =
            self.truth.teams.get(code).ok_or_else(|| Refusal::new("unknown_team").with("team", code))?;
        if actor.device_of().is_none() {
            self.within_team(actor, team)?;
        }
        Ok(team)
    }
}
