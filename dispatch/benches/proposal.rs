//! One call against a thousand teams by road, with rules, reasons and the checker, as the server does it.
//! The streets are a lattice of 150 × 150 junctions, the size of a district's centre. `cargo bench -p dispatch
//! --bench proposal`.

use dispatch::choose::{Call, Duty, Policy, Standing, Unit, Whereabouts, check, propose};
use dispatch::roads::{OsmWay, RoadNetwork, Router};
use dispatch::{Profile, TeamKind};
use geo_core::{Milliseconds, Position};
use std::hint::black_box;
use std::time::Instant;

/// Junctions on a side.
const SIDE: i64 = 150;
const TEAMS: usize = 1_000;
const CALLS: usize = 200;

fn corner(column: i64, row: i64) -> Position {
    Position::new(114.2 + column as f64 * 0.001, 30.5 + row as f64 * 0.001).expect("on the earth")
}

fn streets() -> RoadNetwork {
    let id = |column: i64, row: i64| 1 + row * SIDE + column;
    let nodes = (0..SIDE)
        .flat_map(|row| (0..SIDE).map(move |column| (id(column, row), corner(column, row))))
        .collect();
    let street = |number: i64, nodes: Vec<i64>| OsmWay {
        id: number,
        nodes,
        tags: vec![("highway".into(), if number % 10 == 0 { "primary" } else { "residential" }.into())],
    };
    let across = (0..SIDE).map(|row| street(1 + row, (0..SIDE).map(|column| id(column, row)).collect()));
    let along =
        (0..SIDE).map(|column| street(1_001 + column, (0..SIDE).map(|row| id(column, row)).collect()));
    RoadNetwork::build(nodes, across.chain(along).collect()).expect("a lattice is a road network")
}

/// Numbers that follow from a seed: a linear congruential generator is enough to scatter teams.
struct Dice(u64);

impl Dice {
    fn place(&mut self) -> Position {
        let mut below = |limit: i64| {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((self.0 >> 33) as i64) % limit
        };
        corner(below(SIDE), below(SIDE))
    }
}

fn main() {
    let router = Router::new(streets());
    let mut dice = Dice(7);
    let units: Vec<Unit> = (0..TEAMS)
        .map(|number| Unit {
            team: format!("T{number:04}").parse().expect("a call sign"),
            kind: TeamKind::Patrol,
            profile: Profile::ALL[number % 3],
            home: None,
            duty: Duty::On,
            above: Vec::new(),
            standing: Standing::Free,
            unavailable: None,
            retired: false,
            turnout: Milliseconds(0),
            whereabouts: Whereabouts::Fix { position: dice.place(), age: Milliseconds(1_000) },
        })
        .collect();
    let policy =
        Policy { home_handicap: Milliseconds::from_minutes(3), stale_after: Milliseconds::from_minutes(10) };
    let mut times: Vec<f64> = (0..CALLS)
        .map(|_| {
            let call = Call {
                position: dice.place(),
                areas: Vec::new(),
                suited: vec![TeamKind::Patrol],
                around: Default::default(),
            };
            let started = Instant::now();
            let proposal = propose(&call, &units, &router, &policy);
            let faults = check(&call, &units, &policy, black_box(&proposal));
            let took = started.elapsed().as_secs_f64() * 1e3;
            assert!(faults.is_empty() && proposal.ranked.len() == TEAMS);
            took
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!(
        "proposal among {TEAMS} teams, checked: {:.2} ms median, {:.2} ms p99",
        times[CALLS / 2],
        times[CALLS * 99 / 100]
    );
}
