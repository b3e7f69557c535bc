//! Which areas of every level hold a point.

mod build;
mod grid;
mod patch;

use crate::index::boxes::{Box2, BoxTree};
use crate::plane::{Point, edges};
use crate::{Bounds, Level, Position, Shape};
use grid::{Edge, Grid};
use smallvec::SmallVec;
use std::ops::Deref;

/// A frozen index of areas of all levels.
///
/// **Borders.** A position on a border is located as if it lay a hair further east, and half a hair of that further
/// north: of two areas that share the border it lies in the eastern one, of two above each other in the northern one, so
/// in a layer without gaps and overlaps every position lies in exactly one area, corners included. On the outer
/// border of a layer the western and southern sides are inside, the eastern and northern ones are not. Longitude 180
/// is longitude -180; the north pole is taken a hair south of itself.
///
/// Levels are independent: each says by its own geometry what holds the position, aligned with the others or not.
///
/// ```
/// use geo_core::{AreaIndex, Level, Position, Shape};
/// let square = |west: f64| vec![vec![[west, 30.0], [west + 0.1, 30.0], [west + 0.1, 30.1], [west, 30.1]]];
/// let (west, east) = (Shape::from_degrees(&[square(114.0)]).unwrap(), Shape::from_degrees(&[square(114.1)]).unwrap());
/// let index = AreaIndex::build([(Level::Grid, "W", &west), (Level::Grid, "E", &east)]);
/// let on_the_border = Position::new(114.1, 30.05).unwrap();
/// assert_eq!(index.locate(on_the_border).at(Level::Grid), Some(&"E"));
/// ```
#[derive(Debug, Clone)]
pub struct AreaIndex<K> {
    /// Of the areas, sorted by level.
    keys: Vec<K>,
    /// For each level the number of its first area.
    first_of_level: [u32; Level::ALL.len()],
    grid: Grid,
    /// The area of each box of the tree: one box for each part.
    parts: Vec<u32>,
    boxes: BoxTree,
}

impl<K> Default for AreaIndex<K> {
    fn default() -> Self {
        Self::build([])
    }
}

impl<K> AreaIndex<K> {
    /// Indexes the areas. Keys are handed back by [`locate`](Self::locate); several areas may have the same.
    pub fn build<'s>(areas: impl IntoIterator<Item = (Level, K, &'s Shape)>) -> Self {
        let mut areas: Vec<(Level, K, &Shape)> = areas.into_iter().collect();
        areas.sort_by_key(|(level, ..)| *level);
        let first_of_level = Level::ALL.map(|level| areas.partition_point(|(of, ..)| *of < level) as u32);
        let grid = build::build((0..).zip(&areas).map(|(area, (.., shape))| (area, edges_of(shape))));
        let (mut parts, mut boxes) = (Vec::new(), Vec::new());
        for (area, (.., shape)) in (0..).zip(&areas) {
            for bounds in
                shape.polygons.iter().filter_map(|part| Box2::of(part.outer.iter().copied().map(Point::from)))
            {
                parts.push(area);
                boxes.push(bounds);
            }
        }
        let keys = areas.into_iter().map(|(_, key, _)| key).collect();
        Self { keys, first_of_level, grid, parts, boxes: BoxTree::build(&boxes) }
    }

    /// The areas of every level that hold the position, widest level first.
    pub fn locate(&self, position: Position) -> Hits<'_, K> {
        let point = located(position);
        let mut hits = SmallVec::new();
        self.grid.for_each_at(point, |area| hits.push(self.hit(area)));
        Hits(hits)
    }

    fn hit(&self, area: u32) -> (Level, &K) {
        let level = self.first_of_level[1..].iter().filter(|first| **first <= area).count();
        (Level::ALL[level], &self.keys[area as usize])
    }

    /// [`locate`](Self::locate) for many positions, in their order.
    pub fn locate_batch(&self, positions: &[Position]) -> Vec<Hits<'_, K>> {
        positions.iter().map(|position| self.locate(*position)).collect()
    }

    /// The areas that have a part whose box meets the window, widest level first: a superset of those that meet it.
    pub fn in_window(&self, window: Bounds) -> Vec<(Level, &K)> {
        let mut ids = Vec::new();
        for (min, max) in window.halves() {
            self.boxes.for_each_meeting(&Box2 { min, max }, |part| ids.push(self.parts[part]));
        }
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter().map(|id| self.hit(id)).collect()
    }

    /// How many areas there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is no area.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

/// The point that stands for a position: of the two names of the antimeridian the western one, and no pole, so that there
/// is room to the east and north.
pub(crate) fn located(position: Position) -> Point {
    const HALF_TURN: i64 = 1_800_000_000;
    const NORTHERNMOST: i64 = 899_999_999;
    let Point { x, y } = position.into();
    Point::new(if x == HALF_TURN { -HALF_TURN } else { x }, y.min(NORTHERNMOST))
}

fn edges_of(shape: &Shape) -> Vec<Edge> {
    let rings = shape.polygons.iter().flat_map(|part| std::iter::once(&part.outer).chain(&part.holes));
    rings
        .flat_map(|ring| {
            let points: Vec<Point> = ring.iter().copied().map(Point::from).collect();
            edges(&points).map(|(a, b)| Edge::new(a, b)).collect::<Vec<_>>()
        })
        .collect()
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
