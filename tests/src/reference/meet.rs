//! Where a position meets the road (§7): every segment near enough is tried.

use super::Roads;
use dispatch::Profile;
use geo_core::{Position, local_projection};

/// The whole of a segment, in the parts by which shares are counted.
pub const WHOLE: u64 = 1 << 20;
/// How far a position may lie from the road, in millimetres.
const OFF_ROAD: u64 = 2_000_000;
/// More than [`OFF_ROAD`] in units of 1e-7 degree of latitude, anywhere on the ellipsoid.
const WINDOW_E7: i64 = 200_000;

/// A place on a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meeting {
    pub(super) segment: usize,
    /// How far along the segment, of [`WHOLE`].
    pub(super) share: u64,
    /// How far from the position.
    pub(super) millimetres: u64,
}

impl Meeting {
    /// The walk between the position and the road, in milliseconds.
    pub(super) fn walk(self) -> u64 {
        (72 * self.millimetres + 50) / 100
    }
}

impl Roads {
    /// Where the position meets the road; nothing when that is too far.
    pub fn meet(&self, profile: Profile, position: Position) -> Option<Meeting> {
        let map = local_projection(position);
        let window = Window::around(position);
        let usable = &self.shares[profile as usize].usable;
        let near = self.segments.iter().enumerate().filter(|(place, segment)| {
            // What is shut both ways is met by nobody (§10).
            let is_open = segment.weights[profile as usize].iter().any(Option::is_some);
            usable[*place] && is_open && window.may_hold(segment.ends.map(|end| self.positions[end]))
        });
        let meetings = near.map(|(place, segment)| {
            let [a, b] = segment.ends.map(|end| {
                let offset = map.offset(self.positions[end]);
                (offset.east.0, offset.north.0)
            });
            let (share, millimetres) = nearest(a, b);
            ((millimetres, segment.way, segment.index), Meeting { segment: place, share, millimetres })
        });
        let (_, meeting) = meetings.min_by_key(|(key, _)| *key)?;
        (meeting.millimetres <= OFF_ROAD).then_some(meeting)
    }
}

/// The share along a-b and the distance in millimetres of the point of it nearest to the origin.
fn nearest((ax, ay): (f64, f64), (bx, by): (f64, f64)) -> (u64, u64) {
    let (dx, dy) = (bx - ax, by - ay);
    let denominator = dx * dx + dy * dy;
    let u = if denominator == 0.0 { 0.0 } else { -(ax * dx + ay * dy) / denominator };
    let (share, x, y) = if u <= 0.0 {
        (0, ax, ay)
    } else if u >= 1.0 {
        (WHOLE, bx, by)
    } else {
        ((u * WHOLE as f64).round() as u64, ax + u * dx, ay + u * dy)
    };
    (share, ((x * x + y * y).sqrt() * 1000.0).round() as u64)
}

/// What cannot be within reach of a position need not be measured.
struct Window {
    lat: [i64; 2],
    /// Nothing where degrees of longitude are too short or too long to tell: near a pole or the antimeridian.
    lon: Option<[i64; 2]>,
}

impl Window {
    fn around(position: Position) -> Self {
        let (lon, lat) = (i64::from(position.lon_e7()), i64::from(position.lat_e7()));
        let cosine = (position.lat().abs() + 0.02).to_radians().cos();
        let reach = (cosine > 0.01).then(|| (WINDOW_E7 as f64 / cosine) as i64);
        let lon = reach.map(|reach| [lon - reach, lon + reach]);
        Self {
            lat: [lat - WINDOW_E7, lat + WINDOW_E7],
            lon: lon.filter(|[west, east]| *west > -1_800_000_000 && *east < 1_800_000_000),
        }
    }

    fn may_hold(&self, ends: [Position; 2]) -> bool {
        let meets = |[low, high]: [i64; 2], [a, b]: [i32; 2]| {
            i64::from(a.max(b)) >= low && i64::from(a.min(b)) <= high
        };
        meets(self.lat, ends.map(Position::lat_e7))
            && self.lon.is_none_or(|lon| meets(lon, ends.map(Position::lon_e7)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_point_is_an_end_or_between() {
        assert_eq!(nearest((1.0, 1.0), (1.0, 3.0)), (0, 1414));
        assert_eq!(nearest((1.0, -3.0), (1.0, -1.0)), (WHOLE, 1414));
        assert_eq!(nearest((2.0, -1.0), (2.0, 3.0)), (WHOLE / 4, 2000));
        assert_eq!(nearest((2.0, 0.0), (2.0, 0.0)), (0, 2000));
    }

    #[test]
    fn a_walk_is_five_kilometres_an_hour() {
        let meeting = Meeting { segment: 0, share: 0, millimetres: 5_000 };
        assert_eq!(meeting.walk(), 3_600);
    }
}
