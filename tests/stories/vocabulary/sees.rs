//! What people see. Every question is put anew, to the state as it is now.

use super::{Person, team_id};
use crate::district::Spot;
use crate::drivers::TeamSeen;
use dispatch::{IncidentId, TeamId};
use geo_core::AreaCode;
use world::incidents::{Incident, IncidentState, Standing};

impl Person {
    /// An incident, if it is there for this person.
    pub fn finds(&self, id: &IncidentId) -> Option<Incident> {
        self.stage.questions().incident(&self.actor, id)
    }

    /// An incident that must be there.
    #[track_caller]
    pub fn sees(&self, id: &IncidentId) -> Incident {
        self.finds(id).unwrap_or_else(|| panic!("{} does not see {id}", self.actor.account))
    }

    /// Where an incident stands.
    #[track_caller]
    pub fn state(&self, id: &IncidentId) -> IncidentState {
        self.sees(id).state
    }

    /// The teams sent to an incident and how far each is: `"西一队 en_route"`.
    #[track_caller]
    pub fn tasks(&self, id: &IncidentId) -> Vec<String> {
        self.sees(id).tasks.iter().map(|task| format!("{} {}", task.team, task.state.name())).collect()
    }

    /// Incidents that go on, the latest call first.
    pub fn open_incidents(&self) -> Vec<IncidentId> {
        self.stage.questions().incidents(&self.actor, Standing::Open)
    }

    /// Incidents that have ended.
    pub fn ended_incidents(&self) -> Vec<IncidentId> {
        self.stage.questions().incidents(&self.actor, Standing::Ended)
    }

    /// Other calls that may be about the same thing.
    pub fn possible_duplicates(&self, id: &IncidentId) -> Vec<IncidentId> {
        self.stage.questions().duplicates(&self.actor, id)
    }

    /// A team, if it is there for this person.
    pub fn finds_team(&self, call_sign: &str) -> Option<TeamSeen> {
        self.stage.questions().team(&self.actor, &team_id(call_sign))
    }

    /// A team that must be there.
    #[track_caller]
    pub fn sees_team(&self, call_sign: &str) -> TeamSeen {
        self.finds_team(call_sign)
            .unwrap_or_else(|| panic!("{} does not see {call_sign}", self.actor.account))
    }

    /// The incident that binds a team.
    #[track_caller]
    pub fn where_is(&self, call_sign: &str) -> Option<IncidentId> {
        self.sees_team(call_sign).bound.map(|(incident, ..)| incident)
    }

    /// The call signs of all teams.
    pub fn teams(&self) -> Vec<String> {
        self.stage.questions().teams(&self.actor).iter().map(TeamId::to_string).collect()
    }

    /// The areas at a place, widest first.
    pub fn locates(&self, spot: Spot) -> Vec<String> {
        let areas = self.stage.questions().areas_at(&self.actor, spot.position());
        areas.iter().map(AreaCode::to_string).collect()
    }
}
