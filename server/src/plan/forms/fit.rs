//! How the areas in force fit each other.

use geo_core::{AreaCode, Position};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How the areas in force fit each other.
#[derive(Debug, Serialize, ToSchema)]
pub struct FitView {
    /// The version whose areas these are; what begins a draft says it again.
    pub version: u32,
    /// Areas of which next to nothing would be left if all fixes were accepted.
    pub emptied: Vec<AreaCode>,
    /// A fix for everything that does not fit; what empties an area comes first, then the largest.
    pub fixes: Vec<FixView>,
}

/// Something that does not fit, and what would mend it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FixView {
    /// Its number, from 0.
    pub fix: usize,
    /// Who claims the ground; nobody when it is a gap.
    pub claimed_by: Vec<AreaCode>,
    /// How much ground.
    pub square_metres: f64,
    /// How wide: twice its area divided by its border.
    pub width_m: f64,
    /// Whether it is too thin to be meant.
    pub is_sliver: bool,
    /// Where.
    pub at: Position,
    /// Who would get the ground; none declares a hole.
    pub to: Option<AreaCode>,
    /// Ground that would change hands.
    pub moves: Vec<GroundMove>,
    /// Areas of which next to nothing would be left.
    pub empties: Vec<AreaCode>,
    /// GeoJSON `MultiPolygon`.
    #[schema(value_type = Object)]
    pub outline: serde_json::Value,
}

/// Ground that changes hands.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroundMove {
    /// Who gives it up; none when it was nobody's.
    pub from: Option<AreaCode>,
    /// Who gets it.
    pub to: AreaCode,
    /// How far the farthest point of a border moves.
    pub farthest_m: Option<f64>,
}

/// Another remedy than the one proposed.
#[derive(Debug, Deserialize, ToSchema)]
pub struct FixChoice {
    /// The number of the fix.
    pub fix: usize,
    /// Who gets the ground; none declares a hole.
    pub to: Option<AreaCode>,
}
