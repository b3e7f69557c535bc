//! Buildings follow the ground they stand on.

use super::sketch::Sketch;
use crate::territory::ids::{AreaId, BorderId, BuildingId, FaceId};
use crate::territory::verify::window_of;
use std::collections::BTreeSet;

impl Sketch<'_> {
    /// Gives buildings whose ground has changed hands to its new area, and takes away what retires.
    ///
    /// A building that belonged to the area it stood in follows its ground; where that is nobody's afterwards, it stays.
    /// One that had been given to another area stays with that, unless that has no ground any more: then it goes where
    /// it stands.
    pub fn follow_ground(&mut self) {
        if !self.touched.faces.is_empty()
            || !self.touched.borders.is_empty()
            || !self.touched.nodes.is_empty()
        {
            for (building, area) in self.moves() {
                self.give_building(building, area);
            }
        }
        for area in std::mem::take(&mut self.retiring).into_keys() {
            self.remove_area(area);
        }
    }

    fn moves(&self) -> Vec<(BuildingId, AreaId)> {
        let (borders, faces) = self.touched_ground();
        let Some(window) = window_of(self.base, &self.now, &borders) else { return Vec::new() };
        let owners: BTreeSet<AreaId> = faces.iter().filter_map(|face| self.base.area_of(*face)).collect();
        let mut moves = Vec::new();
        for owner in owners {
            let heir = self.retiring.get(&owner).copied();
            let stays = heir.is_none() && self.now.is_finest(owner);
            for id in self.base.buildings_of(owner) {
                let Some(building) = self.now.building(*id).filter(|building| building.area == owner) else {
                    continue;
                };
                if stays && (!window.holds(building.at) || self.base.locate(building.at) != Some(owner)) {
                    continue;
                }
                let here = self.now.locate(building.at).filter(|area| !self.retiring.contains_key(area));
                let fallback = || heir.or_else(|| self.now.children(owner).first().copied());
                if let Some(area) = here.or_else(|| if stays { None } else { fallback() }) {
                    moves.push((*id, area));
                }
            }
        }
        moves
    }

    /// The borders that enclose all ground that may have changed hands, and the faces on their sides.
    fn touched_ground(&self) -> (BTreeSet<BorderId>, BTreeSet<FaceId>) {
        let mut borders = self.touched.borders.clone();
        for state in [self.base, &self.now] {
            let nodes = self.touched.nodes.iter().filter_map(|node| state.nodes.get(node.0));
            borders.extend(nodes.flat_map(|entry| &entry.leaving).map(|half| half.border()));
            let faces = self.touched.faces.iter().filter_map(|face| state.faces.get(face.0));
            borders.extend(faces.flat_map(|entry| &entry.around).map(|half| half.border()));
        }
        let sides = borders.iter().filter_map(|border| self.base.border(*border));
        let faces =
            sides.flat_map(|border| [border.left, border.right]).chain(self.touched.faces.iter().copied());
        let faces = faces.collect();
        (borders, faces)
    }
}
