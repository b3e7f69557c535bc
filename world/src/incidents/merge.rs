//! Two calls about one thing become one case.
//!
//! Teams that are bound to the call that ends go on to the other one: they are called off the one
//! and assigned to the other in the same step, with a new fencing number, as far as they had come and
//! with the times at which they did. Nobody is left behind, and nobody has to be sent twice.

use super::drafting::Drafting;
use super::{IncidentState, Task, TaskState};
use crate::{Context, Event, Refusal, World};
use dispatch::IncidentId;

/// # Errors
/// `unknown_incident`, `outside_scope`, `incident_ended`, `same_incident`, `incident_parked` (the
/// one that goes on, when teams would move to it).
pub(crate) fn decide(
    world: &World,
    context: &Context,
    from: &IncidentId,
    into: &IncidentId,
) -> Result<Vec<Event>, Refusal> {
    let ending = world.open_incident(&context.actor, from)?.clone();
    let going_on = world.open_incident(&context.actor, into)?.clone();
    if from == into {
        return Err(Refusal::new("same_incident").with("incident", from));
    }
    let bound: Vec<&Task> = ending.tasks.iter().filter(|task| task.state.is_active()).collect();
    if !bound.is_empty() && going_on.state == IncidentState::Parked {
        return Err(Refusal::new("incident_parked").with("incident", into));
    }
    let mut draft = Drafting::on(world, context);
    if !bound.is_empty() && going_on.state == IncidentState::Accepted {
        draft.move_incident(into, IncidentState::Opened, None);
    }
    for task in bound {
        hand_on(&mut draft, task, from, into);
    }
    draft.push(Event::IncidentsMerged { from: from.clone(), into: into.clone() });
    draft.move_incident(from, IncidentState::Merged, Some(into.to_string()));
    draft.follow(into);
    Ok(draft.events)
}

fn hand_on(draft: &mut Drafting<'_>, task: &Task, from: &IncidentId, into: &IncidentId) {
    draft.push(Event::TaskMoved {
        incident: from.clone(),
        team: task.team.clone(),
        state: TaskState::Recalled,
        evidence: None,
        reason: Some(into.to_string()),
        device_at: None,
        report: None,
    });
    draft.push(Event::TeamAssigned {
        incident: into.clone(),
        team: task.team.clone(),
        dispatched: task.dispatched.clone(),
        handed_on: Some(Box::new(task.handed_on(from))),
    });
}
