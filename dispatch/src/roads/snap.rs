//! Where a position meets the road.

use super::segment_index::SegmentIndex;
use crate::Profile;
use geo_core::{Milliseconds, Position};

/// A whole segment: fractions along a segment are counted in 2^-20 of it.
pub(crate) const WHOLE: u32 = 1 << 20;

/// A position farther than this from every usable road meets none.
const FARTHEST_MM: u64 = 2_000_000;

/// Half a turn, in units of 1e-7 degree.
pub(crate) const HALF_TURN: i64 = 1_800_000_000;

/// A point on a segment, and how a position comes to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Snap {
    pub segment: usize,
    /// How far along the segment, from 0 (its first node) to [`WHOLE`] (its second).
    pub fraction: u32,
    /// The time of the walk between the position and the point.
    pub walk: Milliseconds,
}

/// The cost of a share of a segment, rounded to the nearest millisecond. Nothing costs nothing, even where
/// the segment is closed: the share then is its end node, which can be reached otherwise.
pub(crate) fn share(weight: u32, fraction: u32) -> u32 {
    match (fraction, weight) {
        (0, _) => 0,
        (_, super::weight::NO_WAY) => weight,
        _ => ((u64::from(weight) * u64::from(fraction) + u64::from(WHOLE / 2)) >> 20) as u32,
    }
}

/// The walk over a distance at 5 km/h (0.72 ms for each millimetre), rounded to the millisecond.
fn walk(millimetres: u64) -> Milliseconds {
    Milliseconds((millimetres * 72 + 50) / 100)
}

/// The difference of two longitudes, the short way round.
pub(crate) fn longitude_difference(from: i32, to: i32) -> i64 {
    let difference = i64::from(to) - i64::from(from);
    match difference {
        d if d > HALF_TURN => d - 2 * HALF_TURN,
        d if d < -HALF_TURN => d + 2 * HALF_TURN,
        d => d,
    }
}

/// The point at a fraction of the way between two positions.
pub(crate) fn between(a: Position, b: Position, fraction: u32) -> Position {
    let along = |from: i64, by: i64| from + ((by * i64::from(fraction) + i64::from(WHOLE / 2)) >> 20);
    let mut lon = along(i64::from(a.lon_e7()), longitude_difference(a.lon_e7(), b.lon_e7()));
    if lon.abs() > HALF_TURN {
        lon -= 2 * HALF_TURN * lon.signum();
    }
    let lat = along(i64::from(a.lat_e7()), i64::from(b.lat_e7()) - i64::from(a.lat_e7()));
    Position::from_e7(lon as i32, lat as i32).expect("a point between two positions is on the earth")
}

/// Where a position meets the roads of a profile. See `dispatch/ROADS.md` §7.
pub(crate) fn snap(
    index: &SegmentIndex,
    profile: Profile,
    position: Position,
    is_open: impl Fn(u32) -> bool,
) -> Option<Snap> {
    let nearest = index.nearest_where(position, 1 << profile as u8, FARTHEST_MM, is_open)?;
    let walk = walk(nearest.millimetres);
    Some(Snap { segment: nearest.segment as usize, fraction: nearest.fraction, walk })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_rounds_to_the_nearest_millisecond_and_the_ends_are_exact() {
        assert_eq!(share(1000, WHOLE), 1000);
        assert_eq!(share(1000, WHOLE / 2), 500);
        assert_eq!(share(3, WHOLE / 2), 2, "halves go up");
        assert_eq!(share(super::super::weight::NO_WAY, 0), 0);
        assert_eq!(share(super::super::weight::NO_WAY, 1), super::super::weight::NO_WAY);
    }

    #[test]
    fn a_kilometre_is_walked_in_twelve_minutes() {
        assert_eq!(walk(1_000_000), Milliseconds::from_minutes(12));
    }

    #[test]
    fn halfway_across_the_antimeridian_is_the_antimeridian() {
        let east = Position::new(179.9, 0.0).unwrap();
        let west = Position::new(-179.9, 0.0).unwrap();
        assert_eq!(between(east, west, WHOLE / 2).lon_e7().abs(), 1_800_000_000);
    }
}
