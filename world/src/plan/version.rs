//! Versions of the plan: which areas there were, from when.
//!
//! Every change of the areas makes a version, whether it came by import or out of a draft. The areas in force are kept
//! whole; of each earlier version only what its successor replaced is kept, so a map of any day is the present one
//! with those pieces put back.

use crate::command::NewArea;
use crate::records::Area;
use crate::{Hash, Timestamp};
use dispatch::TeamId;
use geo_core::{AreaCode, Level, Shape};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Where a version came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanOrigin {
    /// A file replaced all areas of a level.
    Import {
        /// The level.
        level: Level,
        /// The file as it came.
        input: Hash,
    },
    /// A draft was published.
    Draft {
        /// The draft.
        draft: String,
        /// The last hash of the draft's stream.
        head: Hash,
        /// The attachment that holds the planar map.
        input: Hash,
    },
}

/// Where an area of a new version came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Lineage {
    /// The area.
    pub code: AreaCode,
    /// The areas of the version before whose ground it took, the one that gave most first.
    pub from: Vec<AreaCode>,
}

/// A version of the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanVersion {
    /// Counted from 1; a number is given once, also to a version that is withdrawn.
    pub number: u32,
    /// As its author called it; empty for an import.
    pub name: String,
    /// From when it is in force.
    pub effective_from: Timestamp,
    /// When it was published.
    pub published_at: Timestamp,
    /// By which account.
    pub published_by: String,
    /// What its author had to say.
    pub note: Option<String>,
    /// Where it came from.
    pub origin: PlanOrigin,
    /// Areas that came new or came out of others.
    pub lineage: Vec<Lineage>,
    /// Areas that ended with it, for ever.
    pub retired: Vec<AreaCode>,
    /// How many areas are new, and how many stayed but changed.
    pub created: u32,
    /// See `created`.
    pub changed: u32,
}

/// What a draft publishes: how the areas differ from those of the version it was drawn on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Publication {
    /// The version it was drawn on; must be the last one published.
    pub base: u32,
    /// As its author calls it.
    pub name: String,
    /// From when it shall be in force.
    pub effective_from: Timestamp,
    /// What its author has to say.
    pub note: Option<String>,
    /// The draft.
    pub draft: String,
    /// The last hash of the draft's stream.
    pub head: Hash,
    /// The attachment that holds the planar map.
    pub input: Hash,
    /// Areas that are new or changed, of any level.
    pub put: Vec<NewArea>,
    /// Areas that end.
    pub retired: Vec<AreaCode>,
    /// Where new areas came from.
    pub lineage: Vec<Lineage>,
    /// For each area that ends, the one that answers for its teams from then on.
    pub heirs: Vec<(AreaCode, AreaCode)>,
    /// Teams that the draft bound to another area than the one it found them at; `None`: it set them free.
    pub homes: Vec<(TeamId, Option<AreaCode>)>,
    /// Buildings that belong to another area than before, by code of the place.
    pub members: Vec<(String, AreaCode)>,
    /// Areas that go on under another code: the old one, which ends, and the new one.
    #[serde(default)]
    pub recoded: Vec<(AreaCode, AreaCode)>,
    /// Those of `put` that nobody sees a change of: a neighbour's new corner is a point on their own border too.
    #[serde(default)]
    pub alike: Vec<AreaCode>,
}

/// A publication whose day has not come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Coming {
    pub version: PlanVersion,
    pub publication: Publication,
}

/// A version that was taken back before its day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// As it was published.
    pub version: PlanVersion,
    /// When it was taken back.
    pub at: Timestamp,
    /// By which account.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// An area with its outline, or that there was none.
pub(crate) type Before = Option<(Arc<Area>, Arc<Shape>)>;

/// What a version replaced when it came into force.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Replaced {
    pub areas: Vec<(AreaCode, Before)>,
}

/// Whether a version is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum PlanState {
    /// It was.
    Past,
    /// It is.
    InForce,
    /// It will be.
    ToCome,
}
