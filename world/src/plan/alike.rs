//! Whether two outlines are the same to whoever looks at them.
//!
//! A new corner of a neighbour is a point on the common border too. It lies on the grid of coordinates and so up to a
//! centimetre beside the line that was there: the records differ, and nobody would call the area changed.

use geo_core::{Position, Ring, Shape};
use std::collections::HashSet;

/// How far a point may lie beside a line and count as lying on it: rounding moves a point by less than one unit of 1e-7
/// degree, a centimetre.
const BESIDE: f64 = 1.0;

/// Whether two outlines differ in nothing but where their rings begin, and in points that lie on their lines anyway.
pub(super) fn alike(one: &Shape, two: &Shape) -> bool {
    if one == two {
        return true;
    }
    let [first, second] = [rings(one), rings(two)];
    first.len() == second.len() && lies_on(&first, &second) && lies_on(&second, &first)
}

fn rings(shape: &Shape) -> Vec<&Ring> {
    shape.polygons.iter().flat_map(|part| std::iter::once(&part.outer).chain(&part.holes)).collect()
}

/// Whether every point of some rings lies on others.
fn lies_on(rings: &[&Ring], others: &[&Ring]) -> bool {
    let corners: HashSet<Position> = others.iter().flat_map(|ring| ring.iter().copied()).collect();
    let mut new = rings.iter().flat_map(|ring| ring.iter()).filter(|at| !corners.contains(*at));
    new.all(|at| others.iter().any(|ring| is_beside(*at, ring)))
}

fn is_beside(at: Position, ring: &Ring) -> bool {
    let ends = ring.iter().skip(1).chain(ring.first());
    ring.iter().zip(ends).any(|(from, to)| {
        let vector = |to: Position, from: Position| {
            let [east, north] = [to.lon_e7() - from.lon_e7(), to.lat_e7() - from.lat_e7()];
            [f64::from(east), f64::from(north)]
        };
        let ([x, y], [dx, dy]) = (vector(at, *from), vector(*to, *from));
        let length = (dx * dx + dy * dy).max(f64::MIN_POSITIVE);
        let along = ((x * dx + y * dy) / length).clamp(0.0, 1.0);
        (x - along * dx).hypot(y - along * dy) <= BESIDE
    })
}

#[cfg(test)]
mod tests {
    use super::alike;
    use geo_core::{Polygon, Position, Shape};

    fn shape(corners: &[(i32, i32)]) -> Shape {
        let outer = corners.iter().map(|(x, y)| Position::from_e7(*x, *y).unwrap()).collect();
        Shape { polygons: vec![Polygon { outer, holes: Vec::new() }] }
    }

    #[test]
    fn a_point_on_the_line_changes_nothing_and_one_beside_it_does() {
        let square = shape(&[(0, 0), (100, 0), (100, 100), (0, 100)]);
        for (other, expected, what) in [
            (&[(0, 0), (100, 0), (100, 100), (0, 100)][..], true, "itself"),
            (&[(100, 0), (100, 100), (0, 100), (0, 0)], true, "from another corner"),
            (&[(0, 0), (50, 0), (100, 0), (100, 100), (0, 100)], true, "a point on the line"),
            (&[(0, 0), (33, 1), (100, 0), (100, 100), (0, 100)], true, "a point on the grid beside it"),
            (&[(0, 0), (50, 3), (100, 0), (100, 100), (0, 100)], false, "a dent"),
            (&[(0, 0), (100, 0), (100, 100)], false, "without a corner"),
        ] {
            assert_eq!(alike(&square, &shape(other)), expected, "{what}");
            assert_eq!(alike(&shape(other), &square), expected, "{what}, the other way");
        }
    }
}
