//! From lines that meet only at their ends to the rings around the ground inside.
//!
//! Ground is inside when a way out of it crosses an odd number of lines. At every point an even number of lines ends,
//! so inside and outside take turns around it.

use super::mend::Line;
use crate::index::boxes::{Box2, BoxTree};
use crate::plane::{Point, cross, doubled_area, edges, ray_crosses, ring_holds};
use std::cmp::Ordering;
use std::collections::HashMap;

/// A line in one of its two directions.
#[derive(Debug, Clone, Copy)]
struct Way {
    from: Point,
    to: Point,
}

/// All ways, those of line `n` at `2n` (as given) and `2n + 1` (back).
struct Ways {
    ways: Vec<Way>,
    /// For each way the next one counter-clockwise around the point it starts from.
    turn: Vec<usize>,
    /// For each way the one before it.
    turn_back: Vec<usize>,
}

impl Ways {
    fn of(lines: &[Line]) -> Self {
        let ways: Vec<Way> =
            lines.iter().flat_map(|(a, b)| [Way { from: *a, to: *b }, Way { from: *b, to: *a }]).collect();
        let mut order: Vec<usize> = (0..ways.len()).collect();
        order.sort_by(|a, b| ways[*a].from.cmp(&ways[*b].from).then_with(|| by_angle(ways[*a], ways[*b])));
        let (mut turn, mut turn_back) = (vec![0; ways.len()], vec![0; ways.len()]);
        for around in order.chunk_by(|a, b| ways[*a].from == ways[*b].from) {
            for (way, next) in around.iter().zip(around.iter().cycle().skip(1)) {
                turn[*way] = *next;
                turn_back[*next] = *way;
            }
        }
        Self { ways, turn, turn_back }
    }

    /// For each way whether the ground on its left is inside.
    fn inside_on_left(&self, lines: &[Line]) -> Vec<bool> {
        let boxes: Vec<Box2> = lines.iter().filter_map(|(a, b)| Box2::of([*a, *b])).collect();
        let tree = BoxTree::build(&boxes);
        let mut known: Vec<Option<bool>> = vec![None; self.ways.len()];
        for line in 0..lines.len() {
            if known[2 * line].is_some() {
                continue;
            }
            // One look for each connected set of lines; from there inside and outside take turns.
            known[2 * line] = Some(left_of(lines, line, &tree));
            let mut open = vec![2 * line];
            while let Some(way) = open.pop() {
                let Some(inside) = known[way] else { continue };
                for (neighbour, is_inside) in [(way ^ 1, !inside), (self.turn[way], !inside)] {
                    if known[neighbour].is_none() {
                        known[neighbour] = Some(is_inside);
                        open.push(neighbour);
                    }
                }
            }
        }
        known.into_iter().map(Option::unwrap_or_default).collect()
    }

    /// The rings around the ground inside, which lies on their left; none passes a point twice.
    fn rings(&self, inside: &[bool]) -> Vec<Vec<Point>> {
        let mut used = vec![false; self.ways.len()];
        let mut rings = Vec::new();
        for start in 0..self.ways.len() {
            let (mut path, mut place): (Vec<Point>, HashMap<Point, usize>) = Default::default();
            let mut way = start;
            while inside[way] && !used[way] {
                used[way] = true;
                let point = self.ways[way].from;
                if let Some(before) = place.insert(point, path.len()) {
                    let ring = path.split_off(before);
                    ring.iter().for_each(|point| _ = place.remove(point));
                    rings.push(ring);
                    place.insert(point, before);
                }
                path.push(point);
                // The sharpest left: the ground on the left stays the same.
                way = self.turn_back[way ^ 1];
            }
            if !path.is_empty() {
                rings.push(path);
            }
        }
        rings
    }
}

/// Counter-clockwise from east, both ways from one point.
fn by_angle(one: Way, two: Way) -> Ordering {
    let lower_half = |way: Way| (way.to.y, way.to.x) < (way.from.y, way.from.x);
    lower_half(one).cmp(&lower_half(two)).then_with(|| 0.cmp(&cross(one.from, one.to, two.to)))
}

/// Whether the ground left of a line, in the direction it is given, is inside.
fn left_of(lines: &[Line], line: usize, tree: &BoxTree) -> bool {
    let (a, b) = lines[line];
    // In half units, so that the middle is exact. The rule of `ray_crosses` moves it east, off a level line north.
    let middle = Point::new(a.x + b.x, a.y + b.y);
    let low = Point::new(middle.x.div_euclid(2), middle.y.div_euclid(2));
    let doubled = |point: Point| Point::new(2 * point.x, 2 * point.y);
    let mut inside = false;
    tree.for_each_meeting(&Box2 { min: low, max: Point::new(i64::MAX, low.y + 1) }, |other| {
        let (c, d) = lines[other];
        inside ^= ray_crosses(doubled(c), doubled(d), middle);
    });
    let moved_to_the_left = if a.y == b.y { a.x < b.x } else { a.y > b.y };
    inside == moved_to_the_left
}

/// The parts that the lines enclose, each its outer ring counter-clockwise and then its holes clockwise.
pub(super) fn outlined(lines: &[Line]) -> Vec<Vec<Vec<Point>>> {
    let ways = Ways::of(lines);
    let inside = ways.inside_on_left(lines);
    let (outers, holes): (Vec<_>, Vec<_>) =
        ways.rings(&inside).into_iter().partition(|ring| doubled_area(ring) > 0);
    let mut parts: Vec<Vec<Vec<Point>>> = outers.into_iter().map(|outer| vec![outer]).collect();
    // The smallest outer ring around a hole is its own.
    parts.sort_by_key(|part| doubled_area(&part[0]));
    let doubled: Vec<Vec<Point>> = parts
        .iter()
        .map(|part| part[0].iter().map(|point| Point::new(2 * point.x, 2 * point.y)).collect())
        .collect();
    for hole in holes {
        let just_outside = beside(&hole);
        if let Some(part) = doubled.iter().position(|outer| ring_holds(outer, just_outside)) {
            parts[part].push(hole);
        }
    }
    parts.sort_by(|a, b| a[0].iter().min().cmp(&b[0].iter().min()));
    parts
}

/// A point beside a clockwise ring, in half units, that the rule of `ray_crosses` moves to the ground around it or to
/// the ground in it: either lies in the same outer ring.
fn beside(ring: &[Point]) -> Point {
    edges(ring)
        .max_by_key(|(a, b)| (a.y - b.y).abs())
        .map_or(ring[0], |(a, b)| Point::new(a.x + b.x, a.y + b.y))
}
