//! 联区包户 as a timed ladder: who does not accept within the time of the policy has not been sent, and the next
//! rung is offered.
//!
//! The service's clock writes that a task has lapsed, and how far the ladder has climbed. It sends nobody: an officer
//! does, or, where a run card allows it in so many words, the service with a checked proposal.

use super::drafting::Drafting;
use super::{Incident, TaskState};
use crate::apply::Stamp;
use crate::modes::Mode;
use crate::{Context, Event, Timestamp, World};
use dispatch::choose::ladder::rung;
use dispatch::choose::{Around, Call, Rung, Unit, Verdict, rules};
use dispatch::{IncidentId, TeamId};
use geo_core::{Level, Milliseconds};
use serde::{Deserialize, Serialize};

/// Why a task came to its end that its team did not accept in time; told in the words of the client.
pub const NOT_ACCEPTED: &str = "not_accepted";

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
            && self.open_incidents().any(|incident| self.lapsed(incident, now).next().is_some())
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

    /// Open incidents whose ladder has climbed without anybody being sent since, and whose run cards let the service
    /// send the next team itself, in order of number.
    pub fn to_be_sent_by_card(&self) -> impl Iterator<Item = &Incident> {
        let climbed = self
            .open_incidents()
            .filter(|incident| incident.ladder.as_ref().is_some_and(|climb| !climb.answered));
        climbed.map(|incident| &**incident).filter(|incident| {
            self.cards_for(incident).any(|card| card.auto)
                && self.needs(incident).iter().any(|need| need.team.is_none())
        })
    }

    /// The next rung that has somebody whom no rule bars and who has not let it lapse; the last one where none has.
    fn next_rung(
        &self,
        call: &Call,
        incident: &Incident,
        from: Rung,
        lapsed: &TeamId,
        now: Timestamp,
    ) -> Rung {
        let may_go = |unit: &Unit| {
            let before = incident.ladder.as_ref().is_some_and(|climb| climb.lapsed.contains(&unit.team));
            let barred = || rules::standing(call, unit).iter().any(|found| found.verdict() == Verdict::Bars);
            unit.team != *lapsed && !before && !barred()
        };
        let in_service = self.truth.teams.iter().filter(|team| !team.retired);
        let units = in_service.filter_map(|team| self.unit(&team.code, now)).filter(may_go);
        units.map(|unit| rung(call, &unit)).filter(|rung| *rung > from).min().unwrap_or(Rung::District)
    }

    pub(crate) fn obey_climbed(&mut self, incident: &IncidentId, team: &TeamId, to: Rung, stamp: &Stamp<'_>) {
        self.change(incident, stamp, |incident| {
            let mut lapsed = incident.ladder.take().map(|climb| climb.lapsed).unwrap_or_default();
            lapsed.retain(|before| before != team);
            lapsed.push(team.clone());
            incident.ladder = Some(Climb { rung: to, since: stamp.at, lapsed, answered: false });
            let detail = Some(to.name().to_owned());
            incident.history.push(super::obey::step(stamp, "ladder_climbed", Some(team), detail));
        });
    }
}

/// Every task that has lapsed, and how far the ladders climb for it.
pub(crate) fn climb(world: &World, context: &Context) -> Vec<Event> {
    if !world.climbs_by_itself() {
        return Vec::new();
    }
    let now = context.now;
    let due: Vec<(IncidentId, TeamId)> = world
        .open_incidents()
        .flat_map(|incident| world.lapsed(incident, now).map(move |team| (incident.id.clone(), team.clone())))
        .collect();
    let mut draft = Drafting::on(world, context);
    for (id, team) in due {
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
        // What is offered already is not taken back by a nearer team that lapses later.
        let Some(incident) = draft.incident(&id).cloned() else { continue };
        let from = incident
            .ladder
            .as_ref()
            .filter(|climb| !climb.answered)
            .map_or(from, |climb| climb.rung.max(from));
        let to = draft
            .world
            .call(&id)
            .map_or(Rung::District, |call| draft.world.next_rung(&call, &incident, from, &team, now));
        draft.push(Event::LadderClimbed { incident: id, team, to });
    }
    draft.events
}
