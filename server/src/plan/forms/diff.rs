//! How two maps differ, and what keeps two drafts from being merged.

use super::area::Metrics;
use super::map::Point;
use geo_core::territory::AreaId;
use geo_core::{AreaCode, Level};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use world::Became;

/// What to compare with.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DiffQuery {
    /// `base`, `version:3` or `draft:d-4`.
    pub against: Option<String>,
}

/// How two maps differ.
#[derive(Debug, Serialize, ToSchema)]
pub struct DiffView {
    /// Areas.
    pub areas: Vec<AreaDiff>,
    /// Buildings.
    pub buildings: Vec<BuildingDiff>,
    /// Teams.
    pub teams: Vec<TeamDiff>,
}

/// An area that differs.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaDiff {
    /// What became of it.
    pub change: Became,
    /// Its number in the draft.
    #[schema(value_type = Option<u32>)]
    pub id: Option<AreaId>,
    /// Its code.
    pub code: Option<AreaCode>,
    /// Its name.
    pub name: String,
    /// Its level.
    pub level: Level,
    /// Its figures in the other map.
    pub before: Option<Metrics>,
    /// Its figures in the draft.
    pub after: Option<Metrics>,
    /// What differs.
    pub fields: Vec<String>,
    /// The areas that it came from, when it is new.
    pub from: Vec<AreaCode>,
}

/// A building that belongs to another area.
#[derive(Debug, Serialize, ToSchema)]
pub struct BuildingDiff {
    /// The code of its place.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Households in it.
    pub households: u32,
    /// The name of the area where it belonged.
    pub from: Option<String>,
    /// The name of the area where it belongs.
    pub to: Option<String>,
}

/// A team that is bound to another area.
#[derive(Debug, Serialize, ToSchema)]
pub struct TeamDiff {
    /// The team.
    pub team: String,
    /// The name of its area before.
    pub before: Option<String>,
    /// The name of its area now.
    pub after: Option<String>,
}

/// The draft to merge in.
#[derive(Debug, Deserialize, ToSchema)]
pub struct MergeForm {
    /// Its id.
    pub other: String,
}

/// Something that both drafts changed, each in its own way: in the `conflicts` of `drafts_conflict`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConflictView {
    /// `node`, `border`, `face`, `area`, `building`, or the code of what cannot be in the joined map.
    pub what: String,
    /// Its number, where it has one.
    pub id: Option<u32>,
    /// Where.
    #[schema(value_type = Option<Vec<f64>>)]
    pub at: Option<Point>,
    /// What it is, for people.
    pub words: Worded,
}

/// A sentence in every language of the product.
#[derive(Debug, Serialize, ToSchema)]
pub struct Worded {
    /// 中文.
    pub zh: String,
    /// English.
    pub en: String,
}
