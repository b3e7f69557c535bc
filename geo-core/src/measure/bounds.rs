//! Boxes on the earth, also across the antimeridian.

use crate::plane::Point;
use crate::{Position, Shape};
use serde::{Deserialize, Serialize};

const HALF_TURN: i64 = 1_800_000_000;
const TURN: i64 = 2 * HALF_TURN;

/// A box between two meridians and two parallels, borders included. It runs from its south-west corner east to its
/// north-east corner: when the longitude of the first is the greater, it crosses the antimeridian.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(try_from = "Corners", into = "Corners")]
pub struct Bounds {
    south_west: Position,
    north_east: Position,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Corners {
    south_west: Position,
    north_east: Position,
}

/// Why two corners do not make a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the south-west corner {south_west} lies north of the north-east corner {north_east}; give west, south, east, north"
)]
pub struct BoundsError {
    /// The corner given first.
    pub south_west: Position,
    /// The corner given second.
    pub north_east: Position,
}

impl BoundsError {
    /// The stable code of the error.
    pub const CODE: &str = "bounds_upside_down";
}

impl Bounds {
    /// The box from one corner east and north to the other.
    ///
    /// # Errors
    /// [`BoundsError`] when the first corner lies north of the second.
    ///
    /// ```
    /// use geo_core::{Bounds, Position};
    /// let corner = |lon, lat| Position::new(lon, lat).unwrap();
    /// let fiji = Bounds::new(corner(176.0, -20.0), corner(-178.0, -15.0)).unwrap();
    /// assert!(fiji.contains(corner(-179.0, -17.0)) && !fiji.contains(corner(170.0, -17.0)));
    /// ```
    pub fn new(south_west: Position, north_east: Position) -> Result<Self, BoundsError> {
        if south_west.lat_e7() > north_east.lat_e7() {
            return Err(BoundsError { south_west, north_east });
        }
        Ok(Self { south_west, north_east })
    }

    /// The smallest box around some positions, on the shorter way around the earth; `None` without positions.
    pub fn around(positions: impl IntoIterator<Item = Position>) -> Option<Self> {
        let positions: Vec<Position> = positions.into_iter().collect();
        let south = positions.iter().map(|position| position.lat_e7()).min()?;
        let north = positions.iter().map(|position| position.lat_e7()).max()?;
        Some(Self::spanning(
            positions.iter().map(|position| (position.lon_e7(), position.lon_e7())).collect(),
            south,
            north,
        ))
    }

    /// The smallest box around a shape, `None` if it has no part.
    pub fn of_shape(shape: &Shape) -> Option<Self> {
        let parts: Vec<Self> = shape.polygons.iter().filter_map(|part| Self::in_plane(&part.outer)).collect();
        let south = parts.iter().map(|part| part.south_west.lat_e7()).min()?;
        let north = parts.iter().map(|part| part.north_east.lat_e7()).max()?;
        let spans = parts.iter().map(|part| (part.south_west.lon_e7(), part.north_east.lon_e7())).collect();
        Some(Self::spanning(spans, south, north))
    }

    /// The box of a ring, which never crosses the antimeridian.
    fn in_plane(ring: &[Position]) -> Option<Self> {
        let corner = |pick: fn(i32, i32) -> i32| {
            ring.iter()
                .map(|position| (position.lon_e7(), position.lat_e7()))
                .reduce(|a, b| (pick(a.0, b.0), pick(a.1, b.1)))
        };
        let ((west, south), (east, north)) = (corner(Ord::min)?, corner(Ord::max)?);
        Some(Self { south_west: position(west, south), north_east: position(east, north) })
    }

    /// The box of spans of longitude: all but their widest gap.
    fn spanning(mut spans: Vec<(i32, i32)>, south: i32, north: i32) -> Self {
        spans.sort_unstable();
        let (first, mut reach) = (spans[0].0, spans[0].1);
        let mut widest = (0, first, 0);
        for (west, east) in spans {
            widest = widest.max((i64::from(west) - i64::from(reach), west, reach));
            reach = reach.max(east);
        }
        let outside = TURN - (i64::from(reach) - i64::from(first));
        let (west, east) = if widest.0 > outside { (widest.1, widest.2) } else { (first, reach) };
        Self { south_west: position(west, south), north_east: position(east, north) }
    }

    /// The corner with the least latitude, from which the box runs east.
    pub const fn south_west(&self) -> Position {
        self.south_west
    }

    /// The corner with the greatest latitude, to which the box runs.
    pub const fn north_east(&self) -> Position {
        self.north_east
    }

    /// Whether the box crosses the antimeridian.
    pub const fn crosses_antimeridian(&self) -> bool {
        self.south_west.lon_e7() > self.north_east.lon_e7()
    }

    /// Whether the position lies in the box or on its border.
    pub fn contains(&self, position: Position) -> bool {
        let (lon, lat) = (position.lon_e7(), position.lat_e7());
        let within = |lon: i32| match self.crosses_antimeridian() {
            false => self.south_west.lon_e7() <= lon && lon <= self.north_east.lon_e7(),
            true => self.south_west.lon_e7() <= lon || lon <= self.north_east.lon_e7(),
        };
        let same_meridian = i64::from(lon).abs() == HALF_TURN && within(-lon);
        self.south_west.lat_e7() <= lat && lat <= self.north_east.lat_e7() && (within(lon) || same_meridian)
    }

    /// Whether the two boxes share a point.
    pub fn meets(&self, other: &Self) -> bool {
        self.halves().any(|(min, max)| {
            other.halves().any(|(other_min, other_max)| {
                min.x <= other_max.x && other_min.x <= max.x && min.y <= other_max.y && other_min.y <= max.y
            })
        })
    }

    /// The middle of the box.
    pub fn centre(&self) -> Position {
        let (west, east) = (i64::from(self.south_west.lon_e7()), i64::from(self.north_east.lon_e7()));
        let east = if east < west { east + TURN } else { east };
        let (south, north) = (i64::from(self.south_west.lat_e7()), i64::from(self.north_east.lat_e7()));
        Point::new(i64::midpoint(west, east), i64::midpoint(south, north)).position()
    }

    /// The one or two boxes of the plane that make up the box, and the antimeridian under its other name.
    pub(crate) fn halves(&self) -> impl Iterator<Item = (Point, Point)> + use<> {
        let (min, max) = (Point::from(self.south_west), Point::from(self.north_east));
        let spans = match self.crosses_antimeridian() {
            true => [Some((min.x, HALF_TURN)), Some((-HALF_TURN, max.x)), None],
            false => [
                Some((min.x, max.x)),
                (max.x == HALF_TURN).then_some((-HALF_TURN, -HALF_TURN)),
                (min.x == -HALF_TURN).then_some((HALF_TURN, HALF_TURN)),
            ],
        };
        spans
            .into_iter()
            .flatten()
            .map(move |(west, east)| (Point::new(west, min.y), Point::new(east, max.y)))
    }
}

fn position(lon: i32, lat: i32) -> Position {
    Position::from_e7(lon, lat).expect("taken from positions")
}

impl TryFrom<Corners> for Bounds {
    type Error = BoundsError;
    fn try_from(corners: Corners) -> Result<Self, BoundsError> {
        Self::new(corners.south_west, corners.north_east)
    }
}

impl From<Bounds> for Corners {
    fn from(bounds: Bounds) -> Self {
        Self { south_west: bounds.south_west, north_east: bounds.north_east }
    }
}
