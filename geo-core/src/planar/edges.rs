//! The lines of all outlines, each once, with the areas on its sides.

use super::AreaKey;
use crate::Shape;
use crate::plane::Point;
use smallvec::SmallVec;
use std::collections::BTreeMap;

/// How many times more often each area lies left of a line than right of it, in the line's direction. Sorted by area,
/// never zero: a line with the same ground on both sides is none.
pub(super) type Sides = SmallVec<[(AreaKey, i32); 2]>;

/// A line between two points of the grid, from the lesser to the greater.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edge {
    pub from: Point,
    pub to: Point,
    pub sides: Sides,
}

/// A stretch of border with an area on its left, or as often as said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Stretch {
    from: Point,
    to: Point,
    area: AreaKey,
    weight: i32,
}

/// Collects stretches in any direction and gives each line once.
#[derive(Debug, Default)]
pub(super) struct Collector {
    stretches: Vec<Stretch>,
}

impl Collector {
    pub fn with_capacity(capacity: usize) -> Self {
        Self { stretches: Vec::with_capacity(capacity) }
    }

    /// Adds a stretch from one point to another with `area` on its left, `weight` times.
    pub fn add(&mut self, from: Point, to: Point, area: AreaKey, weight: i32) {
        match from.cmp(&to) {
            std::cmp::Ordering::Less => self.stretches.push(Stretch { from, to, area, weight }),
            std::cmp::Ordering::Equal => {}
            std::cmp::Ordering::Greater => {
                self.stretches.push(Stretch { from: to, to: from, area, weight: -weight });
            }
        }
    }

    /// Adds a line with all that is on its sides along a chain of points.
    pub fn add_chain(&mut self, chain: impl IntoIterator<Item = Point>, sides: &Sides) {
        let mut before: Option<Point> = None;
        for point in chain {
            if let Some(before) = before {
                sides.iter().for_each(|(area, weight)| self.add(before, point, *area, *weight));
            }
            before = Some(point);
        }
    }

    /// Adds a closed walk with `area` on its left, `weight` times.
    pub fn add_ring(&mut self, ring: impl Iterator<Item = Point> + Clone, area: AreaKey, weight: i32) {
        for (from, to) in ring.clone().zip(ring.clone().skip(1).chain(ring.take(1))) {
            self.add(from, to, area, weight);
        }
    }

    /// Every line once, in order; those whose sides are equal are gone.
    pub fn edges(mut self) -> Vec<Edge> {
        self.stretches.sort_unstable();
        let mut edges = Vec::with_capacity(self.stretches.len() / 2);
        for same_line in self.stretches.chunk_by(|a, b| (a.from, a.to) == (b.from, b.to)) {
            let mut sides = Sides::new();
            for same_area in same_line.chunk_by(|a, b| a.area == b.area) {
                let weight: i32 = same_area.iter().map(|stretch| stretch.weight).sum();
                if weight != 0 {
                    sides.push((same_area[0].area, weight));
                }
            }
            if !sides.is_empty() {
                edges.push(Edge { from: same_line[0].from, to: same_line[0].to, sides });
            }
        }
        edges
    }
}

/// The lines of areas given by their outlines.
pub(super) fn edges_of<'a>(areas: impl IntoIterator<Item = (AreaKey, &'a Shape)>) -> Vec<Edge> {
    let mut collector = Collector::default();
    for (area, shape) in areas {
        for part in &shape.polygons {
            for ring in std::iter::once(&part.outer).chain(&part.holes) {
                collector.add_ring(ring.iter().map(|place| Point::from(*place)), area, 1);
            }
        }
    }
    collector.edges()
}

/// The points where lines end, in order, each once.
pub(super) fn ends(edges: &[Edge]) -> Vec<Point> {
    let mut points: Vec<Point> = edges.iter().flat_map(|edge| [edge.from, edge.to]).collect();
    points.sort_unstable();
    points.dedup();
    points
}

/// Twice the area that the lines give to each area, in square units.
pub(super) fn doubled_areas(edges: &[Edge]) -> BTreeMap<AreaKey, i128> {
    let mut sums = BTreeMap::new();
    for Edge { from, to, sides } in edges {
        let share = i128::from(from.x) * i128::from(to.y) - i128::from(from.y) * i128::from(to.x);
        for (area, weight) in sides {
            *sums.entry(*area).or_default() += share * i128::from(*weight);
        }
    }
    sums
}
