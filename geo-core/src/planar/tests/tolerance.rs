//! What lies together is put together, and nothing moves further than the tolerance.

use super::super::edges::ends;
use super::super::tolerance::Tolerance;
use super::{gathered, lines, of_area, point, points, squared_distance, walks, way};
use proptest::prelude::*;

#[test]
fn a_point_rounded_beside_its_line_is_on_it_again() {
    // A long border on one side, the same with a point on it on the other side, 0.6 of a unit off.
    let long = [point(0, 0), point(1000, 1), point(500, -900)];
    let parted = [point(0, 0), point(500, 900), point(1000, 1)];
    let with_a_point = [point(1000, 1), point(500, 1), point(0, 0)];
    let points: Vec<_> = [long, parted].concat();
    assert_eq!(gathered(walks(&points, 3), Tolerance::default()).len(), 5, "they fit already");
    let points: Vec<_> = [long, with_a_point].concat();
    let after = gathered(walks(&points, 3), Tolerance::default());
    // The sliver is gone: the second area has no ground left, the first one is bent by half a unit.
    assert!(of_area(&after, 1).next().is_none());
    assert!(of_area(&after, 0).any(|edge| edge.to == point(500, 1)));
}

#[test]
fn of_points_within_the_tolerance_the_western_one_stays() {
    let after =
        gathered(lines(&[point(0, 0), point(100, 0), point(102, 0), point(200, 50)]), Tolerance::default());
    assert_eq!(ends(&after), [point(0, 0), point(100, 0), point(200, 50)]);
    let kept =
        gathered(lines(&[point(0, 0), point(100, 0), point(103, 0), point(200, 50)]), Tolerance::default());
    assert_eq!(ends(&kept).len(), 4);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn nothing_moves_further_than_the_tolerance(points in points(2..40), units in 0_u32..20) {
        let tolerance = Tolerance::from_units(units).unwrap();
        let before = lines(&points);
        let after = gathered(before.clone(), tolerance);
        let limit = i128::from(units) * i128::from(units);
        for edge in &before {
            for (area, _) in &edge.sides {
                for node in of_area(&after, *area).flat_map(|edge| [edge.from, edge.to]) {
                    let (squared, whole) = squared_distance(edge.from, edge.to, node);
                    prop_assert!(squared <= limit * whole, "{:?} is {}/{} off {:?}", node, squared, whole, edge);
                }
            }
        }
        // Points are only ever moved to points.
        let old = ends(&before);
        prop_assert!(ends(&after).iter().all(|node| old.binary_search(node).is_ok()));
    }

    #[test]
    fn closed_walks_stay_closed(points in points(3..40), units in 0_u32..20) {
        let after = gathered(walks(&points, 3), Tolerance::from_units(units).unwrap());
        for area in 0..points.len() as u32 / 3 {
            prop_assert_eq!(way(&after, area), (0, 0));
        }
    }
}
