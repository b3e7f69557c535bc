//! 挂账: what cannot be settled now waits with a reason, and comes back.

use super::IncidentState;
use crate::{Context, Event, Refusal, World, text};
use dispatch::IncidentId;

/// # Errors
/// `unknown_incident`, `outside_scope`, `incident_ended`, `case_not_opened`, `teams_still_bound`,
/// `reason_missing`, `text_too_long`, `personal_data`.
pub(crate) fn decide(
    world: &World,
    context: &Context,
    id: &IncidentId,
    reason: Option<&str>,
) -> Result<Vec<Event>, Refusal> {
    let incident = world.open_incident(&context.actor, id)?;
    let moved = |state, remark| vec![Event::IncidentMoved { incident: id.clone(), state, remark }];
    let Some(reason) = reason else {
        let parked = incident.state == IncidentState::Parked;
        return Ok(if parked { moved(incident.state_by_tasks(), None) } else { Vec::new() });
    };
    text::reason("reason", reason)?;
    if incident.state == IncidentState::Accepted {
        return Err(Refusal::new("case_not_opened").with("incident", id));
    }
    super::close::nobody_bound(incident)?;
    if incident.state == IncidentState::Parked && incident.remark.as_deref() == Some(reason) {
        return Ok(Vec::new());
    }
    Ok(moved(IncidentState::Parked, Some(reason.to_owned())))
}
