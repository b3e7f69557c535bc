//! 派单: sending a team, calling it back, sending it elsewhere.
//!
//! The rules are those of the proposal ([`dispatch::choose::rules`]), asked again now: a proposal
//! may be minutes old. A bound team is never sent elsewhere by an assignment (reassigning calls it
//! back in the same step); being off duty, taken out of the draw, or of another kind may be
//! overridden by an officer who says why.

use super::drafting::Drafting;
use super::hold::held;
use super::{Dispatched, IncidentState, TaskState};
use crate::{ClosuresInForce, Context, Event, Refusal, World, text};
use dispatch::choose::{Finding, Verdict, rules};
use dispatch::{IncidentId, TeamId};

/// # Errors
/// `unknown_incident`, `outside_scope`, `incident_ended`, `incident_parked`, `unknown_team`,
/// `team_retired`, `already_assigned`, `team_busy`, `team_held`, `closures_changed`, `override_needed`, `override_not_allowed`,
/// `text_too_long`, `personal_data`.
pub(crate) fn decide_assign(
    world: &World,
    context: &Context,
    incident: &IncidentId,
    team: &TeamId,
    dispatched: &Dispatched,
) -> Result<Vec<Event>, Refusal> {
    let mut draft = Drafting::on(world, context);
    send(&mut draft, context, incident, team, dispatched)?;
    Ok(draft.events)
}

/// # Errors
/// What assigning and recalling refuse, and `same_incident`.
pub(crate) fn decide_reassign(
    world: &World,
    context: &Context,
    team: &TeamId,
    from: &IncidentId,
    to: &IncidentId,
    reason: &str,
    dispatched: &Dispatched,
) -> Result<Vec<Event>, Refusal> {
    if from == to {
        return Err(Refusal::new("same_incident").with("incident", from));
    }
    let mut draft = Drafting::on(world, context);
    call_back(&mut draft, context, from, team, reason)?;
    send(&mut draft, context, to, team, dispatched)?;
    Ok(draft.events)
}

/// # Errors
/// `unknown_incident`, `unknown_team`, `outside_scope`, `incident_ended`, `team_not_assigned`,
/// `reason_missing`, `text_too_long`, `personal_data`.
pub(crate) fn decide_recall(
    world: &World,
    context: &Context,
    incident: &IncidentId,
    team: &TeamId,
    reason: &str,
) -> Result<Vec<Event>, Refusal> {
    let mut draft = Drafting::on(world, context);
    call_back(&mut draft, context, incident, team, reason)?;
    Ok(draft.events)
}

fn send(
    draft: &mut Drafting<'_>,
    context: &Context,
    id: &IncidentId,
    team: &TeamId,
    dispatched: &Dispatched,
) -> Result<(), Refusal> {
    let world = &draft.world;
    let incident = world.open_incident(&context.actor, id)?;
    world.reached_team(&context.actor, team)?;
    if incident.state == IncidentState::Parked {
        return Err(Refusal::new("incident_parked").with("incident", id));
    }
    if incident.active_task(team).is_some() {
        return Err(Refusal::new("already_assigned").with("team", team).with("incident", id));
    }
    text::sentence("override_reason", dispatched.override_reason.as_deref())?;
    check_rules(world, context, id, team, dispatched)?;
    let closures = check_closures(world, context, dispatched)?;
    // Sending somebody to a call nobody has looked at yet is looking at it.
    if incident.state == IncidentState::Accepted {
        draft.move_incident(id, IncidentState::Opened, None);
    }
    draft.push(Event::TeamAssigned {
        incident: id.clone(),
        team: team.clone(),
        dispatched: Dispatched { closures: Some(closures), ..dispatched.clone() },
        handed_on: None,
    });
    draft.follow(id);
    Ok(())
}

/// The closures in force now. Who saw travel times under others looks again, or says why not.
fn check_closures(
    world: &World,
    context: &Context,
    dispatched: &Dispatched,
) -> Result<ClosuresInForce, Refusal> {
    let present = world.closure_set(context.now);
    let gives_reason = dispatched.override_reason.as_deref().is_some_and(|reason| !reason.trim().is_empty());
    match &dispatched.closures {
        Some(seen) if seen.number != present.number && !gives_reason => Err(Refusal::new("closures_changed")
            .with("seen", seen.closures.join(", "))
            .with("present", present.closures.join(", "))),
        _ => Ok(present),
    }
}

fn check_rules(
    world: &World,
    context: &Context,
    id: &IncidentId,
    team: &TeamId,
    dispatched: &Dispatched,
) -> Result<(), Refusal> {
    let (Some(call), Some(unit)) = (world.call(id), world.unit(team, context.now)) else { return Ok(()) };
    let unit = unit.seen_by(&context.actor.account);
    let barred: Vec<Finding> = rules::standing(&call, &unit)
        .into_iter()
        .filter(|finding| finding.verdict() == Verdict::Bars)
        .collect();
    for finding in &barred {
        match finding {
            Finding::Retired => return Err(Refusal::new("team_retired").with("team", team)),
            Finding::Held { .. } => {
                let hold = world.hold(team, context.now);
                return Err(hold.map_or_else(|| Refusal::new("team_held"), |hold| held(hold, context.now)));
            }
            Finding::Busy { incident } => {
                return Err(Refusal::new("team_busy").with("team", team).with("incident", incident));
            }
            _ => {}
        }
    }
    if barred.is_empty() {
        return Ok(());
    }
    let codes: Vec<&str> = barred.iter().map(code_of).collect();
    let refusal = |code| Refusal::new(code).with("team", team).with("rules", codes.join(","));
    let gives_reason = dispatched.override_reason.as_deref().is_some_and(|reason| !reason.trim().is_empty());
    if context.actor.is_system() {
        Err(refusal("override_not_allowed"))
    } else if gives_reason {
        Ok(())
    } else {
        Err(refusal("override_needed"))
    }
}

/// The finding's code, as proposals write it.
const fn code_of(finding: &Finding) -> &'static str {
    match finding {
        Finding::KindUnsuited => "kind_unsuited",
        Finding::OffDuty { .. } => "off_duty",
        Finding::Unavailable { .. } => "unavailable",
        Finding::Called { .. } => "called",
        _ => "barred",
    }
}

fn call_back(
    draft: &mut Drafting<'_>,
    context: &Context,
    id: &IncidentId,
    team: &TeamId,
    reason: &str,
) -> Result<(), Refusal> {
    let incident = draft.world.open_incident(&context.actor, id)?;
    draft.world.reached_team(&context.actor, team)?;
    text::reason("reason", reason)?;
    if incident.active_task(team).is_none() {
        return Err(Refusal::new("team_not_assigned").with("team", team).with("incident", id));
    }
    draft.push(Event::TaskMoved {
        incident: id.clone(),
        team: team.clone(),
        state: TaskState::Recalled,
        evidence: None,
        reason: Some(reason.to_owned()),
        device_at: None,
        report: None,
    });
    draft.follow(id);
    Ok(())
}
