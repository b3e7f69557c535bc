//! Hexagonal cells for counting and for keys of shards. H3 stays inside: users know division codes, not cells.

use crate::Position;
use h3o::{CellIndex, LatLng};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// How fine the cells are: 0 (continents) to 15 (a square metre). At 9 a cell has about 0.1 km².
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Resolution(u8);

/// Why a number is not a resolution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("resolution {given} must be 0 to 15")]
pub struct ResolutionError {
    /// The number given.
    pub given: u8,
}

impl ResolutionError {
    /// The stable code of the error.
    pub const CODE: &str = "resolution_out_of_range";
}

impl Resolution {
    /// A resolution.
    ///
    /// # Errors
    /// [`ResolutionError`] beyond 15.
    pub fn new(resolution: u8) -> Result<Self, ResolutionError> {
        if resolution <= 15 { Ok(Self(resolution)) } else { Err(ResolutionError { given: resolution }) }
    }
}

impl<'de> Deserialize<'de> for Resolution {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(u8::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// A cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell(CellIndex);

impl Cell {
    /// The cell that holds a position.
    ///
    /// ```
    /// use geo_core::{Position, h3};
    /// let place = Position::new(-122.418_307, 37.775_938).unwrap();
    /// let cell = h3::Cell::at(place, h3::Resolution::new(9).unwrap());
    /// assert_eq!(cell.to_string(), "8928308280fffff");
    /// ```
    pub fn at(position: Position, resolution: Resolution) -> Self {
        let place = LatLng::new(position.lat(), position.lon()).expect("positions are finite");
        Self(place.to_cell(resolution.0.try_into().expect("checked when made")))
    }

    /// The 64-bit index of the cell.
    pub fn index(self) -> u64 {
        self.0.into()
    }

    /// The middle of the cell.
    pub fn centre(self) -> Position {
        let middle = LatLng::from(self.0);
        Position::new(middle.lng().clamp(-180.0, 180.0), middle.lat().clamp(-90.0, 90.0)).expect("clamped")
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// How many positions lie in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellCount {
    /// The cell.
    pub cell: Cell,
    /// Its middle.
    pub centre: Position,
    /// The positions in it.
    pub count: u64,
}

/// Counts positions by cell, in the order of the cells; cells without any are left out.
///
/// ```
/// use geo_core::{Position, h3};
/// let at = |lon, lat| Position::new(lon, lat).unwrap();
/// let counts = h3::count([at(114.3, 30.6), at(114.3, 30.6), at(114.4, 30.6)], h3::Resolution::new(8).unwrap());
/// assert_eq!(counts.iter().map(|cell| cell.count).sum::<u64>(), 3);
/// assert_eq!(counts.len(), 2);
/// ```
pub fn count(positions: impl IntoIterator<Item = Position>, resolution: Resolution) -> Vec<CellCount> {
    let mut counts: BTreeMap<Cell, u64> = BTreeMap::new();
    for position in positions {
        *counts.entry(Cell::at(position, resolution)).or_default() += 1;
    }
    counts.into_iter().map(|(cell, count)| CellCount { cell, centre: cell.centre(), count }).collect()
}
