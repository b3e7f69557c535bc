//! 立案, and corrections to a case.

use super::drafting::Drafting;
use super::{Incident, IncidentState};
use crate::{Actor, Command, Context, Event, Refusal, World, text};
use dispatch::IncidentId;
use std::sync::Arc;

impl World {
    /// An incident within reach that has not ended.
    pub(super) fn open_incident(&self, actor: &Actor, id: &IncidentId) -> Result<&Arc<Incident>, Refusal> {
        let incident = self.reached_incident(actor, id)?;
        if incident.state.is_final() {
            let refusal = Refusal::new("incident_ended").with("incident", id);
            return Err(match &incident.merged_into {
                Some(into) => refusal.with("merged_into", into),
                None => refusal,
            });
        }
        Ok(incident)
    }
}

/// # Errors
/// `unknown_incident`, `outside_scope`, `incident_ended`.
pub(crate) fn decide_open(world: &World, context: &Context, id: &IncidentId) -> Result<Vec<Event>, Refusal> {
    let incident = world.open_incident(&context.actor, id)?;
    if incident.state != IncidentState::Accepted {
        return Ok(Vec::new());
    }
    Ok(vec![Event::IncidentMoved { incident: id.clone(), state: IncidentState::Opened, remark: None }])
}

/// # Errors
/// `unknown_incident`, `outside_scope`, `incident_ended`, `stale_version`, `outside_district`,
/// `unknown_incident_kind`, `text_too_long`, `personal_data`.
pub(crate) fn decide_amend(
    world: &World,
    context: &Context,
    command: &Command,
) -> Result<Vec<Event>, Refusal> {
    let Command::AmendIncident { incident: id, version, kind, severity, position, address } = command else {
        return Ok(Vec::new());
    };
    let incident = world.open_incident(&context.actor, id)?;
    if *version != incident.version {
        return Err(Refusal::new("stale_version")
            .with("code", id)
            .with("register", "incidents")
            .with("version", version)
            .with("current", incident.version));
    }
    let areas = match position {
        Some(position) => world.areas_of_call(context, *position)?,
        None => incident.areas.clone(),
    };
    kind.as_ref().map_or(Ok(()), |kind| world.known_kind(kind))?;
    text::sentence("address", address.as_deref())?;
    let amended = Event::IncidentAmended {
        incident: id.clone(),
        kind: kind.clone().unwrap_or_else(|| incident.kind.clone()),
        severity: severity.unwrap_or(incident.severity),
        position: position.unwrap_or(incident.position),
        // An empty address takes the present one away.
        address: address
            .clone()
            .or_else(|| incident.address.clone())
            .filter(|address| !address.trim().is_empty()),
        areas,
    };
    let mut draft = Drafting::on(world, context);
    draft.push(amended);
    let changed = draft.incident(id).is_some_and(|now| {
        (&now.kind, now.severity, now.position, &now.address, &now.areas)
            != (&incident.kind, incident.severity, incident.position, &incident.address, &incident.areas)
    });
    Ok(if changed { draft.events } else { Vec::new() })
}
