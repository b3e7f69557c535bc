//! Whether rings are sound as they were drawn, before their points were rounded.
//!
//! The same rules as for a stored shape, on a grid so fine that no figure of the file is changed: a fault that is found
//! only after rounding is then known to be the work of rounding.

use super::meetings::Findings;
use super::outline::Outline;
use super::problem::RingAt;
use super::{DegreeRings, examine_all, examine_part};
use crate::plane::Point;

/// Steps of the grid along the longer side of the shape, as a power of two, and at most: points in half steps must fit
/// an `i64` with room for their differences.
const MOST_BITS: u32 = 58;

/// As many bits as a shape of so many points leaves room for. A double has 52, and more of them after the point the nearer
/// it lies to zero; a product of two lengths takes twice the bits and three, and summed over a ring it must stay below
/// 2^126. So shapes of up to a hundred points have 57 bits, and those of a million 51.
fn bits_for(points: usize) -> i32 {
    let sum = usize::BITS - points.leading_zeros();
    ((123_u32.saturating_sub(sum)) / 2).min(MOST_BITS) as i32
}

/// Whether the rings form sound parts that share no ground.
pub(super) fn is_sound(parts: &[DegreeRings]) -> bool {
    let Some(grid) = Grid::over(parts) else { return false };
    let mut read = Vec::with_capacity(parts.len());
    for (part, rings) in parts.iter().enumerate() {
        let outlines: Option<Vec<Outline>> = rings
            .iter()
            .enumerate()
            .map(|(ring, points)| outline(RingAt { part, ring }, points, &grid))
            .collect();
        let Some(outlines) = outlines.filter(|outlines| !outlines.is_empty()) else { return false };
        let mut findings = Findings::default();
        examine_part(&outlines, &mut findings);
        if findings.into_result().is_err() {
            return false;
        }
        read.push(outlines);
    }
    examine_all(&read).is_ok()
}

/// The fine grid over a shape, in whatever units it was drawn.
struct Grid {
    origin: [f64; 2],
    steps: f64,
}

impl Grid {
    /// `None` unless there are finite points with some extent.
    fn over(parts: &[DegreeRings]) -> Option<Self> {
        let points = || parts.iter().flatten().flatten();
        let origin = *points().next()?;
        let extent = points()
            .flat_map(|[x, y]| [(x - origin[0]).abs(), (y - origin[1]).abs()])
            .try_fold(0.0_f64, |most, length| length.is_finite().then(|| most.max(length)))?;
        let bits = extent.log2().ceil();
        let steps =
            f64::powi(2.0, bits_for(points().count()).checked_sub(bits.is_finite().then_some(bits as i32)?)?);
        steps.is_finite().then_some(Self { origin, steps })
    }

    fn point(&self, [x, y]: [f64; 2]) -> Point {
        let step = |value: f64, origin: f64| ((value - origin) * self.steps).round() as i64;
        Point::new(step(x, self.origin[0]), step(y, self.origin[1]))
    }
}

/// The ring without repeated points, `None` if fewer than three are left.
fn outline(at: RingAt, points: &[[f64; 2]], grid: &Grid) -> Option<Outline> {
    let mut points: Vec<Point> = points.iter().map(|xy| grid.point(*xy)).collect();
    points.dedup();
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    let numbers = (0..points.len()).collect();
    (points.len() >= 3).then_some(Outline { at, points, numbers })
}
