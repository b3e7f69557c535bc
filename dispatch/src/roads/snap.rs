//! Where a position meets the road.

use super::RoadNetwork;
use super::length::EARTH_RADIUS_M;
use crate::Profile;
use geo_core::{Milliseconds, Position};
use geo_index::rtree::sort::HilbertSort;
use geo_index::rtree::{RTree, RTreeBuilder, RTreeIndex};

/// A whole segment: fractions along a segment are counted in 2^-20 of it.
pub(crate) const WHOLE: u32 = 1 << 20;

/// A position farther than this from every usable road meets none.
const FARTHEST_MM: u64 = 2_000_000;

/// The windows searched one after the other, in metres, until the nearest road lies within.
const WINDOWS_M: [f64; 4] = [20.0, 100.0, 500.0, 2_000.0];

/// Metres in 1e-7 degree of a great circle.
const METRES_PER_UNIT: f64 = EARTH_RADIUS_M * (std::f64::consts::PI / 180.0) * 1e-7;

const HALF_TURN: i64 = 1_800_000_000;

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
        (_, super::length::NO_WAY) => weight,
        _ => ((u64::from(weight) * u64::from(fraction) + u64::from(WHOLE / 2)) >> 20) as u32,
    }
}

/// The walk over a distance at 5 km/h (0.72 ms for each millimetre), rounded to the millisecond.
fn walk(millimetres: u64) -> Milliseconds {
    Milliseconds((millimetres * 72 + 50) / 100)
}

/// The difference of two longitudes, the short way round.
fn longitude_difference(from: i32, to: i32) -> i64 {
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

/// All segments of a network by their place.
pub(crate) struct SegmentIndex {
    /// In quarter units, rounded outwards: the tree adds two coordinates, which whole units would overflow.
    tree: RTree<i32>,
}

impl SegmentIndex {
    /// Sorts the segments of a network.
    pub fn of(network: &RoadNetwork) -> Self {
        let mut builder = RTreeBuilder::<i32>::new(network.segments.len() as u32);
        for segment in &network.segments {
            let [a, b] = [segment.from, segment.to].map(|node| network.positions[node as usize]);
            let (mut west, mut east) = (a.lon_e7().min(b.lon_e7()), a.lon_e7().max(b.lon_e7()));
            if i64::from(east) - i64::from(west) > HALF_TURN {
                // Across the antimeridian: found from everywhere on its latitude, and judged by distance.
                (west, east) = (-HALF_TURN as i32, HALF_TURN as i32);
            }
            let (south, north) = (a.lat_e7().min(b.lat_e7()), a.lat_e7().max(b.lat_e7()));
            builder.add(west >> 2, south >> 2, (east >> 2) + 1, (north >> 2) + 1);
        }
        Self { tree: builder.finish::<HilbertSort>() }
    }

    /// The nearest point on a segment that the profile may be snapped to; of equally near ones, that of the
    /// lowest segment. See `dispatch/ROADS.md` §5.
    pub fn nearest(&self, network: &RoadNetwork, profile: Profile, position: Position) -> Option<Snap> {
        let plane = Plane::around(position);
        for window in WINDOWS_M {
            let best = self
                .segments_within(position, &plane, window)
                .into_iter()
                .filter(|&segment| network.connected[segment as usize] & (1 << profile as u8) != 0)
                .map(|segment| {
                    let ends = &network.segments[segment as usize];
                    let (millimetres, fraction) = plane
                        .nearest(network.positions[ends.from as usize], network.positions[ends.to as usize]);
                    (millimetres, segment, fraction)
                })
                .min();
            match best {
                Some((millimetres, segment, fraction))
                    if millimetres as f64 <= window * 1000.0 && millimetres <= FARTHEST_MM =>
                {
                    return Some(Snap { segment: segment as usize, fraction, walk: walk(millimetres) });
                }
                _ => {}
            }
        }
        None
    }

    fn segments_within(&self, position: Position, plane: &Plane, metres: f64) -> Vec<u32> {
        let (lon, lat) = (i64::from(position.lon_e7()), i64::from(position.lat_e7()));
        let reach = |scale: f64| (metres / scale).ceil().min(2.0 * HALF_TURN as f64) as i64 + 1;
        let (across, up) = (reach(plane.x_scale), reach(METRES_PER_UNIT));
        let window = |west: i64, east: i64| {
            let quarter = |value: i64| (value.clamp(-HALF_TURN, HALF_TURN) >> 2) as i32;
            self.tree.search(quarter(west), quarter(lat - up), quarter(east) + 1, quarter(lat + up) + 1)
        };
        let mut found = window(lon - across, lon + across);
        if lon - across < -HALF_TURN {
            found.extend(window(lon - across + 2 * HALF_TURN, HALF_TURN));
        }
        if lon + across > HALF_TURN {
            found.extend(window(-HALF_TURN, lon + across - 2 * HALF_TURN));
        }
        found
    }
}

/// Metres east and north of a position, true near it.
struct Plane {
    origin: Position,
    x_scale: f64,
}

impl Plane {
    fn around(origin: Position) -> Self {
        Self { origin, x_scale: METRES_PER_UNIT * origin.lat().to_radians().cos() }
    }

    fn place(&self, position: Position) -> (f64, f64) {
        let east = longitude_difference(self.origin.lon_e7(), position.lon_e7());
        let north = i64::from(position.lat_e7()) - i64::from(self.origin.lat_e7());
        (east as f64 * self.x_scale, north as f64 * METRES_PER_UNIT)
    }

    /// The distance of the origin from a segment in whole millimetres, and the fraction of its nearest point.
    fn nearest(&self, a: Position, b: Position) -> (u64, u32) {
        let ((ax, ay), (bx, by)) = (self.place(a), self.place(b));
        let (dx, dy) = (bx - ax, by - ay);
        let squared = dx * dx + dy * dy;
        let along = if squared > 0.0 { -(ax * dx + ay * dy) / squared } else { 0.0 };
        let (x, y, fraction) = if along <= 0.0 {
            (ax, ay, 0)
        } else if along >= 1.0 {
            (bx, by, WHOLE)
        } else {
            (ax + along * dx, ay + along * dy, (along * f64::from(WHOLE)).round() as u32)
        };
        (((x * x + y * y).sqrt() * 1000.0).round() as u64, fraction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_rounds_to_the_nearest_millisecond_and_the_ends_are_exact() {
        assert_eq!(share(1000, WHOLE), 1000);
        assert_eq!(share(1000, WHOLE / 2), 500);
        assert_eq!(share(3, WHOLE / 2), 2, "halves go up");
        assert_eq!(share(super::super::length::NO_WAY, 0), 0);
        assert_eq!(share(super::super::length::NO_WAY, 1), super::super::length::NO_WAY);
    }

    #[test]
    fn a_kilometre_is_walked_in_twelve_minutes() {
        assert_eq!(walk(1_000_000), Milliseconds::from_minutes(12));
    }

    #[test]
    fn the_nearest_point_lies_between_the_ends_or_is_one() {
        let at = |lon, lat| Position::from_e7(lon, lat).unwrap();
        let plane = Plane::around(at(500, 1000));
        let (millimetres, fraction) = plane.nearest(at(0, 0), at(1000, 0));
        assert_eq!((millimetres, fraction), (11_120, WHOLE / 2));
        assert_eq!(plane.nearest(at(500, 1000), at(500, 1000)), (0, 0));
        assert_eq!(plane.nearest(at(-1000, 1000), at(0, 1000)).1, WHOLE);
    }

    #[test]
    fn halfway_across_the_antimeridian_is_the_antimeridian() {
        let east = Position::new(179.9, 0.0).unwrap();
        let west = Position::new(-179.9, 0.0).unwrap();
        assert_eq!(between(east, west, WHOLE / 2).lon_e7().abs(), 1_800_000_000);
    }
}
