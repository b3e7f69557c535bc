//! A territory from areas with outlines.

use super::ids::{AreaId, BorderId, FaceId, NodeId};
use super::records::{Area, Border, Face, Listed, Node, Records};
use super::{Check, Fault, Ids, Territory};
use crate::planar::{self, PlanarMap, Tolerance};
use crate::plane::Point;
use crate::{Position, Shape};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// Why areas do not make a territory.
///
/// ```
/// # use geo_core::{Level, Shape, planar::Tolerance, territory::{Area, AreaId, Territory}};
/// # let square = Shape::from_degrees(&[vec![vec![[114.0, 30.0], [114.1, 30.0], [114.1, 30.1], [114.0, 30.1]]]]).unwrap();
/// let grid = |id| (AreaId(id), Area::named(Level::Grid, "湖滨"), Some(&square));
/// assert_eq!(Territory::build([grid(1), grid(2)], Tolerance::default()).unwrap_err().code(), "areas_overlap");
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BuildError {
    /// Two areas claim the same ground.
    #[error("{} and {} overlap at {at}; say whose ground it is before building", .areas[0], .areas[1])]
    Overlap {
        /// The two with the least ids.
        areas: [AreaId; 2],
        /// A place in the overlap.
        at: Position,
    },
    /// The outlines cross each other more often than any map of areas does.
    #[error(transparent)]
    Tangled(#[from] planar::TooTangled),
    /// Ground was given to an area that there is no record of.
    #[error("{area} is to own ground but is not among the areas; add it or give the ground to another")]
    UnknownArea {
        /// Which; of several the one with the least id.
        area: AreaId,
    },
    /// The records break a rule, such as an area of which no ground is left within the tolerance.
    #[error("the areas make no territory: {}", .0.iter().map(Fault::to_string).collect::<Vec<_>>().join("; "))]
    Unsound(Vec<Fault>),
}

impl BuildError {
    /// The stable code of the error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Overlap { .. } => "areas_overlap",
            Self::Tangled(tangled) => tangled.code(),
            Self::UnknownArea { .. } => "unknown_area",
            Self::Unsound(_) => "territory_unsound",
        }
    }
}

impl Territory {
    /// The territory of some areas: those without areas below them with their outlines, the others without. What lies
    /// together within the tolerance is put together. Ground that nobody claims, with areas all around it, becomes a
    /// declared hole.
    ///
    /// # Errors
    /// [`BuildError`] where two areas overlap, or when the areas break a rule.
    ///
    /// ```
    /// use geo_core::{Level, Shape, planar::Tolerance, territory::{Area, AreaId, Territory}};
    /// let ring = |west: f64| vec![vec![[west, 30.0], [west + 0.1, 30.0], [west + 0.1, 30.1], [west, 30.1]]];
    /// let (west, east) = (Shape::from_degrees(&[ring(114.0)]).unwrap(), Shape::from_degrees(&[ring(114.1)]).unwrap());
    /// let territory = Territory::build([
    ///     (AreaId(1), Area::named(Level::Community, "湖滨社区"), None),
    ///     (AreaId(2), Area::named(Level::Grid, "一网格").under(AreaId(1)), Some(&west)),
    ///     (AreaId(3), Area::named(Level::Grid, "二网格").under(AreaId(1)), Some(&east)),
    /// ], Tolerance::default()).unwrap();
    /// let counts = territory.counts();
    /// assert_eq!((counts.nodes, counts.borders, counts.faces), (2, 3, 2));
    /// ```
    pub fn build<'s>(
        areas: impl IntoIterator<Item = (AreaId, Area, Option<&'s Shape>)>,
        tolerance: Tolerance,
    ) -> Result<Self, BuildError> {
        let (mut records, mut outlines) = (BTreeMap::new(), Vec::new());
        for (id, area, shape) in areas {
            outlines.extend(shape.map(|shape| (id.0, shape)));
            records.insert(id, area);
        }
        let map = PlanarMap::build(outlines, tolerance)?;
        if let Some(face) = map.faces().find(|face| face.covered_by().len() > 1) {
            let areas = [face.covered_by()[0], face.covered_by()[1]].map(AreaId);
            let overlap = Shape { polygons: vec![face.outline()] };
            let at = overlap.label_point().expect("a face has a part");
            return Err(BuildError::Overlap { areas, at });
        }
        Self::from_planar(&map, records, |face| map.face(face).covered_by().first().copied().map(AreaId))
    }

    /// The territory of a planar map whose faces have been given to areas, overlaps and gaps included: `owner` says
    /// whose each bounded face is; `None` declares a hole. Faces of one owner that share a line become one.
    ///
    /// # Errors
    /// [`BuildError`] when an owner is not among the areas, or the areas break a rule.
    ///
    /// ```
    /// use geo_core::{Level, Shape, planar::{PlanarMap, Tolerance}, territory::{Area, AreaId, Territory}};
    /// let ring = |west: f64| vec![vec![[west, 30.0], [west + 0.1, 30.0], [west + 0.1, 30.1], [west, 30.1]]];
    /// let (one, two) = (Shape::from_degrees(&[ring(114.0)]).unwrap(), Shape::from_degrees(&[ring(114.05)]).unwrap());
    /// let map = PlanarMap::build([(1, &one), (2, &two)], Tolerance::default()).unwrap();
    /// let areas = [1, 2].map(|id| (AreaId(id), Area::named(Level::Grid, format!("{id}"))));
    /// // Where both claim the ground, the first has it.
    /// let territory = Territory::from_planar(&map, areas.into(), |face| {
    ///     map.face(face).covered_by().first().copied().map(AreaId)
    /// }).unwrap();
    /// let [one, two] = [1, 2].map(|id| territory.metrics(AreaId(id)).unwrap().doubled_units);
    /// assert_eq!(one, 2 * two);
    /// ```
    pub fn from_planar(
        map: &PlanarMap,
        areas: BTreeMap<AreaId, Area>,
        owner: impl Fn(planar::FaceId) -> Option<AreaId>,
    ) -> Result<Self, BuildError> {
        let owners: HashMap<planar::FaceId, Option<AreaId>> =
            map.faces().map(|face| (face.id(), owner(face.id()))).collect();
        // Of several the least, whatever order they come in.
        if let Some(area) = owners.values().flatten().filter(|area| !areas.contains_key(area)).min() {
            return Err(BuildError::UnknownArea { area: *area });
        }
        let mut ground = Ground::of(map, &owners);
        let lines: Vec<Stretch> = map
            .lines()
            .map(|([from, to], sides)| Stretch { from, to, sides: sides.map(|side| ground.face(side)) })
            .filter(|stretch| stretch.sides[0] != stretch.sides[1])
            .collect();
        let (nodes, borders) = traced(&lines);
        let records = Records {
            nodes,
            borders,
            faces: ground.faces,
            areas: areas.into_iter().collect(),
            buildings: Vec::new(),
            next: Ids::default(),
        };
        Self::from_records(records, Check::Everything).map_err(BuildError::Unsound)
    }
}

/// Which planar faces become one.
struct Ground<'a> {
    owners: &'a HashMap<planar::FaceId, Option<AreaId>>,
    /// Each face or a lesser one that is the same ground; `None` is around everything.
    same: HashMap<Option<planar::FaceId>, Option<planar::FaceId>>,
    given: HashMap<planar::FaceId, FaceId>,
    faces: Vec<(FaceId, Face)>,
}

impl<'a> Ground<'a> {
    fn of(map: &PlanarMap, owners: &'a HashMap<planar::FaceId, Option<AreaId>>) -> Self {
        let mut ground = Self { owners, same: HashMap::new(), given: HashMap::new(), faces: Vec::new() };
        for (_, [left, right]) in map.lines() {
            if ground.owner(left) == ground.owner(right) {
                let (one, two) = (ground.least(left), ground.least(right));
                ground.same.insert(one.max(two), one.min(two));
            }
        }
        ground
    }

    fn owner(&self, face: Option<planar::FaceId>) -> Option<AreaId> {
        face.and_then(|face| self.owners[&face])
    }

    fn least(&mut self, face: Option<planar::FaceId>) -> Option<planar::FaceId> {
        let mut least = face;
        while let Some(lesser) = self.same.get(&least).filter(|lesser| **lesser != least) {
            least = *lesser;
        }
        // The whole way there becomes short.
        let mut passed = face;
        while passed != least {
            passed = self.same.insert(passed, least).unwrap_or(least);
        }
        least
    }

    /// The face of the territory; numbers are given as faces come up.
    fn face(&mut self, face: Option<planar::FaceId>) -> FaceId {
        let Some(least) = self.least(face) else { return FaceId::OUTSIDE };
        *self.given.entry(least).or_insert_with(|| {
            let id = FaceId(self.faces.len() as u32 + 1);
            self.faces.push((id, Face { area: self.owners[&least] }));
            id
        })
    }
}

/// A line of the planar map with the faces on its left and right.
struct Stretch {
    from: Point,
    to: Point,
    sides: [FaceId; 2],
}

/// Draws lines together into borders between nodes.
fn traced(lines: &[Stretch]) -> (Listed<NodeId, Node>, Listed<BorderId, Border>) {
    // For each point the lines that end there: 2n leaves the start of line n, 2n + 1 its end.
    let mut ends: Vec<(Point, usize)> =
        lines.iter().enumerate().flat_map(|(n, line)| [(line.from, 2 * n), (line.to, 2 * n + 1)]).collect();
    ends.sort_unstable();
    let mut fan_of = vec![0..0; ends.len()];
    let mut first = 0;
    for fan in ends.chunk_by(|one, two| one.0 == two.0) {
        fan.iter().for_each(|(_, end)| fan_of[*end] = first..first + fan.len());
        first += fan.len();
    }
    let mut tracer = Tracer {
        lines,
        ends: &ends,
        fan_of: &fan_of,
        used: vec![false; lines.len()],
        nodes: BTreeMap::new(),
        borders: Vec::new(),
    };
    // First from all nodes, then what closes on itself, from its least point.
    for only_nodes in [true, false] {
        for (point, end) in &ends {
            if !tracer.used[end / 2] && (!only_nodes || tracer.fan(*end).len() != 2) {
                tracer.walk(*point, *end);
            }
        }
    }
    let mut nodes: Vec<(NodeId, Node)> =
        tracer.nodes.iter().map(|(point, id)| (*id, Node { at: point.position() })).collect();
    nodes.sort_unstable_by_key(|(id, _)| *id);
    (nodes, tracer.borders)
}

struct Tracer<'a> {
    lines: &'a [Stretch],
    ends: &'a [(Point, usize)],
    /// Of each end of a line, where in `ends` those at the same point are.
    fan_of: &'a [Range<usize>],
    used: Vec<bool>,
    nodes: BTreeMap<Point, NodeId>,
    borders: Vec<(BorderId, Border)>,
}

impl<'a> Tracer<'a> {
    /// All ends at the point where this one is.
    fn fan(&self, end: usize) -> &'a [(Point, usize)] {
        &self.ends[self.fan_of[end].clone()]
    }

    fn node(&mut self, point: Point) -> NodeId {
        let next = NodeId(self.nodes.len() as u32 + 1);
        *self.nodes.entry(point).or_insert(next)
    }

    /// Follows lines from a node to the next.
    fn walk(&mut self, start: Point, mut end: usize) {
        let [one, two] = self.lines[end / 2].sides;
        let [left, right] = if end.is_multiple_of(2) { [one, two] } else { [two, one] };
        let (from, mut points) = (self.node(start), Vec::new());
        loop {
            self.used[end / 2] = true;
            let line = &self.lines[end / 2];
            let point = if end.is_multiple_of(2) { line.to } else { line.from };
            match self.fan(end ^ 1) {
                [one, two] if point != start => {
                    points.push(point.position());
                    end = if one.1 / 2 == end / 2 { two.1 } else { one.1 };
                }
                _ => {
                    let border = Border { from, to: self.node(point), points, left, right };
                    return self.borders.push((BorderId(self.borders.len() as u32 + 1), border));
                }
            }
        }
    }
}
