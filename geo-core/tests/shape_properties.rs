//! What the checks of an outline promise, tried on random rings: a ring that passes winds around no point twice and
//! none the other way; near a reported crossing there are points whose windings differ by two.

#[path = "territory_common/cases.rs"]
mod cases;

use cases::cases;
use geo_core::{Shape, ShapeError, ShapeProblem};
use proptest::prelude::*;

/// Points on a coarse lattice, so that vertices meet vertices and lines, and lines run along each other.
fn any_ring(points: usize) -> impl Strategy<Value = Vec<[f64; 2]>> {
    prop::collection::vec((0i32..6, 0i32..6).prop_map(|(x, y)| [f64::from(x), f64::from(y)]), 3..points)
}

/// How often the ring goes around a point that lies on none of its lines, counter-clockwise.
fn winding(ring: &[[f64; 2]], [x, y]: [f64; 2]) -> i32 {
    let edges = ring.iter().zip(ring.iter().cycle().skip(1));
    let turns = edges.map(|([ax, ay], [bx, by])| {
        let left = (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0.0;
        match (*ay <= y, *by <= y) {
            (true, false) if left => 1,
            (false, true) if !left => -1,
            _ => 0,
        }
    });
    turns.sum()
}

/// Points of a fine lattice that shares none with lines between points of the coarse one.
fn samples() -> impl Iterator<Item = [f64; 2]> {
    let places = || (0..40).map(|step| f64::from(step) * 0.15 - 0.4);
    places().flat_map(move |x| places().map(move |y| [x + 0.001_234_5, y + 0.003_141_6]))
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn rings_pass_if_and_only_if_they_wind_once(ring in any_ring(9)) {
        match Shape::from_degrees(&[vec![ring.clone()]]) {
            Ok(shape) => {
                let windings: Vec<i32> = samples().map(|point| winding(&ring, point)).collect();
                let (least, most) = (windings.iter().min().unwrap(), windings.iter().max().unwrap());
                prop_assert!(most - least <= 1, "winds from {} to {}", least, most);
                let stored: Vec<[f64; 2]> = shape.polygons[0].outer.iter().map(|place| [place.lon(), place.lat()]).collect();
                prop_assert!(samples().zip(windings).all(|(point, before)| winding(&stored, point) == before.abs()));
            }
            Err(ShapeError { problems, .. }) => {
                prop_assert!(!problems.is_empty());
                let runs_along_itself = problems.iter().any(|problem| {
                    matches!(problem, ShapeProblem::RingRunsAlongItself { .. } | ShapeProblem::Spike { .. })
                });
                let crossings: Vec<_> = problems.iter().filter_map(|problem| match problem {
                    ShapeProblem::RingCrossesItself { at, .. } => Some(*at),
                    _ => None,
                }).collect();
                // Lines on top of each other, or three through one point, have windings of their own.
                let plain = |at| !runs_along_itself && crossings.iter().filter(|other| **other == at).count() == 1;
                for at in crossings.iter().copied().filter(|at| plain(*at)) {
                    let around = (0..720).map(|step| f64::from(step).to_radians() / 2.0 + 0.001);
                    let near: Vec<i32> = around.map(|angle| {
                        let (sin, cos) = angle.sin_cos();
                        winding(&ring, [at.lon() + 1e-4 * cos, at.lat() + 1e-4 * sin])
                    }).collect();
                    prop_assert!(near.iter().max().unwrap() - near.iter().min().unwrap() >= 2, "at {}", at);
                }
            }
        }
    }

    #[test]
    fn parts_that_pass_share_no_ground(rings in prop::collection::vec(any_ring(6), 2..4), holes in any::<bool>()) {
        let parts = if holes { vec![rings.clone()] } else { rings.iter().map(|ring| vec![ring.clone()]).collect() };
        let holding = |point: [f64; 2]| rings.iter().filter(|ring| winding(ring, point) != 0).count();
        match Shape::from_degrees(&parts) {
            Ok(_) if holes => prop_assert!(samples().all(|point| holding(point) == 0 || winding(&rings[0], point) != 0 && holding(point) <= 2)),
            Ok(_) => prop_assert!(samples().all(|point| holding(point) <= 1)),
            Err(error) => for problem in error.problems {
                let (ShapeProblem::PartsOverlap { at, .. } | ShapeProblem::HolesOverlap { at, .. }) = problem else { continue };
                // The place named is on the inner ring's line: a little to the east both hold it.
                prop_assert!(holding([at.lon() + 1e-6, at.lat() + 1e-10]) >= 2, "at {}", at);
            },
        }
    }
}
