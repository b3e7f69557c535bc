//! Putting single records in and out, with the links between them and the index of where borders run.
//!
//! Sums, border levels and the hash follow later, once for all records of a patch: see `sums`.

use super::entries::{AreaEntry, BorderEntry, FaceEntry, NodeEntry, put_in, take_out};
use super::ids::{AreaId, BorderId, BuildingId, FaceId, Half, NodeId};
use super::records::{Area, Border, Building, Face, Node};
use super::runs::Run;
use super::share::Share;
use super::{Line, Territory};
use smallvec::SmallVec;
use std::sync::Arc;

impl Territory {
    /// All points of a border with its ends, where nodes lie now.
    pub(super) fn line(&self, border: &Border) -> Line {
        let end = |node: NodeId| self.nodes.get(node.0).map(|entry| entry.node.at);
        end(border.from).into_iter().chain(border.points.iter().copied()).chain(end(border.to)).collect()
    }

    /// Changes where a border runs in the index.
    fn index(&mut self, id: BorderId, before: &[super::Position], after: &[super::Position]) {
        let (mut old, mut new) = (Run::along(id, before), Run::along(id, after));
        loop {
            match (old.next(), new.next()) {
                (None, None) => return,
                (old, new) if old == new => {}
                (old, new) => {
                    old.iter().for_each(|run| self.runs.remove(run));
                    new.into_iter().for_each(|run| self.runs.insert(run));
                }
            }
        }
    }

    /// Puts a node, or moves it with the borders that leave it.
    pub(super) fn put_node(&mut self, id: NodeId, node: Node) {
        self.next.node = self.next.node.max(id.0 + 1);
        let Some(entry) = self.nodes.get(id.0) else {
            self.nodes.set(id.0, Some(NodeEntry { node, leaving: SmallVec::new() }));
            return;
        };
        if entry.node == node {
            return;
        }
        let mut borders: Vec<BorderId> = entry.leaving.iter().map(|half| half.border()).collect();
        borders.dedup();
        let before: Vec<Line> = borders.iter().map(|id| self.line_of(*id)).collect();
        if let Some(entry) = self.nodes.get_mut(id.0) {
            entry.node = node;
        }
        for (id, before) in borders.into_iter().zip(before) {
            let after = self.line_of(id);
            self.index(id, &before, &after);
            if let Some(entry) = self.borders.get_mut(id.0) {
                Arc::make_mut(entry).share = Share::of(&after);
            }
        }
    }

    /// Takes a node away that no border leaves.
    pub(super) fn remove_node(&mut self, id: NodeId) {
        self.nodes.set(id.0, None);
    }

    /// Puts a border between nodes and faces that are there, or takes it away.
    pub(super) fn put_border(&mut self, id: BorderId, border: Option<Border>) {
        let old = self.borders.get(id.0).cloned();
        let before = old.as_ref().map_or_else(Line::new, |old| self.line(&old.border));
        let after = border.as_ref().map_or_else(Line::new, |border| self.line(border));
        self.index(id, &before, &after);
        if let Some(old) = &old {
            self.detach(id, &old.border);
        }
        let Some(border) = border else { return self.borders.set(id.0, None) };
        let share = match old {
            Some(old) if before == after => old.share,
            _ => Share::of(&after),
        };
        self.attach(id, border, share);
    }

    /// Puts a border that is not there yet, without the index.
    pub(super) fn attach(&mut self, id: BorderId, border: Border, share: Share) {
        self.next.border = self.next.border.max(id.0 + 1);
        for (node, half) in [(border.from, Half::forward(id)), (border.to, Half::backward(id))] {
            if let Some(entry) = self.nodes.get_mut(node.0) {
                let place = entry.leaving.partition_point(|other| *other < half);
                entry.leaving.insert(place, half);
            }
        }
        for (face, half) in [(border.left, Half::forward(id)), (border.right, Half::backward(id))] {
            if let Some(entry) = self.faces.get_mut(face.0) {
                let place = entry.around.partition_point(|other| *other < half);
                entry.around.insert(place, half);
            }
        }
        self.borders.set(id.0, Some(Arc::new(BorderEntry { border, share })));
    }

    fn detach(&mut self, id: BorderId, border: &Border) {
        for (node, half) in [(border.from, Half::forward(id)), (border.to, Half::backward(id))] {
            if let Some(entry) = self.nodes.get_mut(node.0) {
                entry.leaving.retain(|other| *other != half);
            }
        }
        for (face, half) in [(border.left, Half::forward(id)), (border.right, Half::backward(id))] {
            if let Some(entry) = self.faces.get_mut(face.0)
                && let Ok(place) = entry.around.binary_search(&half)
            {
                entry.around.remove(place);
            }
        }
    }

    /// Puts a face of an area that is there.
    pub(super) fn put_face(&mut self, id: FaceId, face: Face) {
        self.next.face = self.next.face.max(id.0 + 1);
        let before = self.faces.get(id.0).and_then(|entry| entry.face.area);
        match self.faces.get_mut(id.0) {
            Some(entry) => entry.face = face,
            None => self.faces.set(id.0, Some(FaceEntry { face, around: SmallVec::new() })),
        }
        if before != face.area {
            self.with_area(before, |entry| take_out(&mut entry.faces, &id));
            self.with_area(face.area, |entry| put_in(&mut entry.faces, id));
        }
    }

    /// Takes a face away that no border goes around.
    pub(super) fn remove_face(&mut self, id: FaceId) {
        let area = self.faces.get(id.0).and_then(|entry| entry.face.area);
        self.with_area(area, |entry| take_out(&mut entry.faces, &id));
        self.faces.set(id.0, None);
    }

    /// Puts the record of an area alone; gives back what it was.
    pub(super) fn set_area(&mut self, id: AreaId, area: Area) -> Option<Area> {
        self.next.area = self.next.area.max(id.0 + 1);
        self.of_level[area.level as usize] += 1;
        let Some(entry) = self.areas.get_mut(id.0) else {
            self.areas.set(id.0, Some(Arc::new(AreaEntry::of(area))));
            return None;
        };
        let old = std::mem::replace(&mut Arc::make_mut(entry).area, area);
        self.of_level[old.level as usize] -= 1;
        Some(old)
    }

    /// Makes a parent know its child.
    pub(super) fn link_area(&mut self, id: AreaId, before: Option<AreaId>, after: Option<AreaId>) {
        if before != after {
            self.with_area(before, |entry| take_out(&mut entry.children, &id));
            self.with_area(after, |entry| put_in(&mut entry.children, id));
        }
    }

    /// Puts an area under a parent that is there.
    pub(super) fn put_area(&mut self, id: AreaId, area: Area) {
        let after = area.parent;
        let before = self.set_area(id, area).and_then(|old| old.parent);
        self.link_area(id, before, after);
    }

    /// Takes an area away that nothing belongs to.
    pub(super) fn remove_area(&mut self, id: AreaId) {
        let Some(old) = self.areas.get(id.0).map(|entry| entry.area.clone()) else { return };
        self.of_level[old.level as usize] -= 1;
        self.link_area(id, old.parent, None);
        self.areas.set(id.0, None);
    }

    /// Puts a building of an area that is there, or takes it away.
    pub(super) fn put_building(&mut self, id: BuildingId, building: Option<Building>) {
        if let Some(old) = self.buildings.get(id.0).cloned() {
            self.with_area(Some(old.area), |entry| {
                take_out(&mut entry.buildings, &id);
                entry.own_households -= u64::from(old.households);
            });
        }
        if let Some(new) = &building {
            self.next.building = self.next.building.max(id.0 + 1);
            self.with_area(Some(new.area), |entry| {
                put_in(&mut entry.buildings, id);
                entry.own_households += u64::from(new.households);
            });
        }
        self.buildings.set(id.0, building.map(Arc::new));
    }

    fn with_area(&mut self, id: Option<AreaId>, change: impl FnOnce(&mut AreaEntry)) {
        if let Some(entry) = id.and_then(|id| self.areas.get_mut(id.0)) {
            change(Arc::make_mut(entry));
        }
    }
}
