//! A territory is built, read and patched.

#[path = "territory_common/mod.rs"]
mod common;

use common::{COMMUNITY, at, grids, lattice, shape, square};
use geo_core::territory::{AreaId, Check, Counts, FaceId, Territory};
use geo_core::{Bounds, Level};

#[test]
fn four_squares_share_their_borders() {
    let territory = lattice(2, 2);
    let Counts { nodes, borders, faces, .. } = territory.counts();
    // The corner in the middle, four points on the sides; of the outer corners none is a node.
    assert_eq!((nodes, borders, faces), (5, 8, 4));
    let community = territory.metrics(COMMUNITY).unwrap();
    assert_eq!((community.doubled_units, community.parts), (2 * 200 * 200, 1));
    let sum: i128 = (2..6).map(|id| territory.metrics(AreaId(id)).unwrap().square_millimetres).sum();
    assert_eq!(community.square_millimetres, sum);
    assert_eq!(territory.outline(COMMUNITY).unwrap().polygons[0].outer.len(), 8);
    assert_eq!(territory.locate(at(100, 100)), Some(AreaId(5)), "a corner lies in the north-eastern one");
    assert_eq!(territory.locate(at(99, 100)), Some(AreaId(4)));
    assert_eq!(territory.locate(at(200, 50)), None, "the eastern border is not inside");
}

#[test]
fn borders_know_the_level_at_which_their_sides_differ() {
    let territory = lattice(2, 1);
    let levels = territory.borders().map(|(id, border)| {
        let outer = [border.left, border.right].contains(&FaceId::OUTSIDE);
        (outer, territory.border_level(id).unwrap())
    });
    let mut levels: Vec<(bool, Level)> = levels.collect();
    levels.sort();
    assert_eq!(levels, [(false, Level::Grid), (true, Level::Community), (true, Level::Community)]);
}

#[test]
fn a_gap_with_areas_around_it_is_a_declared_hole_and_an_island_in_it_has_no_neighbour() {
    let around: &[(i32, i32)] = &[(0, 0), (300, 0), (300, 300), (0, 300)];
    let mut frame = shape(&[around]);
    frame.polygons[0].holes.push(common::ring(&[(50, 50), (50, 250), (250, 250), (250, 50)]));
    let territory = grids(&[frame.clone(), square(100, 100, 50)]);
    assert_eq!(territory.counts().faces, 3);
    assert_eq!(territory.locate(at(75, 75)), None);
    assert_eq!(territory.outline(AreaId(2)).unwrap(), frame);
    assert_eq!(territory.metrics(COMMUNITY).unwrap().parts, 2);
    assert_eq!(territory.outline(COMMUNITY).unwrap().polygons.len(), 2);
}

#[test]
fn records_make_the_same_territory_again() {
    let territory = lattice(3, 2);
    let records = territory.records();
    let again = Territory::from_records(records.clone(), Check::Everything).unwrap();
    assert_eq!((again.hash(), again.records()), (territory.hash(), records));
    let json = serde_json::to_string(&again.records()).unwrap();
    assert_eq!(serde_json::from_str::<geo_core::territory::Records>(&json).unwrap(), territory.records());
}

#[test]
fn borders_are_found_by_a_box() {
    let territory = lattice(2, 1);
    let all = territory.borders_in(Bounds::new(at(-5, -5), at(205, 105)).unwrap());
    assert_eq!(all.len(), territory.counts().borders);
    assert!(territory.borders_in(Bounds::new(at(300, -5), at(400, 105)).unwrap()).is_empty());
}
