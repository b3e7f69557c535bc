//! Made-up cities for measuring: the same for every run, every crate and every machine.
#![allow(dead_code, reason = "each bench uses its part")]

use geo_core::{Level, Polygon, Position, Ring, Shape};
use std::time::Instant;

/// Time on a processor, so that a busy machine does not count; where the system does not tell, time on the wall.
pub struct Stopwatch {
    processor: Option<f64>,
    wall: Instant,
}

impl Stopwatch {
    pub fn start() -> Self {
        Self { processor: on_processor(), wall: Instant::now() }
    }

    pub fn seconds(&self) -> f64 {
        match (self.processor, on_processor()) {
            (Some(start), Some(now)) => now - start,
            _ => self.wall.elapsed().as_secs_f64(),
        }
    }
}

/// Linux tells how many nanoseconds this thread has run. It counts when a thread gives way, otherwise only now and then.
fn on_processor() -> Option<f64> {
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = text.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// South-west corner and size of the city in units of 1e-7 degree: about 96 by 100 km.
const CITY: ((i32, i32), i32) = ((1_140_000_000, 300_000_000), 9_000_000);
/// Pieces of each side of a cell. Five make twenty points a cell, about what real grids have.
const PIECES: usize = 5;

/// A small generator of numbers that look random (SplitMix64, Steele, Lea and Flood 2014).
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: u32) -> u32 {
        (((self.next() >> 32) * u64::from(limit)) >> 32) as u32
    }

    /// A position anywhere in the city.
    pub fn position(&mut self) -> Position {
        let ((west, south), side) = CITY;
        let (dx, dy) = (self.below(side as u32) as i32, self.below(side as u32) as i32);
        Position::from_e7(west + dx, south + dy).unwrap()
    }
}

/// `cells` by `cells` areas of crooked, shared borders, and above them levels of 4 × 4, 16 × 16 and 64 × 64 of them.
pub fn city(cells: usize) -> Vec<(Level, u32, Shape)> {
    let levels = [(Level::Grid, 1), (Level::Community, 4), (Level::Township, 16), (Level::District, 64)];
    let mut areas = Vec::new();
    for (level, block) in levels {
        let places = (0..cells).step_by(block).flat_map(|i| (0..cells).step_by(block).map(move |j| (i, j)));
        areas.extend(places.map(|(i, j)| {
            let (i_end, j_end) = ((i + block).min(cells), (j + block).min(cells));
            (level, (i * cells + j) as u32, block_of(cells, (i, j), (i_end, j_end)))
        }));
    }
    areas
}

fn block_of(cells: usize, low: (usize, usize), high: (usize, usize)) -> Shape {
    let ((a0, b0), (a1, b1)) = ((low.0 * PIECES, low.1 * PIECES), (high.0 * PIECES, high.1 * PIECES));
    let south = (a0..a1).map(|a| (a, b0));
    let east = (b0..b1).map(|b| (a1, b));
    let north = (a0 + 1..=a1).rev().map(|a| (a, b1));
    let west = (b0 + 1..=b1).rev().map(|b| (a0, b));
    let outer: Ring = south.chain(east).chain(north).chain(west).map(|(a, b)| lattice(cells, a, b)).collect();
    Shape { polygons: vec![Polygon { outer, holes: vec![] }] }
}

/// A point of the lattice of border points, shaken by less than half a piece.
fn lattice(cells: usize, a: usize, b: usize) -> Position {
    let ((west, south), side) = CITY;
    let piece = side as usize / (cells * PIECES);
    let mut dice = Dice((a * 1_000_003 + b) as u64);
    let mut shaken = |place: usize| (place * piece + dice.below((piece / 2) as u32) as usize) as i32;
    Position::from_e7(west + shaken(a), south + shaken(b)).unwrap()
}
