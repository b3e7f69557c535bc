//! What a territory is made of. Everything else is derived from these.

use super::ids::{AreaId, BuildingId, FaceId, NodeId};
use crate::{AreaCode, Level, Position, Shape};
use serde::{Deserialize, Serialize};

/// Where borders end: three or more, or two, or one that closes on itself.
///
/// ```
/// use geo_core::{Position, territory::Node};
/// let node = Node { at: Position::new(114.3, 30.6).unwrap() };
/// assert_eq!(serde_json::to_string(&node).unwrap(), r#"{"at":{"lon":114.3,"lat":30.6}}"#);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Where it lies.
    pub at: Position,
}

/// A line from node to node with different areas on its sides.
///
/// ```
/// use geo_core::territory::{Border, FaceId, NodeId};
/// let straight = Border { from: NodeId(1), to: NodeId(2), points: vec![], left: FaceId(1), right: FaceId::OUTSIDE };
/// assert_eq!(straight.segments(), 1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Border {
    /// Where it begins.
    pub from: NodeId,
    /// Where it ends; the same node if it closes on itself.
    pub to: NodeId,
    /// The points between the two.
    pub points: Vec<Position>,
    /// The face on the left of its direction.
    pub left: FaceId,
    /// The face on the right of its direction.
    pub right: FaceId,
}

impl Border {
    /// How many straight segments it has; they are numbered from 0.
    pub fn segments(&self) -> usize {
        self.points.len() + 1
    }
}

/// Ground in one piece: all of an area, one of its parts, or a declared hole.
///
/// ```
/// use geo_core::territory::Face;
/// let declared_hole = Face { area: None };
/// assert_eq!(serde_json::to_string(&declared_hole).unwrap(), r#"{"area":null}"#);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Face {
    /// The area it belongs to, which has no children. `None`: nobody's ground, declared so.
    pub area: Option<AreaId>,
}

/// An area of any level. The finest own faces, the others are parents only.
///
/// ```
/// use geo_core::{Level, territory::Area};
/// let grid = Area::named(Level::Grid, "湖滨一网格");
/// assert_eq!((grid.code, grid.parent), (None, None));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Area {
    /// Its level, strictly finer than that of its parent.
    pub level: Level,
    /// Its code, once it has one.
    pub code: Option<AreaCode>,
    /// Its name.
    pub name: String,
    /// What kind of area it is, in the district's own words.
    pub kind: Option<String>,
    /// The area above. Only areas of the widest level of a territory have none.
    pub parent: Option<AreaId>,
    /// The team bound to it.
    pub team: Option<String>,
}

impl Area {
    /// An area of which only level and name are known.
    pub fn named(level: Level, name: impl Into<String>) -> Self {
        Self { level, code: None, name: name.into(), kind: None, parent: None, team: None }
    }

    /// The same area under a parent.
    #[must_use]
    pub fn under(self, parent: AreaId) -> Self {
        Self { parent: Some(parent), ..self }
    }
}

/// A building with its total of households. Which area it belongs to is stored, not guessed.
///
/// ```
/// use geo_core::{Position, territory::{AreaId, Building}};
/// let at = Position::new(114.3, 30.6).unwrap();
/// let block = Building { at, households: 48, area: AreaId(7), footprint: None, name: "3栋".to_owned() };
/// assert_eq!(block.area.to_string(), "area 7");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Building {
    /// Where it stands: one position.
    pub at: Position,
    /// How many households live in it.
    pub households: u32,
    /// The area it belongs to, which has no children.
    pub area: AreaId,
    /// Its outline, where known.
    pub footprint: Option<Shape>,
    /// Its name or number.
    pub name: String,
}

/// All records of one kind by their ids, in order.
pub type Listed<I, R> = Vec<(I, R)>;

/// All records of a territory: what a snapshot stores.
///
/// ```
/// use geo_core::territory::{Check, Records, Territory};
/// let empty = Territory::from_records(Records::default(), Check::Everything).unwrap();
/// assert_eq!(empty.records(), Records::default());
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Records {
    /// The nodes.
    pub nodes: Listed<NodeId, Node>,
    /// The borders.
    pub borders: Listed<super::BorderId, Border>,
    /// The faces, without the one around everything.
    pub faces: Listed<FaceId, Face>,
    /// The areas.
    pub areas: Listed<AreaId, Area>,
    /// The buildings.
    pub buildings: Listed<BuildingId, Building>,
    /// The next free numbers. Those that are too low for the records are raised.
    pub next: super::Ids,
}
