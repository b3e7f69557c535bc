//! The planar map itself.

use super::AreaKey;
use super::arrangement::{Arrangement, Cycle, HalfEdge};
use super::budget::{Budget, TooTangled};
use super::coverage::{Covering, covering, stepped, turns};
use super::edges::{Edge, Sides, doubled_areas, edges_of};
use super::nesting::{Nesting, OUTSIDE, nested};
use super::tolerance::{Tolerance, gathered};
use super::{crossings, noding, survey};
use crate::plane::{Point, doubled_area};
use crate::{Polygon, Ring, Shape};
use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// A bounded face of one [`PlanarMap`]: it names the face only there, and only as long as the areas are the same.
///
/// ```
/// # use geo_core::{Shape, planar::{PlanarMap, Tolerance}};
/// # let square = Shape::from_degrees(&[vec![vec![[114.0, 30.0], [114.1, 30.0], [114.1, 30.1], [114.0, 30.1]]]]).unwrap();
/// let map = PlanarMap::build([(7, &square)], Tolerance::default()).unwrap();
/// assert_eq!(map.faces().next().unwrap().id().to_string(), "face 1");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub(super) u32);

impl fmt::Display for FaceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "face {}", self.0)
    }
}

/// How large a map is. Euler's formula holds for every map: `nodes - edges + faces = 1 + components`.
///
/// ```
/// # use geo_core::{Shape, planar::{PlanarMap, Tolerance}};
/// # let square = Shape::from_degrees(&[vec![vec![[114.0, 30.0], [114.1, 30.0], [114.1, 30.1], [114.0, 30.1]]]]).unwrap();
/// let counts = PlanarMap::build([(7, &square)], Tolerance::default()).unwrap().counts();
/// assert_eq!((counts.nodes, counts.edges, counts.faces, counts.components), (4, 4, 2, 1));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Points where edges end.
    pub nodes: usize,
    /// Lines between two nodes, with different ground on their sides.
    pub edges: usize,
    /// Faces, the one around everything among them.
    pub faces: usize,
    /// Sets of edges that hang together.
    pub components: usize,
}

/// A bounded face: ground in one piece, covered by the same areas everywhere.
///
/// ```
/// # use geo_core::{Shape, planar::{PlanarMap, Tolerance}};
/// # let square = Shape::from_degrees(&[vec![vec![[114.0, 30.0], [114.1, 30.0], [114.1, 30.1], [114.0, 30.1]]]]).unwrap();
/// let map = PlanarMap::build([(7, &square)], Tolerance::default()).unwrap();
/// let face = map.faces().next().unwrap();
/// assert_eq!(face.covered_by(), [7]);
/// assert_eq!(face.outline(), square.polygons[0]);
/// assert!(face.neighbours().is_empty());
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Face<'a> {
    map: &'a PlanarMap,
    id: FaceId,
}

/// Nodes, edges and faces of a set of areas. See the [module](crate::planar) for an example.
#[derive(Debug)]
pub struct PlanarMap {
    pub(super) arrangement: Arrangement,
    pub(super) nesting: Nesting,
    pub(super) covering: Vec<Covering>,
    /// The cycles that border each face from inside: around the islands in it.
    islands: Vec<Vec<u32>>,
    /// All areas that the map was built from, sorted, whether any ground is left of them or not.
    pub(super) keys: Vec<AreaKey>,
    budget: Budget,
}

impl PlanarMap {
    /// The map of areas, each known by a key; shapes with the same key are one area of several parts.
    ///
    /// What lies together within the tolerance is put together first, and what then meets or crosses is cut there:
    /// nothing comes to lie further from where it was than the tolerance and √½ of a unit.
    ///
    /// ```
    /// use geo_core::Shape;
    /// use geo_core::planar::{PlanarMap, Tolerance};
    /// let square = Shape::from_degrees(&[vec![vec![[114.0, 30.0], [114.1, 30.0], [114.1, 30.1], [114.0, 30.1]]]]).unwrap();
    /// let map = PlanarMap::build([(7, &square)], Tolerance::NONE).unwrap();
    /// assert_eq!(map.faces().next().unwrap().covered_by(), [7]);
    /// assert_eq!(map.counts().edges, 4);
    /// ```
    ///
    /// # Errors
    /// [`TooTangled`] when the outlines cross or cover each other more often than those of real areas do: nothing is
    /// gained by memory and time without end.
    pub fn build<'a>(
        areas: impl IntoIterator<Item = (AreaKey, &'a Shape)>,
        tolerance: Tolerance,
    ) -> Result<Self, TooTangled> {
        let mut keys = Vec::new();
        let areas = areas.into_iter().inspect(|(key, _)| keys.push(*key));
        let map = Self::of_edges(edges_of(areas), tolerance)?;
        keys.sort_unstable();
        keys.dedup();
        Ok(Self { keys, ..map })
    }

    /// The map of lines that come back to where they began.
    pub(super) fn of_edges(edges: Vec<Edge>, tolerance: Tolerance) -> Result<Self, TooTangled> {
        let budget = Budget::for_lines(edges.len());
        let edges = noding::noded(gathered(edges, tolerance, budget)?, budget)?;
        Self::of_noded(edges, budget)
    }

    /// The map of lines that also meet in nothing but their ends.
    pub(super) fn of_noded(edges: Vec<Edge>, budget: Budget) -> Result<Self, TooTangled> {
        let arrangement = Arrangement::of(edges);
        let nesting = nested(&arrangement, budget)?;
        let covering = covering(&arrangement, &nesting, budget)?;
        crossings::affordable(&arrangement, &nesting, &covering, budget)?;
        let mut islands = vec![Vec::new(); covering.len()];
        for (cycle, face) in nesting.face_of_cycle.iter().enumerate() {
            if arrangement.cycles[cycle].doubled_area <= 0 {
                islands[*face as usize].push(cycle as u32);
            }
        }
        Ok(Self { arrangement, nesting, covering, islands, keys: Vec::new(), budget })
    }

    /// The face on the left of a half-edge.
    pub(super) fn face_left_of(&self, half: HalfEdge) -> u32 {
        self.nesting.face_of_cycle[self.arrangement.cycle_of[half as usize] as usize]
    }

    /// How large it is.
    pub fn counts(&self) -> Counts {
        Counts {
            nodes: self.arrangement.nodes.len(),
            edges: self.arrangement.edges.len(),
            faces: self.covering.len().max(1),
            components: self.nesting.components,
        }
    }

    /// All bounded faces.
    pub fn faces(&self) -> impl Iterator<Item = Face<'_>> {
        (OUTSIDE + 1..self.covering.len() as u32).map(|id| Face { map: self, id: FaceId(id) })
    }

    /// A face by its id.
    ///
    /// # Panics
    /// When the id is of another map and there are not so many faces here.
    pub fn face(&self, id: FaceId) -> Face<'_> {
        assert!((id.0 as usize) < self.covering.len(), "{id} of {} faces", self.covering.len());
        Face { map: self, id }
    }

    /// Every edge: from where to where, and the faces on its left and on its right; `None` is around everything.
    pub(crate) fn lines(&self) -> impl Iterator<Item = ([Point; 2], [Option<FaceId>; 2])> + '_ {
        let face = |half: usize| {
            let face = self.nesting.face_of_cycle[self.arrangement.cycle_of[half] as usize];
            (face != OUTSIDE).then_some(FaceId(face))
        };
        self.arrangement.edges.iter().enumerate().map(move |(edge, ends)| {
            (ends.map(|node| self.arrangement.nodes[node as usize]), [face(2 * edge), face(2 * edge + 1)])
        })
    }

    /// Some faces as one shape, a part for each.
    pub fn outline(&self, faces: &[FaceId]) -> Shape {
        Shape { polygons: faces.iter().map(|id| self.face(*id).outline()).collect() }
    }

    /// All overlaps and gaps, the largest first.
    pub fn survey(&self) -> survey::Survey {
        survey::Survey::of(self)
    }

    /// Whether what must hold of every map holds of this one, reckoned anew in ways that do not rest on each other:
    /// Euler's formula; every edge parts faces that differ by just the areas that begin or end there; every area's
    /// faces add up to the area within its border, to the unit.
    pub fn is_sound(&self) -> bool {
        let Counts { nodes, edges, faces, components } = self.counts();
        let Ok(around) = turns(&self.arrangement, &self.nesting, self.budget) else { return false };
        let steps_fit = (0..self.arrangement.next.len() as HalfEdge).all(|half| {
            let [left, right] = [half, half ^ 1].map(|half| &around[self.face_left_of(half) as usize]);
            stepped(left, &self.arrangement, half) == *right
        });
        nodes + faces == edges + 1 + components && steps_fit && self.areas_add_up(&around)
    }

    fn areas_add_up(&self, around: &[Sides]) -> bool {
        let mut sums: BTreeMap<AreaKey, i128> = BTreeMap::new();
        for (cycle, face) in self.arrangement.cycles.iter().zip(&self.nesting.face_of_cycle) {
            for (area, count) in &around[*face as usize] {
                *sums.entry(*area).or_default() += cycle.doubled_area * i128::from(*count);
            }
        }
        let lines = self.arrangement.edges.iter().zip(&self.arrangement.sides).map(|(ends, sides)| {
            let [from, to] = ends.map(|node| self.arrangement.nodes[node as usize]);
            Edge { from, to, sides: sides.clone() }
        });
        let borders = doubled_areas(&lines.collect::<Vec<_>>());
        borders.keys().all(|area| borders.get(area) == sums.get(area))
    }
}

impl<'a> Face<'a> {
    /// Its id.
    pub const fn id(self) -> FaceId {
        self.id
    }

    /// The areas that cover it, sorted.
    pub fn covered_by(self) -> &'a [AreaKey] {
        &self.map.covering[self.id.0 as usize]
    }

    /// Its outline: one outer ring, counter-clockwise, and holes where other ground lies in it. No ring passes a
    /// point twice; two may touch in points. Each starts with its most western, then southern point.
    pub fn outline(self) -> Polygon {
        let positions = |ring: Vec<Point>| -> Ring { ring.into_iter().map(Point::position).collect() };
        let mut rings = self.rings().into_iter().map(positions);
        Polygon { outer: rings.next().unwrap_or_default(), holes: rings.collect() }
    }

    /// The rings of its outline, the outer one first.
    pub(super) fn rings(self) -> Vec<Vec<Point>> {
        let arrangement = &self.map.arrangement;
        let mut rings: Vec<Vec<Point>> = Vec::new();
        for cycle in self.cycles() {
            simple_rings(arrangement.walk_around(cycle).map(|half| arrangement.from(half)), &mut rings);
        }
        for ring in &mut rings {
            let least = (0..ring.len()).min_by_key(|place| ring[*place]).unwrap_or_default();
            ring.rotate_left(least);
        }
        // Of all rings only the outer one turns left, and there is just one.
        rings.sort_by_key(|ring| doubled_area(ring) <= 0);
        rings
    }

    /// The areas on the other side of its border, sorted.
    pub fn neighbours(self) -> Vec<AreaKey> {
        let map = self.map;
        let mut faces: Vec<usize> = self.halves().map(|half| map.face_left_of(half ^ 1) as usize).collect();
        faces.sort_unstable();
        faces.dedup();
        let mut areas: Vec<AreaKey> =
            faces.into_iter().flat_map(|face| map.covering[face].iter().copied()).collect();
        areas.sort_unstable();
        areas.dedup();
        areas
    }

    /// Its number among all faces; that around everything is 0.
    pub(super) const fn number(self) -> usize {
        self.id.0 as usize
    }

    pub(super) const fn map(self) -> &'a PlanarMap {
        self.map
    }

    /// All half-edges around it, those around the islands in it too.
    pub(super) fn halves(self) -> impl Iterator<Item = HalfEdge> + 'a {
        let map = self.map;
        self.cycles().flat_map(move |cycle| map.arrangement.walk_around(cycle))
    }

    fn cycles(self) -> impl Iterator<Item = Cycle> + 'a {
        let map = self.map;
        let outer = map.nesting.outer[self.id.0 as usize - 1];
        let inner = map.islands[self.id.0 as usize].iter().copied();
        std::iter::once(outer).chain(inner).map(|cycle| map.arrangement.cycles[cycle as usize])
    }
}

/// Cuts a closed walk into rings that pass no point twice.
pub(crate) fn simple_rings(walk: impl Iterator<Item = Point>, rings: &mut Vec<Vec<Point>>) {
    let (mut path, mut place): (Vec<Point>, HashMap<Point, usize>) = Default::default();
    for point in walk {
        if let Some(before) = place.insert(point, path.len()) {
            let ring = path.split_off(before);
            ring.iter().for_each(|point| _ = place.remove(point));
            rings.push(ring);
            place.insert(point, before);
        }
        path.push(point);
    }
    rings.push(path);
}
