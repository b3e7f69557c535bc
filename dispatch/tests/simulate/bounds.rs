//! What no rule can beat, against every schedule of small cases.

use crate::cases::{AMPLE, Dice, MIDDLING, SMALL, Whim, draw, minutes, table, unit};
use dispatch::simulate::{
    Call, Change, Chooser, Free, Limits, Log, NearestFirst, NearestSuited, PlaceAt, Proof, Scenario, Sending,
    Then, TimeTable, TotalResponse, WayBack, Yardstick, lower_bound, simulate, spent, yardstick,
    yardstick_watched,
};
use dispatch::{IncidentId, TeamId};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// Each unit has its calls in order, and leaves for the next as soon as both are there.
struct Script(BTreeMap<TeamId, Vec<IncidentId>>, RefCell<BTreeSet<IncidentId>>);

impl<P> Chooser<P> for Script {
    fn choose(&self, waiting: &[&Call<P>], free: &[Free<'_, P>]) -> Vec<Sending> {
        let mut served = self.1.borrow_mut();
        let mut sendings = Vec::new();
        for (unit, free) in free.iter().enumerate() {
            let next = self.0[&free.unit.team].iter().find(|incident| !served.contains(*incident));
            let call = next.and_then(|next| waiting.iter().position(|call| call.incident == *next));
            if let Some(call) = call {
                served.insert(waiting[call].incident.clone());
                sendings.push(Sending { call, unit });
            }
        }
        sendings
    }
}

/// The least sum of response times over all scripts, by running each.
fn best_script(scenario: &Scenario<PlaceAt>, ways: &TimeTable) -> TotalResponse {
    let mut scripts = vec![scenario.units.iter().map(|unit| (unit.team.clone(), vec![])).collect()];
    for call in &scenario.calls {
        let grown = |script: &BTreeMap<TeamId, Vec<IncidentId>>| {
            let mut grown = Vec::new();
            for (team, list) in script {
                if !scenario.limits.suits(team, &call.incident) {
                    continue;
                }
                for place in 0..=list.len() {
                    let mut other = script.clone();
                    other.get_mut(team).unwrap().insert(place, call.incident.clone());
                    grown.push(other);
                }
            }
            grown
        };
        scripts = scripts.iter().flat_map(grown).collect();
    }
    let run = |script| simulate(scenario, ways, &Script(script, RefCell::default())).unwrap();
    let logs = scripts.into_iter().map(run).inspect(|log: &Log<PlaceAt>| assert!(log.waiting.is_empty()));
    logs.map(|log| spent(&log)).min().unwrap()
}

#[test]
fn the_optimum_is_that_of_all_schedules() {
    let mut proofs = BTreeMap::new();
    for seed in 0..150 {
        for shape in [SMALL, AMPLE] {
            let (scenario, ways) = draw(seed, shape);
            let log = simulate(&scenario, &ways, &NearestFirst(&ways)).unwrap();
            let Some(Yardstick::Optimum { total, proof }) = yardstick(&scenario, &ways, &log) else {
                panic!("{seed}: small cases are solved")
            };
            assert_eq!(total, best_script(&scenario, &ways), "{seed} {proof:?}");
            *proofs.entry(format!("{proof:?}")).or_insert(0) += 1;
        }
    }
    for proof in [Proof::MeetsBound, Proof::Assignment, Proof::Exhaustive] {
        assert!(proofs.get(&format!("{proof:?}")).is_some_and(|count| *count > 5), "{proof:?}: {proofs:?}");
    }
}

#[test]
fn the_optimum_sends_only_whom_it_may() {
    let mut proofs = BTreeMap::new();
    for seed in 0..150 {
        let (mut scenario, ways) = draw(seed, SMALL);
        scenario.limits.suited = crate::limits::some_suit(&scenario, seed);
        let rule = NearestSuited(&ways, &scenario.limits);
        let log = simulate(&scenario, &ways, &rule).unwrap();
        let Some(Yardstick::Optimum { total, proof }) = yardstick(&scenario, &ways, &log) else {
            panic!("{seed}: small cases are solved")
        };
        assert_eq!(total, best_script(&scenario, &ways), "{seed} {proof:?}");
        *proofs.entry(format!("{proof:?}")).or_insert(0) += 1;
    }
    assert!(proofs.len() == 2 && !proofs.contains_key("Assignment"), "{proofs:?}");
}

#[test]
fn whoever_waits_for_a_yardstick_may_stop_it_at_any_step() {
    let mut steps = BTreeMap::new();
    for seed in 0..60 {
        let (scenario, ways) = draw(seed, SMALL);
        let log = simulate(&scenario, &ways, &NearestFirst(&ways)).unwrap();
        let mut asked = 0;
        let mut count = || {
            asked += 1;
            ControlFlow::Continue(())
        };
        let whole = yardstick_watched(&scenario, &ways, &log, &mut count);
        assert_eq!(whole, ControlFlow::Continue(yardstick(&scenario, &ways, &log)));
        for stop_after in [0, 1, asked / 2, asked - 1] {
            let mut left = stop_after;
            let mut stop = || {
                if left == 0 {
                    return ControlFlow::Break(());
                }
                left -= 1;
                ControlFlow::Continue(())
            };
            assert_eq!(
                yardstick_watched(&scenario, &ways, &log, &mut stop),
                ControlFlow::Break(()),
                "{seed}"
            );
        }
        let Some(Yardstick::Optimum { proof, .. }) = yardstick(&scenario, &ways, &log) else { continue };
        steps.entry(format!("{proof:?}")).or_insert(asked);
    }
    assert!(steps["Exhaustive"] > steps["MeetsBound"], "every schedule asks: {steps:?}");
}

#[test]
fn no_rule_falls_below_the_bound() {
    let mut tight = 0.0_f64;
    for seed in 0..200 {
        for shape in [MIDDLING, SMALL, AMPLE] {
            let (scenario, ways) = draw(seed, shape);
            let bound = lower_bound(&scenario, &ways);
            let whim = Whim(RefCell::new(Dice(seed)));
            let rules: [&dyn Chooser<PlaceAt>; 2] = [&NearestFirst(&ways), &whim];
            for rule in rules {
                let log = simulate(&scenario, &ways, rule).unwrap();
                if log.waiting.is_empty() {
                    assert!(bound <= spent(&log), "{seed}: {bound:?} {:?}", spent(&log));
                    tight = tight.max(bound.0 as f64 / spent(&log).0.max(1) as f64);
                }
            }
        }
    }
    assert!(tight > 0.5, "a bound that is never near says nothing: {tight}");
}

#[test]
fn more_units_never_raise_the_bound_nor_other_orders() {
    for seed in 0..150 {
        let (scenario, ways) = draw(seed, MIDDLING);
        let mut bound = lower_bound(&scenario, &ways);
        let mut grown = scenario;
        for number in 100..104 {
            let base = PlaceAt(Dice(seed + number).below(25) as u32);
            grown = grown.with(&[Change::Add(unit(number, base))]).unwrap();
            let more = lower_bound(&grown, &ways);
            assert!(more <= bound, "{seed}");
            bound = more;
        }
        assert_eq!(bound, lower_bound(&crate::cases::shuffled(grown, seed), &ways), "{seed}");
    }
}

#[test]
fn the_naive_bound_is_none_when_units_start_elsewhere() {
    // The second call comes from where the first ends, and its unit is there already.
    let ways = table(&mut Dice(1), 2);
    let call = |incident: &str, at| Call {
        incident: incident.parse().unwrap(),
        at: minutes(at),
        place: PlaceAt(1),
        on_scene: minutes(10.0),
        then: Then::Free,
    };
    let scenario = Scenario {
        units: vec![unit(0, PlaceAt(0))],
        calls: vec![call("1", 0.0), call("2", 5.0)],
        destinations: vec![],
        way_back: WayBack::MayBeSent,
        limits: Limits::default(),
    };
    let log = simulate(&scenario, &ways, &NearestFirst(&ways)).unwrap();
    let drive = log.trips[0].drive;
    assert_eq!(log.trips[1].drive.0, 0);
    let naive = 2 * u128::from(drive.0);
    assert!(lower_bound(&scenario, &ways) <= spent(&log));
    // Waiting for the first call to end costs this time; had it been longer ago, the naive bound would be beaten.
    let mut later = scenario;
    later.calls[1].at = log.trips[0].free;
    let log = simulate(&later, &ways, &NearestFirst(&ways)).unwrap();
    assert!(spent(&log).0 < naive);
    assert!(lower_bound(&later, &ways) <= spent(&log));
}
