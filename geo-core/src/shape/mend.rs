//! Repairing what rounding alone has broken.
//!
//! A neck or a spike narrower than 1e-7 degree closes when its points are rounded, and a point may come to lie across a
//! nearby line. The rounded lines are then cut where they meet, lines that lie on each other cancel out in pairs, and
//! the ground that was inside is outlined again. Nothing moves by more than the rounding itself does, again and again
//! until all is still (snap rounding after Hobby, 1999, in its iterated form).

use super::antimeridian::Part;
use super::faces;
use super::outline::Outline;
use super::problem::{ShapeError, ShapeProblem};
use super::{DegreeRings, RingAt, examine_all, examine_part, meetings::Findings};
use crate::index::boxes::{Box2, BoxTree};
use crate::plane::{Meeting, Point, dot, doubled_area, edges, meet};

/// Rounds of cutting before giving up; real shapes need two or three.
const MOST_ROUNDS: usize = 32;
/// Cuts per line and round beyond which this is no work of rounding.
const MOST_CUTS: usize = 4;
/// Units of 1e-7 degree that the border may have moved by, on average, at most.
const MOST_MOVED: i128 = 2;
/// Half a turn: a step longer than this crosses the antimeridian.
const HALF_TURN: i64 = super::outline::HALF_TURN;

/// A line between two different points, the lesser one first.
pub(super) type Line = (Point, Point);

/// Whether rounding can be to blame for every problem.
pub(super) fn may_be_rounding(error: &ShapeError) -> bool {
    use ShapeProblem as P;
    error.problems.iter().all(|problem| {
        matches!(
            problem,
            P::RingTooShort { .. }
                | P::NoArea { .. }
                | P::Spike { .. }
                | P::RingCrossesItself { .. }
                | P::RingRunsAlongItself { .. }
                | P::RingsCross { .. }
                | P::RingsShareALine { .. }
                | P::HoleOutside { .. }
                | P::HolesOverlap { .. }
                | P::PartsOverlap { .. }
        )
    })
}

/// The parts of a shape that was sound before its points were rounded. `None` when nothing is left of it, when it
/// crosses the antimeridian, or when the result would differ by more than rounding explains.
pub(super) fn mended(parts: &[DegreeRings]) -> Option<Vec<Part>> {
    let rings: Vec<(usize, Vec<Point>)> = parts
        .iter()
        .flat_map(|rings| rings.iter().enumerate())
        .map(|(ring, points)| (ring, rounded(points)))
        .collect();
    let crosses_antimeridian =
        |(a, b): (Point, Point)| a.x.abs().max(b.x.abs()) > HALF_TURN || (a.x - b.x).abs() > HALF_TURN;
    if rings.iter().any(|(_, ring)| edges(ring).any(crosses_antimeridian)) {
        return None;
    }
    let lines: Vec<Line> = rings
        .iter()
        .flat_map(|(_, ring)| edges(ring))
        .filter(|(a, b)| a != b)
        .map(|(a, b)| (a.min(b), a.max(b)))
        .collect();
    let length: i128 = lines.iter().map(|(a, b)| i128::from((a.x - b.x).abs() + (a.y - b.y).abs())).sum();
    let before: i128 =
        rings.iter().map(|(ring, points)| doubled_area(points).abs() * if *ring == 0 { 1 } else { -1 }).sum();
    let parts: Vec<Part> =
        (0..).zip(faces::outlined(&noded(lines)?)).map(|(part, rings)| outlines(part, rings)).collect();
    let after: i128 = parts.iter().flatten().map(|ring| doubled_area(&ring.points)).sum();
    let is_rounding = (before - after).abs() <= 2 * MOST_MOVED * length;
    let mut findings = Findings::default();
    parts.iter().for_each(|part| examine_part(part, &mut findings));
    let sound = findings.into_result().is_ok() && examine_all(&parts).is_ok();
    (!parts.is_empty() && is_rounding && sound).then_some(parts)
}

fn rounded(degrees: &[[f64; 2]]) -> Vec<Point> {
    let units = |value: f64| (value * 1e7).round() as i64;
    let mut points: Vec<Point> =
        degrees.iter().map(|[lon, lat]| Point::new(units(*lon), units(*lat))).collect();
    points.dedup();
    points
}

fn outlines(part: usize, rings: Vec<Vec<Point>>) -> Part {
    let number = |(ring, points): (usize, Vec<Point>)| Outline {
        at: RingAt { part, ring },
        numbers: (0..points.len()).collect(),
        points,
    };
    rings.into_iter().enumerate().map(number).collect()
}

/// The lines cut wherever they meet, those that lie on each other in pairs taken out. `None` when it does not come to
/// rest.
fn noded(mut lines: Vec<Line>) -> Option<Vec<Line>> {
    for _ in 0..MOST_ROUNDS {
        cancel_pairs(&mut lines);
        let mut cuts = cuts(&lines)?;
        if cuts.is_empty() {
            return Some(lines);
        }
        cuts.sort_by_key(|(line, at)| (*line, dot(lines[*line].0, lines[*line].1, *at), *at));
        cuts.dedup();
        let mut cuts = cuts.into_iter().peekable();
        let mut pieces = Vec::with_capacity(lines.len() + cuts.len());
        for (number, (from, to)) in lines.into_iter().enumerate() {
            let mut here = from;
            while let Some((_, at)) = cuts.next_if(|(line, _)| *line == number) {
                pieces.push((here.min(at), here.max(at)));
                here = at;
            }
            pieces.push((here.min(to), here.max(to)));
        }
        lines = pieces;
    }
    None
}

/// Keeps one of each line that is there an odd number of times.
fn cancel_pairs(lines: &mut Vec<Line>) {
    lines.sort_unstable();
    let odd = lines.chunk_by(|a, b| a == b).filter(|same| same.len() % 2 == 1).map(|same| same[0]);
    *lines = odd.collect();
}

/// Where which lines are to be cut; `None` when it is far too often.
fn cuts(lines: &[Line]) -> Option<Vec<(usize, Point)>> {
    let boxes: Vec<Box2> = lines.iter().filter_map(|(a, b)| Box2::of([*a, *b])).collect();
    let tree = BoxTree::build(&boxes);
    let mut cuts = Vec::new();
    for (first, (a, b)) in lines.iter().enumerate() {
        tree.for_each_meeting(&boxes[first], |second| {
            if second <= first || cuts.len() > lines.len() * MOST_CUTS {
                return;
            }
            let (c, d) = lines[second];
            let (here, there) = match meet(*a, *b, c, d) {
                Meeting::Apart => return,
                Meeting::Touch(at) | Meeting::Crossing(at) => (at, at),
                Meeting::Along(from, to) => (from, to),
            };
            for (line, (from, to)) in [(first, (*a, *b)), (second, (c, d))] {
                let inside = [here, there].into_iter().filter(|at| *at != from && *at != to);
                cuts.extend(inside.map(|at| (line, at)));
            }
        });
    }
    (cuts.len() <= lines.len() * MOST_CUTS).then_some(cuts)
}
