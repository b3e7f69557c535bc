//! From a draft to what would be published: how its map differs from that of the version it was begun on.
//!
//! Every area is compared, not only those that were drawn on: a draft may begin with outlines mended already, and an area
//! whose own record nobody touched follows when the code of the one above it changes.

use super::alike::alike;
use super::book::PlanMap;
use super::draft::PlanDraft;
use super::lineage::{came_from, heir};
use super::version::{Lineage, Publication};
use crate::command::NewArea;
use crate::records::{Area, GridKind};
use crate::{Hash, Refusal, Timestamp, World};
use dispatch::TeamId;
use geo_core::AreaCode;
use geo_core::territory::{AreaId, Territory};
use std::collections::BTreeMap;
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
/// `area_without_code` names an area that has none, `duplicate_code` a code that two have.
pub fn prepared(world: &World, draft: &PlanDraft, intent: Intent) -> Result<Publication, Refusal> {
    let (begun, map) = (&draft.begun, &draft.map);
    let (codes, codes_begun) = (codes(map)?, codes(begun)?);
    let base = world.plan_map(draft.base);
    let (mut put, mut alike_ones, mut recoded, mut created) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (code, id) in &codes {
        let drawn = begun.area(*id);
        let renamed = drawn.and_then(|area| area.code.as_ref()).filter(|old| !codes.contains_key(*old));
        let before = Before::of(world, &base, drawn, renamed, code);
        let new = new_area(map, *id, code.clone(), &before)?;
        if let Some((there, outline)) = base.area(code).zip(base.outline(code)) {
            let has_same_outline = **outline == *new.outline;
            let is_same = same_record(there, &new.area);
            if is_same && has_same_outline {
                continue;
            }
            if is_same && alike(outline, &new.outline) {
                alike_ones.push(code.clone());
            }
        } else {
            recoded.extend(before.renamed.map(|old| (old.clone(), code.clone())));
            created.push((*id, code.clone()));
        }
        put.push(new);
    }
    let ended: Vec<AreaCode> =
        base.areas().map(|(area, _)| &area.code).filter(|code| !codes.contains_key(code)).cloned().collect();
    let lineage =
        created.into_iter().map(|(id, code)| Lineage { from: came_from(begun, map, id), code }).collect();
    let heirs = ended
        .iter()
        .filter_map(|code| Some((code.clone(), heir(begun, map, *codes_begun.get(code)?)?)))
        .collect();
    Ok(Publication {
        base: draft.base,
        name: draft.name.clone(),
        effective_from: intent.effective_from,
        note: intent.note,
        draft: draft.id.clone(),
        head: draft.head,
        input: intent.input,
        put,
        retired: ended,
        lineage,
        heirs,
        homes: homes(world, begun, map),
        members: members(world, draft.base, map),
        recoded,
        alike: alike_ones,
    })
}

/// Every area by its code.
fn codes(map: &Territory) -> Result<BTreeMap<AreaCode, AreaId>, Refusal> {
    let mut codes = BTreeMap::new();
    for (id, area) in map.areas() {
        let code =
            area.code.clone().ok_or_else(|| Refusal::new("area_without_code").with("name", &area.name))?;
        if codes.insert(code.clone(), id).is_some() {
            return Err(Refusal::new("duplicate_code").with("code", code));
        }
    }
    Ok(codes)
}

/// What is known of an area from before.
struct Before<'a> {
    /// As it was drawn when the draft was begun.
    drawn: Option<&'a geo_core::territory::Area>,
    /// The code it had then, if that is nobody's any more.
    renamed: Option<&'a AreaCode>,
    /// As the version has it that the draft was begun on.
    there: Option<&'a Arc<Area>>,
    outline: Option<&'a Arc<geo_core::Shape>>,
    /// Who answers for it today.
    staff: Option<&'a Arc<Area>>,
}

impl<'a> Before<'a> {
    const NOTHING: Self = Self { drawn: None, renamed: None, there: None, outline: None, staff: None };

    fn of(
        world: &'a World,
        base: &'a PlanMap,
        drawn: Option<&'a geo_core::territory::Area>,
        renamed: Option<&'a AreaCode>,
        code: &AreaCode,
    ) -> Self {
        let there = |code: &AreaCode| base.area(code);
        let staff = |code: &AreaCode| world.area_register().get(code).or_else(|| base.area(code));
        Self {
            drawn,
            renamed,
            there: there(code).or_else(|| there(renamed?)),
            outline: base.outline(code),
            staff: staff(code).or_else(|| staff(renamed?)),
        }
    }
}

/// The record as the district will have it: names as drawn, or as they are where nobody drew another; leader, telephone
/// and body stay with the code.
fn new_area(map: &Territory, id: AreaId, code: AreaCode, before: &Before<'_>) -> Result<NewArea, Refusal> {
    let drawn = map.area(id).ok_or_else(|| Refusal::new("unknown_area").with("code", id))?;
    let code_of = |id: AreaId| map.area(id).and_then(|area| area.code.clone());
    let outline = map.outline(id).unwrap_or_default();
    let of_staff = |pick: fn(&Area) -> &Option<String>| before.staff.and_then(|area| pick(area).clone());
    // What the register says now counts where the draft says the same as when it was begun.
    let untouched = |same: fn(&geo_core::territory::Area, &geo_core::territory::Area) -> bool| {
        before.there.filter(|_| before.drawn.is_some_and(|begun| same(begun, drawn)))
    };
    let name = untouched(|begun, now| begun.name == now.name).map_or(&drawn.name, |there| &there.name);
    let grid_kind = match untouched(|begun, now| begun.kind == now.kind) {
        Some(there) => there.grid_kind,
        None => drawn.kind.as_deref().and_then(GridKind::named),
    };
    let same_ground = before.there.zip(before.outline).filter(|(_, there)| alike(there, &outline));
    // Whole square metres read back from JSON as the very same number, so replay ends in the same state.
    let (label, square_metres) = match same_ground {
        Some((there, _)) => (Some(there.label), there.square_metres),
        None => (outline.label_point(), map.metrics(id).unwrap_or_default().area.0.round()),
    };
    let area = Area {
        name: name.clone(),
        level: drawn.level,
        parent: drawn.parent.and_then(code_of),
        grid_kind,
        leader: of_staff(|area| &area.leader),
        phone: of_staff(|area| &area.phone),
        body: of_staff(|area| &area.body),
        square_metres,
        label: label.ok_or_else(|| Refusal::new("outline_missing").with("code", &code))?,
        version: 0,
        code,
    };
    Ok(NewArea { area, outline: Arc::new(outline) })
}

/// Whether two records say the same of an area, but for who answers for it: that is no part of a plan.
fn same_record(there: &Area, new: &Area) -> bool {
    let of = |area: &Area| (area.name.clone(), area.level, area.parent.clone(), area.grid_kind);
    of(there) == of(new) && (there.square_metres, there.label) == (new.square_metres, new.label)
}

/// All areas of a map as the district would have them; one without a code goes by its number.
pub fn drawn_areas(world: &World, map: &Territory) -> Vec<NewArea> {
    let drawn = map.areas().filter_map(|(id, area)| {
        let code = area.code.clone().or_else(|| AreaCode::new(format!("area-{}", id.0)).ok())?;
        let staff = world.area_register().get(&code);
        new_area(map, id, code, &Before { staff, ..Before::NOTHING }).ok()
    });
    drawn.collect()
}

/// Teams that the draft bound to another area than it found them at, or set free. A team whose area ended is not among
/// them: it goes with that area's heir.
fn homes(world: &World, begun: &Territory, map: &Territory) -> Vec<(TeamId, Option<AreaCode>)> {
    let bound = |map: &Territory| -> BTreeMap<String, AreaId> {
        map.areas().filter_map(|(id, area)| Some((area.team.clone()?, id))).collect()
    };
    let code = |map: &Territory, id: AreaId| map.area(id).and_then(|area| area.code.clone());
    let (before, after) = (bound(begun), bound(map));
    let moved = after.iter().filter_map(|(team, id)| {
        let home = code(map, *id);
        let was = before.get(team).and_then(|id| code(begun, *id));
        (home != was).then_some((team, home))
    });
    let is_free = |(team, id): &(&String, &AreaId)| !after.contains_key(*team) && map.area(**id).is_some();
    let freed = before.iter().filter(is_free).map(|(team, _)| (team, None));
    let homes = moved.chain(freed).filter_map(|(team, home)| Some((TeamId::new(team.as_str()).ok()?, home)));
    let known = homes.filter(|(team, _)| world.team_register().get(team).is_some());
    known.collect::<BTreeMap<_, _>>().into_iter().collect()
}

/// Buildings that belong to another area than the version says that the draft was begun on.
fn members(world: &World, base: u32, map: &Territory) -> Vec<(String, AreaCode)> {
    let coming = world.truth.plan.coming.range(..=base);
    let coming = coming.flat_map(|(_, coming)| &coming.publication.members);
    let foreseen: BTreeMap<&str, &AreaCode> = coming.map(|(place, area)| (place.as_str(), area)).collect();
    let members = map.buildings().filter_map(|(_, building)| {
        let area = map.area(building.area)?.code.clone()?;
        let name = building.name.as_str();
        let there = foreseen.get(name).copied().or_else(|| world.building_area(name));
        (there != Some(&area)).then(|| (building.name.clone(), area))
    });
    let known = members.filter(|(place, _)| world.place_register().contains(place.as_str()));
    known.collect::<BTreeMap<_, _>>().into_iter().collect()
}
