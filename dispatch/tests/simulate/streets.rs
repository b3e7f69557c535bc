//! Runs over roads, chosen by the service's own proposal.

use dispatch::choose::{self, Duty, Policy, Standing, Whereabouts};
use dispatch::roads::{OsmWay, RoadNetwork, Router};
use dispatch::simulate::{
    ByProposal, Call, Limits, Nanoseconds, NearestFirst, OverRoads, Pace, QuietShare, Scenario, Then, Unit,
    Way, WayBack, Ways, simulate, yardstick,
};
use dispatch::{Profile, TeamKind};
use geo_core::{Milliseconds, Position};
use std::collections::BTreeMap;

fn corner(column: i64, row: i64) -> Position {
    Position::new(114.2 + column as f64 * 0.005, 30.5 + row as f64 * 0.005).unwrap()
}

/// Six by six streets.
fn lattice() -> Router {
    let id = |column: i64, row: i64| 1 + row * 6 + column;
    let nodes = (0..6).flat_map(|row| (0..6).map(move |column| (id(column, row), corner(column, row))));
    let street = |number: i64, nodes: Vec<i64>| OsmWay {
        id: number,
        nodes,
        tags: vec![("highway".into(), "residential".into())],
    };
    let across = (0..6).map(|row| street(1 + row, (0..6).map(|column| id(column, row)).collect()));
    let along = (0..6).map(|column| street(101 + column, (0..6).map(|row| id(column, row)).collect()));
    Router::new(RoadNetwork::build(nodes.collect(), across.chain(along).collect()).unwrap())
}

fn scenario() -> Scenario<Position> {
    let unit = |(number, (column, row)): (usize, (i64, i64))| Unit {
        team: format!("{number}队").parse().unwrap(),
        profile: Profile::Car,
        base: corner(column, row),
    };
    // First more than can be done, then at leisure.
    let at = |number: u64| if number < 15 { number * 2 } else { 70 + (number - 15) * 5 };
    let call = |number: u64| Call {
        incident: format!("20261122-{number:04}").parse().unwrap(),
        at: Nanoseconds(at(number) * Nanoseconds::MINUTE.0),
        place: corner((number * 5 % 6) as i64, (number * 7 % 5) as i64),
        on_scene: Nanoseconds(9 * Nanoseconds::MINUTE.0),
        then: if number.is_multiple_of(3) { Then::Deliver { stay: Nanoseconds::MINUTE } } else { Then::Free },
    };
    Scenario {
        units: [(0, 0), (5, 5), (2, 3)].into_iter().enumerate().map(unit).collect(),
        calls: (0..30).map(call).collect(),
        destinations: vec![corner(4, 1)],
        way_back: WayBack::MayBeSent,
        limits: Limits::default(),
    }
}

fn by_proposal<'a>(scenario: &Scenario<Position>, router: &'a Router, kind: TeamKind) -> ByProposal<'a> {
    let unit = |unit: &Unit<Position>| {
        let known = choose::Unit {
            team: unit.team.clone(),
            kind,
            profile: unit.profile,
            home: None,
            duty: Duty::On,
            above: Vec::new(),
            standing: Standing::Free,
            unavailable: None,
            retired: false,
            turnout: Milliseconds(0),
            whereabouts: Whereabouts::Unknown,
        };
        (unit.team.clone(), known)
    };
    let call = |call: &Call<Position>| {
        let known = choose::Call {
            position: call.place,
            areas: vec![],
            suited: vec![TeamKind::Patrol],
            around: Default::default(),
        };
        (call.incident.clone(), known)
    };
    ByProposal {
        units: scenario.units.iter().map(unit).collect(),
        calls: scenario.calls.iter().map(call).collect::<BTreeMap<_, _>>(),
        travel_times: router,
        handicaps: Default::default(),
        policy: Policy { home_handicap: Milliseconds(0), stale_after: Milliseconds::from_minutes(10) },
    }
}

#[test]
fn without_homes_and_rules_that_bar_the_service_sends_the_nearest() {
    let (router, scenario) = (lattice(), scenario());
    let ways = OverRoads::new(&router, vec![], QuietShare::new(0.7).unwrap());
    let proposed = simulate(&scenario, &ways, &by_proposal(&scenario, &router, TeamKind::Patrol)).unwrap();
    let nearest = simulate(&scenario, &ways, &NearestFirst(&ways)).unwrap();
    assert_eq!(proposed, nearest);
    assert_eq!(proposed.trips.len(), 30);
    assert!(proposed.trips.iter().any(|trip| trip.sent > trip.called), "somebody had to wait");
    let between = |trip: &dispatch::simulate::Trip<Position>| {
        scenario.units.iter().all(|unit| unit.base != trip.from)
            && scenario.calls.iter().all(|call| call.place != trip.from)
    };
    assert!(proposed.trips.iter().any(between), "somebody was sent from the middle of a street");
    let ratio = yardstick(&scenario, &ways, &proposed).unwrap().ratio(&proposed);
    assert!(ratio.is_none_or(|ratio| ratio >= 1.0));
}

#[test]
fn its_rules_hold_in_a_run() {
    let (router, scenario) = (lattice(), scenario());
    let ways = OverRoads::new(&router, vec![], QuietShare::AS_URGENT);
    let unsuited = by_proposal(&scenario, &router, TeamKind::DutyGroup);
    let log = simulate(&scenario, &ways, &unsuited).unwrap();
    assert_eq!((log.trips.len(), log.waiting.len()), (0, 30));
}

#[test]
fn a_unit_on_its_way_is_on_the_street() {
    let router = lattice();
    let ways = OverRoads::new(&router, vec![], QuietShare::AS_URGENT);
    let way = Way { profile: Profile::Car, from: corner(0, 0), to: corner(4, 0), pace: Pace::Quiet };
    let whole = ways.drive(way).unwrap();
    let middle = ways.place_after(way, Nanoseconds(whole.0 / 2));
    assert!((middle.lon() - corner(2, 0).lon()).abs() < 1e-4, "{middle:?}");
    assert!((middle.lat() - corner(2, 0).lat()).abs() < 1e-4, "{middle:?}");
    assert_eq!(ways.place_after(way, Nanoseconds::ZERO), way.from);
}
