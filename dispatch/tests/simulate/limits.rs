//! Units in their turns of duty, units that suit, and incidents that need several.

use crate::cases::{Dice, MIDDLING, draw, minutes, shuffled, unit};
use dispatch::simulate::{
    Call, Figures, Limits, Nanoseconds, NearestFirst, NearestSuited, Needing, Needs, PlaceAt, Progress,
    Scenario, Sending, SimulationError, Then, Turn, WayBack, lower_bound, simulate, simulate_watched, spent,
};
use dispatch::{IncidentId, TeamId};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

/// For each call some of the units, at least one.
pub fn some_suit(scenario: &Scenario<PlaceAt>, seed: u64) -> BTreeMap<IncidentId, Arc<BTreeSet<TeamId>>> {
    let mut dice = Dice(seed ^ 0x5eed);
    let mut suited = BTreeMap::new();
    for call in &scenario.calls {
        let sure = dice.below(scenario.units.len() as u64) as usize;
        let mut some = BTreeSet::from([scenario.units[sure].team.clone()]);
        some.extend(scenario.units.iter().filter(|_| dice.below(2) == 0).map(|unit| unit.team.clone()));
        suited.insert(call.incident.clone(), Arc::new(some));
    }
    suited
}

/// Turns of eight hours, some units always on duty.
fn turns(scenario: &Scenario<PlaceAt>, seed: u64) -> BTreeMap<TeamId, Vec<Turn>> {
    let mut dice = Dice(seed ^ 0xd07);
    let mut duty = BTreeMap::new();
    for unit in &scenario.units {
        if dice.below(3) > 0 {
            let first = dice.below(600);
            let turn = |day: u64| Turn {
                from: minutes((first + day * 1_440) as f64),
                until: minutes((first + day * 1_440 + 480) as f64),
            };
            duty.insert(unit.team.clone(), (0..3).map(turn).collect());
        }
    }
    duty
}

#[test]
fn nobody_is_sent_who_may_not_be_and_the_bound_holds() {
    let mut near = 0.0_f64;
    for seed in 0..200 {
        let (mut scenario, ways) = draw(seed, MIDDLING);
        scenario.limits = Limits { duty: turns(&scenario, seed), suited: some_suit(&scenario, seed) };
        let rule = NearestSuited(&ways, &scenario.limits);
        let log = simulate(&scenario, &ways, &rule).unwrap();
        for trip in &log.trips {
            assert!(scenario.limits.on_duty(&trip.team, trip.sent), "{seed}: {trip:?}");
            assert!(scenario.limits.suits(&trip.team, &trip.incident), "{seed}: {trip:?}");
        }
        let again = shuffled(scenario.clone(), seed);
        assert_eq!(simulate(&again, &ways, &NearestSuited(&ways, &again.limits)).unwrap(), log, "{seed}");
        if log.waiting.is_empty() {
            let bound = lower_bound(&scenario, &ways);
            assert!(bound <= spent(&log), "{seed}: {bound:?} {:?}", spent(&log));
            near = near.max(bound.0 as f64 / spent(&log).0 as f64);
            let free = Scenario { limits: Limits::default(), ..scenario.clone() };
            assert!(lower_bound(&free, &ways) <= bound, "{seed}: limits never lower a bound");
        }
    }
    assert!(near > 0.4, "a bound that is never near says nothing: {near}");
}

fn call(incident: &str, at: f64, place: u32) -> Call<PlaceAt> {
    Call {
        incident: incident.parse().unwrap(),
        at: minutes(at),
        place: PlaceAt(place),
        on_scene: minutes(5.0),
        then: Then::Free,
    }
}

#[test]
fn a_call_waits_for_the_turn_of_a_unit_and_the_unit_finishes_after_it() {
    let ways = crate::stories::line();
    let (first, second) = (unit(0, PlaceAt(0)), unit(1, PlaceAt(2)));
    let turn = |from, until| vec![Turn { from: minutes(from), until: minutes(until) }];
    let scenario = Scenario {
        limits: Limits {
            duty: [(first.team.clone(), turn(0.0, 10.0)), (second.team.clone(), turn(60.0, 90.0))].into(),
            ..Limits::default()
        },
        units: vec![first, second],
        // The first is bound when its turn ends; the second comes on duty at 60.
        calls: vec![call("1", 5.0, 1), call("2", 12.0, 0), call("3", 95.0, 0)],
        destinations: vec![],
        way_back: WayBack::MayBeSent,
    };
    let log = simulate(&scenario, &ways, &NearestFirst(&ways)).unwrap();
    let told: Vec<_> = log
        .trips
        .iter()
        .map(|trip| (trip.incident.as_str(), trip.team.as_str(), trip.sent.minutes()))
        .collect();
    assert_eq!(told, [("1", "T000", 5.0), ("2", "T001", 60.0)]);
    assert_eq!(log.waiting, ["3".parse().unwrap()], "nobody is on duty any more");
    assert_eq!(log.trips[0].free, minutes(20.0));
    assert_eq!(log.trips[1].response(), minutes(68.0), "48 until somebody is on duty, and 20 of driving");
}

#[test]
fn an_incident_that_needs_several_is_complete_when_the_last_is_there() {
    let ways = crate::stories::line();
    let units = vec![unit(0, PlaceAt(0)), unit(1, PlaceAt(1)), unit(2, PlaceAt(2))];
    let team = |number: usize| units[number].team.clone();
    let any = |numbers: &[usize]| Arc::new(numbers.iter().map(|number| team(*number)).collect());
    let calls = vec![
        Needing { call: call("火警", 0.0, 1), needs: vec![any(&[0, 1]), any(&[0, 1]), any(&[2])] },
        Needing { call: call("求助", 1.0, 2), needs: vec![any(&[2])] },
        Needing { call: call("无人", 2.0, 2), needs: vec![any(&[0]), any(&[])] },
    ];
    let (needs, scenario) = Needs::scenario(units, calls, BTreeMap::new(), WayBack::BaseFirst);
    assert_eq!((needs.len(), scenario.calls.len()), (6, 6));
    let log = simulate(&scenario, &ways, &NearestSuited(&ways, &scenario.limits)).unwrap();
    let answers = needs.answers(&scenario, &log);
    let find = |incident: &str| answers.iter().find(|answer| answer.incident.as_str() == incident).unwrap();
    let fire = find("火警");
    let came: Vec<_> = fire.came.iter().map(|(need, team, _)| (*need, team.as_str())).collect();
    assert_eq!(came, [(0, "T001"), (1, "T000"), (2, "T002")], "no unit serves two needs");
    assert_eq!((fire.first(), fire.complete()), (Some(Nanoseconds::ZERO), Some(minutes(10.0))));
    let nobody = find("无人");
    assert_eq!((nobody.needed, nobody.came.len(), nobody.complete()), (2, 1, None));

    let figures = Figures::of(&answers, minutes(20.0), |incident| vec![incident.to_string(), "全区".into()]);
    assert_eq!((figures.unanswered, figures.incomplete), (0, 1));
    assert_eq!(figures.first.unwrap().count, 3);
    assert_eq!(figures.complete.unwrap().count, 2);
    assert_eq!((figures.late["全区"].calls, figures.late["火警"].late), (3, 0));
}

#[test]
fn who_watches_may_stop_the_run() {
    let (scenario, ways) = draw(7, MIDDLING);
    let mut seen: Vec<Progress> = Vec::new();
    let mut watch = |progress: Progress| {
        seen.push(progress);
        if progress.answered >= 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let stopped = simulate_watched(&scenario, &ways, &NearestFirst(&ways), &mut watch);
    let Err(SimulationError::Stopped { answered, calls: 40 }) = stopped else { panic!("{stopped:?}") };
    assert!(answered >= 10 && seen.is_sorted_by_key(|progress| (progress.now, progress.answered)));
}

#[test]
fn a_chooser_that_sends_whoever_does_not_suit_is_refused() {
    struct First;
    impl<P> dispatch::simulate::Chooser<P> for First {
        fn choose(&self, _: &[&Call<P>], _: &[dispatch::simulate::Free<'_, P>]) -> Vec<Sending> {
            vec![Sending { call: 0, unit: 0 }]
        }
    }
    let suited = [("1".parse().unwrap(), Arc::new(BTreeSet::from(["T001".parse().unwrap()])))].into();
    let scenario = Scenario {
        units: vec![unit(0, PlaceAt(0)), unit(1, PlaceAt(2))],
        calls: vec![call("1", 5.0, 1)],
        destinations: vec![],
        way_back: WayBack::MayBeSent,
        limits: Limits { suited, ..Limits::default() },
    };
    let refused = simulate(&scenario, &crate::stories::line(), &First).unwrap_err();
    assert_eq!(refused.code(), "simulate_choice_unsuited");
}
