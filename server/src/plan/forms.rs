//! What the plan room's addresses take and give.

use crate::http::ProblemDocument;
use geo_core::territory::{self, AreaId, BorderId, BuildingId, Edit, FaceId, NodeId, StateHash};
use geo_core::{AreaCode, Level, Position};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use world::PlanRules;
use world::{Became, Lineage, PlanState, Timestamp};

/// A point as `[longitude, latitude]`, degrees.
pub type Point = [f64; 2];

/// The plan room at a glance.
#[derive(Debug, Serialize, ToSchema)]
pub struct Plans {
    /// All versions, newest first.
    pub versions: Vec<VersionView>,
    /// Open drafts, newest first; empty for who may not plan.
    pub drafts: Vec<DraftView>,
    /// Drafts that cannot be read, newest first; empty for who may not plan.
    pub damaged: Vec<DamagedDraft>,
    /// How the district wants its plans.
    pub rules: PlanRules,
}

/// A draft that cannot be read.
#[derive(Debug, Serialize, ToSchema)]
pub struct DamagedDraft {
    /// Its id.
    pub id: String,
    /// As it was called when it was begun, if that can be read.
    pub name: Option<String>,
    /// Who began it, if that can be read.
    pub opened_by: Option<String>,
    /// Stable code of what is wrong with it.
    pub code: String,
}

/// A version of the plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionView {
    /// Counted from 1.
    pub number: u32,
    /// As its author called it; empty for an import.
    pub name: String,
    /// From when it is in force.
    pub effective_from: Timestamp,
    /// When it was published.
    pub published_at: Timestamp,
    /// By which account; told to who plans or administers.
    pub published_by: Option<String>,
    /// What its author had to say; told to who plans or administers.
    pub note: Option<String>,
    /// Whether it is in force.
    pub state: PlanState,
    /// The draft it came out of, told to who plans or administers; none when it came by import.
    pub draft: Option<String>,
    /// The level that was imported.
    pub level: Option<Level>,
    /// New areas.
    pub created: u32,
    /// Areas that changed.
    pub changed: u32,
    /// Areas that ended.
    pub retired: usize,
    /// Codes of areas that ended, which are never used again; of those within the caller's scope.
    pub retired_codes: Vec<AreaCode>,
    /// Where new areas came from; of those within the caller's scope.
    pub lineage: Vec<Lineage>,
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DraftView {
    /// Its id.
    pub id: String,
    /// As its author calls it.
    pub name: String,
    /// The version it was begun on.
    pub base: u32,
    /// Whether no other version was published since.
    pub base_is_current: bool,
    /// Who began it.
    pub opened_by: String,
    /// When.
    pub opened_at: Timestamp,
    /// Who changed it last.
    pub changed_by: String,
    /// When.
    pub changed_at: Timestamp,
    /// Steps in effect.
    pub step: usize,
    /// All steps, those that redo would bring back among them.
    pub steps: usize,
    /// What undo would take back.
    pub undo: Option<StepLabel>,
    /// What redo would bring back.
    pub redo: Option<StepLabel>,
    /// The hash of the map as it is: what an edit says it was drawn on.
    #[schema(value_type = String)]
    pub hash: StateHash,
    /// Open, published or discarded.
    pub state: DraftState,
    /// How large its map is.
    pub counts: Counts,
    /// Households in all buildings.
    pub households: u64,
    /// West, south, east, north.
    pub bounds: Option<[f64; 4]>,
}

/// How large a map is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Counts {
    /// Areas by level.
    pub areas: BTreeMap<Level, usize>,
    /// Faces of the map.
    pub faces: usize,
    /// Borders.
    pub borders: usize,
    /// Nodes where borders meet.
    pub nodes: usize,
    /// Buildings.
    pub buildings: usize,
}

/// What a step was, in short.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct StepLabel {
    /// As the edit calls itself (`split`, `merge`, `set_name`, …), but `carve_new` and `carve_to` for a carved area, `number`
    /// for many codes at once, and `merged` when another draft was merged in.
    pub kind: String,
    /// The name of the area it is about, as it was called then; of the building for `put_building`.
    pub area: Option<String>,
    /// What it was given: the name of the parent, the code, the kind, the team.
    pub to: Option<String>,
    /// How many areas, pieces of ground, buildings or edits it is about.
    pub count: usize,
    /// The draft that was merged in.
    pub merged: Option<String>,
}

/// What became of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DraftState {
    /// It can be drawn on.
    Open,
    /// It is a version now.
    Published,
    /// It was thrown away.
    Discarded,
}

/// Begins a draft.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewDraft {
    /// As its author calls it.
    pub name: String,
    /// Whether what does not fit in the areas in force is mended as `GET plans/fit` proposes.
    #[serde(default)]
    pub accept_fixes: bool,
    /// Fixes that shall be done otherwise than proposed.
    #[serde(default)]
    pub choices: Vec<FixChoice>,
    /// The version whose fixes were looked at, as `GET plans/fit` said: their numbers mean nothing for another. Must be
    /// given with `choices`.
    #[serde(default)]
    pub fit_version: Option<u32>,
}

/// Another name.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Rename {
    /// The name.
    pub name: String,
}

/// The variable part of a draft's address.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct DraftPath {
    /// The draft.
    pub id: String,
}

/// An area of a draft.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct DraftAreaPath {
    /// The draft.
    pub id: String,
    /// The area's number in it.
    pub area: u32,
}

/// A window on the map.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MapQuery {
    /// West, south, east, north, in degrees; everything without.
    pub bbox: Option<String>,
}

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

/// Which steps.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// Those before this number; the last ones without.
    pub before: Option<usize>,
    /// How many, up to 500; 100 without.
    pub limit: Option<usize>,
}

/// A page of what was done to a draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct History {
    /// The steps, oldest first.
    pub steps: Vec<StepView>,
    /// How many steps there are in all.
    pub total: usize,
}

/// One step.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepView {
    /// Counted from 1.
    pub step: usize,
    /// When.
    pub at: Timestamp,
    /// By which account.
    pub by: String,
    /// Whether undo has not taken it back.
    pub in_effect: bool,
    /// What was done.
    pub what: StepLabel,
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

/// The draft to merge in.
#[derive(Debug, Deserialize, ToSchema)]
pub struct MergeForm {
    /// Its id.
    pub other: String,
}

/// When it shall be in force.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicationQuery {
    /// From when; now without.
    pub effective_from: Option<String>,
}

/// What publishing would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicationView {
    /// What blocks.
    pub blocking: Vec<IssueView>,
    /// What does not.
    pub warnings: Vec<IssueView>,
    /// What the rules of publishing say when they would refuse.
    pub refused: Option<ProblemDocument>,
    /// How many areas are new.
    pub created: usize,
    /// How many end.
    pub retired: usize,
    /// How many change.
    pub changed: usize,
    /// Where new areas come from.
    pub lineage: Vec<Lineage>,
    /// Who follows whom.
    pub handover: Handover,
}

/// Who follows whom when a plan takes force.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Handover {
    /// Open incidents that will lie in another finest area.
    pub incidents: Vec<Handed>,
    /// Teams that will have another home.
    pub teams: Vec<Handed>,
    /// Depots that will lie in another finest area.
    pub depots: Vec<Handed>,
}

/// One that follows.
#[derive(Debug, Serialize, ToSchema)]
pub struct Handed {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The area it is in.
    pub from: Option<AreaCode>,
    /// The area it will be in.
    pub to: Option<AreaCode>,
}

/// Publishes.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PublishForm {
    /// The hash of the map that was looked at.
    #[schema(value_type = String)]
    pub hash: StateHash,
    /// From when; now without.
    #[serde(default)]
    pub effective_from: Option<Timestamp>,
    /// What there is to say.
    #[serde(default)]
    pub note: Option<String>,
}

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
