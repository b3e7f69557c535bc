//! From a draft to what would be published: which areas are new, changed or ended, where they came from, who follows.

use super::draft::PlanDraft;
use super::overlap::sharing_ground;
use super::version::{Lineage, Publication};
use crate::command::NewArea;
use crate::records::{Area, GridKind};
use crate::{Hash, Refusal, Timestamp, World};
use dispatch::TeamId;
use geo_core::AreaCode;
use geo_core::territory::{AreaId, Patch, Territory};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the author says when publishing.
#[derive(Debug, Clone)]
pub struct Intent {
    /// From when it shall be in force.
    pub effective_from: Timestamp,
    /// What there is to say about it.
    pub note: Option<String>,
    /// The attachment that holds the map as drawn.
    pub input: Hash,
}

/// The publication that a draft makes. [`World::decide`] judges it.
///
/// # Errors
/// `area_without_code` names an area that has none.
pub fn prepared(world: &World, draft: &PlanDraft, intent: Intent) -> Result<Publication, Refusal> {
    let (before, after) = (&draft.begun, &draft.map);
    let affected = affected(before, after, &draft.net());
    let mut put = Vec::new();
    let (mut created, mut ended) = (Vec::new(), Vec::new());
    for id in affected {
        let old = before.area(id).and_then(|area| area.code.clone());
        let Some(area) = after.area(id) else {
            ended.extend(old.map(|code| (id, code)));
            continue;
        };
        let code =
            area.code.clone().ok_or_else(|| Refusal::new("area_without_code").with("name", &area.name))?;
        if old.as_ref() != Some(&code) {
            created.push((id, code.clone()));
            ended.extend(old.clone().map(|code| (id, code)));
        }
        let new = new_area(world, after, id, code, old.as_ref())?;
        if !is_there(world, &new) {
            put.push(new);
        }
    }
    let lineage = created.iter().map(|(id, code)| came_from(before, after, *id, code)).collect();
    let heirs =
        ended.iter().filter_map(|(id, code)| Some((code.clone(), heir(before, after, *id)?))).collect();
    Ok(Publication {
        base: draft.base,
        name: draft.name.clone(),
        effective_from: intent.effective_from,
        note: intent.note,
        draft: draft.id.clone(),
        head: draft.head,
        input: intent.input,
        put,
        retired: ended.into_iter().map(|(_, code)| code).collect(),
        lineage,
        heirs,
        homes: homes(world, after),
        members: members(world, after),
    })
}

/// The areas whose ground or record a patch changed, and all above them.
fn affected(before: &Territory, after: &Territory, net: &Patch) -> BTreeSet<AreaId> {
    let mut found: BTreeSet<AreaId> = net.areas.iter().map(|change| change.id).collect();
    for change in &net.faces {
        let sides = [&change.before, &change.after];
        found.extend(sides.into_iter().flatten().filter_map(|face| face.area));
    }
    for change in &net.borders {
        for (map, border) in [(before, &change.before), (after, &change.after)] {
            let sides = border.iter().flat_map(|border| [border.left, border.right]);
            found.extend(sides.filter_map(|face| map.face(face)?.area));
        }
    }
    // A node where borders meet moves their lines without being in their records.
    for border in after.redrawn(before, net).into_iter().filter_map(|id| after.border(id)) {
        let sides = [border.left, border.right].into_iter();
        found.extend(sides.filter_map(|face| after.face(face)?.area));
    }
    let above = |map: &Territory, from: AreaId| {
        let up = |id: &AreaId| map.area(*id).and_then(|area| area.parent);
        std::iter::successors(up(&from), up).collect::<Vec<_>>()
    };
    let upper: Vec<AreaId> =
        found.iter().flat_map(|id| [above(before, *id), above(after, *id)]).flatten().collect();
    found.extend(upper);
    found
}

/// The record as the district will have it: names from the draft; leader, telephone and body stay with the code.
fn new_area(
    world: &World,
    map: &Territory,
    id: AreaId,
    code: AreaCode,
    old: Option<&AreaCode>,
) -> Result<NewArea, Refusal> {
    let drawn = map.area(id).ok_or_else(|| Refusal::new("unknown_area").with("code", id))?;
    let code_of = |id: AreaId| map.area(id).and_then(|area| area.code.clone());
    let outline = map.outline(id).unwrap_or_default();
    let there = world.area_register().get(&code).or_else(|| world.area_register().get(old?));
    let of_there = |pick: fn(&Area) -> &Option<String>| there.and_then(|area| pick(area).clone());
    let grid_kind = match drawn.kind.as_deref() {
        Some("dedicated_grid") => Some(GridKind::DedicatedGrid),
        Some("basic_grid") => Some(GridKind::BasicGrid),
        _ => None,
    };
    let label = outline.label_point().ok_or_else(|| Refusal::new("outline_missing").with("code", &code))?;
    let area = Area {
        name: drawn.name.clone(),
        level: drawn.level,
        parent: drawn.parent.and_then(code_of),
        grid_kind,
        leader: of_there(|area| &area.leader),
        phone: of_there(|area| &area.phone),
        body: of_there(|area| &area.body),
        // Whole square metres read back from JSON as the very same number, so replay ends in the same state.
        square_metres: map.metrics(id).unwrap_or_default().area.0.round(),
        label,
        version: 0,
        code,
    };
    Ok(NewArea { area, outline: Arc::new(outline) })
}

/// All areas of a map as the district would have them; one without a code goes by its number.
pub fn drawn_areas(world: &World, map: &Territory) -> Vec<NewArea> {
    let drawn = map.areas().filter_map(|(id, area)| {
        let code = area.code.clone().or_else(|| AreaCode::new(format!("area-{}", id.0)).ok())?;
        new_area(world, map, id, code, None).ok()
    });
    drawn.collect()
}

/// Whether the district has the area just so.
fn is_there(world: &World, new: &NewArea) -> bool {
    let area = world.area_register().get(&new.area.code);
    let same_record =
        area.is_some_and(|there| Area { version: there.version, ..new.area.clone() } == **there);
    same_record && world.truth.outlines.get(&new.area.code).is_some_and(|there| **there == *new.outline)
}

/// Where the areas of a map came from whose codes an earlier one does not have.
pub fn lineage(before: &Territory, after: &Territory) -> Vec<Lineage> {
    let known: BTreeSet<&AreaCode> = before.areas().filter_map(|(_, area)| area.code.as_ref()).collect();
    let new = after.areas().filter_map(|(id, area)| Some((id, area.code.as_ref()?)));
    new.filter(|(_, code)| !known.contains(code))
        .map(|(id, code)| came_from(before, after, id, code))
        .collect()
}

fn came_from(before: &Territory, after: &Territory, id: AreaId, code: &AreaCode) -> Lineage {
    let level = after.area(id).map(|area| area.level);
    let outline = after.outline(id).unwrap_or_default();
    let from_level = |level| -> Vec<AreaCode> {
        let sources = sharing_ground(before, level, &outline);
        sources.into_iter().filter_map(|id| before.area(id)?.code.clone()).collect()
    };
    // The first micro-areas of a grid come out of the grid: the nearest level above that had ground here.
    let levels = std::iter::successors(level, |level| level.parent());
    let from = levels.map(from_level).find(|from| !from.is_empty()).unwrap_or_default();
    Lineage { code: code.clone(), from }
}

/// Who takes over from an area that ends: the one of its level that gets most of its ground, or else of a finer or a
/// wider level.
fn heir(before: &Territory, after: &Territory, id: AreaId) -> Option<AreaCode> {
    let level = before.area(id)?.level;
    let outline = before.outline(id)?;
    let mut levels = geo_core::Level::ALL.to_vec();
    levels.sort_by_key(|other| (*other != level, *other < level));
    let heirs = levels.into_iter().flat_map(|level| sharing_ground(after, level, &outline));
    heirs.into_iter().find_map(|heir| after.area(heir)?.code.clone())
}

/// Liaison teams whose area is another than their home in the register.
fn homes(world: &World, map: &Territory) -> Vec<(TeamId, AreaCode)> {
    let bound = map.areas().filter_map(|(_, area)| {
        let (team, code) = (TeamId::new(area.team.as_deref()?).ok()?, area.code.clone()?);
        let there = world.team_register().get(&team)?;
        (there.home.as_ref() != Some(&code)).then_some((team, code))
    });
    bound.collect::<BTreeMap<_, _>>().into_iter().collect()
}

/// Buildings that belong to another area than the district says.
fn members(world: &World, map: &Territory) -> Vec<(String, AreaCode)> {
    let members = map.buildings().filter_map(|(_, building)| {
        let area = map.area(building.area)?.code.clone()?;
        (world.building_area(&building.name) != Some(&area)).then(|| (building.name.clone(), area))
    });
    let known = members.filter(|(place, _)| world.place_register().contains(place.as_str()));
    known.collect::<BTreeMap<_, _>>().into_iter().collect()
}
