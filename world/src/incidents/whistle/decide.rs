//! Blowing a whistle, checking in, letting go, ending.

use super::{BlownWhistle, NewWhistle, Whistle, WhistleCommand, rules};
use crate::command::Evidence;
use crate::{Context, Event, Refusal, Timestamp, World, text};
use dispatch::TeamId;

/// # Errors
/// What the rules of whistles refuse, see there; and for blowing `reason_missing`, `text_too_long`, `personal_data`,
/// `outside_district`, `outside_scope`.
pub(crate) fn decide(
    world: &World,
    context: &Context,
    command: &WhistleCommand,
) -> Result<Vec<Event>, Refusal> {
    match command {
        WhistleCommand::Blow(new) => blow(world, context, new),
        WhistleCommand::CheckIn { whistle, team, evidence, reason, device_at } => {
            check_in(world, context, whistle, team, evidence, reason.as_deref(), *device_at)
        }
        WhistleCommand::Release { whistle, team, reason } => release(world, context, whistle, team, reason),
        WhistleCommand::End { whistle, outcome } => end(world, context, whistle, outcome),
        WhistleCommand::TellOverdue => Ok(tell_overdue(world, context.now)),
    }
}

fn blow(world: &World, context: &Context, new: &NewWhistle) -> Result<Vec<Event>, Refusal> {
    let ground = rules::ground(world, context, new)?;
    let areas = world.areas_of_call(context, ground.position)?;
    text::reason("reason", &new.reason)?;
    let within = rules::within(world, new)?;
    let called = rules::called(world, context, new)?;
    let blown = BlownWhistle {
        kind: new.kind,
        incident: ground.incident,
        position: ground.position,
        address: ground.address,
        township: world.township_among(&areas),
        areas,
        reason: new.reason.trim().to_owned(),
        called,
        due: context.now.after(within),
    };
    // None is ever taken out of the register, so no number comes twice.
    let whistle = format!("W-{:04}", world.truth.whistles.len() + 1);
    Ok(vec![Event::WhistleBlown { whistle, blown: Box::new(blown) }])
}

fn check_in(
    world: &World,
    context: &Context,
    id: &str,
    team: &TeamId,
    evidence: &Evidence,
    reason: Option<&str>,
    device_at: Option<Timestamp>,
) -> Result<Vec<Event>, Refusal> {
    let whistle = rules::standing(world, context, id)?;
    let called = rules::held(whistle, team)?;
    let punctuality = rules::proves(world, context, whistle, evidence, reason)?;
    if called.checked_in.is_some() {
        return Ok(Vec::new());
    }
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned);
    let checked_in = Event::WhistleCheckedIn {
        whistle: id.to_owned(),
        team: team.clone(),
        evidence: evidence.clone(),
        punctuality,
        reason,
        // What a device says of the time is kept as it is, but nothing happens before the whistle, or later than now.
        device_at: device_at.map(|at| at.min(context.now).max(whistle.blown_at)),
    };
    Ok(after_overdue(whistle, context.now, checked_in))
}

fn release(
    world: &World,
    context: &Context,
    id: &str,
    team: &TeamId,
    reason: &str,
) -> Result<Vec<Event>, Refusal> {
    let whistle = rules::standing(world, context, id)?;
    rules::held(whistle, team)?;
    text::reason("reason", reason)?;
    let released = Event::WhistleReleased {
        whistle: id.to_owned(),
        team: team.clone(),
        reason: reason.trim().to_owned(),
    };
    Ok(after_overdue(whistle, context.now, released))
}

fn end(world: &World, context: &Context, id: &str, outcome: &str) -> Result<Vec<Event>, Refusal> {
    let whistle = rules::standing(world, context, id)?;
    text::reason("outcome", outcome)?;
    let ended = Event::WhistleEnded { whistle: id.to_owned(), outcome: outcome.trim().to_owned() };
    Ok(after_overdue(whistle, context.now, ended))
}

/// What has become overdue is written before what follows it: otherwise a department that came after the deadline,
/// but before the service looked, would never have been missed.
fn after_overdue(whistle: &Whistle, now: Timestamp, event: Event) -> Vec<Event> {
    let mut events = Vec::new();
    if whistle.becomes_overdue(now) {
        events.push(overdue(whistle));
    }
    events.push(event);
    events
}

fn tell_overdue(world: &World, now: Timestamp) -> Vec<Event> {
    world
        .standing_whistles()
        .filter(|whistle| whistle.becomes_overdue(now))
        .map(|whistle| overdue(whistle))
        .collect()
}

fn overdue(whistle: &Whistle) -> Event {
    Event::WhistleOverdue {
        whistle: whistle.id.clone(),
        missing: whistle.missing().map(|called| called.team.clone()).collect(),
    }
}
