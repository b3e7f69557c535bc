//! Replacing all areas of one level by imported ones.

use crate::command::NewArea;
use crate::registers::RowProblem;
use crate::{Context, Event, Hash, Refusal, World, text};
use geo_core::{AreaCode, Level, Position};
use std::collections::{BTreeMap, BTreeSet};

/// How many codes a refusal names.
const NAMED: usize = 5;

/// # Errors
/// `outside_scope`, `plan_to_come` (a published plan waits for its day and was drawn on the areas as they are),
/// `children_would_lose_parent`, and the first of the rows' problems
/// ([`World::check_areas`]) with its row and their number.
pub(crate) fn decide_import(
    world: &World,
    context: &Context,
    level: Level,
    input: Hash,
    areas: &[NewArea],
) -> Result<Vec<Event>, Refusal> {
    world.within_whole_district(&context.actor)?;
    if let Some((number, coming)) = world.truth.plan.coming.get_min() {
        return Err(Refusal::new("plan_to_come")
            .with("number", *number)
            .with("effective_from", coming.version.effective_from));
    }
    RowProblem::none_of(world.check_areas(level, areas))?;
    let now: BTreeSet<&AreaCode> = areas.iter().map(|new| &new.area.code).collect();
    let orphans: Vec<&str> = (world.derived.map.of_level(level).iter())
        .filter(|code| !now.contains(code))
        .flat_map(|code| world.derived.map.children(code))
        .map(AreaCode::as_str)
        .collect();
    if !orphans.is_empty() {
        return Err(Refusal::new("children_would_lose_parent")
            .with("level", level)
            .with("count", orphans.len())
            .with("children", orphans[..orphans.len().min(NAMED)].join(", ")));
    }
    let areas = areas.iter().map(|new| world.completed(level, new)).collect();
    Ok(vec![Event::AreasImported { level, input, areas }])
}

impl World {
    /// What is wrong with areas that somebody wants to import, row by row (from 1): `wrong_level`,
    /// `duplicate_code`, `code_taken` (by an area of another level), `outline_missing`,
    /// `outline_broken`, `unknown_parent`, `parent_not_above`, `parent_missing`, `text_missing`,
    /// `text_too_long`, `personal_data`.
    pub fn check_areas(&self, level: Level, areas: &[NewArea]) -> Vec<RowProblem> {
        let mut first_rows = BTreeMap::new();
        let mut problems = Vec::new();
        for (row, new) in (1..).zip(areas) {
            let first = *first_rows.entry(&new.area.code).or_insert(row);
            let checked = if first == row {
                self.check_area(level, new)
            } else {
                Err(Refusal::new("duplicate_code").with("code", &new.area.code).with("first_row", first))
            };
            if let Err(refusal) = checked {
                problems.push(RowProblem { row, refusal });
            }
        }
        problems
    }

    fn check_area(&self, level: Level, new: &NewArea) -> Result<(), Refusal> {
        let area = &new.area;
        let refusal = |code| Refusal::new(code).with("code", &area.code);
        if area.level != level {
            return Err(refusal("wrong_level").with("level", area.level).with("expected", level));
        }
        if let Some(there) = self.truth.areas.get(&area.code).filter(|there| there.level != level) {
            return Err(refusal("code_taken").with("level", there.level));
        }
        if new.outline.polygons.is_empty() {
            return Err(refusal("outline_missing"));
        }
        let rings =
            new.outline.polygons.iter().flat_map(|part| std::iter::once(&part.outer).chain(&part.holes));
        if let Some(ring) = rings.into_iter().find(|ring| ring.len() < 3) {
            return Err(refusal("outline_broken").with("positions", ring.len()));
        }
        match &area.parent {
            Some(parent) => {
                let parent = self
                    .truth
                    .areas
                    .get(parent)
                    .ok_or_else(|| refusal("unknown_parent").with("parent", parent))?;
                if parent.level >= level {
                    return Err(refusal("parent_not_above")
                        .with("parent", &parent.code)
                        .with("level", parent.level));
                }
            }
            None if self.has_levels_above(level)
                && self.parent_for(level, &area.code, area.label).is_none() =>
            {
                return Err(refusal("parent_missing"));
            }
            None => {}
        }
        text::name("name", &area.name)?;
        text::sentence("body", area.body.as_deref())?;
        text::duty_contact("leader", area.leader.as_deref())?;
        text::duty_contact("phone", area.phone.as_deref())
    }

    fn has_levels_above(&self, level: Level) -> bool {
        Level::ALL.into_iter().any(|above| above < level && !self.derived.map.of_level(above).is_empty())
    }

    /// The parent of an area that came without one: the area above whose code begins its own
    /// (division codes nest), or else the finest area above that holds its label point.
    fn parent_for(&self, level: Level, code: &AreaCode, label: Position) -> Option<AreaCode> {
        let above = |found: &AreaCode| {
            self.upwards(found).find(|area| area.level < level).map(|area| area.code.clone())
        };
        let code = code.as_str();
        let by_code = (1..code.len()).rev().find_map(|end| {
            let prefix = AreaCode::new(&code[..end]).ok()?;
            self.truth.areas.get(&prefix).filter(|area| area.level < level).map(|area| area.code.clone())
        });
        by_code.or_else(|| self.finest_at(label).and_then(above))
    }

    /// The area as it will be: with its parent, and with the people and bodies that the district
    /// had entered for it before and the file does not know.
    fn completed(&self, level: Level, new: &NewArea) -> NewArea {
        let mut new = new.clone();
        let area = &mut new.area;
        area.version = 0;
        if area.parent.is_none() {
            area.parent = self.parent_for(level, &area.code, area.label);
        }
        // Whole square metres read back from JSON as the very same number, so replay ends in the same state.
        area.square_metres =
            if area.square_metres.is_finite() { area.square_metres.max(0.0).round() } else { 0.0 };
        if let Some(before) = self.truth.areas.get(&area.code) {
            area.leader = area.leader.take().or_else(|| before.leader.clone());
            area.phone = area.phone.take().or_else(|| before.phone.clone());
            area.body = area.body.take().or_else(|| before.body.clone());
            area.grid_kind = area.grid_kind.or(before.grid_kind);
        }
        new
    }
}
