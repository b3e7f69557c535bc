//! Results that cannot be: a suite may note whatever a library once gave, or a result of other operands.

use super::geometry::Geometry;
use super::grid::{Grid, doubled_as_drawn};
use super::overlay::Operation;
use geo_core::Shape;

/// The area of what does not lie over itself.
fn area(geometry: &Geometry) -> f64 {
    geometry.polygons.iter().map(|rings| doubled_as_drawn(rings) / 2.0).sum()
}

/// How far beyond the operands a result may reach, as a share of their extent, or of their ground: it is rounded.
const ROUNDED: f64 = 1e-3;

/// Why the expected result of an operation can be no result of these operands, judged without laying them over each
/// other.
pub fn slip(operands: &[&Geometry], operation: Operation, expected: &Geometry) -> Option<&'static str> {
    let extent = |geometries: &[&Geometry]| -> Option<[f64; 4]> {
        let points = geometries.iter().flat_map(|geometry| geometry.points());
        points
            .map(|[x, y]| [x, y, x, y])
            .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
    };
    let (Some(all), Some(result)) = (extent(operands), extent(&[expected])) else { return None };
    let off = ROUNDED * (all[2] - all[0]).max(all[3] - all[1]);
    let reaches_out =
        (0..2).any(|side| result[side] < all[side] - off || result[side + 2] > all[side + 2] + off);
    let falls_short =
        (0..2).any(|side| result[side] > all[side] + off || result[side + 2] < all[side + 2] - off);
    if reaches_out || (operation == Operation::Union && falls_short) {
        return Some("the suite's result has another extent than these operands can have");
    }
    // A union is no smaller than any of its operands, and what they share no larger.
    let areas = || operands.iter().map(|operand| area(operand));
    let result = area(expected);
    let is_impossible = match operation {
        Operation::Union => areas().any(|area| result < area * (1.0 - ROUNDED)),
        Operation::Intersection => areas().any(|area| result > area * (1.0 + ROUNDED)),
        Operation::Difference | Operation::SymmetricDifference => false,
    };
    let is_plain = operands.iter().all(|operand| !operand.is_collection);
    if is_plain && is_impossible {
        return Some("the suite's result has less ground than an operand, or more");
    }
    let grid = Grid::over(operands.iter().flat_map(|geometry| geometry.points()))?;
    let parts: Vec<_> = expected.polygons.iter().filter(|part| !part.is_empty()).cloned().collect();
    let is_refused = !parts.is_empty() && Shape::from_drawn(&grid.degrees(&parts), &parts).is_err();
    is_refused.then_some("the suite's result is itself no valid polygon")
}
