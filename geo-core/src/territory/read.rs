//! What can be asked of a territory without geometry.

use super::entries::{AreaEntry, Totals};
use super::ids::{AreaId, BorderId, BuildingId, FaceId, Ids, NodeId};
use super::records::{Area, Border, Building, Face, Node};
use super::{StateHash, Territory};
use crate::{Level, Metres, SquareMetres};
use serde::{Deserialize, Serialize};

/// How large a territory is. In every sound one `nodes - borders + faces` is the number of sets of borders that hang
/// together (Euler's formula, the face around everything left out).
///
/// ```
/// use geo_core::territory::Territory;
/// assert_eq!(Territory::default().counts().faces, 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Nodes.
    pub nodes: usize,
    /// Borders.
    pub borders: usize,
    /// Faces, without the one around everything.
    pub faces: usize,
    /// Areas of all levels.
    pub areas: usize,
    /// Buildings.
    pub buildings: usize,
}

/// What an area of any level adds up to.
///
/// ```
/// # use geo_core::{Level, Shape, planar::Tolerance, territory::{Area, AreaId, Territory}};
/// # let square = Shape::from_degrees(&[vec![vec![[114.0, 30.0], [114.1, 30.0], [114.1, 30.1], [114.0, 30.1]]]]).unwrap();
/// let grid = (AreaId(1), Area::named(Level::Grid, "湖滨"), Some(&square));
/// let territory = Territory::build([grid], Tolerance::default()).unwrap();
/// let metrics = territory.metrics(AreaId(1)).unwrap();
/// assert_eq!(metrics.doubled_units, 2_000_000_000_000);
/// assert_eq!((metrics.area.to_string(), metrics.perimeter.to_string()), ("106904539 m²".into(), "41458 m".into()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Metrics {
    /// Twice its area in square units of 1e-7 degree, exact.
    pub doubled_units: i128,
    /// Its area in mm²: the sum of what each segment of its border adds, each rounded once.
    pub square_millimetres: i128,
    /// Its area on the ground: the same in m².
    pub area: SquareMetres,
    /// The length of its border, holes included.
    pub perimeter: Metres,
    /// The households of its buildings.
    pub households: u32,
    /// Its buildings.
    pub buildings: u32,
    /// The pieces that its ground hangs together in. Pieces that touch in a point are two.
    pub parts: u32,
}

impl From<Totals> for Metrics {
    fn from(totals: Totals) -> Self {
        Self {
            doubled_units: totals.share.doubled,
            square_millimetres: totals.share.square_millimetres,
            area: SquareMetres(totals.share.square_millimetres as f64 / 1e6),
            perimeter: Metres(totals.share.micrometres as f64 / 1e6),
            households: u32::try_from(totals.households).unwrap_or(u32::MAX),
            buildings: u32::try_from(totals.buildings).unwrap_or(u32::MAX),
            parts: totals.parts,
        }
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Totals::default().into()
    }
}

impl Territory {
    /// The fingerprint of all records.
    pub fn hash(&self) -> StateHash {
        self.hash
    }

    /// The numbers that the next new records get.
    pub fn next_ids(&self) -> Ids {
        self.next
    }

    /// How large it is.
    pub fn counts(&self) -> Counts {
        Counts {
            nodes: self.nodes.len(),
            borders: self.borders.len(),
            faces: self.faces.len() - 1,
            areas: self.areas.len(),
            buildings: self.buildings.len(),
        }
    }

    /// A node.
    pub fn node(&self, id: NodeId) -> Option<Node> {
        self.nodes.get(id.0).map(|entry| entry.node)
    }

    /// A border.
    pub fn border(&self, id: BorderId) -> Option<&Border> {
        self.borders.get(id.0).map(|entry| &entry.border)
    }

    /// A face; the ground around everything has no record.
    pub fn face(&self, id: FaceId) -> Option<Face> {
        if id == FaceId::OUTSIDE { None } else { self.faces.get(id.0).map(|entry| entry.face) }
    }

    /// An area.
    pub fn area(&self, id: AreaId) -> Option<&Area> {
        self.areas.get(id.0).map(|entry| &entry.area)
    }

    /// A building.
    pub fn building(&self, id: BuildingId) -> Option<&Building> {
        self.buildings.get(id.0).map(|building| &**building)
    }

    /// All nodes by id.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, Node)> + '_ {
        self.nodes.iter().map(|(id, entry)| (NodeId(id), entry.node))
    }

    /// All borders by id.
    pub fn borders(&self) -> impl Iterator<Item = (BorderId, &Border)> + '_ {
        self.borders.iter().map(|(id, entry)| (BorderId(id), &entry.border))
    }

    /// All faces by id, without the one around everything.
    pub fn faces(&self) -> impl Iterator<Item = (FaceId, Face)> + '_ {
        self.faces.iter().skip(1).map(|(id, entry)| (FaceId(id), entry.face))
    }

    /// All areas by id.
    pub fn areas(&self) -> impl Iterator<Item = (AreaId, &Area)> + '_ {
        self.areas.iter().map(|(id, entry)| (AreaId(id), &entry.area))
    }

    /// All buildings by id.
    pub fn buildings(&self) -> impl Iterator<Item = (BuildingId, &Building)> + '_ {
        self.buildings.iter().map(|(id, building)| (BuildingId(id), &**building))
    }

    /// The area of a face; `None` for holes, the ground around everything, and faces that are not there.
    pub fn area_of(&self, face: FaceId) -> Option<AreaId> {
        self.faces.get(face.0)?.face.area
    }

    /// The areas right below an area.
    pub fn children(&self, area: AreaId) -> &[AreaId] {
        self.entry(area).map_or(&[], |entry| &entry.children)
    }

    /// The faces that an area owns itself: none if it has children.
    pub fn faces_of(&self, area: AreaId) -> &[FaceId] {
        self.entry(area).map_or(&[], |entry| &entry.faces)
    }

    /// The buildings that belong to an area itself: none if it has children.
    pub fn buildings_of(&self, area: AreaId) -> &[BuildingId] {
        self.entry(area).map_or(&[], |entry| &entry.buildings)
    }

    /// The areas without children below an area, or the area itself if it has none.
    pub fn leaves_under(&self, area: AreaId) -> Vec<AreaId> {
        let mut leaves = Vec::new();
        let mut open = vec![(area, Level::ALL.len())];
        while let Some((area, levels)) = open.pop() {
            let Some(entry) = self.entry(area) else { continue };
            match levels.checked_sub(1) {
                Some(left) if !entry.children.is_empty() => {
                    open.extend(entry.children.iter().map(|child| (*child, left)));
                }
                _ => leaves.push(area),
            }
        }
        leaves.sort_unstable();
        leaves
    }

    /// The faces of an area of any level.
    pub fn faces_under(&self, area: AreaId) -> Vec<FaceId> {
        let leaves = self.leaves_under(area);
        leaves.into_iter().flat_map(|leaf| self.faces_of(leaf).iter().copied()).collect()
    }

    /// What an area of any level adds up to.
    pub fn metrics(&self, area: AreaId) -> Option<Metrics> {
        self.entry(area).map(|entry| entry.totals.into())
    }

    /// The borders around an area of any level: on each of them the other side is not in it.
    pub fn borders_of(&self, area: AreaId) -> impl Iterator<Item = BorderId> + '_ {
        self.entry(area).into_iter().flat_map(|entry| &entry.around).map(|half| half.border())
    }

    /// The widest level at which the two sides of a border differ. Where one side is a hole or outside, the widest of
    /// the other.
    pub fn border_level(&self, border: BorderId) -> Option<Level> {
        self.levels.get(border.0).copied()
    }

    pub(super) fn entry(&self, area: AreaId) -> Option<&AreaEntry> {
        self.areas.get(area.0).map(|entry| &**entry)
    }

    pub(super) fn line_of(&self, border: BorderId) -> super::Line {
        self.border(border).map(|border| self.line(border)).unwrap_or_default()
    }

    /// Whether an area is there and has no children, so that ground and buildings can belong to it.
    pub(super) fn is_finest(&self, area: AreaId) -> bool {
        self.entry(area).is_some_and(|entry| entry.children.is_empty())
    }
}
