//! How the district wants its plans.

use geo_core::Level;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use world::{CodeRule, PlanRules};

/// The rules for plans.
#[derive(Debug, Serialize, ToSchema)]
pub struct RulesView {
    /// The rules.
    pub rules: PlanRules,
    /// Their version, which a change names.
    pub version: u64,
    /// Ways to make codes that standards and habits know.
    pub templates: Vec<CodeTemplateView>,
}

/// A way to make codes.
#[derive(Debug, Serialize, ToSchema)]
pub struct CodeTemplateView {
    /// As people call it: digits after digits, or all digits of a code.
    pub name: String,
    /// What it is in Chinese.
    pub zh: String,
    /// What it is in English.
    pub en: String,
    /// Where it comes from.
    pub source: String,
    /// Digits of the prefix that the district has to choose itself; 0 for none.
    pub prefix_digits: usize,
    /// How codes are made, by level.
    pub codes: BTreeMap<Level, CodeRule>,
}

/// Changes the rules for plans.
#[derive(Debug, Deserialize, ToSchema)]
pub struct RulesForm {
    /// The rules.
    pub rules: PlanRules,
    /// The version that was looked at.
    pub version: u64,
}
