//! Areas of a draft, and what goes against the rules in them.

use super::map::{BuildingView, Point};
use geo_core::territory::{AreaId, StateHash};
use geo_core::{AreaCode, Level, territory};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The figures of an area.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Metrics {
    /// Ground.
    pub square_metres: f64,
    /// Length of the border around it, holes included.
    pub perimeter_m: f64,
    /// Households.
    pub households: u32,
    /// Buildings.
    pub buildings: u32,
    /// Pieces.
    pub parts: u32,
}

impl From<territory::Metrics> for Metrics {
    fn from(metrics: territory::Metrics) -> Self {
        Self {
            square_metres: metrics.area.0,
            perimeter_m: metrics.perimeter.0,
            households: metrics.households,
            buildings: metrics.buildings,
            parts: metrics.parts,
        }
    }
}

/// An area of a draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaView {
    /// Its number.
    #[schema(value_type = u32)]
    pub id: AreaId,
    /// Its level.
    pub level: Level,
    /// Its code, if it has one.
    pub code: Option<AreaCode>,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: Option<String>,
    /// The area above.
    #[schema(value_type = Option<u32>)]
    pub parent: Option<AreaId>,
    /// The liaison team bound to it.
    pub team: Option<String>,
    /// Its figures.
    pub metrics: Metrics,
    /// Where its label stands.
    #[schema(value_type = Option<Vec<f64>>)]
    pub label: Option<Point>,
    /// Whether areas below own its ground.
    pub has_children: bool,
    /// The codes of what goes against the district's rules in it alone: its size, its form, its code.
    pub badges: Vec<String>,
}

/// All areas of a draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreasView {
    /// Steps in effect.
    pub step: usize,
    /// The hash of the map.
    #[schema(value_type = String)]
    pub hash: StateHash,
    /// The areas.
    pub areas: Vec<AreaView>,
}

/// One area of a draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaSheet {
    /// The area.
    pub area: AreaView,
    /// GeoJSON `MultiPolygon`.
    #[schema(value_type = Object)]
    pub outline: serde_json::Value,
    /// The areas directly below.
    pub children: Vec<AreaView>,
    /// Its buildings.
    pub buildings: Vec<BuildingView>,
    /// The areas beside it of its own level, the one with the longest common border first.
    pub neighbours: Vec<Neighbour>,
    /// What its border follows on each side, the longest first.
    pub boundaries: Vec<Boundary>,
}

/// A stretch of an area's border.
#[derive(Debug, Serialize, ToSchema)]
pub struct Boundary {
    /// Which side of the area it is.
    pub side: Side,
    /// The road that it follows, if it follows one with a name.
    pub along: Option<String>,
    /// Its length.
    pub metres: f64,
}

/// A side of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// 北至.
    North,
    /// 东至.
    East,
    /// 南至.
    South,
    /// 西至.
    West,
}

/// An area beside another.
#[derive(Debug, Serialize, ToSchema)]
pub struct Neighbour {
    /// The area; none for the ground outside.
    #[schema(value_type = Option<u32>)]
    pub area: Option<AreaId>,
    /// Its name.
    pub name: String,
    /// The length of the common border.
    pub border_m: f64,
}

/// What is to be numbered.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NumberForm {
    /// The hash of the map that was on the screen.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub hash: Option<StateHash>,
    /// The area below which.
    #[schema(value_type = u32)]
    pub under: AreaId,
    /// The level that is numbered.
    pub level: Level,
}

/// What goes against the district's rules.
#[derive(Debug, Serialize, ToSchema)]
pub struct Issues {
    /// The hash of the map.
    #[schema(value_type = String)]
    pub hash: StateHash,
    /// The issues, what blocks first.
    pub issues: Vec<IssueView>,
}

/// Something that goes against the district's rules.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssueView {
    /// Stable, snake_case.
    pub code: String,
    /// The area it is about.
    #[schema(value_type = Option<u32>)]
    pub area: Option<AreaId>,
    /// Where.
    #[schema(value_type = Option<Vec<f64>>)]
    pub at: Option<Point>,
    /// Whether it blocks publishing.
    pub blocking: bool,
    /// The values that its text names.
    pub params: BTreeMap<String, String>,
}
