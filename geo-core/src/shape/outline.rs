//! Reading one ring: from degrees as people write them to clean integer points.

use super::problem::{RingAt, ShapeProblem};
use crate::index::boxes::Box2;
use crate::plane::{Point, dot, doubled_area, edges, orient};
use std::cmp::Ordering;

/// Half a turn of longitude in units of 1e-7 degree.
pub(super) const HALF_TURN: i64 = 1_800_000_000;
/// A turn of longitude in units of 1e-7 degree.
pub(super) const TURN: i64 = 2 * HALF_TURN;
/// Spikes up to this length (about 0.1 m) come from rounding and digitising and are dropped without a word.
const HARMLESS_SPIKE: i64 = 10;
/// Degrees beyond which a number can only be a projected coordinate.
const PROJECTED: f64 = 1000.0;

/// A ring on its way to becoming part of a shape.
#[derive(Debug, Clone)]
pub(super) struct Outline {
    /// Where it stood in the input.
    pub at: RingAt,
    /// Its points, longitude unwrapped so that no edge jumps; the last one is not repeated.
    pub points: Vec<Point>,
    /// For each point the number in the input of the segment that starts there: until the ring is turned, the
    /// number of the point.
    pub numbers: Vec<usize>,
}

impl Outline {
    /// Reads, unwraps and cleans a ring.
    ///
    /// # Errors
    /// Every problem that a single point, or the number of points, can have.
    pub fn read(at: RingAt, degrees: &[[f64; 2]]) -> Result<Self, Vec<ShapeProblem>> {
        let problems = check_points(at, degrees);
        if !problems.is_empty() {
            return Err(problems);
        }
        let units = |value: f64| (value * 1e7).round() as i64;
        let raw: Vec<Point> = degrees.iter().map(|[lon, lat]| Point::new(units(*lon), units(*lat))).collect();
        let points = unwrap(&raw).ok_or_else(|| vec![ShapeProblem::AroundTheEarth { ring: at }])?;
        let mut outline = Self { at, numbers: (0..points.len()).collect(), points };
        outline.clean();
        if outline.points.len() < 3 {
            let points = outline.points.len();
            return Err(vec![ShapeProblem::RingTooShort { ring: at, points }]);
        }
        let (first, second) = (outline.points[0], outline.points[1]);
        if outline.points.iter().all(|point| orient(first, second, *point) == Ordering::Equal) {
            return Err(vec![ShapeProblem::NoArea { ring: at }]);
        }
        Ok(outline)
    }

    /// The box of the ring.
    pub fn bounds(&self) -> Box2 {
        Box2::of(self.points.iter().copied()).expect("a ring has points")
    }

    /// Moves the ring by whole turns of longitude.
    pub fn shift(&mut self, by: i64) {
        for point in &mut self.points {
            point.x += by;
        }
    }

    /// Turns the ring so that its interior is on the left (outer) or on the right (hole) of its direction.
    pub fn wind(&mut self) {
        if (doubled_area(&self.points) > 0) != (self.at.ring == 0) {
            self.points[1..].reverse();
            self.numbers.reverse();
        }
    }

    /// Drops repeated points and harmless spikes, around the end as well.
    fn clean(&mut self) {
        let mut kept: Vec<(Point, usize)> = Vec::with_capacity(self.points.len());
        for item in self.points.iter().copied().zip(self.numbers.iter().copied()) {
            while let [.., before, tip] = kept[..]
                && is_harmless_spike(before.0, tip.0, item.0)
            {
                kept.pop();
            }
            match kept.last_mut() {
                Some(last) if last.0 == item.0 => *last = item,
                _ => kept.push(item),
            }
        }
        while let [first, second, .., before, last] = kept[..] {
            if first.0 == last.0 || is_harmless_spike(before.0, last.0, first.0) {
                kept.pop();
            } else if is_harmless_spike(last.0, first.0, second.0) {
                kept.remove(0);
            } else {
                break;
            }
        }
        if let [first, .., last] = kept[..]
            && first.0 == last.0
        {
            kept.pop();
        }
        (self.points, self.numbers) = kept.into_iter().unzip();
    }
}

/// Whether the line `before` -> `tip` -> `after` turns back on itself over no more than the harmless length.
fn is_harmless_spike(before: Point, tip: Point, after: Point) -> bool {
    let arm = |end: Point| (end.x - tip.x).abs().max((end.y - tip.y).abs());
    arm(before).min(arm(after)) <= HARMLESS_SPIKE
        && orient(before, tip, after) == Ordering::Equal
        && dot(tip, before, after) > 0
}

/// The problems of single points. Wrong units and swapped axes are said once for the ring.
fn check_points(ring: RingAt, degrees: &[[f64; 2]]) -> Vec<ShapeProblem> {
    let mut problems = Vec::new();
    let (mut projected, mut swapped) = (false, false);
    for (point, [lon, lat]) in degrees.iter().copied().enumerate() {
        if !lon.is_finite() || !lat.is_finite() {
            problems.push(ShapeProblem::NotFinite { ring, point, lon, lat });
        } else if (-180.0..=360.0).contains(&lon) && (-90.0..=90.0).contains(&lat) {
        } else if lon.abs() > PROJECTED || lat.abs() > PROJECTED {
            if !std::mem::replace(&mut projected, true) {
                problems.push(ShapeProblem::LooksProjected { ring, lon, lat });
            }
        } else if lon.abs() <= 90.0 && lat.abs() <= 180.0 {
            if !std::mem::replace(&mut swapped, true) {
                problems.push(ShapeProblem::LatitudeFirst { ring, lon, lat });
            }
        } else {
            problems.push(ShapeProblem::OffTheEarth { ring, point, lon, lat });
        }
    }
    problems
}

/// Brings each point within half a turn of the one before; `None` if the ring then goes around the earth.
///
/// A ring with edges of exactly one turn (from -180 to 180: the frame of a world map, or Antarctica closed along
/// the pole) that comes to nothing when unwrapped is meant as drawn.
fn unwrap(raw: &[Point]) -> Option<Vec<Point>> {
    let nearest = |x: i64, to: i64| x - TURN * jump_turns(x - to);
    let mut points = Vec::with_capacity(raw.len());
    for point in raw {
        let x = points.last().map_or(point.x, |last: &Point| nearest(point.x, last.x));
        points.push(Point::new(x, point.y));
    }
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Some(points) };
    let closes = jump_turns(first.x - last.x) == 0;
    let bounds = Box2::of(points.iter().copied())?;
    let goes_around = !closes || bounds.max.x - bounds.min.x > TURN;
    if points == raw || (!goes_around && doubled_area(&points) != 0) {
        return (!goes_around).then_some(points);
    }
    let drawn_as_meant = edges(raw).all(|(a, b)| (a.x - b.x).abs() <= HALF_TURN || (a.x - b.x).abs() == TURN);
    match drawn_as_meant && doubled_area(raw) != 0 {
        true => Some(raw.to_vec()),
        false => (!goes_around).then_some(points),
    }
}

/// How many whole turns to take off a step so that it is no longer than half a turn.
fn jump_turns(step: i64) -> i64 {
    if step.abs() <= HALF_TURN { 0 } else { (step + step.signum() * HALF_TURN) / TURN }
}
