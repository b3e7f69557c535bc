//! What a line adds to the ground on its left, in whole numbers, so that sums are exact in any order.

use crate::Position;
use crate::measure::area::mean_height;
use crate::measure::ellipsoid::{SpacePoint, arc_of_chord_squared};
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
