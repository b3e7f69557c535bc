//! What edits are given besides places and ids.

use crate::territory::ids::AreaId;
use crate::{AreaCode, Level};
use serde::{Deserialize, Serialize};

/// What a new area is given from the beginning.
///
/// ```
/// use geo_core::territory::NewArea;
/// let new: NewArea = serde_json::from_str(r#"{"name":"湖滨北"}"#).unwrap();
/// assert_eq!(new, NewArea::named("湖滨北"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewArea {
    /// Its name.
    pub name: String,
    /// Its code, if it has one already.
    #[serde(default)]
    pub code: Option<AreaCode>,
    /// Its kind.
    #[serde(default)]
    pub kind: Option<String>,
    /// Its team.
    #[serde(default)]
    pub team: Option<String>,
}

impl NewArea {
    /// A new area of which only the name is known.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), code: None, kind: None, team: None }
    }
}

/// What becomes of the two halves of a split area.
///
/// ```
/// use geo_core::territory::{NewArea, SplitInto};
/// let into = SplitInto::Sibling(NewArea::named("湖滨北"));
/// assert_eq!(serde_json::to_value(&into).unwrap()["sibling"]["name"], "湖滨北");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum SplitInto {
    /// The first becomes a new area of the same level and parent, the rest stays what it is.
    Sibling(NewArea),
    /// Both become new areas of a finer level, below the one that is split.
    Children {
        /// Their level.
        level: Level,
        /// The two, first the one left of the path.
        areas: [NewArea; 2],
    },
}

/// Whose carved ground becomes.
///
/// ```
/// use geo_core::territory::{AreaId, Carved};
/// let json = serde_json::to_string(&Carved::Existing { area: AreaId(3) }).unwrap();
/// assert_eq!(json, r#"{"existing":{"area":3}}"#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Carved {
    /// A new area's.
    New {
        /// The area.
        area: NewArea,
        /// Its level.
        level: Level,
        /// Its parent.
        parent: Option<AreaId>,
    },
    /// That of an area which is there and has no children.
    Existing {
        /// Which.
        area: AreaId,
    },
}

/// What happens to areas of which carving would leave nothing.
///
/// ```
/// assert_eq!(geo_core::territory::Swallowed::default(), geo_core::territory::Swallowed::Refuse);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Swallowed {
    /// The edit is refused, and they are named.
    #[default]
    Refuse,
    /// They retire.
    Retire,
}

/// Which ground inside a ring is carved.
///
/// ```
/// assert_eq!(geo_core::territory::CarvedGround::default(), geo_core::territory::CarvedGround::OfAreas);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum CarvedGround {
    /// That of areas; holes and what lies outside the map stay nobody's.
    #[default]
    OfAreas,
    /// All of it.
    All,
}
