//! Whether the product takes polygons over, or refuses them.
//!
//! It takes over more than the OGC's rules allow: a ring may touch itself in points, and holes may touch each other and
//! the outer ring so that they cut the ground in two. Files of real districts are full of both, and the ground is as
//! clear as any. Such cases are recognised by a look of their own: no two lines cross or run along each other, and the
//! ground is what the rings say.

use super::geometry::Geometry;
use super::grid::{Grid, doubled, doubled_as_drawn, length_as_drawn, rings};
use super::tally::Verdict;
use geo_core::planar::{Face, PlanarMap, Tolerance};
use geo_core::{Position, Shape};

/// Why a polygon is not tried of which nothing is left when rounded.
pub const THIN: &str = "thinner than a unit of the grid, however laid on it";

/// The verdict on polygons that a suite calls valid or not.
pub fn is_valid(geometry: &Geometry, expected: bool) -> Verdict {
    if geometry.is_empty() {
        return Verdict::skip("an empty geometry: an area has ground");
    }
    if geometry.is_collection {
        return Verdict::skip("a collection: its parts are areas of their own");
    }
    let grid = Grid::over(geometry.points());
    let read = match grid {
        Some(grid) => Shape::from_drawn(&grid.degrees(&geometry.polygons), &geometry.polygons),
        // No extent, or not finite.
        None => Shape::from_degrees(&geometry.polygons),
    };
    let words = |valid: bool| if valid { "valid" } else { "not valid" };
    match read {
        Ok(_) if expected => Verdict::Passed,
        Err(_) if !expected => Verdict::Passed,
        Ok(shape) if grid.is_some_and(|grid| only_touches(&grid.expected(geometry), &shape)) => {
            Verdict::skip(
                "rings that touch in points, and are no OGC polygon for that: taken over on purpose, the ground is clear",
            )
        }
        Ok(_) => Verdict::Failed { expected: words(false).into(), got: "taken over".into() },
        Err(_) if grid.is_some_and(|grid| is_thin(geometry, grid)) => Verdict::skip(THIN),
        Err(error) => {
            Verdict::Failed { expected: words(true).into(), got: format!("{}: {error}", error.code()) }
        }
    }
}

/// Whether nothing is left of polygons on the grid.
pub fn is_thin(geometry: &Geometry, grid: Grid) -> bool {
    let is_thin = |rings: &Vec<Vec<[f64; 2]>>| {
        rings.first().is_some_and(|outer| doubled_as_drawn(rings) < length_as_drawn(outer) * grid.unit())
    };
    geometry.polygons.iter().all(is_thin)
}

/// Whether a ring touches itself, or the ground hangs together in points only, and yet all is clear: lines meet in
/// points only, and the shape made of them has just the ground of the rings.
fn only_touches(drawn: &Shape, taken_over: &Shape) -> bool {
    let lines: Vec<[Position; 2]> = rings(drawn)
        .flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)))
        .map(|(a, b)| [*a, *b])
        .filter(|[a, b]| a != b)
        .collect();
    let apart = lines.iter().enumerate().all(|(number, one)| {
        lines[number + 1..].iter().all(|two| !crosses(*one, *two) && !runs_along(*one, *two))
    });
    let ground = |shape: &Shape| -> i128 { rings(shape).map(|ring| doubled(ring)).sum() };
    let Ok(map) = PlanarMap::build([(0, taken_over)], Tolerance::NONE) else { return false };
    let faces: Vec<_> = map.faces().filter(|face| !face.covered_by().is_empty()).map(Face::id).collect();
    let is_cut = faces.len() > drawn.polygons.len();
    apart
        && (is_cut || rings(drawn).any(|ring| touches_itself(ring)))
        && ground(&map.outline(&faces)) == ground(drawn)
}

/// Whether a point of a ring lies on a line of it that does not end there.
fn touches_itself(ring: &[Position]) -> bool {
    let mut points = ring.to_vec();
    points.dedup();
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    let passes_twice = |point: &Position| points.iter().filter(|other| *other == point).count() > 1;
    let lies_on = |point: &Position| {
        let edges = points.iter().zip(points.iter().cycle().skip(1));
        edges.into_iter().any(|(a, b)| {
            let (at, [a, b]) = (units(*point), [units(*a), units(*b)]);
            turn(a, b, at) == 0 && a.min(b) < at && at < a.max(b)
        })
    };
    points.iter().any(|point| passes_twice(point) || lies_on(point))
}

/// Twice the signed area of a triangle.
fn turn([ax, ay]: [i128; 2], [bx, by]: [i128; 2], [cx, cy]: [i128; 2]) -> i128 {
    (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
}

fn units(position: Position) -> [i128; 2] {
    [position.lon_e7().into(), position.lat_e7().into()]
}

/// Whether two lines cross in the inside of both.
fn crosses(one: [Position; 2], two: [Position; 2]) -> bool {
    let ([a, b], [c, d]) = (one.map(units), two.map(units));
    let part = |a, b, c, d| turn(a, b, c).signum() * turn(a, b, d).signum() < 0;
    part(a, b, c, d) && part(c, d, a, b)
}

/// Whether two lines have more than a point in common.
fn runs_along(one: [Position; 2], two: [Position; 2]) -> bool {
    let ([a, b], [c, d]) = (one.map(units), two.map(units));
    let on_one_line = turn(a, b, c) == 0 && turn(a, b, d) == 0;
    on_one_line && a.min(b).max(c.min(d)) < a.max(b).min(c.max(d))
}
