//! What each step promises, on small random maps where everything can be checked by looking at every pair.

mod faces;
mod noding;
mod tolerance;

use super::budget::Budget;
use super::edges::{Collector, Edge};
use super::tolerance::Tolerance;
use crate::plane::{Point, cross, dot};
use proptest::prelude::*;

pub fn point(x: i64, y: i64) -> Point {
    Point::new(x, y)
}

/// More than small maps ask for.
pub fn amply() -> Budget {
    Budget::for_lines(1)
}

pub fn noded(edges: Vec<Edge>) -> Vec<Edge> {
    super::noding::noded(edges, amply()).unwrap()
}

pub fn gathered(edges: Vec<Edge>, by: Tolerance) -> Vec<Edge> {
    super::tolerance::gathered(edges, by, amply()).unwrap()
}

/// A coordinate: mostly from a few, so that much falls together, sometimes anywhere on the earth.
fn coordinate() -> impl Strategy<Value = i64> {
    prop_oneof![4 => 0_i64..12, 3 => 0_i64..60, 1 => -900_000_000_i64..900_000_000]
}

/// Points of one scale: those of one map lie together.
pub fn points(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Point>> {
    let scale = prop_oneof![Just(12_i64), Just(40), Just(1_000), Just(1_800_000_000)];
    scale.prop_flat_map(move |side| {
        let one = prop_oneof![
            5 => (0..side, 0..side),
            1 => (coordinate(), coordinate()),
        ];
        prop::collection::vec(one.prop_map(|(x, y)| point(x, y)), count.clone())
    })
}

/// Single lines, each with an area of its own on the left.
pub fn lines(points: &[Point]) -> Vec<Edge> {
    let mut collector = Collector::default();
    for (area, ends) in points.chunks_exact(2).enumerate() {
        collector.add(ends[0], ends[1], area as u32, 1);
    }
    collector.edges()
}

/// Closed walks, each around an area of its own, however often they cross themselves.
pub fn walks(points: &[Point], corners: usize) -> Vec<Edge> {
    let mut collector = Collector::default();
    for (area, ring) in points.chunks_exact(corners).enumerate() {
        for (from, to) in crate::plane::edges(ring) {
            collector.add(from, to, area as u32, 1);
        }
    }
    collector.edges()
}

/// The square of the distance of a point from a line, as a fraction.
pub fn squared_distance(from: Point, to: Point, point: Point) -> (i128, i128) {
    let (along, length) = (dot(from, to, point), dot(from, to, to));
    match along {
        _ if along <= 0 => (dot(from, point, point), 1),
        _ if along >= length => (dot(to, point, point), 1),
        _ => {
            let off = cross(from, to, point);
            match off.checked_mul(off) {
                Some(squared) => (squared, length),
                None => (off.abs() / length * off.abs(), 1),
            }
        }
    }
}

/// The lines of one area among some.
pub fn of_area(edges: &[Edge], area: u32) -> impl Iterator<Item = &Edge> {
    edges.iter().filter(move |edge| edge.sides.iter().any(|(key, _)| *key == area))
}

/// Where the lines of each area lead to, when walked one after the other.
pub fn way(edges: &[Edge], area: u32) -> (i64, i64) {
    let steps = of_area(edges, area).map(|edge| {
        let weight =
            edge.sides.iter().find(|(key, _)| *key == area).map_or(0, |(_, weight)| i64::from(*weight));
        (weight * (edge.to.x - edge.from.x), weight * (edge.to.y - edge.from.y))
    });
    steps.fold((0, 0), |sum, step| (sum.0 + step.0, sum.1 + step.1))
}
