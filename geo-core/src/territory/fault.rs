//! What can be wrong with a territory. Nothing of it ever is, unless records were made by somebody else.

use super::ids::{AreaId, BorderId, BuildingId, FaceId};
use crate::Position;
use serde::{Deserialize, Serialize};

/// Something that must not be.
///
/// ```
/// use geo_core::territory::{AreaId, Fault};
/// let fault = Fault::NoGround { area: AreaId(7) };
/// assert_eq!((fault.code(), fault.place()), ("no_ground", None));
/// assert_eq!(fault.to_string(), "area 7 has neither faces nor areas below it");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Fault {
    /// A record refers to another that is not there, or is there twice.
    #[error("{record} is missing, though another record refers to it")]
    MissingRecord {
        /// Which.
        record: String,
    },
    /// A segment begins where it ends.
    #[error("{border} has two equal points in a row at {at}")]
    NoLength {
        /// Of which border.
        border: BorderId,
        /// Where.
        at: Position,
    },
    /// Two segments share more than a common point of the map.
    #[error("{} and {} meet at {at} other than in a common point", .borders[0], .borders[1])]
    Meeting {
        /// The borders, perhaps one and the same.
        borders: [BorderId; 2],
        /// Where.
        at: Position,
    },
    /// A border has the same area, or nobody's ground, on both sides.
    #[error("{border} has the same ground on both sides, at {at}")]
    SameGround {
        /// Which.
        border: BorderId,
        /// A place on it.
        at: Position,
    },
    /// Around a node the faces do not follow each other as its borders say.
    #[error("the faces around the point {at} do not agree")]
    Fold {
        /// Where.
        at: Position,
    },
    /// A face is not bounded by just one outer border.
    #[error("{face} is turned inside out or torn, near {at}")]
    InsideOut {
        /// Which.
        face: FaceId,
        /// A place on its border.
        at: Position,
    },
    /// Borders that hang together lie in another face than they say.
    #[error("the island at {at} lies in {lies_in} and says {says}")]
    Island {
        /// The most western point of the island.
        at: Position,
        /// The face that it names.
        says: FaceId,
        /// The face that it lies in.
        lies_in: FaceId,
    },
    /// A face without borders, or a node without.
    #[error("{record} has no border")]
    NoBorder {
        /// Which.
        record: String,
    },
    /// Euler's formula does not hold: nodes - borders + faces = components.
    #[error("{nodes} nodes, {borders} borders and {faces} faces make no map of {components} components")]
    Euler {
        /// Nodes.
        nodes: usize,
        /// Borders.
        borders: usize,
        /// Faces, without the one around everything.
        faces: usize,
        /// Sets of borders that hang together.
        components: usize,
    },
    /// An area has neither faces nor areas below it.
    #[error("{area} has neither faces nor areas below it")]
    NoGround {
        /// Which.
        area: AreaId,
    },
    /// An area that has areas below it owns faces.
    #[error("{area} owns faces and has areas below it")]
    GroundOfParent {
        /// Which.
        area: AreaId,
    },
    /// A parent is not of a wider level.
    #[error("{area} is not of a finer level than its parent {parent}")]
    ParentLevel {
        /// Which.
        area: AreaId,
        /// Its parent.
        parent: AreaId,
    },
    /// An area below the widest level of the map has no parent.
    #[error("{area} has no parent, though the map has wider levels")]
    NoParent {
        /// Which.
        area: AreaId,
    },
    /// A building belongs to an area that has areas below it.
    #[error("{building} belongs to {area}, which has areas below it")]
    BuildingOfParent {
        /// Which.
        building: BuildingId,
        /// Its area.
        area: AreaId,
    },
    /// The kept sums of the widest areas and the holes do not add up to the ground inside the outer borders of the map.
    #[error(
        "areas and holes add up to {sum} doubled square units, the ground inside their outer borders is {outer}"
    )]
    AreaSum {
        /// Of the faces.
        sum: i128,
        /// Of the outer borders.
        outer: i128,
    },
    /// Something derived is not what the records make.
    #[error("{what} is not what the records make of it")]
    Derived {
        /// What.
        what: String,
    },
}

impl Fault {
    /// The stable code of the fault.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::MissingRecord { .. } => "missing_record",
            Self::NoLength { .. } => "no_length",
            Self::Meeting { .. } => "borders_meet",
            Self::SameGround { .. } => "same_ground",
            Self::Fold { .. } => "fold",
            Self::InsideOut { .. } => "inside_out",
            Self::Island { .. } => "island_elsewhere",
            Self::NoBorder { .. } => "no_border",
            Self::Euler { .. } => "euler",
            Self::NoGround { .. } => "no_ground",
            Self::GroundOfParent { .. } => "ground_of_parent",
            Self::ParentLevel { .. } => "parent_level",
            Self::NoParent { .. } => "no_parent",
            Self::BuildingOfParent { .. } => "building_of_parent",
            Self::AreaSum { .. } => "area_sum",
            Self::Derived { .. } => "derived",
        }
    }

    /// Where it is, if it is somewhere.
    pub const fn place(&self) -> Option<Position> {
        match self {
            Self::NoLength { at, .. }
            | Self::Meeting { at, .. }
            | Self::SameGround { at, .. }
            | Self::Fold { at }
            | Self::InsideOut { at, .. }
            | Self::Island { at, .. } => Some(*at),
            _ => None,
        }
    }
}
