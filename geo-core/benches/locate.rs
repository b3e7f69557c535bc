//! How many positions a second are located in the areas of all levels: 50,176 grids and what is above them.

mod scenario;

use geo_core::{AreaIndex, Level};
use scenario::{Dice, Stopwatch, city};
use std::hint::black_box;

fn main() {
    let areas = city(224);
    let points: usize =
        areas.iter().flat_map(|(.., shape)| &shape.polygons).map(|part| part.outer.len()).sum();
    println!("{} areas, {points} points", areas.len());
    let mut dice = Dice(7);
    let positions: Vec<_> = (0..1_000_000).map(|_| dice.position()).collect();
    for (name, wanted) in [("all four levels", &Level::ALL[..]), ("the finest level", &[Level::Grid][..])] {
        let start = Stopwatch::start();
        let chosen = areas.iter().filter(|(level, ..)| wanted.contains(level));
        let index = AreaIndex::build(chosen.map(|(level, key, shape)| (*level, *key, shape)));
        println!("{name}: built in {:.0} ms", start.seconds() * 1e3);
        let best = (0..5)
            .map(|_| {
                let start = Stopwatch::start();
                let hits: usize =
                    positions.iter().map(|position| black_box(index.locate(*position)).len()).sum();
                black_box(hits);
                start.seconds()
            })
            .fold(f64::INFINITY, f64::min);
        println!(
            "{name}: {:.0} locate/s ({:.0} ns each)",
            positions.len() as f64 / best,
            best * 1e9 / positions.len() as f64
        );
    }
}
