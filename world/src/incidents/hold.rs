//! 占用: an officer holds a team for seconds, so that nobody else sends it while the officer decides.
//!
//! Looking at a proposal holds nothing; holding is a command of its own. A hold has an end, a fencing number (the
//! journal sequence that made it, so it grows and grows), and one holder. Once its end has come it is void for every
//! decision, though nobody has written that yet: the command that takes the team writes it first. Sending the team
//! uses the hold up, so does a whistle of its holder's that calls it, and it ends with its incident. Whom another's
//! whistle has called is not held, and whom another holds no whistle calls.

use super::IncidentState;
use crate::command::Records;
use crate::{Context, Event, Refusal, Role, Scope, Timestamp, World};
use dispatch::{IncidentId, TeamId};
use geo_core::Milliseconds;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The shortest that a team is held.
pub const SHORTEST_HOLD: Milliseconds = Milliseconds::from_seconds(5);
/// The longest that a team is held before its holder says so again.
pub const LONGEST_HOLD: Milliseconds = Milliseconds::from_minutes(10);
/// Most teams that one account holds at a time.
pub const MOST_HOLDS: usize = 20;

/// A team held by an officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Hold {
    /// Which team.
    pub team: TeamId,
    /// For which incident.
    pub incident: IncidentId,
    /// Which account.
    pub by: String,
    /// Since when.
    pub since: Timestamp,
    /// Until when, that instant not included.
    pub until: Timestamp,
    /// The fencing number: the journal sequence that made it.
    pub version: u64,
}

/// How a hold came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum HoldEnd {
    /// Let go by its holder, or by an administrator.
    Released,
    /// The team was sent, or its holder's whistle called it.
    Used,
    /// Its time was over.
    Expired,
    /// Its incident was closed, merged or parked.
    IncidentEnded,
    /// The team went out of service.
    TeamRetired,
}

impl Hold {
    /// Whether it still holds at an instant.
    pub fn is_live(&self, now: Timestamp) -> bool {
        now < self.until
    }
}

impl World {
    /// Who holds a team at an instant.
    pub fn hold(&self, team: &TeamId, now: Timestamp) -> Option<&Arc<Hold>> {
        self.truth.holds.get(team).filter(|hold| hold.is_live(now))
    }

    /// The teams within a scope that are held for an incident at an instant, in order of call sign.
    pub fn holds_for<'a>(
        &'a self,
        scope: &'a Scope,
        incident: &'a IncidentId,
        now: Timestamp,
    ) -> impl Iterator<Item = &'a Arc<Hold>> {
        let of_team =
            |hold: &Hold| self.truth.teams.get(&hold.team).is_some_and(|team| self.covers_team(scope, team));
        let live = self.truth.holds.iter().filter(move |hold| hold.is_live(now));
        live.filter(move |hold| hold.incident == *incident && of_team(hold))
    }

    /// Whether time alone has brought something about that nobody has written down yet.
    pub fn time_brings(&self, now: Timestamp) -> bool {
        self.truth.holds.iter().any(|hold| !hold.is_live(now))
            || self.emergencies().any(|emergency| !emergency.lasts(now))
            || self.ladder_is_due(now)
    }

    pub(crate) fn obey_held(
        &mut self,
        incident: &IncidentId,
        team: &TeamId,
        until: Timestamp,
        stamp: &crate::apply::Stamp<'_>,
    ) {
        let (team, incident, by) = (team.clone(), incident.clone(), stamp.by.to_owned());
        self.truth.holds.save(Hold { team, incident, by, since: stamp.at, until, version: 0 }, stamp.seq);
    }
}

/// # Errors
/// `unknown_incident`, `outside_scope`, `incident_ended`, `incident_parked`, `unknown_team`, `team_retired`,
/// `team_busy`, `already_called`, `team_held`, `bad_hold`, `too_many_holds`, `not_allowed` for the service itself.
pub(crate) fn decide_hold(
    world: &World,
    context: &Context,
    incident: &IncidentId,
    team: &TeamId,
    length: Option<Milliseconds>,
) -> Result<Vec<Event>, Refusal> {
    let (actor, now) = (&context.actor, context.now);
    if actor.is_system() {
        return Err(Refusal::new("not_allowed")
            .with("role", actor.role.name())
            .with("account", &actor.account));
    }
    let record = world.open_incident(actor, incident)?;
    if record.state == IncidentState::Parked {
        return Err(Refusal::new("incident_parked").with("incident", incident));
    }
    if world.reached_team(actor, team)?.retired {
        return Err(Refusal::new("team_retired").with("team", team));
    }
    if let Some(bound) = world.bound_to(team) {
        return Err(Refusal::new("team_busy").with("team", team).with("incident", bound));
    }
    if let Some(whistle) = world.called_by(team) {
        return Err(Refusal::new("already_called").with("team", team).with("whistle", &whistle.id));
    }
    if let Some(hold) = world.hold(team, now).filter(|hold| hold.by != actor.account) {
        return Err(held(hold, now));
    }
    let length = length.or(world.policy().map(|policy| policy.pace.hold)).unwrap_or(LONGEST_HOLD);
    if length < SHORTEST_HOLD || length > LONGEST_HOLD {
        return Err(Refusal::new("bad_hold")
            .with("seconds", length.0 / 1000)
            .with("least", SHORTEST_HOLD.0 / 1000)
            .with("limit", LONGEST_HOLD.0 / 1000));
    }
    let mine = |hold: &&Arc<Hold>| hold.is_live(now) && hold.by == actor.account && hold.team != *team;
    if world.truth.holds.iter().filter(mine).count() >= MOST_HOLDS {
        return Err(Refusal::new("too_many_holds").with("limit", MOST_HOLDS));
    }
    let until = now.after(length);
    Ok(vec![Event::TeamHeld { incident: incident.clone(), team: team.clone(), until }])
}

/// # Errors
/// `unknown_incident`, `unknown_team`, `outside_scope`, `hold_of_another`.
pub(crate) fn decide_release(
    world: &World,
    context: &Context,
    incident: &IncidentId,
    team: &TeamId,
) -> Result<Vec<Event>, Refusal> {
    world.reached_incident(&context.actor, incident)?;
    world.reached_team(&context.actor, team)?;
    let Some(hold) = world.hold(team, context.now).filter(|hold| hold.incident == *incident) else {
        return Ok(Vec::new());
    };
    if hold.by != context.actor.account && context.actor.role != Role::Administrator {
        return Err(Refusal::new("hold_of_another").with("team", team).with("holder", &hold.by));
    }
    Ok(vec![released(team, HoldEnd::Released)])
}

/// That somebody else holds the team: who, and for how long still.
pub(super) fn held(hold: &Hold, now: Timestamp) -> Refusal {
    Refusal::new("team_held")
        .with("team", &hold.team)
        .with("incident", &hold.incident)
        .with("holder", &hold.by)
        .with("seconds_left", hold.until.since(now).0.div_ceil(1000))
}

/// What a decision does to holds, written before it: those it takes that are over, those it uses up, those that end
/// with their incident or their team.
pub(crate) fn with_ends(world: &World, now: Timestamp, events: Vec<Event>) -> Vec<Event> {
    if events.is_empty() || world.truth.holds.is_empty() {
        return events;
    }
    let ends = |hold: &Arc<Hold>| {
        let end = events.iter().find_map(|event| end_by(hold, event))?;
        let end = if hold.is_live(now) { end? } else { HoldEnd::Expired };
        Some(released(&hold.team, end))
    };
    let mut all: Vec<Event> = world.truth.holds.iter().filter_map(ends).collect();
    all.extend(events);
    all
}

/// Every hold whose time is over, for the clock that keeps the books.
pub(crate) fn expired(world: &World, now: Timestamp) -> Vec<Event> {
    let over = world.truth.holds.iter().filter(|hold| !hold.is_live(now));
    over.map(|hold| released(&hold.team, HoldEnd::Expired)).collect()
}

/// Whether an event concerns a hold, and how it ends one that is live, if it does.
fn end_by(hold: &Hold, event: &Event) -> Option<Option<HoldEnd>> {
    match event {
        Event::TeamAssigned { team, .. } if *team == hold.team => Some(Some(HoldEnd::Used)),
        Event::WhistleBlown { blown, .. } => {
            let called = blown.called.iter().any(|called| called.team == hold.team);
            called.then_some(Some(HoldEnd::Used))
        }
        // A live one is replaced by its holder's own, an end of its own needs no other.
        Event::TeamHeld { team, .. } if *team == hold.team => Some(None),
        Event::IncidentMoved { incident, state, .. } if *incident == hold.incident => {
            let ends = state.is_final() || *state == IncidentState::Parked;
            ends.then_some(Some(HoldEnd::IncidentEnded))
        }
        Event::RecordsSaved { records: Records::Teams(teams), .. } => {
            let retired = teams.iter().any(|team| team.code == hold.team && team.retired);
            retired.then_some(Some(HoldEnd::TeamRetired))
        }
        _ => None,
    }
}

fn released(team: &TeamId, end: HoldEnd) -> Event {
    Event::HoldReleased { team: team.clone(), end }
}
