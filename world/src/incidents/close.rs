//! 核查结案: verified and closed.

use super::whistle::nobody_called;
use super::{Incident, IncidentState};
use crate::{Context, Event, Refusal, World, text};
use dispatch::{IncidentId, TeamId};

/// A case whose teams reported done may be closed without another word; one that no team settled
/// needs to say how it was.
///
/// # Errors
/// `unknown_incident`, `outside_scope`, `incident_ended`, `case_not_opened`, `teams_still_bound`, `whistle_stands`,
/// `reason_missing`, `text_too_long`, `personal_data`.
pub(crate) fn decide(
    world: &World,
    context: &Context,
    id: &IncidentId,
    outcome: &str,
) -> Result<Vec<Event>, Refusal> {
    let incident = world.open_incident(&context.actor, id)?;
    if incident.state == IncidentState::Accepted {
        return Err(Refusal::new("case_not_opened").with("incident", id));
    }
    nobody_bound(incident)?;
    nobody_called(world, id)?;
    if incident.state == IncidentState::Feedback {
        text::sentence("outcome", Some(outcome))
    } else {
        text::reason("outcome", outcome)
    }?;
    let remark = Some(outcome.to_owned()).filter(|outcome| !outcome.trim().is_empty());
    Ok(vec![Event::IncidentMoved { incident: id.clone(), state: IncidentState::Closed, remark }])
}

/// # Errors
/// `teams_still_bound` with their call signs.
pub(super) fn nobody_bound(incident: &Incident) -> Result<(), Refusal> {
    let teams: Vec<&str> = incident.bound_teams().map(TeamId::as_str).collect();
    if teams.is_empty() {
        return Ok(());
    }
    Err(Refusal::new("teams_still_bound").with("incident", &incident.id).with("teams", teams.join(", ")))
}
