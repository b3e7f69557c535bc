//! An incident as lists, answers and the feed show it: the record, and what follows from it now.

use serde::Serialize;
use utoipa::ToSchema;
use world::incidents::{Incident, Lamp};
use world::{Timestamp, World};

/// An incident and what follows from it at the instant of the answer.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IncidentView {
    /// The record.
    #[serde(flatten)]
    pub incident: Incident,
    /// By when the next things should happen: of open tasks, then of the case. They change by time alone.
    pub lamps: Vec<Lamp>,
}

impl IncidentView {
    /// The incident as it shows at an instant.
    pub fn of(world: &World, incident: &Incident, now: Timestamp) -> Self {
        Self { lamps: world.lamps(incident, now), incident: incident.clone() }
    }
}
