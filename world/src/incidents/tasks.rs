//! A team's progress, and taking teams out of the draw by hand.

use super::drafting::Drafting;
use super::{Incident, NOT_ACCEPTED, Task, TaskState};
use crate::command::Evidence;
use crate::{Actor, Command, Context, Event, Refusal, Role, Timestamp, World, text};
use dispatch::{IncidentId, TeamId};

/// What a step of the history is called that says so of a team.
pub(super) const ANSWERED_LATE: &str = "answered_late";

/// When a team accepted in time, by its device, of which the service hears only after the task has lapsed: the line was
/// down. The task stays over, somebody else may have been sent; but the officer is told, once.
fn answered_late(
    incident: &Incident,
    task: &Task,
    state: TaskState,
    evidence: &Evidence,
    device_at: Option<Timestamp>,
) -> Option<Timestamp> {
    let lapsed = task.state == TaskState::Returned && task.reason.as_deref() == Some(NOT_ACCEPTED);
    let answers = lapsed && state == TaskState::Accepted && *evidence == Evidence::Device;
    let lapsed_at = task.ended_at.filter(|_| answers)?;
    let told = incident.history.iter().any(|step| {
        step.what == ANSWERED_LATE && step.team.as_ref() == Some(&task.team) && step.at >= lapsed_at
    });
    device_at.filter(|at| !told && (task.assigned_at..lapsed_at).contains(at))
}

/// An acceptance in time that comes after the task has lapsed is written down as such and moves nothing.
///
/// # Errors
/// `unknown_incident`, `unknown_team`, `outside_scope`, `team_not_assigned`, `stale_fence`,
/// `task_ended`, `task_not_forward`, `reason_missing`, `evidence_not_allowed`, `fix_not_arrival`,
/// `fix_from_future`, `fix_too_old`, `fix_too_far`, `text_too_long`, `personal_data`.
pub(crate) fn decide_move(
    world: &World,
    context: &Context,
    command: &Command,
) -> Result<Vec<Event>, Refusal> {
    let Command::MoveTask { incident: id, team, fence, state, evidence, reason, device } = command else {
        return Ok(Vec::new());
    };
    let incident = world.reached_incident(&context.actor, id)?;
    world.reached_team(&context.actor, team)?;
    let refusal = |code| Refusal::new(code).with("team", team).with("incident", id);
    let task = incident.last_task(team).ok_or_else(|| refusal("team_not_assigned"))?;
    if task.fence != *fence {
        return Err(refusal("stale_fence").with("fence", fence).with("current", task.fence));
    }
    if let Some(at) = answered_late(incident, task, *state, evidence, device.at) {
        return Ok(vec![Event::AnsweredLate { incident: id.clone(), team: team.clone(), device_at: at }]);
    }
    if !task.state.is_active() {
        return Err(refusal("task_ended").with("state", task.state.name()));
    }
    let forward = *state == TaskState::Returned || (*state != TaskState::Recalled && *state > task.state);
    if !forward {
        return Err(refusal("task_not_forward")
            .with("state", state.name())
            .with("current", task.state.name()));
    }
    match (state, reason) {
        (TaskState::Returned, None) => return Err(Refusal::new("reason_missing").with("field", "reason")),
        (TaskState::Returned, Some(reason)) => text::reason("reason", reason)?,
        (_, reason) => text::sentence("reason", reason.as_deref())?,
    }
    check_source(&context.actor, evidence)?;
    check_fix(world, context, id, task, *state, evidence)?;
    let mut draft = Drafting::on(world, context);
    draft.push(Event::TaskMoved {
        incident: id.clone(),
        team: team.clone(),
        state: *state,
        evidence: Some(evidence.clone()),
        reason: reason.clone().filter(|reason| !reason.trim().is_empty()),
        // What a device says of the time is kept as it is, but nothing happens before the team was sent, or after now.
        device_at: device.at.map(|at| at.min(context.now).max(task.assigned_at)),
        report: device.report.clone(),
    });
    draft.follow(id);
    Ok(draft.events)
}

/// Who may bring which evidence: a device speaks for itself, an officer by radio; a fix is brought
/// by the device it came from or by the service that watches the tracks.
fn check_source(actor: &Actor, evidence: &Evidence) -> Result<(), Refusal> {
    let device = actor.role == Role::Device;
    let (allowed, name) = match evidence {
        Evidence::Device => (device, "device"),
        Evidence::ByHand => (!device && !actor.is_system(), "by_hand"),
        Evidence::Fix { .. } => (device || actor.is_system(), "fix"),
    };
    if allowed {
        Ok(())
    } else {
        Err(Refusal::new("evidence_not_allowed").with("evidence", name).with("account", &actor.account))
    }
}

/// A fix proves arrival and nothing else, when it is near enough and was taken since the team was
/// sent.
fn check_fix(
    world: &World,
    context: &Context,
    id: &IncidentId,
    task: &Task,
    state: TaskState,
    evidence: &Evidence,
) -> Result<(), Refusal> {
    let (Evidence::Fix { at, distance }, Some(policy)) = (evidence, world.policy()) else { return Ok(()) };
    let refusal = |code| Refusal::new(code).with("team", &task.team).with("incident", id);
    if state != TaskState::OnScene {
        return Err(refusal("fix_not_arrival").with("state", state.name()));
    }
    if *at > context.now {
        return Err(refusal("fix_from_future").with("at", at).with("now", context.now));
    }
    if *at < task.assigned_at {
        return Err(refusal("fix_too_old").with("at", at).with("assigned_at", task.assigned_at));
    }
    // Written so that a distance that is not a number is too far.
    if !(distance.0 >= 0.0 && distance.0 <= policy.arrival_radius.0) {
        return Err(refusal("fix_too_far")
            .with("distance_m", distance.0)
            .with("limit_m", policy.arrival_radius.0));
    }
    Ok(())
}

/// # Errors
/// `unknown_team`, `outside_scope`, `team_retired`, `reason_missing`, `text_too_long`,
/// `personal_data`.
pub(crate) fn decide_availability(
    world: &World,
    context: &Context,
    team: &TeamId,
    unavailable: Option<&str>,
) -> Result<Vec<Event>, Refusal> {
    let record = world.reached_team(&context.actor, team)?;
    if record.retired {
        return Err(Refusal::new("team_retired").with("team", team));
    }
    unavailable.map_or(Ok(()), |reason| text::reason("unavailable", reason))?;
    if world.unavailable(team) == unavailable {
        return Ok(Vec::new());
    }
    Ok(vec![Event::AvailabilitySet { team: team.clone(), unavailable: unavailable.map(str::to_owned) }])
}

impl TaskState {
    /// The identifier of the glossary: `"on_scene"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Accepted => "accepted",
            Self::EnRoute => "en_route",
            Self::OnScene => "on_scene",
            Self::Done => "done",
            Self::Returned => "returned",
            Self::Recalled => "recalled",
        }
    }
}
