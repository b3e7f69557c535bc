//! Faults planted in the records of a sound territory are found, each by its own name.

#[path = "territory_common/mod.rs"]
mod common;

use common::{at, grids, lattice, ring, shape, square};
use geo_core::Level;
use geo_core::territory::{
    AreaId, Border, BorderId, BuildingId, Check, Edit, Face, FaceId, Node, NodeId, Records, Territory,
};

/// Two grids side by side, a hole in the first with an island in it, and a building.
fn sound() -> Records {
    let mut frame = square(0, 0, 300);
    frame.polygons[0].holes.push(ring(&[(100, 100), (100, 200), (200, 200), (200, 100)]));
    let mut territory =
        grids(&[frame, square(300, 0, 300), shape(&[&[(120, 120), (180, 120), (180, 180), (120, 180)]])]);
    let name = "1栋".to_owned();
    let put =
        Edit::PutBuilding { id: None, at: at(50, 50), households: 9, area: None, footprint: None, name };
    territory.apply(&territory.decide(&put).unwrap().patch).unwrap();
    territory.records()
}

fn border(records: &mut Records, wanted: impl Fn(&Border) -> bool) -> &mut Border {
    &mut records.borders.iter_mut().find(|(_, border)| wanted(border)).unwrap().1
}

fn island(records: &mut Records) -> &mut Border {
    border(records, |border| border.points.contains(&at(180, 180)))
}

/// What the message of each fault says at least.
fn words(code: &str) -> &'static str {
    match code {
        "missing_record" => "is missing, though another record refers to it",
        "no_length" => "has two equal points in a row",
        "borders_meet" => "other than in a common point",
        "same_ground" => "has the same ground on both sides",
        "fold" => "do not agree",
        "inside_out" => "turned inside out or torn",
        "island_elsewhere" => "lies in face",
        "no_border" => "has no border",
        "euler" => "make no map of",
        "no_ground" => "has neither faces nor areas below it",
        "ground_of_parent" => "owns faces and has areas below it",
        "parent_level" => "is not of a finer level than its parent",
        "no_parent" => "has no parent, though the map has wider levels",
        "building_of_parent" => "which has areas below it",
        other => panic!("{other} is planted without words"),
    }
}

/// Breaks something.
type Plant = fn(&mut Records);

#[test]
fn each_fault_has_its_name() {
    assert!(Territory::from_records(sound(), Check::Everything).is_ok());
    let plants: Vec<(&str, &str, Plant)> = vec![
        ("missing_record", "a node", |records| _ = records.nodes.pop()),
        ("missing_record", "a face", |records| _ = records.faces.pop()),
        ("missing_record", "an area", |records| _ = records.areas.pop()),
        ("missing_record", "one twice", |records| records.faces.push(records.faces[0])),
        ("missing_record", "the outside", |records| {
            records.faces.insert(0, (FaceId::OUTSIDE, Face { area: None }))
        }),
        ("missing_record", "a border without a number for its other direction", |records| {
            records.borders.last_mut().unwrap().0 = BorderId(1 << 31)
        }),
        ("missing_record", "an area after which there is no number", |records| {
            records.areas.push((AreaId(u32::MAX), records.areas[1].1.clone()))
        }),
        ("no_length", "a point twice", |records| {
            let point = island(records).points[0];
            island(records).points.insert(0, point);
        }),
        ("borders_meet", "a crossing", |records| island(records).points[1] = at(400, 150)),
        ("borders_meet", "a point on a line", |records| island(records).points[1] = at(200, 150)),
        ("borders_meet", "a point on a point", |records| island(records).points[1] = at(200, 200)),
        ("borders_meet", "a line twice", |records| {
            let copy = island(records).clone();
            records.borders.push((BorderId(99), copy));
        }),
        ("same_ground", "a border through an area", |records| {
            let inner = island(records);
            inner.right = inner.left;
        }),
        ("fold", "sides that change at a node", |records| {
            border(records, |border| [border.left, border.right].contains(&FaceId::OUTSIDE)).left = FaceId(3);
        }),
        ("inside_out", "an island turned over", |records| {
            let inner = island(records);
            (inner.left, inner.right) = (inner.right, inner.left);
        }),
        ("inside_out", "two grounds of one name", |records| {
            // The island says it is the ground of the second grid.
            let second = records.faces.iter().find(|(_, face)| face.area == Some(AreaId(3))).unwrap().0;
            let third = records.faces.iter().find(|(_, face)| face.area == Some(AreaId(4))).unwrap().0;
            let inner = island(records);
            *(if inner.left == third { &mut inner.left } else { &mut inner.right }) = second;
        }),
        ("island_elsewhere", "an island that has moved", |records| {
            let node = island(records).from;
            let moved = |place: geo_core::Position| at(place.lon_e7() + 300, place.lat_e7());
            island(records).points.iter_mut().for_each(|point| *point = moved(*point));
            let node = records.nodes.iter_mut().find(|(id, _)| *id == node).unwrap();
            node.1.at = moved(node.1.at);
        }),
        ("no_border", "a node alone", |records| records.nodes.push((NodeId(99), Node { at: at(5, 5) }))),
        ("no_border", "a face without borders", |records| {
            records.faces.push((FaceId(99), Face { area: Some(AreaId(2)) }))
        }),
        ("euler", "a face too many", |records| {
            records.faces.push((FaceId(99), Face { area: Some(AreaId(2)) }))
        }),
        ("no_ground", "an area without ground", |records| {
            let area = records.areas.last().unwrap().1.clone();
            records.areas.push((AreaId(99), area));
        }),
        ("ground_of_parent", "ground of a parent", |records| records.faces[0].1.area = Some(AreaId(1))),
        ("parent_level", "a parent of the same level", |records| records.areas[1].1.parent = Some(AreaId(3))),
        ("parent_level", "two that are each other's parents", |records| {
            records.areas[1].1.parent = Some(AreaId(3));
            records.areas[2].1.parent = Some(AreaId(2));
        }),
        ("no_parent", "no parent", |records| records.areas[1].1.parent = None),
        ("no_parent", "a wider level elsewhere", |records| records.areas[1].1.level = Level::Township),
        ("building_of_parent", "a building of a parent", |records| records.buildings[0].1.area = AreaId(1)),
        ("missing_record", "a building of nobody", |records| records.buildings[0].1.area = AreaId(77)),
    ];
    for (code, what, plant) in plants {
        let mut records = sound();
        plant(&mut records);
        let faults = Territory::from_records(records, Check::Everything).unwrap_err();
        assert!(faults.iter().any(|fault| fault.code() == code), "{what}: {code} is not among {faults:?}");
        let told = faults.iter().find(|fault| fault.code() == code).unwrap().to_string();
        assert!(told.contains(words(code)), "{what}: {told}");
    }
}

#[test]
fn every_single_point_moved_across_a_line_is_found() {
    let records = lattice(3, 3).records();
    for number in 0..records.nodes.len() {
        let mut moved = records.clone();
        moved.nodes[number].1.at = at(450, 450);
        assert!(Territory::from_records(moved, Check::Everything).is_err());
    }
}

#[test]
fn a_building_may_belong_elsewhere_than_it_stands() {
    let mut records = sound();
    records.buildings[0].1.area = AreaId(3);
    let territory = Territory::from_records(records, Check::Everything).unwrap();
    assert_eq!(territory.building(BuildingId(1)).unwrap().area, AreaId(3));
}
