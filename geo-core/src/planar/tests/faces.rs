//! Faces against a count of turns that knows no faces.

use super::super::coverage::turns;
use super::super::edges::Sides;
use super::super::map::PlanarMap;
use super::super::tolerance::Tolerance;
use super::{amply, points, walks};
use crate::plane::{Point, ray_crosses};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// How often each area's border goes around a point given in half units, counted along the way east.
fn turns_around(map: &PlanarMap, at: Point) -> BTreeMap<u32, i32> {
    let doubled = |node: u32| {
        let point = map.arrangement.nodes[node as usize];
        Point::new(2 * point.x, 2 * point.y)
    };
    let mut counts = BTreeMap::new();
    for ([from, to], sides) in map.arrangement.edges.iter().zip(&map.arrangement.sides) {
        let (from, to) = (doubled(*from), doubled(*to));
        if ray_crosses(from, to, at) {
            // A rising line has its left side, which is where one comes from, in the west.
            let sign = if from.y < to.y { 1 } else { -1 };
            for (area, weight) in sides {
                *counts.entry(*area).or_default() += sign * weight;
            }
        }
    }
    counts.retain(|_, count| *count != 0);
    counts
}

/// The faces that hold a point given in half units: outer cycle and islands together cross the way east oddly often.
fn faces_around(map: &PlanarMap, at: Point) -> Vec<usize> {
    let faces = 1..map.covering.len();
    let holds = |face: &usize| {
        let half_edges = (0..map.arrangement.next.len() as u32).filter(|half| {
            map.nesting.face_of_cycle[map.arrangement.cycle_of[*half as usize] as usize] as usize == *face
        });
        let crossings = half_edges.filter(|half| {
            let doubled = |point: Point| Point::new(2 * point.x, 2 * point.y);
            let (from, to) = (map.arrangement.from(*half), map.arrangement.from(half ^ 1));
            ray_crosses(doubled(from), doubled(to), at)
        });
        crossings.count() % 2 == 1
    };
    faces.filter(holds).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn every_face_is_covered_as_its_points_are(
        points in points(3..30),
        corners in 3_usize..6,
        units in 0_u32..4,
        probes in prop::collection::vec((0.0_f64..1.0, 0.0_f64..1.0), 40),
    ) {
        let map = PlanarMap::of_edges(walks(&points, corners), Tolerance::from_units(units).unwrap()).unwrap();
        prop_assert!(map.is_sound());
        let counts = map.counts();
        prop_assert_eq!(counts.nodes + counts.faces, counts.edges + 1 + counts.components);
        let around = turns(&map.arrangement, &map.nesting, amply()).unwrap();
        let side = points.iter().map(|point| point.x.max(point.y)).max().unwrap_or(0) as f64 + 2.0;
        for (x, y) in probes {
            // Odd halves: never on a node.
            let at = Point::new((x * side) as i64 * 2 + 1, (y * side) as i64 * 2 + 1);
            let faces = faces_around(&map, at);
            prop_assert!(faces.len() <= 1, "{:?} hold {:?}", faces, at);
            let found: &Sides = faces.first().map_or(&around[0], |face| &around[*face]);
            let expected: Vec<(u32, i32)> = turns_around(&map, at).into_iter().collect();
            prop_assert_eq!(found.to_vec(), expected);
        }
    }
}
