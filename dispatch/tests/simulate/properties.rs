//! What must hold of any run.

use crate::cases::{AMPLE, Dice, MIDDLING, SMALL, Whim, draw, minutes, shuffled};
use dispatch::TeamId;
use dispatch::simulate::{
    Chooser, Doing, Log, Nanoseconds, NearestFirst, Outcome, Pace, PlaceAt, Scenario, TimeTable, Way,
    WayBack, Ways, simulate,
};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

const CASES: u64 = 200;

/// Every case with every rule.
fn all(judge: impl Fn(u64, &Scenario<PlaceAt>, &TimeTable, &Log<PlaceAt>)) {
    for seed in 0..CASES {
        for shape in [MIDDLING, SMALL, AMPLE] {
            let (scenario, ways) = draw(seed, shape);
            let whim = Whim(RefCell::new(Dice(seed)));
            let rules: [&dyn Chooser<PlaceAt>; 2] = [&NearestFirst(&ways), &whim];
            for rule in rules {
                judge(seed, &scenario, &ways, &simulate(&scenario, &ways, rule).unwrap());
            }
        }
    }
}

#[test]
fn every_call_is_answered_once_or_waits_at_the_end() {
    all(|seed, scenario, _, log| {
        let answered: BTreeSet<_> = log.trips.iter().map(|trip| &trip.incident).collect();
        let waiting: BTreeSet<_> = log.waiting.iter().collect();
        assert_eq!(answered.len(), log.trips.len(), "{seed}");
        assert!(answered.is_disjoint(&waiting), "{seed}");
        let calls: BTreeSet<_> = scenario.calls.iter().map(|call| &call.incident).collect();
        assert_eq!(&answered | &waiting, calls, "{seed}");
    });
}

#[test]
fn no_unit_is_at_two_calls_at_once() {
    all(|seed, _, _, log| {
        let mut by_team: BTreeMap<&TeamId, Vec<(Nanoseconds, Nanoseconds)>> = BTreeMap::new();
        for trip in &log.trips {
            by_team.entry(&trip.team).or_default().push((trip.sent, trip.free));
        }
        for spans in by_team.values_mut() {
            spans.sort();
            assert!(spans.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{seed}: {spans:?}");
        }
    });
}

#[test]
fn times_add_up_and_never_run_backwards() {
    all(|seed, scenario, ways, log| {
        for trip in &log.trips {
            let call = scenario.calls.iter().find(|call| call.incident == trip.incident).unwrap();
            assert!(trip.called == call.at && trip.sent >= trip.called, "{seed}");
            let unit = scenario.units.iter().find(|unit| unit.team == trip.team).unwrap();
            let way = |from, to| Way { profile: unit.profile, from, to, pace: Pace::Urgent };
            assert_eq!(Some(trip.drive), ways.drive(way(trip.from, call.place)), "{seed}");
            let onward = match (call.then, trip.delivered) {
                (dispatch::simulate::Then::Deliver { stay }, Some(delivered)) => {
                    let nearest =
                        scenario.destinations.iter().filter_map(|&to| ways.drive(way(call.place, to)));
                    assert_eq!(nearest.min(), Some(delivered.drive), "{seed}");
                    delivered.drive + stay
                }
                (_, None) => Nanoseconds::ZERO,
                other => panic!("{seed}: {other:?}"),
            };
            assert_eq!(trip.free, trip.arrived() + call.on_scene + onward, "{seed}");
            assert_eq!(trip.response(), trip.arrived() - trip.called, "{seed}");
        }
    });
}

#[test]
fn neither_the_order_of_the_input_nor_a_second_run_changes_anything() {
    for seed in 0..CASES {
        let (scenario, ways) = draw(seed, MIDDLING);
        let log = simulate(&scenario, &ways, &NearestFirst(&ways)).unwrap();
        assert_eq!(log, simulate(&scenario, &ways, &NearestFirst(&ways)).unwrap(), "{seed}");
        let other = shuffled(scenario, seed);
        assert_eq!(log, simulate(&other, &ways, &NearestFirst(&ways)).unwrap(), "{seed}");
    }
}

#[test]
fn where_a_unit_is_follows_from_its_trips() {
    all(|seed, scenario, ways, log| {
        for trip in &log.trips {
            let unit = scenario.units.iter().find(|unit| unit.team == trip.team).unwrap();
            if trip.drive > Nanoseconds::ZERO {
                assert_eq!(log.unit_at(unit, trip.sent, ways).0, Doing::Underway(&trip.incident), "{seed}");
            }
            if trip.on_scene > Nanoseconds::ZERO {
                let there = log.unit_at(unit, trip.arrived(), ways);
                assert_eq!(there, (Doing::OnScene(&trip.incident), trip.to), "{seed}");
            }
            // A unit is where the chooser was told that it is, if it was not sent at the instant at which it is free.
            let before = trip.sent.less(Nanoseconds(1));
            let (doing, place) = log.unit_at(unit, before, ways);
            if scenario.way_back == WayBack::BaseFirst && doing == Doing::Waits {
                assert_eq!(place, trip.from, "{seed}");
            }
        }
        for unit in &scenario.units {
            let (doing, place) = log.unit_at(unit, minutes(100_000.0), ways);
            assert_eq!((doing, place), (Doing::Waits, unit.base), "{seed}");
        }
    });
}

#[test]
fn with_base_first_units_start_at_their_base_or_where_they_become_free() {
    all(|seed, scenario, _, log| {
        if scenario.way_back == WayBack::MayBeSent {
            return;
        }
        for trip in &log.trips {
            let unit = scenario.units.iter().find(|unit| unit.team == trip.team).unwrap();
            let from_call = log.trips.iter().any(|before| {
                before.team == trip.team && before.free == trip.sent && before.ends_at() == trip.from
            });
            assert!(trip.from == unit.base || from_call, "{seed}");
        }
    });
}

#[test]
fn figures_count_every_call_and_every_minute() {
    all(|seed, scenario, _, log| {
        let deadline = minutes(12.0);
        let outcome = Outcome::of(scenario, log, deadline, |incident| incident.as_str().len() % 2);
        let calls: usize = outcome.late.values().map(|late| late.calls).sum();
        assert_eq!(calls, scenario.calls.len(), "{seed}");
        let late: usize = outcome.late.values().map(|late| late.late).sum();
        let over = log.trips.iter().filter(|trip| trip.response() > deadline).count();
        assert_eq!(late, over + log.waiting.len(), "{seed}");
        let trips: usize = outcome.workload.iter().map(|load| load.trips).sum();
        assert_eq!((trips, outcome.workload.len()), (log.trips.len(), scenario.units.len()), "{seed}");
        let busiest = outcome.workload.iter().map(|load| load.busy).max().unwrap();
        assert!(busiest <= outcome.length, "{seed}");
        let spread = outcome.response.unwrap();
        assert!(
            spread.median <= spread.p90 && spread.p90 <= spread.p95 && spread.p95 <= spread.max,
            "{seed}"
        );
    });
}

#[test]
fn places_on_a_way_are_all_those_that_a_unit_passes() {
    let (mut listed, mut of) = (0, 0);
    for seed in 0..CASES {
        let (scenario, ways) = draw(seed, MIDDLING);
        for (call, unit) in scenario.calls.iter().zip(scenario.units.iter().cycle()) {
            let way = Way { profile: unit.profile, from: call.place, to: unit.base, pace: Pace::Quiet };
            let (whole, places) = (ways.drive(way).unwrap(), ways.places_on(way).unwrap());
            for step in 0..500 {
                let place = ways.place_after(way, Nanoseconds(whole.0 / 500 * step));
                assert!(places.contains(&place), "{seed}: {place:?} is not among {places:?}");
            }
            (listed, of) = (listed + places.len(), of + ways.len());
        }
    }
    assert!(listed * 2 < of, "a list of everything says nothing: {listed} of {of}");
}
