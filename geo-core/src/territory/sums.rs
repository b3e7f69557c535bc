//! What follows from a patch once its records are in place: sums of areas, levels of borders, the hash.

use super::entries::{put_in, take_out};
use super::ids::{AreaId, BorderId, FaceId, Half, NodeId};
use super::patch::{Change, Patch};
use super::share::Share;
use super::{StateHash, Territory};
use crate::Level;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The areas of every level that a piece of ground belongs to.
pub(super) type Chain = [Option<AreaId>; Level::ALL.len()];

/// What changes in the sums of an area.
#[derive(Default)]
struct Delta {
    share: Share,
    households: i64,
    buildings: i64,
    gone: BTreeSet<Half>,
    come: BTreeSet<Half>,
    /// Whether some border near it joins other nodes, or parts other faces, than before.
    is_relinked: bool,
}

impl Delta {
    fn is_nothing(&self) -> bool {
        self.share == Share::default()
            && self.households == 0
            && self.buildings == 0
            && self.gone == self.come
            && !self.is_relinked
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Sign {
    Out,
    In,
}

impl Territory {
    /// The areas above an area and itself, by level.
    pub(super) fn chain(&self, area: Option<AreaId>) -> Chain {
        let mut chain = Chain::default();
        let mut next = area;
        // Parents are of wider levels; while an edit is being judged they may not be.
        for _ in Level::ALL {
            let Some((id, entry)) = next.and_then(|id| Some((id, self.areas.get(id.0)?))) else { break };
            chain[entry.area.level as usize] = Some(id);
            next = entry.area.parent;
        }
        chain
    }

    /// The areas of every level on the left and on the right of a border.
    pub(super) fn sides(&self, border: BorderId) -> Option<[Chain; 2]> {
        let border = &self.borders.get(border.0)?.border;
        let chain = |face: FaceId| self.chain(self.faces.get(face.0).and_then(|entry| entry.face.area));
        Some([chain(border.left), chain(border.right)])
    }

    /// What a border joins and parts.
    fn links(&self, border: BorderId) -> Option<([NodeId; 2], [FaceId; 2])> {
        self.border(border).map(|border| ([border.from, border.to], [border.left, border.right]))
    }

    /// Brings all that is derived up to date after the records of a patch were put in place. Gives back the areas whose
    /// sums may have changed.
    pub(super) fn refresh(&mut self, before: &Self, patch: &Patch) -> BTreeSet<AreaId> {
        let mut deltas = BTreeMap::new();
        for border in affected_borders(before, self, patch) {
            let (old, new) = (before.sides(border), self.sides(border));
            let share = |state: &Self| state.borders.get(border.0).map(|entry| entry.share);
            if before.links(border) != self.links(border) {
                let sides = [old, new].into_iter().flatten();
                let bounded = sides
                    .flat_map(|[left, right]| left.into_iter().zip(right))
                    .filter(|(left, right)| left != right);
                for area in bounded.flat_map(|(left, right)| [left, right]).flatten() {
                    deltas.entry(area).or_insert_with(Delta::default).is_relinked = true;
                }
            }
            if (old, share(before)) == (new, share(self)) {
                continue;
            }
            for (sides, share, sign) in [(old, share(before), Sign::Out), (new, share(self), Sign::In)] {
                if let (Some(sides), Some(share)) = (sides, share) {
                    bound(&mut deltas, border, &sides, share, sign);
                }
            }
            self.levels.set(border.0, new.and_then(|sides| highest_difference(&sides)));
        }
        for area in affected_leaves(before, self, patch) {
            before.count(area, &mut deltas, Sign::Out);
            self.count(area, &mut deltas, Sign::In);
        }
        let mut changed = recounted(before, self, patch);
        let mut recounted = changed.clone();
        for (area, delta) in deltas.into_iter().filter(|(_, delta)| !delta.is_nothing()) {
            changed.insert(area);
            if delta.is_relinked || delta.gone != delta.come {
                recounted.insert(area);
            }
            self.add(area, &delta);
        }
        for area in recounted {
            let parts = self.entry(area).map_or(0, |entry| self.parts(area, &entry.around));
            if let Some(entry) = self.areas.get_mut(area.0).filter(|entry| entry.totals.parts != parts) {
                Arc::make_mut(entry).totals.parts = parts;
            }
        }
        self.rehash(patch);
        changed
    }

    fn add(&mut self, area: AreaId, delta: &Delta) {
        let Some(entry) = self.areas.get_mut(area.0) else { return };
        let entry = Arc::make_mut(entry);
        let totals = &mut entry.totals;
        totals.share += delta.share;
        totals.households = totals.households.wrapping_add_signed(delta.households);
        totals.buildings = totals.buildings.wrapping_add_signed(delta.buildings);
        if delta.gone != delta.come {
            /// Changes for which a search in the list each is less work than a pass through all of it.
            const FEW: usize = 32;
            if delta.gone.len() + delta.come.len() <= FEW {
                delta.gone.iter().for_each(|half| take_out(&mut entry.around, half));
                delta.come.iter().for_each(|half| put_in(&mut entry.around, *half));
            } else {
                entry.around.retain(|half| !delta.gone.contains(half));
                entry.around.extend(&delta.come);
                entry.around.sort_unstable();
            }
        }
    }

    /// Adds the buildings of an area to all areas it is in.
    fn count(&self, area: AreaId, deltas: &mut BTreeMap<AreaId, Delta>, sign: Sign) {
        let Some(entry) = self.areas.get(area.0) else { return };
        let (households, buildings) = (entry.own_households as i64, entry.buildings.len() as i64);
        let sign = if sign == Sign::In { 1 } else { -1 };
        for area in self.chain(Some(area)).into_iter().flatten() {
            let delta = deltas.entry(area).or_default();
            delta.households += sign * households;
            delta.buildings += sign * buildings;
        }
    }

    /// Counts the pieces that the ground of an area hangs together in, given the borders around it.
    pub(super) fn parts(&self, area: AreaId, around: &[Half]) -> u32 {
        let walks = || {
            self.walks_along(around).map_or(0, |walks| walks.iter().filter(|walk| walk.doubled > 0).count())
        };
        let entry = self.entry(area).filter(|entry| entry.children.is_empty());
        entry.map_or_else(walks, |entry| entry.faces.len()) as u32
    }

    fn rehash(&mut self, patch: &Patch) {
        fn each<I: Copy + Into<u32>, R: super::hash::Canonical>(
            hash: &mut StateHash,
            changes: &[Change<I, R>],
        ) {
            for Change { id, before, after } in changes {
                before.iter().for_each(|record| hash.take((*id).into(), record));
                after.iter().for_each(|record| hash.add((*id).into(), record));
            }
        }
        each(&mut self.hash, &patch.nodes);
        each(&mut self.hash, &patch.borders);
        each(&mut self.hash, &patch.faces);
        each(&mut self.hash, &patch.areas);
        each(&mut self.hash, &patch.buildings);
    }
}

/// Adds a border to what surrounds the areas that it bounds.
fn bound(
    deltas: &mut BTreeMap<AreaId, Delta>,
    border: BorderId,
    sides: &[Chain; 2],
    share: Share,
    sign: Sign,
) {
    for (left, right) in sides[0].iter().zip(&sides[1]).filter(|(left, right)| left != right) {
        for (area, half, share) in
            [(left, Half::forward(border), share), (right, Half::backward(border), -share)]
        {
            let Some(area) = area else { continue };
            let delta = deltas.entry(*area).or_default();
            match sign {
                Sign::Out => {
                    delta.share -= share;
                    delta.gone.insert(half);
                }
                Sign::In => {
                    delta.share += share;
                    delta.come.insert(half);
                }
            }
        }
    }
}

/// The widest level at which two sides differ. Where one is nobody's ground, all levels of the other differ.
pub(super) fn highest_difference(sides: &[Chain; 2]) -> Option<Level> {
    Level::ALL.into_iter().find(|level| sides[0][*level as usize] != sides[1][*level as usize])
}

/// The borders whose place, length or areas on their sides may have changed.
pub(super) fn affected_borders(before: &Territory, after: &Territory, patch: &Patch) -> BTreeSet<BorderId> {
    let mut borders: BTreeSet<BorderId> = patch.borders.iter().map(|change| change.id).collect();
    for state in [before, after] {
        let mut add = |halves: &[Half]| borders.extend(halves.iter().map(|half| half.border()));
        for node in patch.nodes.iter().filter_map(|change| state.nodes.get(change.id.0)) {
            add(&node.leaving);
        }
        let moved_faces =
            patch.areas.iter().filter(|change| moves(change)).flat_map(|change| state.faces_under(change.id));
        for face in patch.faces.iter().map(|change| change.id).chain(moved_faces) {
            add(state.faces.get(face.0).map_or(&[][..], |entry| &entry.around));
        }
    }
    borders
}

/// The areas without children whose buildings, or the areas above them, may have changed.
fn affected_leaves(before: &Territory, after: &Territory, patch: &Patch) -> BTreeSet<AreaId> {
    let buildings = patch.buildings.iter().flat_map(|change| change.before.iter().chain(&change.after));
    let mut leaves: BTreeSet<AreaId> = buildings.map(|building| building.area).collect();
    for state in [before, after] {
        let moved = patch.areas.iter().filter(|change| moves(change));
        leaves.extend(moved.flat_map(|change| state.leaves_under(change.id)));
    }
    leaves
}

/// The areas that may hang together in another way though the borders around them are the same.
fn recounted(before: &Territory, after: &Territory, patch: &Patch) -> BTreeSet<AreaId> {
    let mut areas: BTreeSet<AreaId> = BTreeSet::new();
    for change in &patch.faces {
        areas.extend(change.before.iter().chain(&change.after).filter_map(|face| face.area));
    }
    for change in patch.areas.iter().filter(|change| moves(change)) {
        areas.insert(change.id);
        areas.extend(change.before.iter().chain(&change.after).filter_map(|area| area.parent));
    }
    areas.retain(|area| [before, after].iter().any(|state| state.areas.get(area.0).is_some()));
    areas
}

/// Whether an area comes, goes, or changes its place among the others.
fn moves(change: &Change<AreaId, super::Area>) -> bool {
    let place = |area: &Option<super::Area>| area.as_ref().map(|area| (area.level, area.parent));
    place(&change.before) != place(&change.after)
}
