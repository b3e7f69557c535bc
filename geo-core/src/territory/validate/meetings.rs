//! Whether segments meet in nothing but common points.

use super::flat::{Flat, Strip};
use crate::index::boxes::Box2;
use crate::plane::{Meeting, Point, cross, dot, meet};
use crate::territory::Fault;

pub(super) fn faults(flat: &Flat<'_>) -> Vec<Fault> {
    let mut faults = flat.faults_of_borders();
    for (one, strip) in flat.strips.iter().enumerate() {
        flat.tree.for_each_meeting(&flat.boxes[one], |two| {
            if two >= one {
                compare(flat, *strip, flat.strips[two], &flat.boxes[two], &mut faults);
            }
        });
    }
    faults
}

/// Compares the segments of two strips, or of one with itself.
fn compare(flat: &Flat<'_>, one: Strip, two: Strip, around: &Box2, faults: &mut Vec<Fault>) {
    let is_same = (one.border, one.first) == (two.border, two.first);
    for mine in one.first..one.last {
        let (a, b) = (flat.points[mine as usize], flat.points[mine as usize + 1]);
        let bounds = box_of(a, b);
        if !bounds.meets(around) {
            continue;
        }
        for theirs in if is_same { mine + 1 } else { two.first }..two.last {
            let (c, d) = (flat.points[theirs as usize], flat.points[theirs as usize + 1]);
            if box_of(c, d).meets(&bounds)
                && let Some(at) = wrong_meeting(flat, (one.border, mine, a, b), (two.border, theirs, c, d))
            {
                let borders = [one.border, two.border].map(|border| flat.borders[border as usize].0);
                faults.push(Fault::Meeting { borders, at: at.position() });
            }
        }
    }
}

/// A segment: its border, the number of its first point, and its ends.
type Segment = (u32, u32, Point, Point);

fn wrong_meeting(flat: &Flat<'_>, one: Segment, two: Segment) -> Option<Point> {
    let ((first, mine, a, b), (second, theirs, c, d)) = (one, two);
    let (p, q) = (flat.vertex(first, mine), flat.vertex(first, mine + 1));
    let (r, s) = (flat.vertex(second, theirs), flat.vertex(second, theirs + 1));
    // The common point and the other end of each.
    let (at, far, other) = match (p == r, p == s, q == r, q == s) {
        (false, false, false, false) => {
            return match meet(a, b, c, d) {
                Meeting::Apart => None,
                Meeting::Crossing(at) | Meeting::Touch(at) | Meeting::Along(at, _) => Some(at),
            };
        }
        (true, false, false, false) => (a, b, d),
        (false, true, false, false) => (a, b, c),
        (false, false, true, false) => (b, a, d),
        (false, false, false, true) => (b, a, c),
        _ => return Some(a),
    };
    (cross(at, far, other) == 0 && dot(at, far, other) > 0).then_some(at)
}

fn box_of(a: Point, b: Point) -> Box2 {
    Box2 { min: Point::new(a.x.min(b.x), a.y.min(b.y)), max: Point::new(a.x.max(b.x), a.y.max(b.y)) }
}
