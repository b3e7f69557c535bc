//! Rectangles of the plan as rings that share every vertex with their neighbours.
//!
//! All borders run along lines of the plan. Every point that matters on a line (a corner, a
//! junction, a bend) is entered once; every ring and every street that runs along the line then
//! takes all points between its ends. So neighbours have identical vertices, and what is made of
//! several rectangles covers them exactly.

use super::ground::Plan;
use std::collections::{BTreeMap, BTreeSet};

/// A rectangle of the plan, `u0 < u1` and `v0 < v1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rect {
    pub u0: i32,
    pub v0: i32,
    pub u1: i32,
    pub v1: i32,
}

impl Rect {
    pub fn new(u0: i32, v0: i32, u1: i32, v1: i32) -> Self {
        Self { u0, v0, u1, v1 }
    }

    pub fn width(&self) -> i32 {
        self.u1 - self.u0
    }

    pub fn height(&self) -> i32 {
        self.v1 - self.v0
    }

    pub fn middle(&self) -> Plan {
        Plan { u: (self.u0 + self.u1) / 2, v: (self.v0 + self.v1) / 2 }
    }

    /// Corners, counter-clockwise.
    pub fn corners(&self) -> [Plan; 4] {
        [(self.u0, self.v0), (self.u1, self.v0), (self.u1, self.v1), (self.u0, self.v1)]
            .map(|(u, v)| Plan { u, v })
    }
}

/// Longest stretch of a border or street without a vertex, in metres, so that bends look bent.
const STEP: i32 = 60;

/// The points that matter, by the lines they lie on.
#[derive(Debug, Default)]
pub(super) struct Lattice {
    along_u: BTreeMap<i32, BTreeSet<i32>>,
    along_v: BTreeMap<i32, BTreeSet<i32>>,
}

impl Lattice {
    /// Enters a point on both of its lines.
    pub fn enter(&mut self, point: Plan) {
        self.along_u.entry(point.v).or_default().insert(point.u);
        self.along_v.entry(point.u).or_default().insert(point.v);
    }

    /// Enters a rectangle: its corners, and bends along its sides.
    pub fn enter_rect(&mut self, rect: Rect) {
        let corners = rect.corners();
        for (a, b) in [(0, 1), (1, 2), (3, 2), (0, 3)] {
            self.enter_stretch(corners[a], corners[b]);
        }
    }

    /// Enters a straight stretch: its ends, and bends between them. Bends lie at multiples of
    /// [`STEP`], so that stretches that overlap agree on them; they are entered on the stretch's own
    /// line only, where nothing else runs through them.
    pub fn enter_stretch(&mut self, from: Plan, to: Plan) {
        self.enter(from);
        self.enter(to);
        let bends = |from: i32, to: i32| {
            (from.div_euclid(STEP) + 1..to.div_euclid(STEP) + 1).map(|n| n * STEP).filter(move |at| *at < to)
        };
        if from.v == to.v {
            self.along_u.entry(from.v).or_default().extend(bends(from.u, to.u));
        } else {
            self.along_v.entry(from.u).or_default().extend(bends(from.v, to.v));
        }
    }

    /// All points from one to the other along their common line, both included.
    pub fn stretch(&self, from: Plan, to: Plan) -> Vec<Plan> {
        let between = |points: Option<&BTreeSet<i32>>, a: i32, b: i32| -> Vec<i32> {
            let mut found: Vec<i32> =
                points.map(|points| points.range(a.min(b)..=a.max(b)).copied().collect()).unwrap_or_default();
            if a > b {
                found.reverse();
            }
            found
        };
        if from.v == to.v {
            let points = between(self.along_u.get(&from.v), from.u, to.u);
            points.into_iter().map(|u| Plan { u, v: from.v }).collect()
        } else {
            let points = between(self.along_v.get(&from.u), from.v, to.v);
            points.into_iter().map(|v| Plan { u: from.u, v }).collect()
        }
    }

    /// The ring around a rectangle with all its vertices, counter-clockwise, the first not repeated.
    pub fn ring(&self, rect: Rect) -> Vec<Plan> {
        let corners = rect.corners();
        let sides = (0..4).map(|side| self.stretch(corners[side], corners[(side + 1) % 4]));
        sides
            .flat_map(|mut points| {
                points.pop();
                points
            })
            .collect()
    }

    /// The rings around rectangles that hang together: what is left of all their borders when
    /// those between them are struck out. The outer ring first, then holes.
    pub fn outline(&self, rects: &[Rect]) -> Vec<Vec<Plan>> {
        let mut edges: BTreeSet<(Plan, Plan)> = BTreeSet::new();
        for rect in rects {
            let ring = self.ring(*rect);
            for (from, to) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                if !edges.remove(&(*to, *from)) {
                    edges.insert((*from, *to));
                }
            }
        }
        let mut rings = Vec::new();
        while let Some(first) = edges.pop_first() {
            let mut ring = vec![first.0];
            let mut edge = first;
            while edge.1 != first.0 {
                ring.push(edge.1);
                let ahead = edges
                    .range((edge.1, Plan { u: i32::MIN, v: i32::MIN })..)
                    .take_while(|next| next.0 == edge.1);
                // Where two corners touch, the sharpest right turn keeps the rings apart.
                let next = *ahead.min_by_key(|next| turn(edge, **next)).expect("every border is closed");
                edges.remove(&next);
                edge = next;
            }
            rings.push(ring);
        }
        rings.sort_by_key(|ring| -doubled_area(ring));
        rings
    }
}

/// How far left an edge turns from another: -1 right, 0 straight on, 1 left.
fn turn(edge: (Plan, Plan), next: (Plan, Plan)) -> i64 {
    let step = |(from, to): (Plan, Plan)| (i64::from(to.u - from.u), i64::from(to.v - from.v));
    let (a, b) = (step(edge), step(next));
    (a.0 * b.1 - a.1 * b.0).signum()
}

fn doubled_area(ring: &[Plan]) -> i64 {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    pairs.map(|(a, b)| i64::from(a.u) * i64::from(b.v) - i64::from(b.u) * i64::from(a.v)).sum()
}

#[cfg(test)]
mod tests {
    use super::{Lattice, Rect, doubled_area};

    #[test]
    fn neighbours_share_their_vertices_and_unions_cover_them() {
        let rects = [Rect::new(0, 0, 100, 100), Rect::new(100, 0, 200, 40), Rect::new(100, 40, 200, 100)];
        let mut lattice = Lattice::default();
        rects.iter().for_each(|rect| lattice.enter_rect(*rect));
        let left = lattice.ring(rects[0]);
        assert!(
            left.contains(&super::Plan { u: 100, v: 40 }),
            "the corner of the neighbours is a vertex here too"
        );
        let outline = lattice.outline(&rects);
        assert_eq!(outline.len(), 1);
        assert_eq!(doubled_area(&outline[0]), 2 * 200 * 100);
    }
}
