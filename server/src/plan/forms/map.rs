//! The map of a draft.

use geo_core::Level;
use geo_core::territory::{AreaId, BorderId, BuildingId, FaceId, NodeId, StateHash};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A point as `[longitude, latitude]`, degrees.
pub type Point = [f64; 2];

/// A window on the map.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MapQuery {
    /// West, south, east, north, in degrees; everything without.
    pub bbox: Option<String>,
}

/// A window of a draft's map.
#[derive(Debug, Serialize, ToSchema)]
pub struct MapView {
    /// Steps in effect.
    pub step: usize,
    /// The hash of the map.
    #[schema(value_type = String)]
    pub hash: StateHash,
    /// Whether all borders of the window are here; if not, only those of `levels`: look nearer.
    pub complete: bool,
    /// The levels whose borders are here.
    pub levels: Vec<Level>,
    /// Borders.
    pub borders: Vec<BorderView>,
    /// Faces.
    pub faces: Vec<FaceView>,
    /// Buildings.
    pub buildings: Vec<BuildingView>,
}

/// A border.
#[derive(Debug, Serialize, ToSchema)]
pub struct BorderView {
    /// Its number.
    #[schema(value_type = u32)]
    pub id: BorderId,
    /// The node it starts from.
    #[schema(value_type = u32)]
    pub from: NodeId,
    /// The node it leads to.
    #[schema(value_type = u32)]
    pub to: NodeId,
    /// The face on its left.
    #[schema(value_type = u32)]
    pub left: FaceId,
    /// The face on its right; 0 is the ground around everything.
    #[schema(value_type = u32)]
    pub right: FaceId,
    /// The highest level at which its sides differ.
    pub level: Option<Level>,
    /// From end to end.
    #[schema(value_type = Vec<Vec<f64>>)]
    pub points: Vec<Point>,
}

/// A face.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaceView {
    /// Its number.
    #[schema(value_type = u32)]
    pub id: FaceId,
    /// The area it belongs to; none for a declared hole.
    #[schema(value_type = Option<u32>)]
    pub area: Option<AreaId>,
    /// A place in it.
    #[schema(value_type = Option<Vec<f64>>)]
    pub label: Option<Point>,
}

/// A building.
#[derive(Debug, Serialize, ToSchema)]
pub struct BuildingView {
    /// Its number.
    #[schema(value_type = u32)]
    pub id: BuildingId,
    /// The code of its place.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Where it is.
    #[schema(value_type = Vec<f64>)]
    pub at: Point,
    /// Households in it.
    pub households: u32,
    /// The area it belongs to.
    #[schema(value_type = u32)]
    pub area: AreaId,
}
