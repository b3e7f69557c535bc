//! Edits: what planners do to a territory. Each is pure and local and one file; one judge looks at what they propose.

mod attributes;
mod building;
mod carve;
mod decide;
mod drawn;
mod error;
mod follow;
mod fuse;
mod give;
mod kinds;
mod merge;
mod move_point;
mod overlay;
mod pieces;
mod points;
mod remove_point;
mod reshape;
mod sketch;
mod split;

pub use decide::{BuildingMove, Edited, MetricsChange};
pub use error::EditError;
pub use kinds::{Carved, CarvedGround, NewArea, SplitInto, Swallowed};

use super::ids::{AreaId, BorderId, BuildingId, FaceId};
use crate::{AreaCode, Level, Position, Shape};
use serde::{Deserialize, Serialize};
use sketch::Sketch;

/// One thing that a planner does. Points of the map are meant by their exact position.
///
/// ```
/// use geo_core::territory::Edit;
/// let json = r#"{"edit":"move_point","at":{"lon":114.3,"lat":30.6},"to":{"lon":114.3001,"lat":30.6}}"#;
/// assert!(matches!(serde_json::from_str(json).unwrap(), Edit::MovePoint { .. }));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case")]
pub enum Edit {
    /// Moves a point of the map with all borders that go through it.
    MovePoint {
        /// Where the point is.
        at: Position,
        /// Where it goes.
        to: Position,
    },
    /// Puts a new point into a border.
    InsertPoint {
        /// Which border.
        border: BorderId,
        /// The number of the segment, from 0, that gets the point.
        after: usize,
        /// Where the point is to be.
        at: Position,
    },
    /// Takes a point out of a border. One where three or more borders meet stays.
    RemovePoint {
        /// Where the point is.
        at: Position,
    },
    /// Replaces the points of a border between its ends.
    Reshape {
        /// Which border.
        border: BorderId,
        /// The new points; the ends themselves may be given as well.
        path: Vec<Position>,
    },
    /// Divides an area without children along a path. The path may run across it from outside to outside, begin and
    /// end on its border, or close on itself inside; every stretch that runs through cuts. What lies left of the path,
    /// or in a closed one, is the first of the two.
    Split {
        /// Which area.
        area: AreaId,
        /// The path, in its direction.
        path: Vec<Position>,
        /// What becomes of the two.
        into: SplitInto,
    },
    /// Makes one of several areas of the same level under the same parent.
    Merge {
        /// The areas; they retire, except the one that stays.
        areas: Vec<AreaId>,
        /// The one that stays.
        into: AreaId,
    },
    /// Gives ground to another area.
    GiveFaces {
        /// Which faces; declared holes may be filled this way.
        faces: Vec<FaceId>,
        /// The area, which has no children.
        to: AreaId,
    },
    /// Gives buildings to another area, wherever they stand.
    GiveBuildings {
        /// Which buildings.
        buildings: Vec<BuildingId>,
        /// The area, which has no children.
        to: AreaId,
    },
    /// Takes the ground inside a drawn ring from whatever areas it touches.
    Carve {
        /// The ring; the last point need not repeat the first.
        ring: Vec<Position>,
        /// Whose the ground becomes.
        to: Carved,
        /// What happens to areas of which nothing would be left.
        #[serde(default)]
        swallowed: Swallowed,
        /// Which ground is taken.
        #[serde(default)]
        ground: CarvedGround,
    },
    /// Puts a new area between some areas and their common parent.
    Gather {
        /// The areas that come to lie below it.
        areas: Vec<AreaId>,
        /// Its level.
        level: Level,
        /// The new area.
        new: NewArea,
    },
    /// Moves an area under another parent.
    SetParent {
        /// Which area.
        area: AreaId,
        /// Its parent.
        parent: Option<AreaId>,
    },
    /// Gives an area a code, or takes it away.
    SetCode {
        /// Which area.
        area: AreaId,
        /// Its code.
        code: Option<AreaCode>,
    },
    /// Names an area.
    SetName {
        /// Which area.
        area: AreaId,
        /// Its name.
        name: String,
    },
    /// Says what kind of area it is.
    SetKind {
        /// Which area.
        area: AreaId,
        /// Its kind.
        kind: Option<String>,
    },
    /// Binds a team to an area, or frees it.
    BindTeam {
        /// Which area.
        area: AreaId,
        /// The team.
        team: Option<String>,
    },
    /// Adds a building, or changes one.
    PutBuilding {
        /// Which; `None` adds one.
        #[serde(default)]
        id: Option<BuildingId>,
        /// Where it stands.
        at: Position,
        /// Its households.
        households: u32,
        /// The area it belongs to; `None`: the one that it stands in.
        #[serde(default)]
        area: Option<AreaId>,
        /// Its outline.
        #[serde(default)]
        footprint: Option<Shape>,
        /// Its name.
        name: String,
    },
    /// Takes a building away.
    RemoveBuilding {
        /// Which.
        building: BuildingId,
    },
    /// Several edits one after the other, all or none.
    Many {
        /// The edits.
        edits: Vec<Edit>,
    },
}

impl Edit {
    /// Draws the edit; whether the outcome is sound is not for it to say.
    fn draw(&self, sketch: &mut Sketch<'_>) -> Result<(), EditError> {
        match self {
            Self::MovePoint { at, to } => move_point::draw(sketch, *at, *to),
            Self::InsertPoint { border, after, at } => points::draw_insertion(sketch, *border, *after, *at),
            Self::RemovePoint { at } => remove_point::draw(sketch, *at),
            Self::Reshape { border, path } => reshape::draw(sketch, *border, path),
            Self::Split { area, path, into } => split::draw(sketch, *area, path, into),
            Self::Merge { areas, into } => merge::draw(sketch, areas, *into),
            Self::GiveFaces { faces, to } => give::draw_faces(sketch, faces, *to),
            Self::GiveBuildings { buildings, to } => give::draw_buildings(sketch, buildings, *to),
            Self::Carve { ring, to, swallowed, ground } => carve::draw(sketch, ring, to, *swallowed, *ground),
            Self::Gather { areas, level, new } => merge::draw_gathering(sketch, areas, *level, new),
            Self::SetParent { area, parent } => attributes::set_parent(sketch, *area, *parent),
            Self::SetCode { area, code } => attributes::set(sketch, *area, |of| of.code.clone_from(code)),
            Self::SetName { area, name } => attributes::set(sketch, *area, |of| of.name.clone_from(name)),
            Self::SetKind { area, kind } => attributes::set(sketch, *area, |of| of.kind.clone_from(kind)),
            Self::BindTeam { area, team } => attributes::set(sketch, *area, |of| of.team.clone_from(team)),
            Self::PutBuilding { id, at, households, area, footprint, name } => {
                let building =
                    building::Given { at: *at, households: *households, area: *area, footprint, name };
                building::draw(sketch, *id, building)
            }
            Self::RemoveBuilding { building } => building::draw_removal(sketch, *building),
            Self::Many { .. } => unreachable!("several edits are decided one by one"),
        }
    }
}
