//! Which areas of every level hold a point.

use crate::index::boxes::{Box2, BoxTree};
use crate::plane::{Point, ray_crosses};
use crate::{Bounds, Level, Position, Shape};
use smallvec::SmallVec;
use std::ops::Deref;

/// A frozen index of areas of all levels.
#[derive(Debug, Clone)]
pub struct AreaIndex<K> {
    areas: Vec<(Level, K)>,
    rings: Vec<Vec<Vec<Point>>>,
    /// The area of each box of the tree: one box for each part.
    parts: Vec<u32>,
    tree: BoxTree,
}

impl<K> Default for AreaIndex<K> {
    fn default() -> Self {
        Self::build([])
    }
}

impl<K> AreaIndex<K> {
    /// Indexes the areas. Keys are handed back by [`locate`](Self::locate); several areas may have the same.
    pub fn build<'s>(areas: impl IntoIterator<Item = (Level, K, &'s Shape)>) -> Self {
        let mut given: Vec<(Level, K, &Shape)> = areas.into_iter().collect();
        given.sort_by_key(|(level, ..)| *level);
        let (mut parts, mut boxes, mut rings) = (Vec::new(), Vec::new(), Vec::new());
        for (id, (.., shape)) in given.iter().enumerate() {
            for part in &shape.polygons {
                if let Some(bounds) = Box2::of(part.outer.iter().copied().map(Point::from)) {
                    parts.push(id as u32);
                    boxes.push(bounds);
                }
            }
            let of = |ring: &crate::Ring| ring.iter().copied().map(Point::from).collect::<Vec<_>>();
            rings.push(shape.polygons.iter().flat_map(|part| std::iter::once(&part.outer).chain(&part.holes)).map(of).collect::<Vec<_>>());
        }
        let areas = given.into_iter().map(|(level, key, _)| (level, key)).collect();
        Self { areas, rings, parts, tree: BoxTree::build(&boxes) }
    }

    /// The areas of every level that hold the position, widest level first.
    pub fn locate(&self, position: Position) -> Hits<'_, K> {
        let mut point = Point::from(position);
        if point.x == 1_800_000_000 {
            point.x = -point.x;
        }
        point.y = point.y.min(899_999_999);
        let mut ids: SmallVec<[u32; 8]> = SmallVec::new();
        self.tree.for_each_meeting(&Box2 { min: point, max: point }, |part| ids.push(self.parts[part]));
        ids.sort_unstable();
        ids.dedup();
        ids.retain(|id| {
            let rings = &self.rings[*id as usize];
            rings.iter().flat_map(|ring| crate::plane::edges(ring)).filter(|(a, b)| ray_crosses(*a, *b, point)).count() % 2 == 1
        });
        Hits(ids.iter().map(|id| self.hit(*id)).collect())
    }

    fn hit(&self, id: u32) -> (Level, &K) {
        let (level, key) = &self.areas[id as usize];
        (*level, key)
    }

    /// [`locate`](Self::locate) for many positions, in their order.
    pub fn locate_batch(&self, positions: &[Position]) -> Vec<Hits<'_, K>> {
        positions.iter().map(|position| self.locate(*position)).collect()
    }

    /// The areas that have a part whose box meets the window, widest level first: a superset of those that meet it.
    pub fn in_window(&self, window: Bounds) -> Vec<(Level, &K)> {
        let mut ids = Vec::new();
        for (min, max) in window.halves() {
            self.tree.for_each_meeting(&Box2 { min, max }, |part| ids.push(self.parts[part]));
        }
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter().map(|id| self.hit(id)).collect()
    }

    /// How many areas there are.
    pub fn len(&self) -> usize {
        self.areas.len()
    }

    /// Whether there is no area.
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }
}

/// The areas at a position, widest level first; of one level in the order they were indexed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hits<'a, K>(SmallVec<[(Level, &'a K); 8]>);

impl<'a, K> Hits<'a, K> {
    /// The area of a level, the first one if areas of that level overlap here.
    pub fn at(&self, level: Level) -> Option<&'a K> {
        self.0.iter().find(|(of, _)| *of == level).map(|(_, key)| *key)
    }

    /// The area of the finest level that has one here.
    pub fn finest(&self) -> Option<(Level, &'a K)> {
        let (level, _) = self.0.last()?;
        self.at(*level).map(|key| (*level, key))
    }
}

impl<'a, K> Deref for Hits<'a, K> {
    type Target = [(Level, &'a K)];
    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'a, K> IntoIterator for Hits<'a, K> {
    type Item = (Level, &'a K);
    type IntoIter = smallvec::IntoIter<[(Level, &'a K); 8]>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
