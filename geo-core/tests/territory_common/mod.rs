//! Made maps and ways to compare maps, for the tests of the territory.
#![allow(dead_code, reason = "each test uses its part")]

pub mod random;

use geo_core::planar::Tolerance;
use geo_core::territory::{Area, AreaId, Border, BorderId, Edit, Edited, NodeId, Territory};
use geo_core::{Level, Polygon, Position, Ring, Shape};
use std::collections::BTreeMap;

/// A position in units of 1e-7 degree.
pub fn at(x: i32, y: i32) -> Position {
    Position::from_e7(x, y).unwrap()
}

pub fn ring(corners: &[(i32, i32)]) -> Ring {
    corners.iter().map(|(x, y)| at(*x, *y)).collect()
}

pub fn shape(parts: &[&[(i32, i32)]]) -> Shape {
    Shape { polygons: parts.iter().map(|part| Polygon { outer: ring(part), holes: vec![] }).collect() }
}

pub fn square(west: i32, south: i32, side: i32) -> Shape {
    shape(&[&[(west, south), (west + side, south), (west + side, south + side), (west, south + side)]])
}

/// The area that stands above all others in made maps.
pub const COMMUNITY: AreaId = AreaId(1);

/// Grids of one community from their outlines, numbered from 2.
pub fn grids(shapes: &[Shape]) -> Territory {
    let community = (COMMUNITY, Area::named(Level::Community, "community"), None);
    let grids = (2..).zip(shapes).map(|(id, shape)| {
        (AreaId(id), Area::named(Level::Grid, format!("grid {id}")).under(COMMUNITY), Some(shape))
    });
    Territory::build(std::iter::once(community).chain(grids), Tolerance::NONE).unwrap()
}

/// `columns` by `rows` squares of a side of 100 units, grid 2 in the south-west, then eastwards.
pub fn lattice(columns: i32, rows: i32) -> Territory {
    let squares: Vec<Shape> = (0..rows)
        .flat_map(|row| (0..columns).map(move |column| square(column * 100, row * 100, 100)))
        .collect();
    grids(&squares)
}

/// All points of a border.
pub fn line(territory: &Territory, border: &Border) -> Vec<Position> {
    let end = |node: NodeId| territory.node(node).unwrap().at;
    std::iter::once(end(border.from)).chain(border.points.clone()).chain([end(border.to)]).collect()
}

/// The borders that are not there in another map, or run elsewhere there, or have another level.
pub fn drawn_otherwise(after: &Territory, before: &Territory) -> Vec<BorderId> {
    let drawn = |state: &Territory| -> BTreeMap<BorderId, (Vec<Position>, Level)> {
        let borders = state.borders();
        borders.map(|(id, border)| (id, (line(state, border), state.border_level(id).unwrap()))).collect()
    };
    let before = drawn(before);
    drawn(after).into_iter().filter(|(id, how)| before.get(id) != Some(how)).map(|(id, _)| id).collect()
}

/// Does an edit, and makes sure of all that must hold of every one.
pub fn done(territory: &mut Territory, edit: &Edit) -> Edited {
    let text = serde_json::to_string(edit).unwrap();
    assert_eq!(&serde_json::from_str::<Edit>(&text).unwrap(), edit, "an edit survives being written down");
    let before = territory.clone();
    let edited = territory.decide(edit).unwrap_or_else(|error| panic!("{}: {error}", error.code()));
    assert_eq!(territory.hash(), before.hash(), "deciding changes nothing");
    territory.apply(&edited.patch).unwrap();
    assert_eq!(territory.validate(), [], "after {text}");
    assert_eq!(edited.redrawn, drawn_otherwise(territory, &before), "after {text}");
    let mut undone = territory.clone();
    undone.apply(&edited.patch.inverse()).unwrap();
    assert_eq!(undone.hash(), before.hash());
    assert_eq!(undone.validate(), [], "after undoing {text}");
    for change in &edited.metrics {
        assert_eq!(territory.metrics(change.area).unwrap_or_default(), change.after);
        assert_eq!(before.metrics(change.area).unwrap_or_default(), change.before);
    }
    edited
}

/// The code and the place with which an edit is refused.
pub fn refused(territory: &Territory, edit: &Edit) -> (&'static str, Option<Position>) {
    let error = territory.decide(edit).map(|edited| edited.patch).unwrap_err();
    (error.code(), error.place())
}
