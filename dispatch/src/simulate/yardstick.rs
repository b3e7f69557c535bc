//! How good any rule could have been, beside how good a run was.

use super::bound::{Chances, Patience, TotalResponse};
use super::outcome::total;
use super::{Call, Log, Nanoseconds, Pace, Scenario, Trip, Unit, Way, WayBack, Ways};
use crate::joint::{
    Candidate, ExtraCost, JointProblem, OpenIncident, Situation, Slot, Tier, UnitAt, Weight, optimize,
};
use geo_core::Milliseconds;
use std::ops::ControlFlow;

/// How many schedules are looked through, at most.
const MOST_SCHEDULES: u64 = 2_000_000;

/// Why no other schedule is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// The run meets the lower bound.
    MeetsBound,
    /// No call can be reached sooner by a unit that has served another than by any unit from its base, and there is a
    /// unit for each: the best is an assignment of calls to units, solved exactly by [`crate::joint`].
    Assignment,
    /// All schedules were looked through.
    Exhaustive,
}

/// The least sum of response times, as far as it is known. Schedules answer every call and know all of them
/// beforehand, and keep to duty and to who suits; a unit leaves for its next call as soon as both are there, and may pass calls by for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Yardstick {
    /// It is known.
    Optimum {
        /// The least sum.
        total: TotalResponse,
        /// Why.
        proof: Proof,
    },
    /// It is not less than this ([`lower_bound`]).
    AtLeast {
        /// The bound.
        total: TotalResponse,
    },
}

impl Yardstick {
    /// The sum of response times of a run as a multiple of the optimum, or of the bound: then the run is at most so far
    /// from the optimum. Nothing where the yardstick is no time at all.
    pub fn ratio<P: Copy>(self, log: &Log<P>) -> Option<f64> {
        let (Self::Optimum { total, .. } | Self::AtLeast { total }) = self;
        (total.0 > 0).then(|| spent(log).0 as f64 / total.0 as f64)
    }
}

/// The sum of the response times of a run.
pub fn spent<P: Copy>(log: &Log<P>) -> TotalResponse {
    TotalResponse(total(log.trips.iter().map(Trip::response)))
}

/// What a run of the scenario is to be measured by; nothing if it left calls unanswered, for then a sum says nothing.
pub fn yardstick<W: Ways>(scenario: &Scenario<W::Place>, ways: &W, log: &Log<W::Place>) -> Option<Yardstick> {
    match yardstick_watched(scenario, ways, log, &mut || ControlFlow::Continue(())) {
        ControlFlow::Continue(yardstick) => yardstick,
        ControlFlow::Break(()) => unreachable!("nobody stops it"),
    }
}

/// As [`yardstick`], asking somebody again and again, who may stop it.
pub fn yardstick_watched<W: Ways>(
    scenario: &Scenario<W::Place>,
    ways: &W,
    log: &Log<W::Place>,
    watch: &mut dyn FnMut() -> ControlFlow<()>,
) -> ControlFlow<(), Option<Yardstick>> {
    let optimum = |total, proof| ControlFlow::Continue(Some(Yardstick::Optimum { total, proof }));
    if !log.waiting.is_empty() || log.trips.len() != scenario.calls.len() {
        return ControlFlow::Continue(None);
    }
    let chances = Chances::of(scenario, ways, watch)?;
    let (bound, spent) = (chances.bound(watch)?, spent(log));
    if bound == spent {
        return optimum(bound, Proof::MeetsBound);
    }
    if let Some(total) = best_assignment(scenario, ways, &chances, watch)? {
        return optimum(total, Proof::Assignment);
    }
    // What follows knows no turns of duty.
    let few = schedules(scenario.calls.len() as u64, scenario.units.len() as u64) <= MOST_SCHEDULES;
    if few && scenario.limits.duty.is_empty() {
        let answered = vec![false; scenario.calls.len()];
        let mut search = Search { scenario, ways, best: spent.0, answered, watch };
        if let Some(unit) = scenario.units.first() {
            search.extend(0, At::start(unit), 0)?;
        }
        return optimum(TotalResponse(search.best), Proof::Exhaustive);
    }
    ControlFlow::Continue(Some(Yardstick::AtLeast { total: bound }))
}

/// How many ways there are to put calls in order and to part them among units.
fn schedules(calls: u64, units: u64) -> u64 {
    // The place of each call in turn among those before it and the partitions between units.
    (0..calls).fold(1, |count, placed| count.saturating_mul(placed + units))
}

/// The sum of the best assignment of each call to a unit of its own, where no other schedule can be better: a call
/// that is served after another can then be given to a unit that serves none, and is reached no later.
fn best_assignment<W: Ways>(
    scenario: &Scenario<W::Place>,
    ways: &W,
    chances: &Chances<'_, W>,
    patience: Patience<'_>,
) -> ControlFlow<(), Option<TotalResponse>> {
    const NONE: ControlFlow<(), Option<TotalResponse>> = ControlFlow::Continue(None);
    let (calls, units) = (scenario.calls.len(), scenario.units.len());
    // A unit that has served none might be off duty, or of a kind that does not suit.
    if calls > units || calls > 200 || !scenario.limits.is_none() {
        return NONE;
    }
    let drive = |unit: &Unit<W::Place>, call: &Call<W::Place>| {
        ways.drive(Way { profile: unit.profile, from: unit.base, to: call.place, pace: Pace::Urgent })
    };
    let mut incidents = Vec::with_capacity(calls);
    for (number, call) in chances.calls.iter().enumerate() {
        patience()?;
        let drives: Option<Vec<Nanoseconds>> = scenario.units.iter().map(|unit| drive(unit, call)).collect();
        let Some(drives) = drives else { return NONE };
        let Some(slowest) = drives.iter().copied().max() else { return NONE };
        let is_sooner = |before: usize| {
            let mut ways = chances.homeward(before).iter();
            ways.any(|way| chances.reach(before, way, number).is_some_and(|reach| reach < slowest))
        };
        if (0..calls).any(|before| before != number && is_sooner(before)) {
            return NONE;
        }
        // The solver adds and compares whole numbers; here they are nanoseconds.
        let candidate = |(unit, drive): (u32, Nanoseconds)| Candidate {
            unit: UnitAt(unit),
            arrival: Milliseconds(drive.0),
            extra: ExtraCost(0),
        };
        let slot = Slot { candidates: (0..).zip(drives).map(candidate).collect() };
        let incident = call.incident.clone();
        incidents.push(OpenIncident { incident, tier: Tier(1), weight: Weight(1), slots: vec![slot] });
    }
    let units = scenario.units.iter().map(|unit| unit.team.clone()).collect();
    let situation = Situation { incidents, units, ..Situation::default() };
    let Ok(problem) = JointProblem::new(situation) else { return NONE };
    let optimum = optimize(&problem);
    let cost: i128 = optimum.objective.0.iter().map(|tier| tier.cost).sum();
    let total = u128::try_from(cost).ok().filter(|_| optimum.unfilled.is_empty());
    ControlFlow::Continue(total.map(TotalResponse))
}

/// Where and when a unit is free; until its first call it always was.
#[derive(Clone, Copy)]
struct At<P> {
    from: P,
    since: Nanoseconds,
}

impl<P: Copy> At<P> {
    const fn start(unit: &Unit<P>) -> Self {
        Self { from: unit.base, since: Nanoseconds::ZERO }
    }
}

/// One unit after another is given calls, in every order.
struct Search<'a, W: Ways> {
    scenario: &'a Scenario<W::Place>,
    ways: &'a W,
    best: u128,
    answered: Vec<bool>,
    watch: Patience<'a>,
}

impl<W: Ways> Search<'_, W> {
    /// The unit takes one more of the calls that are left, or none.
    fn extend(&mut self, number: usize, at: At<W::Place>, spent: u128) -> ControlFlow<()> {
        (self.watch)()?;
        if spent >= self.best {
            return ControlFlow::Continue(());
        }
        if self.answered.iter().all(|answered| *answered) {
            self.best = spent;
            return ControlFlow::Continue(());
        }
        let unit = &self.scenario.units[number];
        for place in 0..self.answered.len() {
            if !self.answered[place]
                && self.scenario.limits.suits(&unit.team, &self.scenario.calls[place].incident)
                && let Some((response, then)) = self.serve(unit, at, &self.scenario.calls[place])
            {
                self.answered[place] = true;
                self.extend(number, then, spent + u128::from(response.0))?;
                self.answered[place] = false;
            }
        }
        if let Some(next) = self.scenario.units.get(number + 1) {
            self.extend(number + 1, At::start(next), spent)?;
        }
        ControlFlow::Continue(())
    }

    /// The response to a call that the unit serves next, and when and where it is free then.
    fn serve(
        &self,
        unit: &Unit<W::Place>,
        at: At<W::Place>,
        call: &Call<W::Place>,
    ) -> Option<(Nanoseconds, At<W::Place>)> {
        let home = Way { profile: unit.profile, from: at.from, to: unit.base, pace: Pace::Quiet };
        let mut sent = call.at.max(at.since);
        let mut from = super::log::on_the_way_home(self.ways, unit, at.from, sent - at.since).place();
        if self.scenario.way_back == WayBack::BaseFirst
            && at.from != unit.base
            && sent > at.since
            && let Some(back) = self.ways.drive(home)
        {
            (sent, from) = (sent.max(at.since + back), unit.base);
        }
        let way = Way { profile: unit.profile, from, to: call.place, pace: Pace::Urgent };
        let drive = self.ways.drive(way)?;
        let onward = self.scenario.onward(self.ways, call, unit.profile);
        let then = At { from: onward.free_at, since: sent + drive + onward.service };
        Some(((sent - call.at) + drive, then))
    }
}
