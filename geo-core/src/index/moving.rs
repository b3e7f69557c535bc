//! An index of what moves: teams, vehicles.

use super::nearest::{by_distance, space_box};
use crate::measure::ellipsoid::{SpacePoint, chord_squared_of_arc};
use crate::{Bounds, Metres, Position};
use rstar::{AABB, PointDistance, RTree, RTreeObject};
use std::collections::HashMap;
use std::hash::Hash;

/// An index of keyed points that move. One position for each key.
///
/// An R-tree over the points in space, so that order is that of [`distance`](crate::distance) everywhere, at the
/// antimeridian and the poles as well.
///
/// ```
/// use geo_core::{MovingIndex, Position};
/// let at = |lon, lat| Position::new(lon, lat).unwrap();
/// let mut teams = MovingIndex::default();
/// teams.upsert("T1", at(114.30, 30.60));
/// teams.upsert("T2", at(114.31, 30.60));
/// teams.upsert("T1", at(114.40, 30.60));
/// assert_eq!(teams.nearest(at(114.30, 30.60), 5).iter().map(|(team, _)| *team).collect::<Vec<_>>(), ["T2", "T1"]);
/// ```
#[derive(Debug, Clone)]
pub struct MovingIndex<K: Clone> {
    tree: RTree<Entry<K>>,
    positions: HashMap<K, Position>,
}

#[derive(Debug, Clone)]
struct Entry<K> {
    point: SpacePoint,
    key: K,
}

impl<K: Eq> PartialEq for Entry<K> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<K> RTreeObject for Entry<K> {
    type Envelope = AABB<[f64; 3]>;
    fn envelope(&self) -> Self::Envelope {
        AABB::from_point(self.point.0)
    }
}

impl<K> PointDistance for Entry<K> {
    fn distance_2(&self, point: &[f64; 3]) -> f64 {
        self.point.chord_squared(SpacePoint(*point))
    }
}

impl<K: Clone> Default for MovingIndex<K> {
    fn default() -> Self {
        Self { tree: RTree::new(), positions: HashMap::new() }
    }
}

impl<K: Clone + Ord + Hash> FromIterator<(K, Position)> for MovingIndex<K> {
    /// Builds the index at once, much faster than one by one. The last position of a key counts.
    fn from_iter<I: IntoIterator<Item = (K, Position)>>(points: I) -> Self {
        let positions: HashMap<K, Position> = points.into_iter().collect();
        let mut entries: Vec<Entry<K>> =
            positions.iter().map(|(key, position)| Entry { point: (*position).into(), key: key.clone() }).collect();
        entries.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        Self { tree: RTree::bulk_load(entries), positions }
    }
}

impl<K: Clone + Ord + Hash> MovingIndex<K> {
    /// An index without points.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a key at a position, and says where it was before.
    pub fn upsert(&mut self, key: K, position: Position) -> Option<Position> {
        let before = self.positions.insert(key.clone(), position);
        if before == Some(position) {
            return before;
        }
        if let Some(before) = before {
            self.tree.remove(&Entry { point: before.into(), key: key.clone() });
        }
        self.tree.insert(Entry { point: position.into(), key });
        before
    }

    /// Takes a key out, and says where it was.
    pub fn remove(&mut self, key: &K) -> Option<Position> {
        let before = self.positions.remove(key)?;
        self.tree.remove(&Entry { point: before.into(), key: key.clone() });
        Some(before)
    }

    /// Where a key is.
    pub fn position(&self, key: &K) -> Option<Position> {
        self.positions.get(key).copied()
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.positions.len()
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.positions.is_empty()
    }

    /// All keys and where they are, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (&K, Position)> {
        self.positions.iter().map(|(key, position)| (key, *position))
    }

    /// The `count` nearest keys, nearest first; of equally near ones the least.
    pub fn nearest(&self, position: Position, count: usize) -> Vec<(K, Metres)> {
        self.nearest_where(position, count, |_| true)
    }

    /// The `count` nearest keys of those that are wanted.
    pub fn nearest_where(&self, position: Position, count: usize, mut wanted: impl FnMut(&K) -> bool) -> Vec<(K, Metres)> {
        let from = SpacePoint::from(position);
        let mut found: Vec<(f64, K)> = Vec::with_capacity(count.min(1024));
        for (entry, squared) in self.tree.nearest_neighbor_iter_with_distance_2(from.0) {
            // Beyond the last one wanted only those just as far may still matter: of these the least keys are chosen.
            if found.len() >= count && found.last().is_none_or(|(last, _)| squared > *last) {
                break;
            }
            if wanted(&entry.key) {
                found.push((squared, entry.key.clone()));
            }
        }
        let mut nearest = by_distance(found);
        nearest.truncate(count);
        nearest
    }

    /// The keys no farther than `radius`, nearest first.
    pub fn within(&self, position: Position, radius: Metres) -> Vec<(K, Metres)> {
        let (from, reach) = (SpacePoint::from(position), chord_squared_of_arc(radius.0));
        let found = self.tree.locate_within_distance(from.0, reach);
        by_distance(found.map(|entry| (from.chord_squared(entry.point), entry.key.clone())).collect())
    }

    /// The keys in the box or on its border, in order.
    pub fn in_box(&self, bounds: Bounds) -> Vec<K> {
        let (low, high) = space_box(bounds);
        let candidates = self.tree.locate_in_envelope_intersecting(AABB::from_corners(low, high));
        let inside = |key: &K| self.positions.get(key).is_some_and(|position| bounds.contains(*position));
        let mut found: Vec<K> = candidates.map(|entry| &entry.key).filter(|key| inside(key)).cloned().collect();
        found.sort_unstable();
        found
    }
}
