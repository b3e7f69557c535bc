//! Drafts: begun, named, listed.

use super::fit::FixChoice;
use geo_core::territory::StateHash;
use geo_core::{AreaCode, Level};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use world::Timestamp;

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
    /// Areas that may come out with next to nothing left. Those that `GET plans/fit` names under `emptied` need not be
    /// said again with `fit_version`.
    #[serde(default)]
    pub emptied: Vec<AreaCode>,
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
