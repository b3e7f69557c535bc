//! Repairing what rounding alone has broken.
//!
//! A neck or a spike narrower than 1e-7 degree closes when its points are rounded, and a point may come to lie across a
//! nearby line. The rounded rings are then cut where they meet, by the snap rounding of the planar map, and the ground
//! that they go around is outlined again. Nothing moves by more than rounding itself does.

use super::antimeridian::Part;
use super::outline::Outline;
use super::problem::{ShapeError, ShapeProblem};
use super::{DegreeRings, RingAt, examine_all, examine_part, meetings::Findings};
use crate::planar::{WoundRing, ground};
use crate::plane::{Point, doubled_area, edges};

/// Units of 1e-7 degree that the border may have moved by, on average, at most.
const MOST_MOVED: i128 = 2;
/// Units by which doubles may miss a point of the grid: some hundred times the last digit of a longitude.
const STILL: f64 = 1e-4;
/// Half a turn: a step longer than this crosses the antimeridian.
const HALF_TURN: i64 = super::outline::HALF_TURN;

/// Whether rounding moves any point. What lies on the grid as it comes, but for the last digits of a double, has the
/// faults it was drawn with, though in those digits it may seem to have none.
pub(super) fn moves_a_point(parts: &[DegreeRings]) -> bool {
    let is_moved = |value: f64| (value * 1e7 - (value * 1e7).round()).abs() > STILL;
    parts.iter().flatten().flatten().flatten().any(|value| is_moved(*value))
}

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
    let rings: Vec<WoundRing> =
        parts.iter().flat_map(|rings| rings.iter().enumerate()).map(rounded).collect();
    let lines = || rings.iter().flat_map(|WoundRing(ring)| edges(ring));
    let crosses_antimeridian =
        |(a, b): (Point, Point)| a.x.abs().max(b.x.abs()) > HALF_TURN || (a.x - b.x).abs() > HALF_TURN;
    if lines().any(crosses_antimeridian) {
        return None;
    }
    let length: i128 = lines().map(|(a, b)| i128::from((a.x - b.x).abs() + (a.y - b.y).abs())).sum();
    let before: i128 = rings.iter().map(|WoundRing(ring)| doubled_area(ring)).sum();
    let parts: Vec<Part> =
        (0..).zip(ground(&rings).ok()?).map(|(part, rings)| outlines(part, rings)).collect();
    let after: i128 = parts.iter().flatten().map(|ring| doubled_area(&ring.points)).sum();
    let is_rounding = (before - after).abs() <= 2 * MOST_MOVED * length;
    let mut findings = Findings::default();
    parts.iter().for_each(|part| examine_part(part, &mut findings));
    let sound = findings.into_result().is_ok() && examine_all(&parts).is_ok();
    (!parts.is_empty() && is_rounding && sound).then_some(parts)
}

/// A ring rounded and wound as its place demands: an outer one counter-clockwise, a hole clockwise. What is left after
/// rounding may turn either way, so the ring as it was drawn decides.
fn rounded((ring, degrees): (usize, &Vec<[f64; 2]>)) -> WoundRing {
    let units = |value: f64| (value * 1e7).round() as i64;
    let mut points: Vec<Point> =
        degrees.iter().map(|[lon, lat]| Point::new(units(*lon), units(*lat))).collect();
    points.dedup();
    if (turn(degrees) > 0.0) != (ring == 0) {
        points.reverse();
    }
    WoundRing(points)
}

/// Positive when a ring goes counter-clockwise: twice its area in square degrees, with little lost to the distance from
/// the origin.
fn turn(ring: &[[f64; 2]]) -> f64 {
    let Some([x, y]) = ring.first() else { return 0.0 };
    let cross = |a: &[f64; 2], b: &[f64; 2]| (a[0] - x) * (b[1] - y) - (b[0] - x) * (a[1] - y);
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| cross(a, b)).sum()
}

fn outlines(part: usize, rings: Vec<Vec<Point>>) -> Part {
    let number = |(ring, points): (usize, Vec<Point>)| Outline {
        at: RingAt { part, ring },
        numbers: (0..points.len()).collect(),
        points,
    };
    rings.into_iter().enumerate().map(number).collect()
}
