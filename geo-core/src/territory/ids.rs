//! What records are known by.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $word:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
        pub struct $name(pub u32);

        impl From<$name> for u32 {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($word, " {}"), self.0)
            }
        }
    };
}

id! {
    /// A node of one territory: where borders end.
    ///
    /// ```
    /// assert_eq!(geo_core::territory::NodeId(3).to_string(), "node 3");
    /// ```
    NodeId, "node"
}
id! {
    /// A border of one territory: a line between two nodes.
    ///
    /// ```
    /// assert_eq!(geo_core::territory::BorderId(17).to_string(), "border 17");
    /// ```
    BorderId, "border"
}
id! {
    /// A face of one territory: ground in one piece.
    ///
    /// ```
    /// assert_eq!(geo_core::territory::FaceId::OUTSIDE.to_string(), "face 0");
    /// ```
    FaceId, "face"
}
id! {
    /// An area of one territory, of any level.
    ///
    /// ```
    /// assert_eq!(geo_core::territory::AreaId(5).to_string(), "area 5");
    /// ```
    AreaId, "area"
}
id! {
    /// A building of one territory.
    ///
    /// ```
    /// assert_eq!(geo_core::territory::BuildingId(9).to_string(), "building 9");
    /// ```
    BuildingId, "building"
}

impl FaceId {
    /// The ground around everything. It has no record.
    pub const OUTSIDE: Self = Self(0);
}

impl BorderId {
    /// Numbers of borders lie below this: with its two directions a border has two numbers.
    pub(super) const END: u32 = 1 << 31;
}

/// The next free number of each kind of record. Numbers that were given are not given again, even when what they named
/// is gone.
///
/// ```
/// use geo_core::territory::{Ids, Territory};
/// assert_eq!(Territory::default().next_ids(), Ids::default());
/// assert_eq!(Ids::default().face, 1);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ids {
    /// Of nodes.
    pub node: u32,
    /// Of borders.
    pub border: u32,
    /// Of faces.
    pub face: u32,
    /// Of areas.
    pub area: u32,
    /// Of buildings.
    pub building: u32,
}

impl Default for Ids {
    fn default() -> Self {
        Self { node: 1, border: 1, face: 1, area: 1, building: 1 }
    }
}

impl Ids {
    /// The greater of each.
    pub(super) fn raised(self, other: Self) -> Self {
        Self {
            node: self.node.max(other.node),
            border: self.border.max(other.border),
            face: self.face.max(other.face),
            area: self.area.max(other.area),
            building: self.building.max(other.building),
        }
    }
}

/// A border in one of its two directions, with the ground on its left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Half(u32);

impl Half {
    pub const fn forward(border: BorderId) -> Self {
        Self(border.0 << 1)
    }

    pub const fn backward(border: BorderId) -> Self {
        Self((border.0 << 1) | 1)
    }

    pub const fn border(self) -> BorderId {
        BorderId(self.0 >> 1)
    }

    pub const fn is_forward(self) -> bool {
        self.0 & 1 == 0
    }

    /// The same border the other way.
    pub const fn twin(self) -> Self {
        Self(self.0 ^ 1)
    }
}
