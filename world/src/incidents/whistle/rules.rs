//! What may be blown, what proves a check-in, and what a whistle keeps from ending.

use super::{Called, CalledDepartment, NewWhistle, Punctuality, Whistle};
use crate::command::Evidence;
use crate::incidents::hold::held as held_by;
use crate::{Context, Refusal, Timestamp, World, text};
use dispatch::{IncidentId, TeamId, TeamKind};
use geo_core::{Milliseconds, Position};
use std::collections::BTreeSet;

/// Most departments that one whistle calls.
pub const MOST_CALLED: usize = 50;
/// The shortest time that somebody is given to come.
pub const SHORTEST_WHISTLE: Milliseconds = Milliseconds::from_minutes(1);
/// The longest: seven days, for what takes preparing.
pub const LONGEST_WHISTLE: Milliseconds = Milliseconds::from_minutes(7 * 24 * 60);

/// What a whistle is about: the place where one checks in.
pub(super) struct Ground {
    pub incident: Option<IncidentId>,
    pub position: Position,
    pub address: Option<String>,
}

/// # Errors
/// `whistle_without_place`, `unknown_incident`, `outside_scope`, `incident_ended`, `text_too_long`, `personal_data`.
pub(super) fn ground(world: &World, context: &Context, new: &NewWhistle) -> Result<Ground, Refusal> {
    match (&new.incident, new.position) {
        (Some(id), _) => {
            let incident = world.open_incident(&context.actor, id)?;
            Ok(Ground {
                incident: Some(id.clone()),
                position: incident.position,
                address: incident.address.clone(),
            })
        }
        (None, Some(position)) => {
            text::sentence("address", new.address.as_deref())?;
            let address = new.address.clone().filter(|address| !address.trim().is_empty());
            Ok(Ground { incident: None, position, address })
        }
        (None, None) => Err(Refusal::new("whistle_without_place")),
    }
}

/// How long they have.
///
/// # Errors
/// `whistle_deadline` when that is too short or too long.
pub(super) fn within(world: &World, new: &NewWhistle) -> Result<Milliseconds, Refusal> {
    let usual = || world.policy().map(|policy| policy.whistle).unwrap_or_default().of(new.kind);
    let within = new.within.unwrap_or_else(usual);
    if (SHORTEST_WHISTLE.0..=LONGEST_WHISTLE.0).contains(&within.0) {
        Ok(within)
    } else {
        let minutes = |time: Milliseconds| time.0 / 60_000;
        Err(Refusal::new("whistle_deadline")
            .with("minutes", minutes(within))
            .with("least", minutes(SHORTEST_WHISTLE))
            .with("most", minutes(LONGEST_WHISTLE)))
    }
}

/// Who is called. The duty group of a department comes whoever whistles: that is what the whistle is for. Any other team
/// must be within reach.
///
/// # Errors
/// `nobody_called`, `too_many_called`, `unknown_team`, `outside_scope`, `team_retired`, `team_busy` (on another
/// incident), `already_called`, `team_held` (by another officer).
pub(super) fn called(
    world: &World,
    context: &Context,
    new: &NewWhistle,
) -> Result<Vec<CalledDepartment>, Refusal> {
    let mut named = BTreeSet::new();
    let teams: Vec<&TeamId> = new.teams.iter().filter(|team| named.insert(*team)).collect();
    if teams.is_empty() {
        return Err(Refusal::new("nobody_called"));
    }
    if teams.len() > MOST_CALLED {
        return Err(Refusal::new("too_many_called").with("count", teams.len()).with("most", MOST_CALLED));
    }
    teams.into_iter().map(|team| one_called(world, context, new, team)).collect()
}

fn one_called(
    world: &World,
    context: &Context,
    new: &NewWhistle,
    code: &TeamId,
) -> Result<CalledDepartment, Refusal> {
    let team = world.truth.teams.get(code).ok_or_else(|| Refusal::new("unknown_team").with("team", code))?;
    if team.kind != TeamKind::DutyGroup {
        world.within_team(&context.actor, team)?;
    }
    if team.retired {
        return Err(Refusal::new("team_retired").with("team", code));
    }
    if let Some(bound) = world.bound_to(code)
        && new.incident.as_ref() != Some(bound)
    {
        return Err(Refusal::new("team_busy").with("team", code).with("incident", bound));
    }
    if let Some(other) = world.called_by(code) {
        return Err(Refusal::new("already_called").with("team", code).with("whistle", &other.id));
    }
    if let Some(hold) = world.hold(code, context.now).filter(|hold| hold.by != context.actor.account) {
        return Err(held_by(hold, context.now));
    }
    let department = team.department.clone().filter(|department| !department.trim().is_empty());
    Ok(CalledDepartment { team: code.clone(), department: department.unwrap_or_else(|| team.name.clone()) })
}

/// A whistle that stands, whose place the actor reaches; a device those that call its team.
///
/// # Errors
/// `unknown_whistle`, `outside_scope`, `whistle_ended`.
pub(super) fn standing<'a>(world: &'a World, context: &Context, id: &str) -> Result<&'a Whistle, Refusal> {
    let unknown = || Refusal::new("unknown_whistle").with("whistle", id);
    let whistle = world.truth.whistles.get(id).ok_or_else(unknown)?;
    match context.actor.device_of() {
        Some(own) if whistle.called.iter().any(|called| called.team.as_str() == own) => {}
        Some(_) => return Err(unknown()),
        None => world.within_position(&context.actor, world.place_of(whistle))?,
    }
    if !whistle.stands() {
        return Err(Refusal::new("whistle_ended").with("whistle", id));
    }
    Ok(whistle)
}

/// A team that is called and was not let go.
///
/// # Errors
/// `not_called`, `already_released`.
pub(super) fn held<'a>(whistle: &'a Whistle, team: &TeamId) -> Result<&'a Called, Refusal> {
    let refusal = |code| Refusal::new(code).with("team", team).with("whistle", &whistle.id);
    let called = whistle.called(team).ok_or_else(|| refusal("not_called"))?;
    if called.released.is_some() {
        return Err(refusal("already_released"));
    }
    Ok(called)
}

/// Whether evidence proves that a department is there, and whether it came in time.
///
/// A fix says when: that counts, so that nobody is late because a line was down. But one that is older than a position
/// may be before it is stale proves only that somebody came; then the time at which it was told counts.
///
/// # Errors
/// `evidence_not_allowed`, `reason_missing`, `text_too_long`, `personal_data`, `fix_from_future`, `fix_too_old`,
/// `fix_too_far`.
pub(super) fn proves(
    world: &World,
    context: &Context,
    whistle: &Whistle,
    evidence: &Evidence,
    reason: Option<&str>,
) -> Result<Punctuality, Refusal> {
    let device = context.actor.device_of().is_some();
    let came = match evidence {
        Evidence::ByHand if !device && !context.actor.is_system() => {
            text::reason("reason", reason.unwrap_or(""))?;
            context.now
        }
        Evidence::Fix { at, distance } if device || context.actor.is_system() => {
            text::sentence("reason", reason)?;
            check_fix(world, context.now, whistle, *at, distance.0)?;
            let stale = world.policy().map(|policy| policy.stale_after);
            if stale.is_some_and(|stale| context.now.since(*at).0 > stale.0) { context.now } else { *at }
        }
        other => {
            let name = match other {
                Evidence::Device => "device",
                Evidence::ByHand => "by_hand",
                Evidence::Fix { .. } => "fix",
            };
            return Err(Refusal::new("evidence_not_allowed")
                .with("evidence", name)
                .with("account", &context.actor.account));
        }
    };
    Ok(if came >= whistle.due { Punctuality::Late } else { Punctuality::InTime })
}

fn check_fix(
    world: &World,
    now: Timestamp,
    whistle: &Whistle,
    at: Timestamp,
    distance: f64,
) -> Result<(), Refusal> {
    let refusal = |code| Refusal::new(code).with("whistle", &whistle.id);
    if at > now {
        return Err(refusal("fix_from_future").with("at", at).with("now", now));
    }
    if at < whistle.blown_at {
        return Err(refusal("fix_too_old").with("at", at).with("assigned_at", whistle.blown_at));
    }
    let radius = world.policy().map_or(0.0, |policy| policy.arrival_radius.0);
    // Written so that a distance that is not a number is too far.
    if !(distance >= 0.0 && distance <= radius) {
        return Err(refusal("fix_too_far").with("distance_m", distance).with("limit_m", radius));
    }
    Ok(())
}

/// 事不完人不撤: an incident does not close over the heads of those who were called to it.
///
/// # Errors
/// `whistle_stands` with its number.
pub(crate) fn nobody_called(world: &World, incident: &IncidentId) -> Result<(), Refusal> {
    match world.whistles_about(incident).find(|whistle| whistle.stands()) {
        Some(whistle) => {
            Err(Refusal::new("whistle_stands").with("incident", incident).with("whistle", &whistle.id))
        }
        None => Ok(()),
    }
}
