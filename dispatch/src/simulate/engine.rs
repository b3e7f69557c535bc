//! The run itself: a list of events instead of a clock.

use super::log::on_the_way_home;
use super::{
    Call, Chooser, Delivered, Free, Log, Nanoseconds, Pace, Scenario, Sending, SimulationError, Trip, Unit,
    Way, WayBack, Ways,
};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::ControlFlow;

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The instant that the run has come to.
    pub now: Nanoseconds,
    /// How many calls have been answered.
    pub answered: usize,
    /// How many there are.
    pub calls: usize,
}

/// Runs the scenario from its first call until every unit is free and every call that can be answered is.
///
/// At every instant first all units become free whose time has come, then all calls come in, then the chooser is
/// asked; a unit that it does not send drives home. The same scenario in another order gives the same log.
///
/// # Errors
/// [`SimulationError`] when somebody is named twice, or the chooser names somebody whom it may not.
pub fn simulate<W: Ways>(
    scenario: &Scenario<W::Place>,
    ways: &W,
    chooser: &dyn Chooser<W::Place>,
) -> Result<Log<W::Place>, SimulationError> {
    simulate_watched(scenario, ways, chooser, &mut |_| ControlFlow::Continue(()))
}

/// As [`simulate`], telling somebody at every instant how far it is, who may stop it.
///
/// # Errors
/// As [`simulate`], and [`SimulationError::Stopped`].
pub fn simulate_watched<W: Ways>(
    scenario: &Scenario<W::Place>,
    ways: &W,
    chooser: &dyn Chooser<W::Place>,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Log<W::Place>, SimulationError> {
    scenario.judge()?;
    let mut run = Run::new(scenario, ways);
    while let Some(now) = run.next_instant() {
        let progress = Progress { now, answered: run.answered, calls: run.calls.len() };
        if watch(progress).is_break() {
            return Err(SimulationError::Stopped { answered: progress.answered, calls: progress.calls });
        }
        run.pass_to(now);
        run.send(now, chooser)?;
    }
    Ok(run.log())
}

/// What comes due, in this order at one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    /// A unit may be sent again.
    Free(usize),
    /// A unit comes on duty.
    Duty,
    /// A call comes in.
    Call(usize),
}

/// Whether a unit may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing<P> {
    /// It became free there and then, and is on its way home or at home.
    Free { from: P, since: Nanoseconds },
    /// It serves a call, or has to be home first; then it will be there.
    Bound { until_at: P },
}

/// Everything by one order: units by call sign, calls by time and number.
struct Run<'a, W: Ways> {
    scenario: &'a Scenario<W::Place>,
    ways: &'a W,
    units: Vec<&'a Unit<W::Place>>,
    calls: Vec<&'a Call<W::Place>>,
    standing: Vec<Standing<W::Place>>,
    due: BinaryHeap<Reverse<(Nanoseconds, Due)>>,
    /// Calls that wait, the longest first.
    waiting: Vec<usize>,
    /// How many units could be sent when each call came in.
    free_when_called: Vec<usize>,
    trips: Vec<Option<Trip<W::Place>>>,
    answered: usize,
}

impl<'a, W: Ways> Run<'a, W> {
    fn new(scenario: &'a Scenario<W::Place>, ways: &'a W) -> Self {
        let mut units: Vec<&Unit<W::Place>> = scenario.units.iter().collect();
        units.sort_by(|a, b| a.team.cmp(&b.team));
        let mut calls: Vec<&Call<W::Place>> = scenario.calls.iter().collect();
        calls.sort_by(|a, b| (a.at, &a.incident).cmp(&(b.at, &b.incident)));
        let at_base = |unit: &&Unit<W::Place>| Standing::Free { from: unit.base, since: Nanoseconds::ZERO };
        Self {
            scenario,
            ways,
            standing: units.iter().map(at_base).collect(),
            due: due(scenario, &units, &calls),
            waiting: Vec::new(),
            free_when_called: vec![0; calls.len()],
            trips: calls.iter().map(|_| None).collect(),
            answered: 0,
            units,
            calls,
        }
    }

    fn next_instant(&self) -> Option<Nanoseconds> {
        self.due.peek().map(|Reverse((instant, _))| *instant)
    }

    /// Everything that is due now happens.
    fn pass_to(&mut self, now: Nanoseconds) {
        while let Some(&Reverse((instant, due))) = self.due.peek() {
            if instant > now {
                break;
            }
            self.due.pop();
            match due {
                Due::Free(unit) => {
                    if let Standing::Bound { until_at } = self.standing[unit] {
                        self.standing[unit] = Standing::Free { from: until_at, since: now };
                    }
                }
                // Whoever waits is asked about again: that is all.
                Due::Duty => {}
                Due::Call(call) => {
                    self.waiting.push(call);
                    self.free_when_called[call] = self.free(now).count();
                }
            }
        }
    }

    /// Those who may be sent, with the place and the instant at which they became free.
    fn free(&self, now: Nanoseconds) -> impl Iterator<Item = (usize, W::Place, Nanoseconds)> {
        self.standing
            .iter()
            .enumerate()
            .filter_map(move |(unit, standing)| match *standing {
                Standing::Free { from, since } => Some((unit, from, since)),
                Standing::Bound { .. } => None,
            })
            .filter(move |(unit, _, _)| self.scenario.limits.on_duty(&self.units[*unit].team, now))
    }

    fn send(&mut self, now: Nanoseconds, chooser: &dyn Chooser<W::Place>) -> Result<(), SimulationError> {
        if !self.waiting.is_empty() {
            self.ask(now, chooser)?;
            let trips = &self.trips;
            self.waiting.retain(|&call| trips[call].is_none());
        }
        if self.scenario.way_back == WayBack::BaseFirst {
            self.drive_home_first(now);
        }
        Ok(())
    }

    fn ask(&mut self, now: Nanoseconds, chooser: &dyn Chooser<W::Place>) -> Result<(), SimulationError> {
        let (numbers, free): (Vec<usize>, Vec<Free<'_, W::Place>>) = self
            .free(now)
            .map(|(number, from, since)| {
                let unit = self.units[number];
                let place = on_the_way_home(self.ways, unit, from, now - since).place();
                (number, Free { unit, place })
            })
            .unzip();
        if free.is_empty() {
            return Ok(());
        }
        let waiting: Vec<&Call<W::Place>> = self.waiting.iter().map(|&call| self.calls[call]).collect();
        for Sending { call, unit } in chooser.choose(&waiting, &free) {
            let (Some(&number), Some(sent)) = (self.waiting.get(call), free.get(unit)) else {
                let (waiting, free) = (waiting.len(), free.len());
                return Err(SimulationError::ChoiceUnknown { call, waiting, unit, free });
            };
            self.start(now, number, numbers[unit], sent.place)?;
        }
        Ok(())
    }

    fn start(
        &mut self,
        now: Nanoseconds,
        call: usize,
        unit: usize,
        from: W::Place,
    ) -> Result<(), SimulationError> {
        let (at, sent) = (self.calls[call], self.units[unit]);
        let (team, incident) = (sent.team.clone(), at.incident.clone());
        if self.trips[call].is_some() || matches!(self.standing[unit], Standing::Bound { .. }) {
            return Err(SimulationError::ChoiceTwice { team, incident });
        }
        if !self.scenario.limits.suits(&team, &incident) {
            return Err(SimulationError::ChoiceUnsuited { team, incident });
        }
        let way = Way { profile: sent.profile, from, to: at.place, pace: Pace::Urgent };
        let Some(drive) = self.ways.drive(way) else {
            return Err(SimulationError::ChoiceUnreachable { team, incident });
        };
        let onward = self.scenario.onward(self.ways, at, sent.profile);
        let free = now + drive + onward.service;
        self.answered += 1;
        self.trips[call] = Some(Trip {
            incident,
            team,
            called: at.at,
            free_when_called: self.free_when_called[call],
            sent: now,
            from,
            to: at.place,
            drive,
            on_scene: at.on_scene,
            delivered: onward.delivery.map(|(to, drive)| Delivered { to, drive }),
            free,
        });
        self.standing[unit] = Standing::Bound { until_at: onward.free_at };
        self.due.push(Reverse((free, Due::Free(unit))));
        Ok(())
    }

    /// Whoever is free and not home goes home, and may be sent from there only.
    fn drive_home_first(&mut self, now: Nanoseconds) {
        for (number, unit) in self.units.iter().enumerate() {
            let Standing::Free { from, .. } = self.standing[number] else { continue };
            let way = Way { profile: unit.profile, from, to: unit.base, pace: Pace::Quiet };
            if from != unit.base
                && let Some(drive) = self.ways.drive(way)
            {
                self.standing[number] = Standing::Bound { until_at: unit.base };
                self.due.push(Reverse((now + drive, Due::Free(number))));
            }
        }
    }

    fn log(self) -> Log<W::Place> {
        let waiting = self.waiting.iter().map(|&call| self.calls[call].incident.clone()).collect();
        Log { trips: self.trips.into_iter().flatten().collect(), waiting }
    }
}

/// What is known to come due: calls, and turns of duty that begin while there are calls.
fn due<P>(
    scenario: &Scenario<P>,
    units: &[&Unit<P>],
    calls: &[&Call<P>],
) -> BinaryHeap<Reverse<(Nanoseconds, Due)>> {
    let first = calls.first().map_or(Nanoseconds(u64::MAX), |call| call.at);
    let turns = units.iter().filter_map(|unit| scenario.limits.duty.get(&unit.team)).flatten();
    let begins = turns.filter(|turn| turn.from > first).map(|turn| Reverse((turn.from, Due::Duty)));
    let calls = calls.iter().enumerate().map(|(call, at)| Reverse((at.at, Due::Call(call))));
    begins.chain(calls).collect()
}
