//! What the point indexes share: the best few of many candidates, and boxes of the earth in space.

use crate::measure::ellipsoid::SpacePoint;
use crate::measure::ellipsoid::{ECCENTRICITY_SQUARED, SEMI_MAJOR, arc_of_chord_squared};
use crate::{Bounds, Metres};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// The best few candidates seen so far: nearest, and of equally near ones those with the least keys.
pub(super) struct Best<'a, K, F> {
    pub from: SpacePoint,
    count: usize,
    wanted: F,
    /// The worst on top.
    found: BinaryHeap<Found<'a, K>>,
}

struct Found<'a, K> {
    squared: f64,
    key: &'a K,
}

impl<'a, K: Ord, F: FnMut(&K) -> bool> Best<'a, K, F> {
    pub fn new(from: SpacePoint, count: usize, wanted: F) -> Self {
        /// More than this are not expected to be there, whatever is asked for.
        const MOST_AT_FIRST: usize = 64;
        Self { from, count, wanted, found: BinaryHeap::with_capacity(count.min(MOST_AT_FIRST) + 1) }
    }

    /// Whether anything as far away as this (squared, in m²) could still be among the best.
    pub fn may_improve_at(&self, squared: f64) -> bool {
        self.found.len() < self.count || self.found.peek().is_some_and(|worst| squared <= worst.squared)
    }

    pub fn offer(&mut self, point: SpacePoint, key: &'a K) {
        let squared = self.from.chord_squared(point);
        if !self.may_improve_at(squared) {
            return;
        }
        let found = Found { squared, key };
        let full = self.found.len() == self.count;
        if full && self.found.peek().is_some_and(|worst| found >= *worst) || !(self.wanted)(key) {
            return;
        }
        if full {
            self.found.pop();
        }
        self.found.push(found);
    }

    pub fn into_sorted(self) -> Vec<(K, Metres)>
    where
        K: Clone,
    {
        let sorted = self.found.into_sorted_vec().into_iter();
        sorted.map(|found| (found.key.clone(), Metres(arc_of_chord_squared(found.squared)))).collect()
    }
}

impl<K: Ord> Ord for Found<'_, K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.squared.total_cmp(&other.squared).then_with(|| self.key.cmp(other.key))
    }
}

impl<K: Ord> PartialOrd for Found<'_, K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<K: Ord> PartialEq for Found<'_, K> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<K: Ord> Eq for Found<'_, K> {}

/// Candidates sorted by distance, of equal ones by key, with their distances over the ground.
pub(super) fn by_distance<K: Ord>(mut found: Vec<(f64, K)>) -> Vec<(K, Metres)> {
    found.sort_by(|(near, key), (far, other)| near.total_cmp(far).then_with(|| key.cmp(other)));
    found.into_iter().map(|(squared, key)| (key, Metres(arc_of_chord_squared(squared)))).collect()
}

/// A box in space around all positions of `bounds`.
pub(super) fn space_box(bounds: Bounds) -> ([f64; 3], [f64; 3]) {
    let (west, south) = (bounds.south_west().lon(), bounds.south_west().lat());
    let (mut east, north) = (bounds.north_east().lon(), bounds.north_east().lat());
    if bounds.crosses_antimeridian() {
        east += 360.0;
    }
    let normal = |lat: f64| SEMI_MAJOR / (1.0 - ECCENTRICITY_SQUARED * lat.to_radians().sin().powi(2)).sqrt();
    let across = |lat: f64| normal(lat) * lat.to_radians().cos().max(0.0);
    let up = |lat: f64| normal(lat) * (1.0 - ECCENTRICITY_SQUARED) * lat.to_radians().sin();
    let widest = if south <= 0.0 && north >= 0.0 { SEMI_MAJOR } else { across(south).max(across(north)) };
    let narrowest = across(south).min(across(north));
    // The range of cos(lon - turn) over the meridians, times the range of distances from the axis.
    let side = |turn: f64| {
        let (from, to) = (west - turn, east - turn);
        let passes = |angle: f64| ((from - angle) / 360.0).ceil() * 360.0 + angle <= to;
        let (a, b) = (from.to_radians().cos(), to.to_radians().cos());
        let most = if passes(0.0) { 1.0 } else { a.max(b) };
        let least = if passes(180.0) { -1.0 } else { a.min(b) };
        let low = if least < 0.0 { least * widest } else { least * narrowest };
        let high = if most > 0.0 { most * widest } else { most * narrowest };
        (low, high)
    };
    let ((west_x, east_x), (west_y, east_y)) = (side(0.0), side(90.0));
    // A metre of slack: rounding must not lose what lies on the border; callers compare the coordinates themselves.
    let slack = 1.0;
    ([west_x - slack, west_y - slack, up(south) - slack], [east_x + slack, east_y + slack, up(north) + slack])
}
