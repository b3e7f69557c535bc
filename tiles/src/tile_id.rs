//! The address of one tile: zoom, column, row.

use crate::mercator::{self, Vertex};
use geo_core::Position;
use std::fmt;

/// A tile of the Web Mercator pyramid (XYZ scheme, row 0 in the north).
///
/// ```
/// use tiles::TileId;
/// let tile = TileId::new(14, 13394, 6728).unwrap();
/// assert_eq!(tile.to_string(), "14/13394/6728");
/// assert_eq!(TileId::new(1, 2, 0).unwrap_err().code(), "tile_outside_world");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    z: u8,
    x: u32,
    y: u32,
}

/// Why three numbers are not the address of a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TileIdError {
    /// Zoom beyond [`TileId::MAX_ZOOM`].
    #[error("zoom {z} is deeper than {}; ask for zoom 0 to {}", TileId::MAX_ZOOM, TileId::MAX_ZOOM)]
    ZoomTooDeep {
        /// The zoom given.
        z: u8,
    },
    /// Column or row not below `2^z`.
    #[error("tile {z}/{x}/{y} lies outside the world; at zoom {z} column and row are below {}", 1_u32 << z)]
    OutsideWorld {
        /// The zoom given.
        z: u8,
        /// The column given.
        x: u32,
        /// The row given.
        y: u32,
    },
}

impl TileIdError {
    /// The stable code of this error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ZoomTooDeep { .. } => "tile_zoom_too_deep",
            Self::OutsideWorld { .. } => "tile_outside_world",
        }
    }
}

impl TileId {
    /// The deepest zoom there is an address for.
    pub const MAX_ZOOM: u8 = 22;

    /// The tile at zoom `z`, column `x` (from the west), row `y` (from the north).
    ///
    /// # Errors
    /// [`TileIdError`] when the zoom is deeper than [`Self::MAX_ZOOM`] or column or row are not
    /// below `2^z`.
    pub const fn new(z: u8, x: u32, y: u32) -> Result<Self, TileIdError> {
        if z > Self::MAX_ZOOM {
            return Err(TileIdError::ZoomTooDeep { z });
        }
        let side = 1_u32 << z;
        if x >= side || y >= side {
            return Err(TileIdError::OutsideWorld { z, x, y });
        }
        Ok(Self { z, x, y })
    }

    /// The tile of zoom `z` that holds a position.
    ///
    /// ```
    /// use {geo_core::Position, tiles::TileId};
    /// let tile = TileId::containing(Position::new(114.305, 30.593).unwrap(), 14).unwrap();
    /// assert_eq!((tile.x(), tile.y()), (13394, 6728));
    /// ```
    ///
    /// # Errors
    /// [`TileIdError::ZoomTooDeep`].
    pub fn containing(position: Position, z: u8) -> Result<Self, TileIdError> {
        let Vertex { x, y } = mercator::project(position);
        let cell = |unit: i32| {
            u32::try_from((i64::from(unit) + mercator::HALF_WORLD) >> (32 - u32::from(z.min(32))))
        };
        match (cell(x), cell(y)) {
            (Ok(x), Ok(y)) => Self::new(z, x, y),
            _ => Err(TileIdError::ZoomTooDeep { z }),
        }
    }

    /// Zoom, 0 to [`Self::MAX_ZOOM`].
    pub const fn z(self) -> u8 {
        self.z
    }

    /// Column, counted from 180° west.
    pub const fn x(self) -> u32 {
        self.x
    }

    /// Row, counted from the north.
    pub const fn y(self) -> u32 {
        self.y
    }
}

impl fmt::Display for TileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.z, self.x, self.y)
    }
}
