//! Whether rings are sound as they were drawn, before their points were rounded.
//!
//! The same rules as for a stored shape, on a grid so fine that no figure of the file is changed: a fault that is found
//! only after rounding is then known to be the work of rounding.

use super::meetings::Findings;
use super::outline::Outline;
use super::problem::RingAt;
use super::{DegreeRings, examine_all, examine_part};
use crate::plane::Point;

/// Steps of the grid along the longer side of the shape, as a power of two. A double has 52 bits, and those of a file
/// far from its origin are spent on that distance; products of two lengths must stay below 2^127, summed over a ring.
const GRID_BITS: i32 = 50;

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
        let steps = f64::powi(2.0, GRID_BITS.checked_sub(bits.is_finite().then_some(bits as i32)?)?);
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
