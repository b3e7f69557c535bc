//! What a plan should be like: households within range, in one piece, compact, coded, with a team.
//!
//! Soft, every one: an [`Issue`] is a badge with a place and a reason. It blocks nothing but publishing, and that only
//! where the district's own [`PlanRules`] say so; what may never be (a gap, an overlap) is not here, the kernel does not
//! let it come about. One kind of rule, one file.

mod buildings;
mod codes;
mod rules;
mod size;
mod teams;

use super::draft::PlanDraft;
use crate::World;
use geo_core::territory::{AreaId, Territory};
use geo_core::{Level, Position};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

pub use codes::{CodeRule, numbered};
pub(crate) use rules::decide as decide_rules;

/// How a district wants its plans.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PlanRules {
    /// Least and most households of an area, by level.
    #[serde(default)]
    pub households: BTreeMap<Level, [u32; 2]>,
    /// Least compactness of an area of the finest level: 4π·area / perimeter² (Polsby and Popper 1991), 1 for a circle;
    /// 0 asks for nothing.
    #[serde(default)]
    pub compactness: f64,
    /// How codes are made, by level; a level that is not here has codes of any form.
    #[serde(default)]
    pub codes: BTreeMap<Level, CodeRule>,
    /// The codes of issues that block publishing.
    #[serde(default)]
    pub blocking: BTreeSet<String>,
}

/// Something about a draft that should not stay so.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Issue {
    /// Stable, snake_case.
    pub code: &'static str,
    /// The area it is about.
    #[cfg_attr(feature = "schema", schema(value_type = Option<u32>))]
    pub area: Option<AreaId>,
    /// Where.
    pub at: Option<Position>,
    /// Whether it blocks publishing.
    pub blocking: bool,
    /// The values that its text names.
    pub params: BTreeMap<&'static str, String>,
}

/// What a rule may look at, and where it puts what it finds.
struct Review<'a> {
    world: &'a World,
    rules: &'a PlanRules,
    draft: &'a PlanDraft,
    issues: Vec<Issue>,
}

impl Review<'_> {
    fn map(&self) -> &Territory {
        &self.draft.map
    }

    fn report(
        &mut self,
        code: &'static str,
        area: Option<AreaId>,
        at: Option<Position>,
        params: impl IntoIterator<Item = (&'static str, String)>,
    ) {
        let at = at.or_else(|| area.and_then(|area| self.map().outline(area)?.label_point()));
        // An area is known by its code everywhere outside the draft: without one of its own it cannot be published at all.
        let blocking = codes::ALWAYS_BLOCKING.contains(&code) || self.rules.blocking.contains(code);
        self.issues.push(Issue { code, area, at, blocking, params: params.into_iter().collect() });
    }
}

/// The codes of what goes against the rules in one area alone: its size, its form, that it has no code.
pub fn badges(rules: &PlanRules, map: &Territory, area: AreaId) -> Vec<&'static str> {
    let mut found: Vec<&'static str> =
        size::of_area(rules, map, area).into_iter().map(|finding| finding.code).collect();
    if map.area(area).is_some_and(|area| area.code.is_none()) {
        found.push(codes::MISSING);
    }
    found
}

/// Everything about a draft that goes against the district's rules, what blocks first.
pub fn issues(world: &World, rules: &PlanRules, draft: &PlanDraft) -> Vec<Issue> {
    let mut review = Review { world, rules, draft, issues: Vec::new() };
    size::review(&mut review);
    codes::review(&mut review);
    teams::review(&mut review);
    buildings::review(&mut review);
    let mut issues = review.issues;
    issues.sort_by_key(|issue| (!issue.blocking, issue.code, issue.area));
    issues
}
