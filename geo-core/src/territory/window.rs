//! Boxes of the plane with sides on the grid of positions.

use crate::Position;

/// A closed box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    pub west: i32,
    pub south: i32,
    pub east: i32,
    pub north: i32,
}

impl Window {
    pub const fn at(place: Position) -> Self {
        let (x, y) = (place.lon_e7(), place.lat_e7());
        Self { west: x, south: y, east: x, north: y }
    }

    /// The box of some places, `None` without places.
    pub fn of(places: impl IntoIterator<Item = Position>) -> Option<Self> {
        places.into_iter().map(Self::at).reduce(Self::joined)
    }

    pub fn joined(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    /// The box with a margin on all sides.
    pub const fn widened(self, margin: i32) -> Self {
        Self {
            west: self.west.saturating_sub(margin),
            south: self.south.saturating_sub(margin),
            east: self.east.saturating_add(margin),
            north: self.north.saturating_add(margin),
        }
    }

    pub const fn meets(&self, other: &Self) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.south <= other.north
            && other.south <= self.north
    }

    pub const fn holds(&self, place: Position) -> bool {
        self.meets(&Self::at(place))
    }

    /// The place of its middle along a Hilbert curve over all positions.
    pub fn hilbert(&self) -> u64 {
        // From -2^31 to 2^31 - 1 as from 0 to 2^32 - 1; the middle of two of them.
        let middle = |low: i32, high: i32| (((i64::from(low) + i64::from(high)) >> 1) + (1 << 31)) as u32;
        let (mut x, mut y) = (middle(self.west, self.east), middle(self.south, self.north));
        let mut place = 0_u64;
        for bit in (0..32).rev() {
            let (right, upper) = ((x >> bit) & 1, (y >> bit) & 1);
            place = (place << 2) | u64::from((3 * right) ^ upper);
            if upper == 0 {
                if right == 1 {
                    (x, y) = (!x, !y);
                }
                std::mem::swap(&mut x, &mut y);
            }
        }
        place
    }
}
