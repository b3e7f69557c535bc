//! Where an edit is drawn before it is judged: a copy of the territory that remembers what was touched.

use crate::Position;
use crate::territory::Territory;
use crate::territory::ids::{AreaId, BorderId, BuildingId, FaceId, Half, NodeId};
use crate::territory::patch::{Change, Changes, Patch, Touched};
use crate::territory::records::{Area, Border, Building, Face, Node};
use std::collections::{BTreeMap, BTreeSet};

/// A territory being edited. Records, links and the index are up to date; sums, levels and the hash are not.
pub(super) struct Sketch<'a> {
    pub base: &'a Territory,
    pub now: Territory,
    pub touched: Touched,
    /// Areas that retire, and who takes what no ground decides.
    pub retiring: BTreeMap<AreaId, AreaId>,
}

impl<'a> Sketch<'a> {
    pub fn of(base: &'a Territory) -> Self {
        Self { base, now: base.clone(), touched: Touched::default(), retiring: BTreeMap::new() }
    }

    pub fn put_node(&mut self, id: NodeId, at: Position) {
        self.touched.nodes.insert(id);
        self.now.put_node(id, Node { at });
    }

    pub fn new_node(&mut self, at: Position) -> NodeId {
        let id = NodeId(self.now.next.node);
        self.put_node(id, at);
        id
    }

    pub fn remove_node(&mut self, id: NodeId) {
        self.touched.nodes.insert(id);
        self.now.remove_node(id);
    }

    pub fn put_border(&mut self, id: BorderId, border: Border) {
        self.touched.borders.insert(id);
        self.now.put_border(id, Some(border));
    }

    pub fn new_border(&mut self, border: Border) -> BorderId {
        let id = BorderId(self.now.next.border);
        self.put_border(id, border);
        id
    }

    pub fn remove_border(&mut self, id: BorderId) {
        self.touched.borders.insert(id);
        self.now.put_border(id, None);
    }

    /// Changes a border that is there.
    pub fn change_border(&mut self, id: BorderId, change: impl FnOnce(&mut Border)) {
        if let Some(mut border) = self.now.border(id).cloned() {
            change(&mut border);
            self.put_border(id, border);
        }
    }

    /// Says whose ground is on the left of a half-border.
    pub fn relabel(&mut self, half: Half, face: FaceId) {
        self.change_border(half.border(), |border| {
            *(if half.is_forward() { &mut border.left } else { &mut border.right }) = face;
        });
    }

    pub fn put_face(&mut self, id: FaceId, area: Option<AreaId>) {
        self.touched.faces.insert(id);
        self.now.put_face(id, Face { area });
    }

    pub fn new_face(&mut self, area: Option<AreaId>) -> FaceId {
        let id = FaceId(self.now.next.face);
        self.put_face(id, area);
        id
    }

    pub fn remove_face(&mut self, id: FaceId) {
        self.touched.faces.insert(id);
        self.now.remove_face(id);
    }

    pub fn put_area(&mut self, id: AreaId, area: Area) {
        self.touched.areas.insert(id);
        self.now.put_area(id, area);
    }

    pub fn new_area(&mut self, area: Area) -> AreaId {
        let id = AreaId(self.now.next.area);
        self.put_area(id, area);
        id
    }

    pub fn remove_area(&mut self, id: AreaId) {
        self.touched.areas.insert(id);
        self.now.remove_area(id);
    }

    pub fn put_building(&mut self, id: BuildingId, building: Option<Building>) {
        self.touched.buildings.insert(id);
        self.now.put_building(id, building);
    }

    /// Gives a building to an area.
    pub fn give_building(&mut self, id: BuildingId, area: AreaId) {
        if let Some(building) = self.now.building(id).cloned().filter(|building| building.area != area) {
            self.put_building(id, Some(Building { area, ..building }));
        }
    }

    /// The patch from the base to what was drawn, and the territory after it.
    pub fn finish(self) -> (Patch, Territory) {
        let Self { base, mut now, touched, .. } = self;
        let patch = Patch {
            nodes: changes(touched.nodes, |id| [base, &now].map(|state| state.node(id))),
            borders: changes(touched.borders, |id| [base, &now].map(|state| state.border(id).cloned())),
            faces: changes(touched.faces, |id| [base, &now].map(|state| state.face(id))),
            areas: changes(touched.areas, |id| [base, &now].map(|state| state.area(id).cloned())),
            buildings: changes(touched.buildings, |id| [base, &now].map(|state| state.building(id).cloned())),
        };
        // Numbers of what came and went while drawing are free again.
        now.next = base.next.raised(patch.next_ids());
        (patch, now)
    }
}

fn changes<I: Copy, R: PartialEq>(ids: BTreeSet<I>, record: impl Fn(I) -> [Option<R>; 2]) -> Changes<I, R> {
    let changes = ids.into_iter().map(|id| {
        let [before, after] = record(id);
        Change { id, before, after }
    });
    changes.filter(|change| change.before != change.after).collect()
}
