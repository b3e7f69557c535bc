//! Joint optima of the sizes that a command centre meets, with reasons, and what the checker takes beside them.
//! `cargo bench -p dispatch --bench joint`.
//!
//! Arrivals follow from places: units and incidents lie in a district of 20 × 20 km, and a millisecond passes for each
//! 7 mm of the way along the axes. Times are of [`JointProblem::new`] and [`optimize`] together, given the table; the
//! checker's are given apart.

use dispatch::joint::{
    Bond, Candidate, ExtraCost, JointProblem, OpenIncident, Preemption, Price, Situation, Slot, StandingPair,
    Target, Tier, UnitAt, Weight, check, optimize, why_not,
};
use geo_core::Milliseconds;
use std::hint::black_box;
use std::time::Instant;

/// SplitMix64 (Steele et al. 2014).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % limit
    }
}

/// How many nearest units are in the table of an incident.
#[derive(Clone, Copy)]
enum Listed {
    All,
    Nearest(usize),
}

/// To what arrivals are rounded.
#[derive(Clone, Copy)]
struct Grain(u64);

fn situation(
    seed: u64,
    incidents: usize,
    units: usize,
    tiers: u64,
    listed: Listed,
    grain: Grain,
) -> Situation {
    let mut dice = Dice(seed);
    let mut place = || (dice.below(20_000_000), dice.below(20_000_000));
    let homes: Vec<_> = (0..units).map(|_| place()).collect();
    let calls: Vec<_> = (0..incidents).map(|_| place()).collect();
    let open = |(number, &(x, y)): (usize, &(u64, u64))| {
        let arrival =
            |&(east, north): &(u64, u64)| (x.abs_diff(east) + y.abs_diff(north)) / 7 / grain.0 * grain.0;
        let mut candidates: Vec<Candidate> = (0..)
            .zip(&homes)
            .map(|(unit, home)| Candidate {
                unit: UnitAt(unit),
                arrival: Milliseconds(arrival(home)),
                extra: ExtraCost(0),
            })
            .collect();
        if let Listed::Nearest(count) = listed {
            candidates.select_nth_unstable_by_key(count - 1, |candidate| candidate.arrival.0);
            candidates.truncate(count);
            candidates.shrink_to_fit();
        }
        OpenIncident {
            incident: format!("20261122-{number:05}").parse().expect("an id"),
            tier: Tier(1 + (number as u64 * 7 % tiers) as u8),
            weight: Weight(1 + (number % 5) as u32),
            slots: vec![Slot { candidates }],
        }
    };
    Situation {
        incidents: calls.iter().enumerate().map(open).collect(),
        units: (0..units).map(|unit| format!("T{unit:05}").parse().expect("a call sign")).collect(),
        preemption: Preemption::by_higher_tiers(),
        ..Situation::default()
    }
}

/// The same situation when the optimum has been acted upon and a tenth of the units has moved on.
fn a_minute_later(mut situation: Situation) -> Situation {
    let problem = JointProblem::new(situation.clone()).expect("sound");
    let pairs = optimize(&problem).pairings.into_iter();
    situation.standing = pairs
        .map(|pairing| StandingPair {
            unit: pairing.unit,
            slot: pairing.slot,
            bond: Bond::Underway { price: Price(30_000) },
        })
        .collect();
    for slot in situation.incidents.iter_mut().flat_map(|open| &mut open.slots) {
        for candidate in slot.candidates.iter_mut().filter(|candidate| candidate.unit.0 % 10 == 0) {
            candidate.arrival.0 = candidate.arrival.0 * 3 / 2;
        }
    }
    situation
}

/// Median, 99th percentile and, for machines that are not quiet, the least, in milliseconds.
fn of(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    let (median, p99) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    format!("{median:.1} ms median, {p99:.1} ms p99, {:.1} ms least", times[0])
}

/// The greatest resident memory so far, where the system tells.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("unknown");
    line.trim().to_owned()
}

fn measure(name: &str, runs: u64, make: impl Fn(u64) -> Situation) {
    let _refused = std::fs::write("/proc/self/clear_refs", "5");
    let (mut solving, mut checking, mut filled) = (Vec::new(), Vec::new(), 0);
    for seed in 0..runs {
        let situation = make(seed);
        let began = Instant::now();
        let problem = JointProblem::new(situation).expect("sound");
        let optimum = optimize(&problem);
        solving.push(began.elapsed().as_secs_f64() * 1e3);
        let began = Instant::now();
        let faults = check(problem.situation(), black_box(&optimum));
        checking.push(began.elapsed().as_secs_f64() * 1e3);
        assert!(faults.is_empty(), "{faults:?}");
        filled += optimum.pairings.len() as u64;
    }
    println!(
        "{name}: {}; checked: {}; {} filled; peak {} with its table",
        of(solving),
        of(checking),
        filled / runs,
        peak()
    );
}

fn main() {
    let millisecond = Grain(1);
    let plain = |incidents, units, tiers, listed, grain| {
        move |seed| situation(seed, incidents, units, tiers, listed, grain)
    };
    let thirty = Listed::Nearest(30);
    measure("joint 500 × 2000, 30 candidates each", 100, plain(500, 2_000, 4, thirty, millisecond));
    measure("joint 500 × 2000, dense", 100, plain(500, 2_000, 4, Listed::All, millisecond));
    measure("joint 500 × 2000, dense, one tier", 50, plain(500, 2_000, 1, Listed::All, millisecond));
    measure("joint 500 × 2000, dense, whole minutes", 50, plain(500, 2_000, 4, Listed::All, Grain(60_000)));
    measure("joint 500 × 2000, dense, a minute later", 50, |seed| {
        a_minute_later(situation(seed, 500, 2_000, 4, Listed::All, millisecond))
    });
    measure("joint 2000 × 2000, dense, one tier", 5, plain(2_000, 2_000, 1, Listed::All, millisecond));
    measure("joint 10000 × 2000, 30 candidates each", 10, plain(10_000, 2_000, 4, thirty, millisecond));
    measure("joint 10000 × 2000, 30 each, whole minutes", 5, plain(10_000, 2_000, 4, thirty, Grain(60_000)));
    measure("joint 10000 × 2000, dense", 1, plain(10_000, 2_000, 4, Listed::All, millisecond));
    one_question();
}

/// One "why not this unit?" after the optimum is known.
fn one_question() {
    let problem = JointProblem::new(situation(1, 500, 2_000, 4, Listed::All, Grain(1))).expect("sound");
    let optimum = optimize(&problem);
    let target = Target::Slot(optimum.pairings[250].slot.clone());
    let ask = |number: usize| {
        let began = Instant::now();
        let unit = &problem.situation().units[number * 19];
        black_box(why_not(&problem, &optimum, unit, &target, &|_| Vec::new()).expect("known"));
        began.elapsed().as_secs_f64() * 1e3
    };
    println!("joint 500 × 2000, dense, one why not: {}", of((0..100).map(ask).collect()));
}
