//! Where the segments of rings meet: which meetings are harmless touches and which are crossings.

use super::ShapeError;
use super::outline::Outline;
use super::problem::{SegmentAt, ShapeProblem};
use crate::index::boxes::{Box2, BoxTree};
use crate::plane::{Meeting, Point, cross, dot, meet, ray_crosses};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// The problems found so far, as many as a [`ShapeError`] lists.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub problems: Vec<ShapeProblem>,
    pub more: bool,
}

impl Findings {
    pub fn push(&mut self, problem: ShapeProblem) {
        if self.problems.len() < ShapeError::LISTED { self.problems.push(problem) } else { self.more = true }
    }

    pub fn into_result(self) -> Result<(), ShapeError> {
        if self.problems.is_empty() {
            Ok(())
        } else {
            Err(ShapeError { problems: self.problems, more: self.more })
        }
    }
}

/// Which pairs of segments are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pairs {
    /// All: the rings belong to one part.
    All,
    /// Only those of different parts, each of which was looked at before.
    BetweenParts,
}

/// All segments of some rings, in a tree of their boxes.
pub(super) struct Segments<'a> {
    pub outlines: &'a [Outline],
    /// For each segment its ring and the place of its start.
    places: Vec<(u32, u32)>,
    boxes: Vec<Box2>,
    tree: BoxTree,
}

impl<'a> Segments<'a> {
    pub fn new(outlines: &'a [Outline]) -> Self {
        let places: Vec<(u32, u32)> = (0..outlines.len())
            .flat_map(|ring| (0..outlines[ring].points.len()).map(move |start| (ring as u32, start as u32)))
            .collect();
        let mut segments = Self { outlines, boxes: Vec::new(), tree: BoxTree::default(), places };
        segments.boxes = (0..segments.places.len())
            .filter_map(|id| {
                let (a, b) = segments.ends(segments.places[id]);
                Box2::of([a, b])
            })
            .collect();
        segments.tree = BoxTree::build(&segments.boxes);
        segments
    }

    fn ends(&self, (ring, start): (u32, u32)) -> (Point, Point) {
        let points = &self.outlines[ring as usize].points;
        (points[start as usize], points[(start as usize + 1) % points.len()])
    }

    /// The rings that hold the point, shifted by the rule of the house. The point is in half units.
    pub fn rings_around(&self, point: Point) -> BTreeSet<usize> {
        let low = Point::new(point.x.div_euclid(2), point.y.div_euclid(2));
        let ray = Box2 { min: low, max: Point::new(i64::MAX, low.y + 1) };
        let doubled = |point: Point| Point::new(2 * point.x, 2 * point.y);
        let mut odd = BTreeSet::new();
        self.tree.for_each_meeting(&ray, |id| {
            let (a, b) = self.ends(self.places[id]);
            let ring = self.places[id].0 as usize;
            if ray_crosses(doubled(a), doubled(b), point) && !odd.remove(&ring) {
                odd.insert(ring);
            }
        });
        odd
    }

    /// Reports crossings, overlaps and spikes.
    pub fn report(&self, pairs: Pairs, findings: &mut Findings) {
        let mut passes_seen = BTreeSet::new();
        for first in 0..self.places.len() {
            self.tree.for_each_meeting(&self.boxes[first], |second| {
                let (one, two) = (self.places[first], self.places[second]);
                let skipped = pairs == Pairs::BetweenParts && self.part(one.0) == self.part(two.0);
                if second > first && !skipped && !findings.more {
                    self.judge(one, two, &mut passes_seen, findings);
                }
            });
            if findings.more {
                return;
            }
        }
    }

    fn part(&self, ring: u32) -> usize {
        self.outlines[ring as usize].at.part
    }

    fn segment(&self, (ring, start): (u32, u32)) -> SegmentAt {
        let outline = &self.outlines[ring as usize];
        SegmentAt { ring: outline.at, start: outline.numbers[start as usize] }
    }

    fn judge(
        &self,
        one: (u32, u32),
        two: (u32, u32),
        seen: &mut BTreeSet<(Pass, Pass)>,
        findings: &mut Findings,
    ) {
        let ((a, b), (c, d)) = (self.ends(one), self.ends(two));
        let (first, second) = (self.segment(one), self.segment(two));
        let crossing = |at: Point| match one.0 == two.0 {
            true => ShapeProblem::RingCrossesItself { first, second, at: at.position() },
            false => ShapeProblem::RingsCross { first, second, at: at.position() },
        };
        match meet(a, b, c, d) {
            Meeting::Apart => {}
            Meeting::Crossing(at) => findings.push(crossing(at)),
            Meeting::Along(from, to) => findings.push(self.along(one, two, from, to)),
            Meeting::Touch(at) => {
                let (pass, other) = (self.pass(one, at), self.pass(two, at));
                if pass != other
                    && seen.insert((pass.min(other), pass.max(other)))
                    && self.passes_cross(pass, other, at)
                {
                    findings.push(crossing(at));
                }
            }
        }
    }

    fn along(&self, one: (u32, u32), two: (u32, u32), from: Point, to: Point) -> ShapeProblem {
        let (first, second) = (self.segment(one), self.segment(two));
        let (from, to) = (from.position(), to.position());
        if one.0 != two.0 {
            return ShapeProblem::RingsShareALine { first, second, from, to };
        }
        let outline = &self.outlines[one.0 as usize];
        let count = outline.points.len() as u32;
        let tip = if (one.1 + 1) % count == two.1 { two.1 } else { one.1 };
        if (one.1 + 1) % count == two.1 || (two.1 + 1) % count == one.1 {
            let (point, tip) = (outline.numbers[tip as usize], outline.points[tip as usize].position());
            return ShapeProblem::Spike { ring: outline.at, point, tip };
        }
        ShapeProblem::RingRunsAlongItself { first, second, from, to }
    }

    /// The way a ring goes through a point of its segment.
    fn pass(&self, (ring, start): (u32, u32), at: Point) -> Pass {
        let points = &self.outlines[ring as usize].points;
        let count = points.len() as u32;
        let end = (start + 1) % count;
        let (from, to) = match at {
            _ if at == points[start as usize] => ((start + count - 1) % count, end),
            _ if at == points[end as usize] => (start, (end + 1) % count),
            _ => (start, end),
        };
        Pass { ring, from, to }
    }

    /// Whether the two ways through `at` change sides there. Ways with a common direction are reported as lines.
    fn passes_cross(&self, one: Pass, two: Pass, at: Point) -> bool {
        let point = |pass: Pass, place: u32| self.outlines[pass.ring as usize].points[place as usize];
        let (from, to) = (point(one, one.from), point(one, one.to));
        let (other_from, other_to) = (point(two, two.from), point(two, two.to));
        let shares_a_direction = [from, to].iter().any(|mine| {
            [other_from, other_to]
                .iter()
                .any(|theirs| cross(at, *mine, *theirs) == 0 && dot(at, *mine, *theirs) > 0)
        });
        !shares_a_direction && in_sector(at, from, to, other_from) != in_sector(at, from, to, other_to)
    }
}

/// A way through a point: from one place of the ring to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pass {
    ring: u32,
    from: u32,
    to: u32,
}

/// Whether the direction to `probe` lies in the sector swept counter-clockwise from `from` to `to` around `at`.
fn in_sector(at: Point, from: Point, to: Point, probe: Point) -> bool {
    match cross(at, from, to).cmp(&0) {
        Ordering::Greater => cross(at, from, probe) > 0 && cross(at, probe, to) > 0,
        Ordering::Equal => cross(at, from, probe) > 0,
        Ordering::Less => !(cross(at, to, probe) > 0 && cross(at, probe, from) > 0),
    }
}
