//! Areas have ground of their own or areas below them, and parents of wider levels.

use crate::Level;
use crate::Position;
use crate::plane::Point;
use crate::territory::ids::{AreaId, NodeId};
use crate::territory::patch::Patch;
use crate::territory::{Fault, Territory};
use smallvec::SmallVec;
use std::collections::BTreeSet;

pub(super) fn check(before: &Territory, after: &Territory, patch: &Patch) -> Result<(), Fault> {
    let mut areas: BTreeSet<AreaId> = BTreeSet::new();
    for change in &patch.areas {
        areas.insert(change.id);
        areas.extend(change.before.iter().chain(&change.after).filter_map(|area| area.parent));
        areas.extend(after.children(change.id));
    }
    for change in &patch.faces {
        areas.extend(change.before.iter().chain(&change.after).filter_map(|face| face.area));
    }
    for change in &patch.buildings {
        areas.extend(change.before.iter().chain(&change.after).map(|building| building.area));
    }
    if before.top_level() != after.top_level() {
        areas.extend(after.areas().filter(|(_, area)| area.parent.is_none()).map(|(id, _)| id));
    }
    areas.into_iter().flat_map(|area| faults_of_area(after, area)).next().map_or(Ok(()), Err)
}

/// What is wrong with the place of an area among the others.
pub(in crate::territory) fn faults_of_area(after: &Territory, id: AreaId) -> SmallVec<[Fault; 1]> {
    let mut faults = SmallVec::new();
    let Some(entry) = after.entry(id) else { return faults };
    match (entry.faces.is_empty(), entry.children.is_empty()) {
        (true, true) => faults.push(Fault::NoGround { area: id }),
        (false, false) => faults.push(Fault::GroundOfParent { area: id }),
        _ => {}
    }
    if let (Some(building), false) = (entry.buildings.first(), entry.children.is_empty()) {
        faults.push(Fault::BuildingOfParent { building: *building, area: id });
    }
    match entry.area.parent {
        Some(parent) if after.area(parent).is_none_or(|above| above.level >= entry.area.level) => {
            faults.push(Fault::ParentLevel { area: id, parent });
        }
        None if Some(entry.area.level) != after.top_level() => faults.push(Fault::NoParent { area: id }),
        _ => {}
    }
    faults
}

impl Territory {
    /// The widest level that some area has.
    pub(in crate::territory) fn top_level(&self) -> Option<Level> {
        Level::ALL.into_iter().find(|level| self.of_level[*level as usize] > 0)
    }

    pub(in crate::territory) fn place_of(&self, node: NodeId) -> Position {
        self.node(node).map_or_else(|| Point::new(0, 0).position(), |node| node.at)
    }
}
