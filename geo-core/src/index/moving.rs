//! An index of what moves: teams, vehicles.

use super::nearest::{Best, by_distance, space_box};
use crate::measure::ellipsoid::{SpacePoint, chord_squared_of_arc};
use crate::{Bounds, Metres, Position};
use rstar::{
    AABB, ParentNode, PointDistance, RStarInsertionStrategy, RTree, RTreeNode, RTreeObject, RTreeParams,
};
use smallvec::SmallVec;
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
    tree: RTree<Entry<K>, Wide>,
    positions: HashMap<K, Position>,
}

/// Wider nodes than the library's own: fewer steps down, each over memory that lies together.
#[derive(Debug, Clone, Copy)]
struct Wide;

impl RTreeParams for Wide {
    const MIN_SIZE: usize = 8;
    const MAX_SIZE: usize = 24;
    const REINSERTION_COUNT: usize = 6;
    type DefaultInsertionStrategy = RStarInsertionStrategy;
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
        Self { tree: RTree::new_with_params(), positions: HashMap::new() }
    }
}

impl<K: Clone + Ord + Hash> FromIterator<(K, Position)> for MovingIndex<K> {
    /// Builds the index at once, much faster than one by one. The last position of a key counts.
    fn from_iter<I: IntoIterator<Item = (K, Position)>>(points: I) -> Self {
        let positions: HashMap<K, Position> = points.into_iter().collect();
        let mut entries: Vec<Entry<K>> = positions
            .iter()
            .map(|(key, position)| Entry { point: (*position).into(), key: key.clone() })
            .collect();
        entries.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        Self { tree: RTree::bulk_load_with_params(entries), positions }
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
    pub fn nearest_where(
        &self,
        position: Position,
        count: usize,
        wanted: impl FnMut(&K) -> bool,
    ) -> Vec<(K, Metres)> {
        let mut best = Best::new(position.into(), count, wanted);
        visit_nearest(&mut best, self.tree.root());
        best.into_sorted()
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
        let mut found: Vec<K> =
            candidates.map(|entry| &entry.key).filter(|key| inside(key)).cloned().collect();
        found.sort_unstable();
        found
    }
}

/// Looks through a node, its nearest child first. For the few nearest this beats one queue of all nodes seen.
fn visit_nearest<'a, K: Ord, F: FnMut(&K) -> bool>(
    best: &mut Best<'a, K, F>,
    node: &'a ParentNode<Entry<K>>,
) {
    let mut inner: SmallVec<[_; Wide::MAX_SIZE]> = SmallVec::new();
    for child in node.children() {
        match child {
            RTreeNode::Leaf(entry) => best.offer(entry.point, &entry.key),
            RTreeNode::Parent(parent) => inner.push((parent.envelope().distance_2(&best.from.0), parent)),
        }
    }
    inner.sort_unstable_by(|(near, _), (far, _)| near.total_cmp(far));
    for (squared, parent) in inner {
        if !best.may_improve_at(squared) {
            return;
        }
        visit_nearest(best, parent);
    }
}
