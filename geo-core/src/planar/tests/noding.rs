//! Lines meet in their ends only, ends stay, nothing moves further than √½, twice is once.

use super::super::edges::ends;
use super::super::noding::meetings;
use super::{amply, lines, noded, of_area, point, points, squared_distance, walks, way};
use crate::plane::{Meeting, meet};
use proptest::prelude::*;

#[test]
fn two_lines_cross_and_a_third_passes_the_hot_square() {
    // The crossing lies at (2.5, 2.5): its half-open square is that around (3, 3), through which the third passes.
    let before = lines(&[point(0, 0), point(5, 5), point(0, 5), point(5, 0), point(0, 3), point(9, 3)]);
    let after = noded(before);
    assert!(of_area(&after, 0).any(|edge| edge.to == point(3, 3)));
    assert!(of_area(&after, 2).any(|edge| edge.to == point(3, 3)));
    // The second also crosses the third at (2, 3), and shares what lies between there and the hot square with it.
    assert_eq!(after.len(), 7);
}

#[test]
fn the_same_line_of_two_areas_is_one_edge() {
    let after = noded(lines(&[point(0, 0), point(9, 0), point(6, 0), point(3, 0)]));
    let sides: Vec<_> = after.iter().map(|edge| (edge.from.x, edge.to.x, edge.sides.to_vec())).collect();
    assert_eq!(sides, [(0, 3, vec![(0, 1)]), (3, 6, vec![(0, 1), (1, -1)]), (6, 9, vec![(0, 1)])]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn noded_lines_meet_in_their_ends_only(points in points(2..40)) {
        let before = lines(&points);
        let after = noded(before.clone());
        for (number, one) in after.iter().enumerate() {
            for two in &after[number + 1..] {
                let in_ends = |at| [one.from, one.to].contains(&at) && [two.from, two.to].contains(&at);
                match meet(one.from, one.to, two.from, two.to) {
                    Meeting::Apart => {}
                    Meeting::Touch(at) => prop_assert!(in_ends(at), "{:?} touches {:?}", one, two),
                    other => prop_assert!(false, "{:?}: {:?} and {:?}", other, one, two),
                }
            }
        }
        prop_assert!(meetings(&after, amply()).unwrap().is_noded);
        let nodes = ends(&after);
        prop_assert!(ends(&before).iter().all(|end| nodes.binary_search(end).is_ok()));
        for edge in &before {
            for (area, _) in &edge.sides {
                prop_assert_eq!(way(&after, *area), way(&before, *area));
                for node in of_area(&after, *area).flat_map(|edge| [edge.from, edge.to]) {
                    let (squared, whole) = squared_distance(edge.from, edge.to, node);
                    prop_assert!(2 * squared <= whole, "{:?} is {}/{} off {:?}", node, squared, whole, edge);
                }
            }
        }
        prop_assert_eq!(noded(after.clone()), after);
    }

    #[test]
    fn closed_walks_stay_closed(points in points(3..40)) {
        let after = noded(walks(&points, 3));
        for area in 0..points.len() as u32 / 3 {
            prop_assert_eq!(way(&after, area), (0, 0));
        }
        prop_assert_eq!(noded(after.clone()), after);
    }
}
