//! 联区包户 as a timed ladder: who does not accept within the time of the policy has not been sent, and the next
//! rung is offered.
//!
//! A rung from which nobody was sent within that time is passed too: it may have nobody who can come at all. The
//! service's clock writes that a task has lapsed, and how far the ladder has climbed. It sends nobody: an officer does,
//! or, where a run card allows it in so many words, the service with a checked proposal.

use super::drafting::Drafting;
use super::{Incident, IncidentState, TaskState};
use crate::apply::Stamp;
use crate::modes::Mode;
use crate::{Context, Event, Timestamp, World};
use dispatch::choose::ladder::rung;
use dispatch::choose::{Around, Call, Rung, Unit, Verdict, rules};
use dispatch::{IncidentId, TeamId};
use geo_core::{Level, Milliseconds};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why a task came to its end that its team did not accept in time; told in the words of the client.
pub const NOT_ACCEPTED: &str = "not_accepted";

/// Tasks that lapse and rungs that are passed in one entry at most: no other writer waits long behind the clock, which
/// looks again a second later.
const MOST_AT_ONCE: usize = 50;

/// How far the ladder of an incident has climbed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Climb {
    /// The rung that is offered now, with all nearer ones.
    pub rung: Rung,
    /// Since when.
    pub since: Timestamp,
    /// The teams that did not accept, in order.
    pub lapsed: Vec<TeamId>,
    /// Whether somebody was sent since.
    pub answered: bool,
}

impl World {
    /// How long a team may take to accept before the ladder climbs; `None` where it does not climb by itself.
    pub fn ladder_time(&self, incident: &Incident) -> Option<Milliseconds> {
        let pace = &self.policy()?.pace;
        let figures = match self.mode_in(incident.areas.iter()) {
            Mode::Peace => &pace.ladder,
            Mode::Emergency => pace.emergency.ladder.as_ref().unwrap_or(&pace.ladder),
        };
        figures.get(&incident.severity).copied()
    }

    /// The rung of a team relative to an incident.
    pub fn rung(&self, incident: &IncidentId, team: &TeamId, now: Timestamp) -> Option<Rung> {
        Some(rung(&self.call(incident)?, &self.unit(team, now)?))
    }

    /// The levels of the areas of a call, and the townships that touch its own.
    pub(super) fn around(&self, incident: &Incident) -> Around {
        let level = |code| self.truth.areas.get(code).map_or(Level::District, |area| area.level);
        let levels: Vec<Level> = incident.areas.iter().map(level).collect();
        let township = levels.iter().position(|level| *level == Level::Township);
        let neighbours = township.map(|at| self.touching(&incident.areas[at]));
        Around { levels, neighbours: neighbours.unwrap_or_default() }
    }

    /// Whether a ladder would climb at an instant.
    pub(crate) fn ladder_is_due(&self, now: Timestamp) -> bool {
        self.climbs_by_itself()
            && self
                .open_incidents()
                .any(|incident| self.lapsed(incident, now).next().is_some() || self.is_passed(incident, now))
    }

    /// Whether any ladder of the district climbs by itself.
    fn climbs_by_itself(&self) -> bool {
        self.policy().is_some_and(|policy| {
            !policy.pace.ladder.is_empty()
                || policy.pace.emergency.ladder.as_ref().is_some_and(|ladder| !ladder.is_empty())
        })
    }

    /// The teams that were sent, have not accepted, and whose time is over.
    fn lapsed<'a>(&self, incident: &'a Incident, now: Timestamp) -> impl Iterator<Item = &'a TeamId> {
        let waits = incident.tasks.iter().any(|task| task.state == TaskState::Assigned);
        let time = self.ladder_time(incident).filter(|_| waits);
        incident.tasks.iter().filter_map(move |task| {
            let over = task.state == TaskState::Assigned && task.assigned_at.after(time?) <= now;
            over.then_some(&task.team)
        })
    }

    /// Whether the rung that is offered has had its time and nobody was sent from it.
    fn is_passed(&self, incident: &Incident, now: Timestamp) -> bool {
        let Some(climb) = self.offered(incident).filter(|climb| climb.rung < Rung::District) else {
            return false;
        };
        self.ladder_time(incident).is_some_and(|time| climb.since.after(time) <= now)
    }

    /// How far the ladder of an incident has climbed that still wants somebody, when nobody was sent since.
    fn offered<'a>(&self, incident: &'a Incident) -> Option<&'a Climb> {
        let climb = incident.ladder.as_ref().filter(|climb| !climb.answered)?;
        let wants = incident.state != IncidentState::Parked
            && self.needs(incident).iter().any(|need| need.team.is_none());
        wants.then_some(climb)
    }

    /// Open incidents whose ladder has climbed without anybody being sent since, and whose run cards let the service
    /// send the next team itself, in order of number.
    pub fn to_be_sent_by_card(&self) -> impl Iterator<Item = &Incident> {
        let open = self.open_incidents().map(|incident| &**incident);
        open.filter(|incident| {
            self.offered(incident).is_some() && self.cards_for(incident).any(|card| card.auto)
        })
    }

    pub(crate) fn obey_climbed(
        &mut self,
        incident: &IncidentId,
        team: Option<&TeamId>,
        to: Rung,
        stamp: &Stamp<'_>,
    ) {
        self.change(incident, stamp, |incident| {
            let mut lapsed = incident.ladder.take().map(|climb| climb.lapsed).unwrap_or_default();
            lapsed.retain(|before| Some(before) != team);
            lapsed.extend(team.cloned());
            incident.ladder = Some(Climb { rung: to, since: stamp.at, lapsed, answered: false });
            let what = if team.is_some() { "ladder_climbed" } else { "rung_passed" };
            incident.history.push(super::obey::step(stamp, what, team, Some(to.name().to_owned())));
        });
    }
}

/// Every task that has lapsed and every rung that is passed, as far as one entry goes, and how far the ladders climb
/// for it.
pub(crate) fn climb(world: &World, context: &Context) -> Vec<Event> {
    if !world.climbs_by_itself() {
        return Vec::new();
    }
    let now = context.now;
    let open = || world.open_incidents();
    let lapsed: Vec<(IncidentId, TeamId)> = open()
        .flat_map(|incident| world.lapsed(incident, now).map(move |team| (incident.id.clone(), team.clone())))
        .take(MOST_AT_ONCE)
        .collect();
    let passed: Vec<IncidentId> = open()
        .filter(|incident| world.is_passed(incident, now))
        .map(|incident| incident.id.clone())
        .take(MOST_AT_ONCE - lapsed.len())
        .collect();
    if lapsed.is_empty() && passed.is_empty() {
        return Vec::new();
    }
    let mut draft = Drafting::on(world, context);
    let mut field = Field::of(world, now);
    for (id, team) in lapsed {
        let Some(from) = world.rung(&id, &team, now) else { continue };
        draft.push(Event::TaskMoved {
            incident: id.clone(),
            team: team.clone(),
            state: TaskState::Returned,
            evidence: None,
            reason: Some(NOT_ACCEPTED.to_owned()),
            device_at: None,
            report: None,
        });
        draft.follow(&id);
        field.look_again(&draft.world, &team, now);
        // What is offered already is not taken back by a nearer team that lapses later.
        let offered = draft.incident(&id).and_then(|incident| incident.ladder.as_ref());
        let from = offered.filter(|climb| !climb.answered).map_or(from, |climb| climb.rung.max(from));
        climb_from(&mut draft, &field, &id, Some(team), from);
    }
    for id in passed {
        // Somebody of the same incident may have lapsed just now: then it has climbed.
        let before = world.truth.incidents.get(&id).and_then(|incident| incident.ladder.as_ref());
        let climb = draft.incident(&id).and_then(|incident| incident.ladder.clone());
        if let Some(climb) = climb.filter(|climb| Some(climb) == before) {
            climb_from(&mut draft, &field, &id, None, climb.rung);
        }
    }
    draft.events
}

fn climb_from(draft: &mut Drafting<'_>, field: &Field, id: &IncidentId, team: Option<TeamId>, from: Rung) {
    let Some(incident) = draft.incident(id) else { return };
    let to =
        draft.world.call(id).map_or(Rung::District, |call| field.next_rung(&call, incident, from, &team));
    draft.push(Event::LadderClimbed { incident: id.clone(), team, to });
}

/// All teams in service as units, put together once for everything that climbs in one entry.
struct Field(BTreeMap<TeamId, Unit>);

impl Field {
    fn of(world: &World, now: Timestamp) -> Self {
        let in_service = world.truth.teams.iter().filter(|team| !team.retired);
        Self(in_service.filter_map(|team| Some((team.code.clone(), world.unit(&team.code, now)?))).collect())
    }

    /// A team is now as it was not when the field was put together.
    fn look_again(&mut self, world: &World, team: &TeamId, now: Timestamp) {
        if let Some(unit) = world.unit(team, now) {
            self.0.insert(team.clone(), unit);
        }
    }

    /// The next rung that has somebody whom no rule bars and who has not let it lapse; the last one where none has.
    fn next_rung(&self, call: &Call, incident: &Incident, from: Rung, lapsed: &Option<TeamId>) -> Rung {
        let may_go = |unit: &Unit| {
            let before = incident.ladder.as_ref().is_some_and(|climb| climb.lapsed.contains(&unit.team));
            let barred = || rules::standing(call, unit).iter().any(|found| found.verdict() == Verdict::Bars);
            Some(&unit.team) != lapsed.as_ref() && !before && !barred()
        };
        let mut next = Rung::District;
        for unit in self.0.values() {
            let at = rung(call, unit);
            // Rules are asked only of who would bring it nearer.
            if from < at && at < next && may_go(unit) {
                next = at;
            }
        }
        next
    }
}
