//! Made maps and ways to compare maps, for the tests of the territory.
#![allow(dead_code, reason = "each test uses its part")]

use geo_core::planar::Tolerance;
use geo_core::territory::{Area, AreaId, Territory};
use geo_core::{Level, Polygon, Position, Ring, Shape};

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
