//! Versions of the plan, and the room at a glance.

use super::drafts::DraftView;
use geo_core::{AreaCode, Level};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use world::{Lineage, PlanRules, PlanState, Timestamp};

/// The plan room at a glance.
#[derive(Debug, Serialize, ToSchema)]
pub struct Plans {
    /// All versions, newest first.
    pub versions: Vec<VersionView>,
    /// Versions that were taken back before their day, newest first; empty for who may not plan.
    pub withdrawn: Vec<WithdrawnView>,
    /// Open drafts, newest first; empty for who may not plan.
    pub drafts: Vec<DraftView>,
    /// Drafts that cannot be read, newest first; empty for who may not plan.
    pub damaged: Vec<DamagedDraft>,
    /// How the district wants its plans.
    pub rules: PlanRules,
}

/// A version that was taken back before its day. Its number is not given again.
#[derive(Debug, Serialize, ToSchema)]
pub struct WithdrawnView {
    /// Its number.
    pub number: u32,
    /// As its author called it.
    pub name: String,
    /// From when it would have been in force.
    pub effective_from: Timestamp,
    /// When it was published.
    pub published_at: Timestamp,
    /// By which account.
    pub published_by: String,
    /// The draft it came out of, which can be drawn on again.
    pub draft: Option<String>,
    /// When it was taken back.
    pub withdrawn_at: Timestamp,
    /// By which account.
    pub withdrawn_by: String,
    /// Why.
    pub reason: String,
}

/// Takes a version back.
#[derive(Debug, Deserialize, ToSchema)]
pub struct WithdrawForm {
    /// Why.
    pub reason: String,
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
