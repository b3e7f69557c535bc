//! Which ring lies in which: holes in their outer ring, and nothing on the ground of another part.
//!
//! Rings that neither cross nor share a line are nested or apart, so one point just inside each ring decides.

use super::meetings::{Findings, Segments};
use super::outline::Outline;
use super::problem::ShapeProblem;
use crate::Position;
use crate::plane::{Point, doubled_area, edges};
use std::collections::BTreeSet;

/// Reports holes outside their outer ring and holes in holes. The rings belong to one part, the first is the outer one.
pub(super) fn report_holes(segments: &Segments<'_>, findings: &mut Findings) {
    let rings = segments.outlines;
    for (place, hole) in rings.iter().enumerate().skip(1) {
        let at = probe(hole);
        let around = segments.rings_around(at);
        let at = halved(at);
        let larger = area(&rings[0]) > area(hole);
        if !(larger && around.contains(&0)) {
            findings.push(ShapeProblem::HoleOutside { hole: hole.at, at });
        }
        for other in around.iter().filter(|other| **other != 0 && **other != place) {
            findings.push(ShapeProblem::HolesOverlap { inner: hole.at, outer: rings[*other].at, at });
        }
    }
}

/// Reports parts that cover the same ground. The rings are of all parts, each sound in itself.
pub(super) fn report_parts(segments: &Segments<'_>, findings: &mut Findings) {
    let rings = segments.outlines;
    let mut reported = BTreeSet::new();
    for outer in rings.iter().filter(|ring| ring.at.ring == 0) {
        let at = probe(outer);
        let around = segments.rings_around(at);
        let mut covering: BTreeSet<usize> =
            around.iter().map(|ring| rings[*ring].at).filter(|at| at.ring == 0).map(|at| at.part).collect();
        // In a hole of the other part there is room, if the hole holds all of this ring.
        for hole in around.iter().map(|ring| &rings[*ring]).filter(|ring| ring.at.ring != 0) {
            if area(hole) >= area(outer) {
                covering.remove(&hole.at.part);
            }
        }
        for part in covering.into_iter().filter(|part| *part != outer.at.part) {
            let (first, second) = (part.min(outer.at.part), part.max(outer.at.part));
            if reported.insert((first, second)) {
                findings.push(ShapeProblem::PartsOverlap { first, second, at: halved(at) });
            }
        }
    }
}

fn area(ring: &Outline) -> i128 {
    doubled_area(&ring.points).abs()
}

/// The point given in half units, as a position.
fn halved(point: Point) -> Position {
    Point::new(point.x.div_euclid(2), point.y.div_euclid(2)).position()
}

/// A point which, shifted east by the rule of the house, is inside the ring: the middle of an edge with the interior
/// to its east. In half units, so that it is exact.
pub(super) fn probe(ring: &Outline) -> Point {
    let counter_clockwise = doubled_area(&ring.points) > 0;
    edges(&ring.points)
        .map(|(a, b)| if counter_clockwise { (b, a) } else { (a, b) })
        .max_by_key(|(low, high)| high.y - low.y)
        .map_or(ring.points[0], |(low, high)| Point::new(low.x + high.x, low.y + high.y))
}
