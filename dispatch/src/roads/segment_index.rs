//! The segments that can be snapped to, by their place.

use super::RoadNetwork;
use super::snap::{HALF_TURN, WHOLE, longitude_difference};
use geo_core::{LocalProjection, Metres, Offset, Position, local_projection};
use geo_index::rtree::sort::HilbertSort;
use geo_index::rtree::{RTree, RTreeBuilder, RTreeIndex};

/// The windows searched one after the other, in metres, until the nearest road lies within. Most teams stand
/// on a road, so the first is small; measured faster than a best-first search over the same boxes.
const WINDOWS_M: [f64; 4] = [20.0, 100.0, 500.0, 2_000.0];

/// Nearer to a pole than this latitude, in units of 1e-7 degree, every longitude is near.
const POLAR: i64 = 890_000_000;

/// A segment with what a search asks of it, together in memory.
#[derive(Debug, Clone, Copy)]
struct Item {
    ends: [Position; 2],
    segment: u32,
    /// A bit for each profile that may use it.
    profiles: u8,
}

/// The point of a segment that is nearest to a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Nearest {
    /// The distance in whole millimetres.
    pub millimetres: u64,
    /// The segment; the lowest of equally near ones.
    pub segment: u32,
    /// How far along the segment, from 0 (its first node) to [`WHOLE`] (its second).
    pub fraction: u32,
}

/// A packed R-tree of segments.
pub(crate) struct SegmentIndex {
    items: Vec<Item>,
    /// In quarter units, rounded outwards: the tree adds two coordinates, which whole units would overflow.
    tree: RTree<i32>,
}

impl SegmentIndex {
    /// Sorts the usable segments of a network.
    pub fn of(network: &RoadNetwork) -> Self {
        let segments = network.segments.iter().zip(&network.connected).enumerate();
        Self::pack(segments.filter(|(_, (_, profiles))| **profiles != 0).map(
            |(segment, (nodes, &profiles))| Item {
                ends: [nodes.from, nodes.to].map(|node| network.positions[node as usize]),
                segment: segment as u32,
                profiles,
            },
        ))
    }

    fn pack(items: impl Iterator<Item = Item>) -> Self {
        let items: Vec<Item> = items.collect();
        let mut builder = RTreeBuilder::<i32>::new(items.len() as u32);
        for Item { ends: [a, b], .. } in &items {
            let (mut west, mut east) = (a.lon_e7().min(b.lon_e7()), a.lon_e7().max(b.lon_e7()));
            if i64::from(east) - i64::from(west) > HALF_TURN {
                // Across the antimeridian: found from everywhere on its latitude, and judged by distance.
                (west, east) = (-HALF_TURN as i32, HALF_TURN as i32);
            }
            let (south, north) = (a.lat_e7().min(b.lat_e7()), a.lat_e7().max(b.lat_e7()));
            builder.add(west >> 2, south >> 2, (east >> 2) + 1, (north >> 2) + 1);
        }
        Self { items, tree: builder.finish::<HilbertSort>() }
    }

    /// The nearest point, at most so many millimetres away, on a segment of the profile with this bit.
    pub fn nearest(&self, position: Position, bit: u8, most_millimetres: u64) -> Option<Nearest> {
        self.nearest_where(position, bit, most_millimetres, |_| true)
    }

    /// As [`SegmentIndex::nearest`], among the segments that are open.
    pub fn nearest_where(
        &self,
        position: Position,
        bit: u8,
        most_millimetres: u64,
        is_open: impl Fn(u32) -> bool,
    ) -> Option<Nearest> {
        let map = local_projection(position);
        for window in WINDOWS_M {
            let mut best: Option<Nearest> = None;
            // Beyond this square of metres nothing can be nearer, nor equally near after rounding.
            let mut reach = f64::INFINITY;
            for index in self.within(position, &map, window) {
                let item = &self.items[index as usize];
                if item.profiles & bit == 0 || !is_open(item.segment) {
                    continue;
                }
                let (squared, fraction) = nearest_point(&map, item.ends);
                if squared > reach {
                    continue;
                }
                let millimetres = (squared.sqrt() * 1000.0).round() as u64;
                let found = Nearest { millimetres, segment: item.segment, fraction };
                if best.is_none_or(|best| found < best) {
                    best = Some(found);
                    reach = ((millimetres + 1) as f64 / 1000.0).powi(2);
                }
            }
            let inside = (window * 1000.0) as u64;
            if let Some(best) = best.filter(|best| best.millimetres <= inside) {
                return (best.millimetres <= most_millimetres).then_some(best);
            }
        }
        None
    }

    /// The segments whose boxes meet the square of so many metres to each side.
    fn within(&self, position: Position, map: &LocalProjection, metres: f64) -> Vec<u32> {
        let (lon, lat) = (i64::from(position.lon_e7()), i64::from(position.lat_e7()));
        // Towards the equator, where there is always room.
        let north = Metres(if lat > 0 { -metres } else { metres });
        let corner = map.position(Offset { east: Metres(metres), north });
        let up = (i64::from(corner.lat_e7()) - lat).abs() + 1;
        let across = match lat.abs() {
            POLAR.. => HALF_TURN,
            _ => longitude_difference(position.lon_e7(), corner.lon_e7()) + 1,
        };
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

/// The square of the distance of the map's origin from a segment in m², and the fraction of its nearest point.
fn nearest_point(map: &LocalProjection, ends: [Position; 2]) -> (f64, u32) {
    let [(ax, ay), (bx, by)] = ends.map(|end| {
        let Offset { east, north } = map.offset(end);
        (east.0, north.0)
    });
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
    (x * x + y * y, fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lon: i32, lat: i32) -> Position {
        Position::from_e7(lon, lat).unwrap()
    }

    #[test]
    fn the_nearest_point_lies_between_the_ends_or_is_one() {
        let nearest = |position, ends| {
            let index = SegmentIndex::pack([Item { ends, segment: 0, profiles: 1 }].into_iter());
            let found = index.nearest(position, 1, 2_000_000).unwrap();
            (found.millimetres, found.fraction)
        };
        assert_eq!(nearest(at(500, 1000), [at(0, 0), at(1000, 0)]), (11_057, WHOLE / 2));
        assert_eq!(nearest(at(500, 1000), [at(500, 1000), at(500, 1000)]), (0, 0));
        assert_eq!(nearest(at(500, 1000), [at(-1000, 1000), at(0, 1000)]).1, WHOLE);
    }

    #[test]
    fn the_index_finds_what_a_scan_finds_everywhere_on_the_earth() {
        // Clusters at the equator, near a pole, and across the antimeridian.
        let mut seed = 5u64;
        let mut dice = |sides: i32| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((seed >> 33) % sides as u64) as i32
        };
        for (lon, lat) in
            [(0, 0), (1_143_000_000, 305_000_000), (1_799_990_000, 100), (50_000_000, 899_900_000)]
        {
            let mut near = |spread: i32| {
                let east = i64::from(lon) + i64::from(dice(spread) - spread / 2);
                let wrapped = if east > HALF_TURN { east - 2 * HALF_TURN } else { east };
                at(wrapped as i32, (lat + dice(spread) - spread / 2).min(900_000_000))
            };
            let items: Vec<Item> = (0..600)
                .map(|index| {
                    let start = near(100_000);
                    let end = if index % 7 == 0 { near(100_000) } else { start };
                    Item { ends: [start, end], segment: index, profiles: 1 + (index % 3) as u8 }
                })
                .collect();
            let index = SegmentIndex::pack(items.iter().copied());
            for _ in 0..300 {
                let position = near(140_000);
                let map = local_projection(position);
                let scan = items.iter().filter(|item| item.profiles & 2 != 0).map(|item| {
                    let (squared, fraction) = nearest_point(&map, item.ends);
                    let millimetres = (squared.sqrt() * 1000.0).round() as u64;
                    Nearest { millimetres, segment: item.segment, fraction }
                });
                let expected = scan.min().filter(|nearest| nearest.millimetres <= 400_000);
                assert_eq!(index.nearest(position, 2, 400_000), expected, "from {position}");
            }
        }
        assert_eq!(SegmentIndex::pack(std::iter::empty()).nearest(at(0, 0), 1, 1), None);
    }
}
