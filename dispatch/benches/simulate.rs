//! Calls simulated in a second, and the lower bound beside them. `cargo bench -p dispatch --bench simulate`.
//!
//! A region of 231 places, 24 units at 20 bases, a call every ten minutes on average: the size of the ambulance region
//! whose recorded runs `prove dispatch-replay-utrecht` replays, with places and calls from a seed.

use dispatch::Profile;
use dispatch::simulate::{
    Call, Limits, Nanoseconds, NearestFirst, OnPlane, PlaceAt, QuietShare, Scenario, Then, TimeTable, Unit,
    WayBack, lower_bound, simulate, spent,
};
use geo_core::Metres;
use std::hint::black_box;
use std::time::Instant;

const PLACES: u64 = 231;
const UNITS: u64 = 24;
const CALLS: u64 = 20_000;
const RUNS: usize = 9;

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

    fn place(&mut self) -> PlaceAt {
        PlaceAt(self.below(PLACES) as u32)
    }

    fn minutes(&mut self, limit: u64) -> Nanoseconds {
        Nanoseconds(self.below(limit * Nanoseconds::MINUTE.0))
    }
}

fn region(dice: &mut Dice) -> TimeTable {
    let spots: Vec<(f64, f64)> =
        (0..PLACES).map(|_| (dice.below(60_000) as f64, dice.below(40_000) as f64)).collect();
    let time = |from: &(f64, f64), to: &(f64, f64)| {
        let kilometres = (from.0 - to.0).hypot(from.1 - to.1) / 1000.0;
        Nanoseconds::MINUTE.times(kilometres).expect("a short time")
    };
    let urgent = spots.iter().flat_map(|from| spots.iter().map(move |to| time(from, to))).collect();
    let places = spots.iter().map(|&(x, y)| OnPlane { x: Metres(x), y: Metres(y) }).collect();
    TimeTable::new(places, urgent, QuietShare::new(0.95).expect("a share")).expect("a table")
}

fn main() {
    let mut dice = Dice(11);
    let ways = region(&mut dice);
    let bases: Vec<PlaceAt> = (0..20).map(|_| dice.place()).collect();
    let units = (0..UNITS).map(|number| Unit {
        team: format!("T{number:02}").parse().expect("a call sign"),
        profile: Profile::Car,
        base: bases[(number % 20) as usize],
    });
    let mut at = Nanoseconds::ZERO;
    let calls = (0..CALLS).map(|number| {
        at = at + dice.minutes(20);
        Call {
            incident: format!("C{number:06}").parse().expect("a number"),
            at,
            place: dice.place(),
            on_scene: dice.minutes(40),
            then: if dice.below(3) > 0 { Then::Deliver { stay: dice.minutes(40) } } else { Then::Free },
        }
    });
    let scenario = Scenario {
        calls: calls.collect(),
        units: units.collect(),
        destinations: bases[..4].to_vec(),
        way_back: WayBack::MayBeSent,
        limits: Limits::default(),
    };
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let began = Instant::now();
        black_box(simulate(&scenario, &ways, &NearestFirst(&ways)).expect("sound"));
        times.push(began.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    let rate = |seconds: f64| CALLS as f64 / seconds;
    println!(
        "simulate {CALLS} calls, {UNITS} units, {PLACES} places: {:.0} calls / s median, {:.0} at best",
        rate(times[RUNS / 2]),
        rate(times[0])
    );
    let log = simulate(&scenario, &ways, &NearestFirst(&ways)).expect("sound");
    let began = Instant::now();
    let bound = lower_bound(&scenario, &ways);
    println!(
        "lower bound of the same: {:.0} ms, the run at most {:.3} times the optimum",
        began.elapsed().as_secs_f64() * 1e3,
        spent(&log).0 as f64 / bound.0 as f64
    );
}
