//! What a simulation rests on: the incidents of a time that is over, what they needed and how long they took, the
//! teams, their posts and their turns.

use super::{Incident, IncidentState, TaskState};
use crate::modes::Mode;
use crate::records::{DutyRule, RunCard, Shift, Team};
use crate::{Closure, Scope, Timestamp, World};
use dispatch::choose::{Duty, Standing, Unit, Whereabouts};
use dispatch::{IncidentKindCode, TeamKind};
use geo_core::{AreaCode, Milliseconds, Position};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How long a team stays where nothing is known of any incident.
pub const USUAL_STAY: Milliseconds = Milliseconds::from_minutes(30);
/// Turns of duty are looked for so long after the end: calls may still wait then.
const AFTERWARDS: Milliseconds = Milliseconds::from_minutes(24 * 60);

/// How long a team stays on the scene of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stay {
    /// As long as those stayed who were there, on average.
    Measured(Milliseconds),
    /// Nobody was there, or nobody said when it was done: as long as half of the others stay at most, those of the
    /// same kind if there are any.
    Assumed(Milliseconds),
}

impl Stay {
    /// How long.
    pub const fn time(self) -> Milliseconds {
        match self {
            Self::Measured(time) | Self::Assumed(time) => time,
        }
    }
}

/// An incident of the past.
#[derive(Debug, Clone)]
pub struct PastCall {
    /// It.
    pub incident: Arc<Incident>,
    /// The kinds of team that would do, for each unit that it needs by the run cards.
    pub needs: Vec<Vec<TeamKind>>,
    /// How long a team stays.
    pub stay: Stay,
    /// The handicap of home teams, where an emergency held then that has one of its own.
    pub handicap: Option<Milliseconds>,
}

/// A team as it can be simulated.
#[derive(Debug, Clone)]
pub struct PastUnit {
    /// What choosing knows of it, free and on duty.
    pub unit: Unit,
    /// Where it waits: the middle of its home area; nothing if it has none.
    pub post: Option<Position>,
    /// When it is on duty, a shift of one mode only while that mode held; nothing if it always is.
    pub turns: Option<Vec<(Timestamp, Timestamp)>>,
}

/// A time that is over.
#[derive(Debug, Clone)]
pub struct Past {
    /// Incidents taken then and not merged into others, in order of number.
    pub calls: Vec<PastCall>,
    /// Teams that are in service now, in order of call sign.
    pub units: Vec<PastUnit>,
}

impl World {
    /// Incidents taken from one instant to another within a scope, with what they would need by the run cards (those
    /// in force, or others) in the mode that held when each was taken, and the teams within it. Teams are those of today:
    /// nothing is kept of posts and homes of former days, and of former absences.
    pub fn past(&self, scope: &Scope, from: Timestamp, until: Timestamp, cards: Option<&[RunCard]>) -> Past {
        let taken: Vec<&Arc<Incident>> = self.taken(scope, from, until).collect();
        let usual = Usual::of(taken.iter().map(|incident| &***incident));
        let call = |incident: &&Arc<Incident>| {
            let mode = self.mode_at(&incident.areas, incident.accepted_at);
            let needs = match cards {
                Some(cards) => self.needs_in(mode, cards.iter(), incident),
                None => self.needs_in(mode, self.truth.run_cards.iter().map(|card| &**card), incident),
            };
            let emergency = self.policy().filter(|_| mode == Mode::Emergency);
            PastCall {
                handicap: emergency.and_then(|policy| policy.pace.emergency.home_handicap),
                needs: needs.into_iter().map(|need| need.suited).collect(),
                stay: measured(incident)
                    .map_or_else(|| Stay::Assumed(usual.stay(&incident.kind)), Stay::Measured),
                incident: (*incident).clone(),
            }
        };
        let teams = self.truth.teams.iter().filter(|team| !team.retired && self.covers_team(scope, team));
        Past {
            calls: taken.iter().map(call).collect(),
            units: teams.map(|team| self.past_unit(team, from, until)).collect(),
        }
    }

    /// How many units the incidents of [`World::past`] would need, without listing them.
    pub fn past_needs(
        &self,
        scope: &Scope,
        from: Timestamp,
        until: Timestamp,
        cards: Option<&[RunCard]>,
    ) -> usize {
        let count = |incident: &Arc<Incident>| {
            let mode = self.mode_at(&incident.areas, incident.accepted_at);
            match cards {
                Some(cards) => Self::count_needs_in(mode, cards.iter(), incident),
                None => {
                    let cards = self.truth.run_cards.iter().map(|card| &**card);
                    Self::count_needs_in(mode, cards, incident)
                }
            }
        };
        self.taken(scope, from, until).map(count).sum()
    }

    fn taken(
        &self,
        scope: &Scope,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Iterator<Item = &Arc<Incident>> {
        self.truth.incidents.iter().filter(move |incident| {
            (from..until).contains(&incident.accepted_at)
                && incident.state != IncidentState::Merged
                && self.covers_incident(scope, incident)
        })
    }

    fn past_unit(&self, team: &Team, from: Timestamp, until: Timestamp) -> PastUnit {
        let until = until.after(AFTERWARDS);
        let turns = (team.duty == DutyRule::ByShift).then(|| {
            let own = self.truth.shifts.iter().filter(|shift| shift.team == team.code);
            own.filter(|shift| shift.starts < until && shift.ends > from)
                .flat_map(|shift| self.spans_that_counted(shift, team))
                .collect()
        });
        let unit = Unit {
            team: team.code.clone(),
            kind: team.kind,
            profile: team.profile,
            home: team.home.clone(),
            above: team.home.iter().flat_map(|home| self.chain(home)).map(|area| area.code.clone()).collect(),
            duty: Duty::On,
            standing: Standing::Free,
            unavailable: None,
            retired: false,
            turnout: Milliseconds(0),
            whereabouts: Whereabouts::Unknown,
        };
        let home = team.home.as_ref().and_then(|home| self.truth.areas.get(home));
        PastUnit { unit, post: home.map(|home| home.label), turns }
    }

    /// The parts of a shift in which it counted, by the emergencies that held where its team belongs.
    fn spans_that_counted(&self, shift: &Shift, team: &Team) -> Vec<(Timestamp, Timestamp)> {
        let (starts, ends) = (shift.starts, shift.ends);
        let Some(only) = shift.only_in else { return vec![(starts, ends)] };
        let areas: Vec<&AreaCode> = match &team.home {
            Some(home) => self.upwards(home).map(|area| &area.code).collect(),
            None => self.truth.district.iter().map(|district| &district.code).collect(),
        };
        let emergencies = self.emergency_spans(&areas);
        let within = emergencies.iter().map(|(since, over)| ((*since).max(starts), (*over).min(ends)));
        let within: Vec<_> = within.filter(|(since, over)| since < over).collect();
        match only {
            Mode::Emergency => within,
            Mode::Peace => {
                let begins = std::iter::once(starts).chain(within.iter().map(|(_, over)| *over));
                let stops = within.iter().map(|(since, _)| *since).chain(std::iter::once(ends));
                begins.zip(stops).filter(|(begin, stop)| begin < stop).collect()
            }
        }
    }

    /// The closures that held at an instant of the past, those ended since included.
    pub fn closures_held(&self, at: Timestamp) -> impl Iterator<Item = &Arc<Closure>> {
        self.truth.closures.iter().filter(move |closure| {
            closure.from <= at
                && closure.until.is_none_or(|until| at < until)
                && closure.ended.as_ref().is_none_or(|ended| at < ended.at)
        })
    }
}

/// How long those stayed who were there and said when they were done, on average.
fn measured(incident: &Incident) -> Option<Milliseconds> {
    let stays = incident.tasks.iter().filter(|task| task.state == TaskState::Done);
    let stays: Vec<u64> = stays.filter_map(|task| Some(task.ended_at?.since(task.arrived_at?).0)).collect();
    (!stays.is_empty()).then(|| Milliseconds(stays.iter().sum::<u64>() / stays.len() as u64))
}

/// How long teams usually stay.
struct Usual<'a> {
    of_kind: BTreeMap<&'a IncidentKindCode, Milliseconds>,
    of_all: Milliseconds,
}

impl<'a> Usual<'a> {
    fn of(incidents: impl Iterator<Item = &'a Incident>) -> Self {
        let (mut of_kind, mut of_all): (BTreeMap<_, Vec<_>>, Vec<_>) = (BTreeMap::new(), Vec::new());
        for incident in incidents {
            if let Some(stay) = measured(incident) {
                of_kind.entry(&incident.kind).or_default().push(stay);
                of_all.push(stay);
            }
        }
        let of_kind = of_kind.into_iter().map(|(kind, stays)| (kind, median(stays))).collect();
        Self { of_kind, of_all: if of_all.is_empty() { USUAL_STAY } else { median(of_all) } }
    }

    fn stay(&self, kind: &IncidentKindCode) -> Milliseconds {
        self.of_kind.get(kind).copied().unwrap_or(self.of_all)
    }
}

/// Half of them are at most as long.
fn median(mut stays: Vec<Milliseconds>) -> Milliseconds {
    stays.sort_unstable();
    stays[(stays.len() - 1) / 2]
}
