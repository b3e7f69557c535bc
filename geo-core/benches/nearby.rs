//! Nearest ten of 100,000 teams of which a tenth move each second, and of as many depots that stand still.

mod scenario;

use geo_core::{Metres, MovingIndex, PointIndex};
use scenario::{Dice, Stopwatch};
use std::hint::black_box;

const TEAMS: u32 = 100_000;
const MOVES: u32 = 10_000;
const QUESTIONS: u32 = 50_000;

fn main() {
    let mut dice = Dice(11);
    let places: Vec<_> = (0..TEAMS).map(|team| (team, dice.position())).collect();
    let start = Stopwatch::start();
    let mut moving: MovingIndex<u32> = places.iter().copied().collect();
    println!("moving index: built in {:.0} ms", start.seconds() * 1e3);
    // Some seconds of the city: each second a tenth of the teams moves, questions in between.
    let (mut asking, mut going) = (0.0, 0.0);
    for _ in 0..5 {
        for _ in 0..10 {
            let steps: Vec<_> = (0..MOVES / 10).map(|_| (dice.below(TEAMS), dice.position())).collect();
            let start = Stopwatch::start();
            for (team, position) in steps {
                black_box(moving.upsert(team, position));
            }
            going += start.seconds();
            let from: Vec<_> = (0..QUESTIONS / 10).map(|_| dice.position()).collect();
            let start = Stopwatch::start();
            for position in from {
                black_box(moving.nearest(position, 10));
            }
            asking += start.seconds();
        }
    }
    println!("moving index: nearest 10 of {TEAMS} in {:.2} µs", asking * 1e6 / f64::from(5 * QUESTIONS));
    println!("moving index: a move in {:.2} µs", going * 1e6 / f64::from(5 * MOVES));

    let start = Stopwatch::start();
    let still = PointIndex::build(places);
    println!("point index: built in {:.0} ms", start.seconds() * 1e3);
    let from: Vec<_> = (0..QUESTIONS).map(|_| dice.position()).collect();
    let start = Stopwatch::start();
    for position in &from {
        black_box(still.nearest(*position, 10));
    }
    println!("point index: nearest 10 of {TEAMS} in {:.2} µs", start.seconds() * 1e6 / f64::from(QUESTIONS));
    let start = Stopwatch::start();
    let found: usize =
        from.iter().map(|position| black_box(still.within(*position, Metres(500.0))).len()).sum();
    let each = start.seconds() * 1e6 / f64::from(QUESTIONS);
    println!("point index: within 500 m ({:.1} found) in {each:.2} µs", found as f64 / f64::from(QUESTIONS));
}
