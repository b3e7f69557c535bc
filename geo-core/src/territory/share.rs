//! What a line adds to the ground on its left, in whole numbers, so that sums are exact in any order.

use crate::Position;
use crate::measure::ellipsoid::{ECCENTRICITY_SQUARED, SEMI_MAJOR, SpacePoint, arc_of_chord_squared};
use std::ops::{AddAssign, Neg, SubAssign};

/// Area and length of a line. Of the line the other way the areas are opposite and the length is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Share {
    /// Twice the area between the line and the origin, in square units of 1e-7 degree.
    pub doubled: i128,
    /// The area between the line and the equator on the ellipsoid, as [`Shape::area`](crate::Shape::area) reckons, in mm².
    /// Rounded once for each segment, in the direction from its lesser end, so both sides get the same.
    pub square_millimetres: i128,
    /// The length, rounded for each segment.
    pub micrometres: i64,
}

impl Share {
    /// The share of the line through some points.
    pub fn of(line: &[Position]) -> Self {
        let mut sum = Self::default();
        let Some(first) = line.first() else { return sum };
        let mut here = SpacePoint::from(*first);
        for ends in line.windows(2) {
            let there = SpacePoint::from(ends[1]);
            sum.micrometres += (arc_of_chord_squared(here.chord_squared(there)) * 1e6).round() as i64;
            sum.doubled += doubled(ends[0], ends[1]);
            sum.square_millimetres += square_millimetres(ends[0], ends[1]);
            here = there;
        }
        sum
    }
}

/// Twice the area between a segment and the origin.
pub(super) fn doubled(from: Position, to: Position) -> i128 {
    let [ax, ay, bx, by] = [from.lon_e7(), from.lat_e7(), to.lon_e7(), to.lat_e7()].map(i64::from);
    // Each product is below 2^62.
    i128::from(ax * by - bx * ay)
}

fn square_millimetres(from: Position, to: Position) -> i128 {
    let (low, high, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
    let width = (high.lon() - low.lon()).to_radians();
    sign * (-width * mean_height(low.lat(), high.lat()) * 1e6).round() as i128
}

/// The mean of [`strip_height`] between two latitudes: by Gauss and Legendre, with five places, exact beyond need up to
/// 90°. Two do as well over a few hundred metres: they miss d⁴/4320 of the fourth derivative, less than rounding.
fn mean_height(from: f64, to: f64) -> f64 {
    const FIVE: [(f64, f64); 5] = [
        (0.0, 0.568_888_888_888_888_9),
        (0.538_469_310_105_683, 0.478_628_670_499_366_5),
        (-0.538_469_310_105_683, 0.478_628_670_499_366_5),
        (0.906_179_845_938_664, 0.236_926_885_056_189_1),
        (-0.906_179_845_938_664, 0.236_926_885_056_189_1),
    ];
    /// 1/√3.
    const PLACE_OF_TWO: f64 = 0.577_350_269_189_625_8;
    /// Degrees.
    const SHORT: f64 = 0.005;
    let (middle, half) = (f64::midpoint(from, to), (to - from) / 2.0);
    if half.abs() < SHORT / 2.0 {
        let off = half * PLACE_OF_TWO;
        return f64::midpoint(strip_height(middle - off), strip_height(middle + off));
    }
    FIVE.iter().map(|(place, weight)| weight / 2.0 * strip_height(middle + half * place)).sum()
}

/// The area in m² between the equator and a parallel, for each radian of longitude (Snyder 1987, eq. 3-12).
///
/// Where Snyder has a logarithm stands its series, atanh(e·s)/e = s (1 + x/3 + x²/5 + …) with x = (e·s)² below 0.0067:
/// what is left out after eight terms is less than what rounding loses.
fn strip_height(lat: f64) -> f64 {
    let sin = lat.to_radians().sin();
    let x = ECCENTRICITY_SQUARED * sin * sin;
    let odd = [15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0, 1.0];
    let series = odd.into_iter().fold(0.0, |sum, odd| sum * x + 1.0 / odd);
    SEMI_MAJOR * SEMI_MAJOR * (1.0 - ECCENTRICITY_SQUARED) / 2.0 * sin * (1.0 / (1.0 - x) + series)
}

impl Neg for Share {
    type Output = Self;
    /// The share of the line the other way.
    fn neg(self) -> Self {
        Self { doubled: -self.doubled, square_millimetres: -self.square_millimetres, ..self }
    }
}

impl AddAssign for Share {
    fn add_assign(&mut self, other: Self) {
        self.doubled += other.doubled;
        self.square_millimetres += other.square_millimetres;
        self.micrometres += other.micrometres;
    }
}

impl SubAssign for Share {
    fn sub_assign(&mut self, other: Self) {
        self.doubled -= other.doubled;
        self.square_millimetres -= other.square_millimetres;
        self.micrometres -= other.micrometres;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Shape;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_line_back_has_the_opposite_share(places in prop::collection::vec((-1_800_000_000..=1_800_000_000, -900_000_000..=900_000_000), 2..20)) {
            let mut line: Vec<Position> = places.into_iter().map(|(x, y)| Position::from_e7(x, y).unwrap()).collect();
            let share = Share::of(&line);
            line.reverse();
            prop_assert_eq!(Share::of(&line), -share);
        }

        #[test]
        fn the_shares_of_a_ring_are_its_area(west in -179.0..178.0f64, south in -85.0..84.0f64, side in 1e-4..1.0f64) {
            let corners = [[west, south], [west + side, south], [west + side, south + side], [west, south + side]];
            let shape = Shape::from_degrees(&[vec![corners.to_vec()]]).unwrap();
            let mut ring = shape.polygons[0].outer.clone();
            ring.push(ring[0]);
            let share = Share::of(&ring);
            let metres = share.square_millimetres as f64 / 1e6;
            prop_assert!((metres - shape.area().0).abs() <= 1e-5 + 1e-9 * metres, "{} and {}", metres, shape.area().0);
            prop_assert!(share.doubled > 0);
        }
    }
}
