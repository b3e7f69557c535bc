//! Two calls about one thing become one case.
//!
//! Teams that are bound to the call that ends go on to the other one: they are called off the one
//! and assigned to the other in the same step, with new fencing numbers and as far as they had
//! come. Nobody is left behind, and nobody has to be sent twice.

use super::drafting::Drafting;
use super::{IncidentState, Task, TaskState};
use crate::command::Evidence;
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
    let moved = |incident: &IncidentId, state, evidence, reason| Event::TaskMoved {
        incident: incident.clone(),
        team: task.team.clone(),
        state,
        evidence,
        reason,
        device_at: None,
        report: None,
    };
    draft.push(moved(from, TaskState::Recalled, None, Some(into.to_string())));
    let assigned = Event::TeamAssigned {
        incident: into.clone(),
        team: task.team.clone(),
        dispatched: task.dispatched.clone(),
    };
    draft.push(assigned);
    if task.state != TaskState::Assigned {
        draft.push(moved(into, task.state, Some(Evidence::ByHand), None));
    }
}
