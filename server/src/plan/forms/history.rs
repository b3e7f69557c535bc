//! What was done to a draft.

use super::drafts::StepLabel;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use world::Timestamp;

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
