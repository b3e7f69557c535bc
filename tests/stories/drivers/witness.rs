//! Answers from a world, within the scope of whoever asks.

use super::{Questions, TeamSeen};
use dispatch::{IncidentId, TeamId};
use geo_core::{AreaCode, Position};
use world::incidents::{Incident, IncidentFilter, Standing};
use world::{Actor, Timestamp, World};

/// A state and the instant at which it is asked.
pub struct Witness {
    pub world: World,
    pub now: Timestamp,
}

impl Questions for Witness {
    fn incident(&self, who: &Actor, id: &IncidentId) -> Option<Incident> {
        self.world.incident(&who.scope, id).map(|incident| (**incident).clone())
    }

    fn incidents(&self, who: &Actor, standing: Standing) -> Vec<IncidentId> {
        let filter = IncidentFilter { standing, text: None };
        self.world.incidents(&who.scope, &filter).map(|incident| incident.id.clone()).collect()
    }

    fn duplicates(&self, who: &Actor, id: &IncidentId) -> Vec<IncidentId> {
        let Some(incident) = self.world.incident(&who.scope, id) else { return Vec::new() };
        let near = self.world.duplicates_of(&who.scope, incident.position, incident.accepted_at);
        near.into_iter().map(|other| other.id.clone()).filter(|other| other != id).collect()
    }

    fn team(&self, who: &Actor, code: &TeamId) -> Option<TeamSeen> {
        let team = self.world.team(&who.scope, code, self.now)?;
        Some(TeamSeen {
            record: (*team.team).clone(),
            unavailable: team.status.unavailable,
            bound: team.status.bound.map(|bound| (bound.incident, bound.state, bound.fence)),
        })
    }

    fn teams(&self, who: &Actor) -> Vec<TeamId> {
        self.world.teams(&who.scope, self.now).map(|team| team.team.code.clone()).collect()
    }

    fn areas_at(&self, who: &Actor, position: Position) -> Vec<AreaCode> {
        self.world.locate(&who.scope, position).areas.iter().map(|area| area.code.clone()).collect()
    }
}
