//! Edits, and what they change.

use super::area::{AreaView, Metrics};
use super::drafts::DraftView;
use super::map::{BorderView, BuildingView, FaceView, Point};
use geo_core::territory::{AreaId, BorderId, BuildingId, Edit, FaceId, StateHash};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An edit, and the map it was drawn on.
#[derive(Debug, Deserialize, ToSchema)]
pub struct EditForm {
    /// The hash of the map that was on the screen; without one the edit is tried on the map as it is.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub hash: Option<StateHash>,
    /// The edit.
    #[schema(value_type = Object)]
    pub edit: Edit,
}

/// The map a command was given on.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct SeenForm {
    /// The hash of the map that was on the screen.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub hash: Option<StateHash>,
}

/// What an edit changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct EditedView {
    /// The draft after it.
    pub draft: DraftView,
    /// What to change in the map on the screen.
    pub patch: PatchView,
    /// The figures of areas of all levels that changed.
    pub metrics: Vec<MetricsChange>,
    /// Buildings that belong to another area now.
    pub moved: Vec<BuildingMove>,
    /// Areas that are new.
    #[schema(value_type = Vec<u32>)]
    pub created: Vec<AreaId>,
    /// Whether an earlier request of the same id had done it. Then nothing is said of what it changed, and others may
    /// have drawn since: whoever shows the map loads it again.
    pub repeated: bool,
}

/// Records that changed.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct PatchView {
    /// Borders.
    pub borders: Put<BorderView, BorderId>,
    /// Faces.
    pub faces: Put<FaceView, FaceId>,
    /// Areas, those whose figures changed among them.
    pub areas: Put<AreaView, AreaId>,
    /// Buildings.
    pub buildings: Put<BuildingView, BuildingId>,
}

/// Records of one kind that changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Put<R, I> {
    /// Ids of those that are gone.
    pub removed: Vec<I>,
    /// Those that are new or different.
    pub put: Vec<R>,
}

impl<R, I> Default for Put<R, I> {
    fn default() -> Self {
        Self { removed: Vec::new(), put: Vec::new() }
    }
}

/// The figures of an area before and after.
#[derive(Debug, Serialize, ToSchema)]
pub struct MetricsChange {
    /// The area.
    #[schema(value_type = u32)]
    pub area: AreaId,
    /// Before.
    pub before: Metrics,
    /// After.
    pub after: Metrics,
}

/// A building that belongs to another area.
#[derive(Debug, Serialize, ToSchema)]
pub struct BuildingMove {
    /// The building.
    #[schema(value_type = u32)]
    pub building: BuildingId,
    /// The code of its place.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Households in it.
    pub households: u32,
    /// The area it belonged to.
    #[schema(value_type = u32)]
    pub from: AreaId,
    /// The area it belongs to.
    #[schema(value_type = u32)]
    pub to: AreaId,
}

/// A way along the roads.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PathQuery {
    /// `longitude,latitude`.
    pub from: String,
    /// `longitude,latitude`.
    pub to: String,
}

/// A way along the roads.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoadPath {
    /// The way.
    #[schema(value_type = Vec<Vec<f64>>)]
    pub points: Vec<Point>,
    /// How long it is.
    pub metres: f64,
}
