//! Exact predicates on integer points: the ground every geometric decision stands on.
//!
//! Coordinates are units of 1e-7 degree in `i64` (an unwrapped ring may leave ±180°), products are
//! `i128`, so no decision ever depends on rounding.

use crate::Position;
use std::cmp::Ordering;

/// A point of the longitude-latitude plane, in units of 1e-7 degree; longitude may be unwrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Point {
    pub x: i64,
    pub y: i64,
}

impl Point {
    pub const fn new(x: i64, y: i64) -> Self {
        Self { x, y }
    }

    /// The position at this point, longitude brought back into ±180°.
    pub fn position(self) -> Position {
        let (turn, half) = (3_600_000_000, 1_800_000_000);
        let lon =
            if (-half..=half).contains(&self.x) { self.x } else { (self.x + half).rem_euclid(turn) - half };
        let lat = self.y.clamp(-900_000_000, 900_000_000);
        Position::from_e7(lon as i32, lat as i32).expect("wrapped and clamped")
    }
}

impl From<Position> for Point {
    fn from(position: Position) -> Self {
        Self::new(i64::from(position.lon_e7()), i64::from(position.lat_e7()))
    }
}

/// Twice the signed area of the triangle `a b c`: positive when `c` lies left of `a` -> `b`.
pub(crate) fn cross(a: Point, b: Point, c: Point) -> i128 {
    i128::from(b.x - a.x) * i128::from(c.y - a.y) - i128::from(b.y - a.y) * i128::from(c.x - a.x)
}

/// Where `c` lies of the line `a` -> `b`: `Greater` is left, `Equal` on it.
pub(crate) fn orient(a: Point, b: Point, c: Point) -> Ordering {
    cross(a, b, c).cmp(&0)
}

/// The dot product of `from -> a` and `from -> b`.
pub(crate) fn dot(from: Point, a: Point, b: Point) -> i128 {
    i128::from(a.x - from.x) * i128::from(b.x - from.x) + i128::from(a.y - from.y) * i128::from(b.y - from.y)
}

/// Twice the signed area of a closed ring (last point not repeated): positive when counter-clockwise.
pub(crate) fn doubled_area(ring: &[Point]) -> i128 {
    let Some(first) = ring.first() else { return 0 };
    ring.windows(2).map(|edge| cross(*first, edge[0], edge[1])).sum()
}

/// The edges of a closed ring whose last point is not repeated.
pub(crate) fn edges(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| (*a, *b))
}

/// How two segments meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meeting {
    /// They share no point.
    Apart,
    /// Their insides cross in one point (rounded here to the nearest unit).
    Crossing(Point),
    /// They share one point, an end of at least one of them.
    Touch(Point),
    /// They run along each other between these points.
    Along(Point, Point),
}

/// How the segments `a b` and `c d` meet. Neither may have zero length.
pub(crate) fn meet(a: Point, b: Point, c: Point, d: Point) -> Meeting {
    use Ordering::Equal;
    let (ab_c, ab_d) = (orient(a, b, c), orient(a, b, d));
    if ab_c == ab_d && ab_c != Equal {
        return Meeting::Apart;
    }
    let (cd_a, cd_b) = (orient(c, d, a), orient(c, d, b));
    if cd_a == cd_b && cd_a != Equal {
        return Meeting::Apart;
    }
    if ab_c == Equal && ab_d == Equal {
        let low = a.min(b).max(c.min(d));
        let high = a.max(b).min(c.max(d));
        return match low.cmp(&high) {
            Ordering::Less => Meeting::Along(low, high),
            Equal => Meeting::Touch(low),
            Ordering::Greater => Meeting::Apart,
        };
    }
    // Not on one line and neither is on one side of the other: an end that lies on the other's line is the meeting point.
    match (ab_c, ab_d, cd_a, cd_b) {
        (Equal, ..) => Meeting::Touch(c),
        (_, Equal, ..) => Meeting::Touch(d),
        (_, _, Equal, _) => Meeting::Touch(a),
        (_, _, _, Equal) => Meeting::Touch(b),
        _ => {
            let (from_a, from_b) = (cross(c, d, a) as f64, cross(c, d, b) as f64);
            let share = from_a / (from_a - from_b);
            let along = |from: i64, to: i64| from + ((to - from) as f64 * share).round() as i64;
            Meeting::Crossing(Point::new(along(a.x, b.x), along(a.y, b.y)))
        }
    }
}

/// Whether the ray east from `point`, shifted infinitesimally, crosses the edge `a b`.
///
/// Summed over the edges of a ring, an odd count means inside. The shift is east, and north by infinitely less: it
/// takes a point off every line, so a point on a shared border is inside exactly one of the neighbours.
#[inline]
pub(crate) fn ray_crosses(a: Point, b: Point, point: Point) -> bool {
    let (low, high) = if a.y <= b.y { (a, b) } else { (b, a) };
    low.y <= point.y && point.y < high.y && cross(low, high, point) > 0
}

/// Whether `point`, shifted as in [`ray_crosses`], lies inside the ring: an odd number of crossings.
pub(crate) fn ring_holds(ring: &[Point], point: Point) -> bool {
    edges(ring).filter(|(a, b)| ray_crosses(*a, *b, point)).count() % 2 == 1
}

/// Counter-clockwise from just above west: the order of directions from one point.
pub(crate) fn by_direction(at: Point, one: Point, two: Point) -> Ordering {
    let upper_half = |to: Point| (to.y, to.x) > (at.y, at.x);
    upper_half(one).cmp(&upper_half(two)).then_with(|| 0.cmp(&cross(at, one, two)))
}

/// Where a rising line crosses a level: `x = (base * rise + run) / rise`, and how it leans there.
pub(crate) struct Crossed {
    /// `x * rise`, exact.
    place: i128,
    rise: i128,
    lean: i128,
}

impl Crossed {
    pub fn of(low: Point, high: Point, y: i64) -> Self {
        let (rise, lean) = (i128::from(high.y - low.y), i128::from(high.x - low.x));
        Self { place: i128::from(low.x) * rise + i128::from(y - low.y) * lean, rise, lean }
    }

    pub fn is_west_of(&self, x: i64) -> bool {
        self.place < i128::from(x) * self.rise
    }

    pub fn is_east_of(&self, x: i64) -> bool {
        self.place > i128::from(x) * self.rise
    }

    /// No less than how far to the west it lies, for narrowing a search.
    pub fn distance_from(&self, x: i64) -> f64 {
        x as f64 - self.place as f64 / self.rise as f64 + 1.0
    }

    /// West to east just above the level.
    pub fn compare(&self, other: &Self) -> Ordering {
        let at_the_level = (self.place * other.rise).cmp(&(other.place * self.rise));
        at_the_level.then_with(|| (self.lean * other.rise).cmp(&(other.lean * self.rise)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(x: i64, y: i64) -> Point {
        Point::new(x, y)
    }

    #[test]
    fn segments_meet_in_four_ways() {
        assert_eq!(meet(p(0, 0), p(4, 4), p(0, 4), p(4, 0)), Meeting::Crossing(p(2, 2)));
        assert_eq!(meet(p(0, 0), p(4, 0), p(2, 0), p(2, 5)), Meeting::Touch(p(2, 0)));
        assert_eq!(meet(p(0, 0), p(4, 0), p(6, 0), p(2, 0)), Meeting::Along(p(2, 0), p(4, 0)));
        assert_eq!(meet(p(0, 0), p(4, 0), p(4, 0), p(8, 0)), Meeting::Touch(p(4, 0)));
        assert_eq!(meet(p(0, 0), p(4, 0), p(5, 0), p(8, 0)), Meeting::Apart);
        assert_eq!(meet(p(0, 0), p(4, 0), p(5, -1), p(5, 1)), Meeting::Apart);
        assert_eq!(meet(p(0, 0), p(4, 0), p(0, 1), p(4, 1)), Meeting::Apart);
    }

    #[test]
    fn a_hair_beside_the_line_is_not_on_it() {
        let (a, b) = (p(-1_800_000_000, -900_000_000), p(1_800_000_000, 899_999_999));
        assert_eq!(orient(a, b, p(0, 0)), Ordering::Greater);
        assert_eq!(orient(a, b, p(0, -1)), Ordering::Less);
    }

    #[test]
    fn four_squares_around_a_point_share_it_out_to_the_north_east_one() {
        let square = |x: i64, y: i64| vec![p(x, y), p(x + 2, y), p(x + 2, y + 2), p(x, y + 2)];
        let owners = [(-2, -2), (0, -2), (-2, 0), (0, 0)].map(|(x, y)| ring_holds(&square(x, y), p(0, 0)));
        assert_eq!(owners, [false, false, false, true]);
    }
}
