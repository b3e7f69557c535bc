//! The conformance suites of others: polygons of any plane, laid on the product's grid.
//!
//! A suite asks many things; what concerns areas is asked of the functions that the service calls:
//! [`geo_core::Shape`] reads and judges outlines, [`geo_core::planar::PlanarMap`] lays them over each other. What does
//! not concern areas is skipped with a reason, and the reasons are counted.

mod clipping;
mod contours;
mod documents;
mod form;
mod geometry;
mod grid;
mod jts;
mod overlay;
mod slips;
mod tally;
mod validity;
mod wkt;

pub use clipping::ClippingCases;
pub use jts::JtsTests;

use super::{Case, Outcome, Report};
use geo_core::ShapeError;
use geometry::Geometry;
use grid::{Grid, doubled_as_drawn};
use overlay::{NoOverlay, Operation, Overlaid};
use slips::slip;
use std::path::Path;
use std::time::Duration;
use tally::Verdict;
use validity::{THIN, is_thin};

/// The verdict on an overlay of outlines that the product refuses.
fn refused(error: &ShapeError) -> Verdict {
    Verdict::Skipped(format!("an operand is no valid polygon, and refused: {}", error.code()))
}

/// The verdict on an operation: whether it gives what is expected, which the suite has rounded to a length if to any. A
/// result that is nowhere near is no failure when it cannot be one of these operands.
fn overlaid(operands: &[&Geometry], operation: Operation, expected: &Geometry, rounded: f64) -> Verdict {
    let failed = |got: String| Verdict::Failed { expected: "the ground given".into(), got };
    match Overlaid::of(operands, Some(expected)) {
        Ok(overlaid) => match overlaid.compare(operation, expected, 0.0) {
            Ok(()) => Verdict::Passed,
            Err(_) if rounded > 0.0 && overlaid.compare(operation, expected, rounded).is_ok() => {
                match overlaid.bears(rounded) {
                    true => Verdict::Passed,
                    false => Verdict::skip(
                        slip(operands, operation, expected)
                            .unwrap_or("the suite rounds by more than this case can bear"),
                    ),
                }
            }
            Err(got) => slip(operands, operation, expected).map_or_else(|| failed(got), Verdict::skip),
        },
        // Nothing laid over nothing.
        Err(NoOverlay::Nothing) if expected.polygons.is_empty() => Verdict::Passed,
        Err(NoOverlay::Nothing) => failed("nothing".into()),
        // A result that lies far away leaves the operands no room on the grid.
        Err(NoOverlay::Refused(error)) => match Overlaid::of(operands, None) {
            Err(_) if says_nothing_is_left(&error) && has_thin_one(operands) => Verdict::skip(THIN),
            Err(_) => refused(&error),
            Ok(_) => slip(operands, operation, expected).map_or_else(|| refused(&error), Verdict::skip),
        },
        Err(NoOverlay::Failed(error)) => failed(error),
    }
}

fn says_nothing_is_left(error: &ShapeError) -> bool {
    ["ring_too_short", "ring_has_no_area"].contains(&error.code())
}

/// Whether nothing would be left of an operand on the grid of all.
fn has_thin_one(operands: &[&Geometry]) -> bool {
    let grid = Grid::over(operands.iter().flat_map(|operand| operand.points()));
    // Of what has no ground as drawn nothing could be left.
    let has_ground = |operand: &Geometry| operand.polygons.iter().any(|rings| doubled_as_drawn(rings) > 0.0);
    grid.is_some_and(|grid| operands.iter().any(|operand| has_ground(operand) && is_thin(operand, grid)))
}

fn nothing_found(folder: &Path, what: &str, report: &mut Report) {
    report.add(&Case {
        name: folder.display().to_string(),
        expected: what.to_owned(),
        got: "none".to_owned(),
        took: Duration::ZERO,
        peak: None,
        outcome: Outcome::Skipped,
    });
}
