//! Web Mercator in whole numbers, so that a shared point stays one point on every tile.
//!
//! The world is 2^32 units wide, counted from its centre, x east and y **south** as in tiles. One
//! unit is 9 mm at the equator, finer than the 1e-7 degree of a [`Position`], so two different
//! positions never fall together. At zoom 20 a unit of a 4096-unit tile is exactly one of these.

use crate::TileId;
use geo_core::Position;
use std::f64::consts::PI;

/// The zoom at which a tile unit equals a world unit.
pub(crate) const UNIT_ZOOM: u8 = 20;
/// Units from the centre of the world to its edge.
pub(crate) const HALF_WORLD: i64 = 1 << 31;
/// Units along the side of a tile.
pub(crate) const EXTENT: i64 = 4096;
/// Units beyond the side that a tile still draws, so that lines and halos meet across tiles.
pub(crate) const BUFFER: i64 = 64;
/// Where the square world of Web Mercator ends, north and south (EPSG:3857).
const MAX_LATITUDE: f64 = 85.051_128_779_806_59;

/// A point in whole units; what a unit is, the holder says (a world unit, or a tile unit of a zoom).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Vertex {
    pub x: i32,
    pub y: i32,
}

/// An axis-parallel box in the same units as its vertices, edges included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    pub min: Vertex,
    pub max: Vertex,
}

impl Extent {
    /// The smallest box around the vertices; `None` without any.
    pub(crate) fn around(vertices: impl IntoIterator<Item = Vertex>) -> Option<Self> {
        let mut vertices = vertices.into_iter();
        let first = vertices.next()?;
        Some(vertices.fold(Self { min: first, max: first }, |extent, v| Self {
            min: Vertex { x: extent.min.x.min(v.x), y: extent.min.y.min(v.y) },
            max: Vertex { x: extent.max.x.max(v.x), y: extent.max.y.max(v.y) },
        }))
    }
}

/// A position in world units. Latitudes beyond the square world are moved to its edge.
pub(crate) fn project(position: Position) -> Vertex {
    let half = HALF_WORLD as f64;
    let x = f64::from(position.lon_e7()) / 1.8e9 * half;
    let latitude = position.lat().clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians();
    // Inverse Gudermannian function, in the form that is exactly odd: north and south mirror.
    let y = -latitude.sin().atanh() / PI * half;
    // `as` saturates: the eastern and southern edge themselves fall on the last unit.
    Vertex { x: x.round() as i32, y: y.round() as i32 }
}

/// `value` divided by `2^shift`, rounded to the nearest, halves upwards; multiplied when negative.
pub(crate) const fn scale(value: i64, shift: i32) -> i64 {
    if shift > 0 { (value + (1 << (shift - 1))) >> shift } else { value << -shift }
}

/// Where one tile lies: turns units of some zoom into the tile's own 0..4096.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    origin_x: i64,
    origin_y: i64,
    shift: i32,
}

impl Window {
    /// The window of `tile` on vertices held in tile units of zoom `unit_zoom`.
    pub(crate) fn new(tile: TileId, unit_zoom: u8) -> Self {
        let centre = (EXTENT << tile.z()) / 2;
        Self {
            origin_x: i64::from(tile.x()) * EXTENT - centre,
            origin_y: i64::from(tile.y()) * EXTENT - centre,
            shift: i32::from(unit_zoom) - i32::from(tile.z()),
        }
    }

    /// A vertex in units of the tile, counted from its north-western corner.
    #[inline]
    pub(crate) fn local(&self, vertex: Vertex) -> (i64, i64) {
        (
            scale(i64::from(vertex.x), self.shift) - self.origin_x,
            scale(i64::from(vertex.y), self.shift) - self.origin_y,
        )
    }
}

/// The part of the world that a tile draws, `beyond` tile units further than its sides.
pub(crate) fn drawn_extent(tile: TileId, beyond: i64) -> Extent {
    let shift = i32::from(UNIT_ZOOM) - i32::from(tile.z());
    // One unit more each way, so that rounding at deep zooms loses nothing.
    let side = |cell: u32, offset: i64| {
        let world = scale(i64::from(cell) * EXTENT + offset, -shift) - HALF_WORLD;
        world.clamp(-HALF_WORLD, HALF_WORLD - 1)
    };
    let low = |cell| (side(cell, -beyond) - 1).max(-HALF_WORLD) as i32;
    let high = |cell| (side(cell, EXTENT + beyond) + 1).min(HALF_WORLD - 1) as i32;
    Extent {
        min: Vertex { x: low(tile.x()), y: low(tile.y()) },
        max: Vertex { x: high(tile.x()), y: high(tile.y()) },
    }
}
