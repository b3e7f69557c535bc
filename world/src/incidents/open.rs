//! 受理: a call is taken.
//!
//! What an officer takes down from a caller, a visitor or a grid worker is a case at once: the
//! officer has judged it by writing it down. What another system hands over (12345, 110, 119, 120,
//! an alarm) waits as accepted until an officer has looked at it, and so does everything that the
//! service enters by itself.

use super::drafting::Drafting;
use super::{IncidentState, SourceChannel};
use crate::{Command, Context, Event, Refusal, Timestamp, World, text};
use dispatch::IncidentId;
use geo_core::{AreaCode, Position};

/// # Errors
/// `outside_scope`, `outside_district`, `unknown_incident_kind`, `bad_code`, `control_character`, `text_too_long`,
/// `personal_data`.
pub(crate) fn decide(world: &World, context: &Context, command: &Command) -> Result<Vec<Event>, Refusal> {
    let Command::OpenIncident { kind, severity, position, address, channel, external_no, narrative } =
        command
    else {
        return Ok(Vec::new());
    };
    let areas = world.areas_of_call(context, *position)?;
    world.known_kind(kind)?;
    text::sentence("address", address.as_deref())?;
    if let Some(number) = external_no {
        text::external_number("external_no", number)?;
        if let Some(earlier) = world.incident_by_external(*channel, number) {
            world.reached_incident(&context.actor, earlier)?;
            return Ok(Vec::new());
        }
    }
    let incident = world.next_number(context.now);
    let mut draft = Drafting::on(world, context);
    draft.push(Event::IncidentAccepted {
        incident: incident.clone(),
        kind: kind.clone(),
        severity: *severity,
        position: *position,
        address: address.clone().filter(|address| !address.trim().is_empty()),
        areas,
        channel: *channel,
        external_no: external_no.clone(),
        narrative: narrative.clone(),
    });
    let judged = matches!(channel, SourceChannel::Phone | SourceChannel::WalkIn | SourceChannel::GridWorker);
    if judged && !context.actor.is_system() {
        draft.move_incident(&incident, IncidentState::Opened, None);
    }
    Ok(draft.events)
}

impl World {
    /// The areas of a call's place, within the actor's reach and the district. A district without
    /// areas takes every call.
    pub(super) fn areas_of_call(
        &self,
        context: &Context,
        position: Position,
    ) -> Result<Vec<AreaCode>, Refusal> {
        let areas: Vec<AreaCode> =
            self.areas_at(position).into_iter().map(|area| area.code.clone()).collect();
        self.within_position(&context.actor, position)?;
        if areas.is_empty() && !self.truth.areas.is_empty() {
            return Err(Refusal::new("outside_district")
                .with("lon", position.lon())
                .with("lat", position.lat()));
        }
        Ok(areas)
    }

    pub(crate) fn known_kind(&self, kind: &dispatch::IncidentKindCode) -> Result<(), Refusal> {
        let known =
            self.tables().is_some_and(|tables| tables.incident_kinds.iter().any(|known| known.code == *kind));
        if known { Ok(()) } else { Err(Refusal::new("unknown_incident_kind").with("kind", kind)) }
    }

    /// The next number of the day, Beijing time: `20261122-0007`; five digits after 9,999.
    fn next_number(&self, now: Timestamp) -> IncidentId {
        let date = now.beijing_date();
        let numbering = &self.truth.numbering;
        let last = if numbering.date == date { numbering.serial } else { 0 };
        (last + 1..)
            .filter_map(|serial| IncidentId::new(format!("{date}-{serial:04}")).ok())
            .find(|number| !self.truth.incidents.contains(number))
            .expect("a day has fewer incidents than numbers")
    }
}
