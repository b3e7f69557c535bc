//! A frozen index of points: nearest, within a distance, in a box.

use super::nearest::{Best, by_distance, space_box};
use crate::measure::ellipsoid::{SpacePoint, chord_squared_of_arc};
use crate::{Bounds, Metres, Position};

/// Points below this many are looked through one by one.
const LEAF: usize = 8;

/// A packed, static index of keyed points, for layers that seldom change: depots, sensing points, places, road nodes.
///
/// A k-d tree (Bentley 1975) over the points in space, so that order is that of [`distance`](crate::distance)
/// everywhere, at the antimeridian and the poles as well.
///
/// ```
/// use geo_core::{PointIndex, Position};
/// let at = |lon, lat| Position::new(lon, lat).unwrap();
/// let depots = PointIndex::build([("north", at(114.3, 30.7)), ("south", at(114.3, 30.5))]);
/// let (depot, far) = depots.nearest(at(114.3, 30.52), 1)[0];
/// assert_eq!((depot, far.to_string().as_str()), ("south", "2217 m"));
/// ```
#[derive(Debug, Clone)]
pub struct PointIndex<K> {
    /// The middle of a range splits it; what is before the middle is not greater on the axis, what is after not less.
    points: Vec<Entry<K>>,
    /// The axis on which the range with its middle here is split.
    axes: Vec<u8>,
}

#[derive(Debug, Clone)]
struct Entry<K> {
    point: SpacePoint,
    position: Position,
    key: K,
}

impl<K> Default for PointIndex<K> {
    fn default() -> Self {
        Self { points: Vec::new(), axes: Vec::new() }
    }
}

impl<K: Clone + Ord> PointIndex<K> {
    /// Indexes the points. Several may have the same key or position.
    pub fn build(points: impl IntoIterator<Item = (K, Position)>) -> Self {
        let mut points: Vec<Entry<K>> = points
            .into_iter()
            .map(|(key, position)| Entry { point: position.into(), position, key })
            .collect();
        let mut axes = vec![0; points.len()];
        split(&mut points, &mut axes);
        Self { points, axes }
    }

    /// How many points there are.
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Whether there is no point.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// All points, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, Position)> {
        self.points.iter().map(|entry| (&entry.key, entry.position))
    }

    /// The `count` nearest points, nearest first; of equally near ones those with the least keys.
    pub fn nearest(&self, position: Position, count: usize) -> Vec<(K, Metres)> {
        self.nearest_where(position, count, |_| true)
    }

    /// The `count` nearest points of those whose key is wanted.
    pub fn nearest_where(
        &self,
        position: Position,
        count: usize,
        wanted: impl FnMut(&K) -> bool,
    ) -> Vec<(K, Metres)> {
        let mut best = Best::new(position.into(), count, wanted);
        visit_nearest(&mut best, (&self.points, &self.axes), [0.0; 3]);
        best.into_sorted()
    }

    /// The points no farther than `radius`, nearest first.
    pub fn within(&self, position: Position, radius: Metres) -> Vec<(K, Metres)> {
        let (from, reach) = (SpacePoint::from(position), chord_squared_of_arc(radius.0));
        let half = reach.sqrt();
        let (low, high) = (from.0.map(|middle| middle - half), from.0.map(|middle| middle + half));
        let mut found = Vec::new();
        in_space(&self.points, &self.axes, &low, &high, &mut |entry| {
            let squared = from.chord_squared(entry.point);
            if squared <= reach {
                found.push((squared, entry.key.clone()));
            }
        });
        by_distance(found)
    }

    /// The keys of the points in the box or on its border, in order.
    pub fn in_box(&self, bounds: Bounds) -> Vec<K> {
        let (low, high) = space_box(bounds);
        let mut found = Vec::new();
        in_space(&self.points, &self.axes, &low, &high, &mut |entry| {
            if bounds.contains(entry.position) {
                found.push(entry.key.clone());
            }
        });
        found.sort_unstable();
        found
    }
}

/// Orders the points so that the middle of every range splits it on the axis on which it is longest.
fn split<K>(points: &mut [Entry<K>], axes: &mut [u8]) {
    if points.len() <= LEAF {
        return;
    }
    let length = |axis: usize| {
        let (low, high) = points.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), entry| {
            (low.min(entry.point.0[axis]), high.max(entry.point.0[axis]))
        });
        high - low
    };
    let axis = (0..3).max_by(|a, b| length(*a).total_cmp(&length(*b))).unwrap_or(0);
    let middle = points.len() / 2;
    points.select_nth_unstable_by(middle, |a, b| a.point.0[axis].total_cmp(&b.point.0[axis]));
    axes[middle] = axis as u8;
    let (before, after) = points.split_at_mut(middle);
    let (axes_before, axes_after) = axes.split_at_mut(middle);
    split(before, axes_before);
    split(&mut after[1..], &mut axes_after[1..]);
}

/// Visits the points of a box in space.
fn in_space<K>(
    points: &[Entry<K>],
    axes: &[u8],
    low: &[f64; 3],
    high: &[f64; 3],
    visit: &mut impl FnMut(&Entry<K>),
) {
    let mut look = |entry: &Entry<K>| {
        if (0..3).all(|axis| low[axis] <= entry.point.0[axis] && entry.point.0[axis] <= high[axis]) {
            visit(entry);
        }
    };
    if points.len() <= LEAF {
        points.iter().for_each(look);
        return;
    }
    let middle = points.len() / 2;
    let axis = axes[middle] as usize;
    let at = points[middle].point.0[axis];
    look(&points[middle]);
    if low[axis] <= at {
        in_space(&points[..middle], &axes[..middle], low, high, visit);
    }
    if high[axis] >= at {
        in_space(&points[middle + 1..], &axes[middle + 1..], low, high, visit);
    }
}

/// Looks through a range whose box is at least `off` away on each axis.
fn visit_nearest<'a, K: Ord, F: FnMut(&K) -> bool>(
    best: &mut Best<'a, K, F>,
    (points, axes): (&'a [Entry<K>], &[u8]),
    off: [f64; 3],
) {
    if points.len() <= LEAF {
        points.iter().for_each(|entry| best.offer(entry.point, &entry.key));
        return;
    }
    let middle = points.len() / 2;
    let axis = axes[middle] as usize;
    let beyond = best.from.0[axis] - points[middle].point.0[axis];
    let (before, after) =
        ((&points[..middle], &axes[..middle]), (&points[middle + 1..], &axes[middle + 1..]));
    let (near, far) = if beyond < 0.0 { (before, after) } else { (after, before) };
    visit_nearest(best, near, off);
    best.offer(points[middle].point, &points[middle].key);
    let mut off_far = off;
    off_far[axis] = beyond.abs();
    if best.may_improve_at(off_far.iter().map(|part| part * part).sum()) {
        visit_nearest(best, far, off_far);
    }
}
