//! A decision in the making: every event is tried on a private copy of the world, so that the next
//! one is decided on what the last has changed, by the very code that will apply it.

use crate::apply::Stamp;
use crate::incidents::{Incident, IncidentState};
use crate::{Context, Event, World};
use dispatch::IncidentId;
use std::sync::Arc;

pub(super) struct Drafting<'a> {
    pub world: World,
    pub events: Vec<Event>,
    context: &'a Context,
}

impl<'a> Drafting<'a> {
    pub fn on(world: &World, context: &'a Context) -> Self {
        Self { world: world.clone(), events: Vec::new(), context }
    }

    pub fn push(&mut self, event: Event) {
        let stamp =
            Stamp { seq: self.world.seq() + 1, at: self.context.now, by: &self.context.actor.account };
        self.world.obey(&event, &stamp);
        self.events.push(event);
    }

    /// An incident known to exist.
    pub fn incident(&self, id: &IncidentId) -> Option<&Arc<Incident>> {
        self.world.truth.incidents.get(id)
    }

    pub fn move_incident(&mut self, id: &IncidentId, state: IncidentState, remark: Option<String>) {
        self.push(Event::IncidentMoved { incident: id.clone(), state, remark });
    }

    /// Lets the incident's state follow its tasks.
    pub fn follow(&mut self, id: &IncidentId) {
        let Some(incident) = self.incident(id) else { return };
        let state = incident.state_by_tasks();
        let follows = !incident.state.is_final()
            && !matches!(incident.state, IncidentState::Accepted | IncidentState::Parked);
        if follows && incident.state != state {
            self.move_incident(id, state, None);
        }
    }
}
