//! Areas of every level.

use geo_core::{AreaCode, Level, Position};
use serde::{Deserialize, Serialize};

/// What a grid is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum GridKind {
    /// 基础网格.
    BasicGrid,
    /// 专属网格: one enterprise, school, market.
    DedicatedGrid,
}

impl GridKind {
    /// The identifier of the glossary.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BasicGrid => "basic_grid",
            Self::DedicatedGrid => "dedicated_grid",
        }
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::BasicGrid, Self::DedicatedGrid].into_iter().find(|kind| kind.name() == name)
    }
}

/// An area: its names and who answers for it. Its outline is kept apart, by the same code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Area {
    /// Unique among areas of all levels; never reused.
    pub code: AreaCode,
    /// As people say it.
    pub name: String,
    /// Where it stands in the order of areas.
    pub level: Level,
    /// The area above; `None` for the top.
    #[serde(default)]
    pub parent: Option<AreaCode>,
    /// Basic or dedicated, for grids.
    #[serde(default)]
    pub grid_kind: Option<GridKind>,
    /// 网格长 or whoever leads here; duty staff only.
    #[serde(default)]
    pub leader: Option<String>,
    /// The leader's work telephone.
    #[serde(default)]
    pub phone: Option<String>,
    /// The responsible body (责任单位).
    #[serde(default)]
    pub body: Option<String>,
    /// Ground area in square metres, computed from the outline.
    #[serde(default)]
    pub square_metres: f64,
    /// A point inside, where its label stands.
    pub label: Position,
    /// The journal sequence of the last change; an edit names the one it started from.
    #[serde(default)]
    pub version: u64,
}
