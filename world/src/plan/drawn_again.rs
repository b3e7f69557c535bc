//! The steps of one draft drawn again on the map of another.
//!
//! Where two drafts meet in no record and their records are yet not sound together (a new area lies in one that the other
//! merged away, say), only drawing again tells whether they are in each other's way.

use super::draft::PlanDraft;
use super::drawn::Drawn;
use geo_core::territory::{AreaId, BuildingId, Carved, Edit, Ids, Patch, Territory};
use std::collections::BTreeSet;

/// What a draft's steps do on another map than they were drawn on, as one patch, if all of them `may` be drawn again and
/// can be done there.
pub(super) fn drawn_again(draft: &PlanDraft, map: &Territory, may: impl Fn(&Edit) -> bool) -> Option<Patch> {
    let (mut map, mut net) = (map.clone(), Patch::default());
    for step in &draft.steps()[..draft.in_effect()] {
        let Drawn::Edit(edit) = &step.drawn else { return None };
        if !may(edit) {
            return None;
        }
        let patch = map.decide(edit).ok()?.patch;
        map.apply(&patch).ok()?;
        net = net.then(&patch);
    }
    Some(net)
}

/// What the second draft's steps do on the map of the first, if the first one's on the map of the second come to the same.
pub(super) fn drawn_either_way([first, second]: [&PlanDraft; 2]) -> Option<Patch> {
    let again =
        |draft, on: &PlanDraft| drawn_again(draft, &on.map, |edit| goes_by_numbers_below(edit, shared(on)));
    let (after_first, after_second) = (again(second, first)?, again(first, second)?);
    let sums = [first.net().then(&after_first), second.net().then(&after_second)];
    let maps = [mapped(&first.map, &after_first)?, mapped(&second.map, &after_second)?];
    same_to_see(&first.begun, [0, 1].map(|side| (&maps[side], &sums[side]))).then_some(after_first)
}

/// Whether two maps are the same to see, each with what led to it; new records may have other numbers in the one than in
/// the other.
fn same_to_see(begun: &Territory, maps: [(&Territory, &Patch); 2]) -> bool {
    let is_known = |area: &AreaId| is_in(begun, *area);
    let about = maps.map(|(map, patch)| areas_about(map, patch));
    let before = maps.iter().flat_map(|(_, patch)| areas_about(begun, patch));
    let known: BTreeSet<AreaId> = about.iter().flatten().copied().filter(is_known).chain(before).collect();
    let new = |side: usize| about[side].iter().copied().filter(|area| !is_known(area)).collect::<Vec<_>>();
    let is_same = |one, two| look(begun, maps[0].0, one) == look(begun, maps[1].0, two);
    let mut left = new(1);
    let mut in_both =
        |one| left.iter().position(|two| is_same(one, *two)).map(|place| left.swap_remove(place));
    known.into_iter().all(|area| is_same(area, area))
        && new(0).into_iter().all(|one| in_both(one).is_some())
        && left.is_empty()
}

/// The first numbers that may mean something else on the map of a draft than on that of another begun with it: of a kind
/// of records of which it made none there is no such number.
fn shared(draft: &PlanDraft) -> Ids {
    let (begun, now) = (draft.begun.next_ids(), draft.map.next_ids());
    let first = |begun, now| if begun == now { u32::MAX } else { begun };
    Ids {
        node: first(begun.node, now.node),
        border: first(begun.border, now.border),
        face: first(begun.face, now.face),
        area: first(begun.area, now.area),
        building: first(begun.building, now.building),
    }
}

/// Whether all that an edit names by number has one below these.
fn goes_by_numbers_below(edit: &Edit, end: Ids) -> bool {
    let area = |area: &AreaId| area.0 < end.area;
    let building = |building: &BuildingId| building.0 < end.building;
    match edit {
        Edit::MovePoint { .. } | Edit::RemovePoint { .. } => true,
        Edit::InsertPoint { border, .. } | Edit::Reshape { border, .. } => border.0 < end.border,
        Edit::Merge { areas, into } => areas.iter().chain([into]).all(area),
        Edit::Carve { to: Carved::New { parent, .. }, .. } => parent.iter().all(area),
        Edit::Carve { to: Carved::Existing { area: to }, .. } => area(to),
        Edit::Gather { areas, .. } => areas.iter().all(area),
        Edit::SetParent { area: child, parent } => parent.iter().chain([child]).all(area),
        Edit::Split { area: named, .. }
        | Edit::SetCode { area: named, .. }
        | Edit::SetName { area: named, .. }
        | Edit::SetKind { area: named, .. }
        | Edit::BindTeam { area: named, .. } => area(named),
        Edit::GiveFaces { faces, to } => area(to) && faces.iter().all(|face| face.0 < end.face),
        Edit::GiveBuildings { buildings, to } => area(to) && buildings.iter().all(building),
        Edit::PutBuilding { id, area: of, .. } => id.iter().all(building) && of.iter().all(area),
        Edit::RemoveBuilding { building: named } => building(named),
        Edit::Many { edits } => edits.iter().all(|edit| goes_by_numbers_below(edit, end)),
    }
}

fn is_in(map: &Territory, area: AreaId) -> bool {
    map.area(area).is_some()
}

fn mapped(map: &Territory, patch: &Patch) -> Option<Territory> {
    let mut map = map.clone();
    map.apply(patch).ok()?;
    Some(map)
}

/// The areas whose records, ground or buildings a patch touches, as the map before it or after it knows them.
pub(super) fn areas_about(map: &Territory, patch: &Patch) -> BTreeSet<AreaId> {
    let touched = map.touched(patch);
    let beside = touched
        .borders
        .iter()
        .filter_map(|border| map.border(*border))
        .flat_map(|border| [border.left, border.right]);
    let grounds = touched.faces.iter().copied().chain(beside).filter_map(|face| map.area_of(face));
    let housing = touched.buildings.iter().filter_map(|building| Some(map.building(*building)?.area));
    grounds.chain(housing).chain(touched.areas.iter().copied().filter(|area| is_in(map, *area))).collect()
}

/// All that is to be seen of an area; what was not there when the drafts began goes without its number.
fn look<'a>(begun: &Territory, map: &'a Territory, area: AreaId) -> impl PartialEq + use<'a> {
    let known = |area: AreaId| is_in(begun, area).then_some(area);
    let record = map.area(area);
    let words = record.map(|area| (area.level, &area.code, &area.name, &area.kind, &area.team));
    let parent = record.and_then(|area| area.parent);
    let parent = parent.map(|parent| (known(parent), map.area(parent).map(|area| &area.name)));
    let mut buildings: Vec<_> = map
        .buildings_of(area)
        .iter()
        .filter_map(|id| map.building(*id))
        .map(|building| (building.at, building.households, &building.name, &building.footprint))
        .collect();
    buildings.sort_by_key(|(at, households, name, _)| (*at, *households, *name));
    (known(area), words, parent, map.outline(area), buildings)
}
