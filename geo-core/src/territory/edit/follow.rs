//! Buildings follow the ground they stand on.

use super::sketch::Sketch;
use crate::territory::Line;
use crate::territory::ids::{AreaId, BorderId, BuildingId, FaceId};
use crate::territory::verify::window_of;
use crate::{LocalProjection, Position, local_projection};
use std::collections::BTreeSet;

impl Sketch<'_> {
    /// Gives buildings whose ground has changed hands to its new area, and takes away what retires.
    ///
    /// A building that belonged to the area it stood in follows its ground; where that is nobody's afterwards, it stays.
    /// One that had been given to another area stays with that: when that was divided into areas below it, with the one
    /// that is nearest. Only when the area retires the building goes where it stands.
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
            let mut children: Option<Children> = None;
            for id in self.base.buildings_of(owner) {
                let Some(building) = self.now.building(*id).filter(|building| building.area == owner) else {
                    continue;
                };
                if stays && (!window.holds(building.at) || self.base.locate(building.at) != Some(owner)) {
                    continue;
                }
                let here = self.now.locate(building.at).filter(|area| !self.retiring.contains_key(area));
                let area = match heir {
                    Some(heir) => here.or(Some(heir)),
                    None if stays => here,
                    None => {
                        // Ground at the edge may have come to a neighbour by rounding, and the building with it.
                        let stood_here = || self.base.locate(building.at) == Some(owner);
                        let below = |area: AreaId| self.now.chain(Some(area)).contains(&Some(owner));
                        here.filter(|here| below(*here) || stood_here()).or_else(|| {
                            children.get_or_insert_with(|| self.children(owner)).nearest(building.at)
                        })
                    }
                };
                moves.extend(area.map(|area| (*id, area)));
            }
        }
        moves
    }

    /// The areas right below an area with the lines around their ground.
    fn children(&self, area: AreaId) -> Children {
        let lines = |child: &AreaId| {
            let faces = self.now.faces_of(*child).iter().filter_map(|face| self.now.faces.get(face.0));
            let borders = faces.flat_map(|entry| &entry.around).map(|half| self.now.line_of(half.border()));
            (*child, borders.collect())
        };
        Children(self.now.children(area).iter().map(lines).collect())
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
        // A stroke inside a face names it on one of its sides only afterwards.
        let sides = borders.iter().flat_map(|border| [self.base.border(*border), self.now.border(*border)]);
        let faces = sides.flatten().flat_map(|border| [border.left, border.right]);
        let faces = faces.chain(self.touched.faces.iter().copied()).collect();
        (borders, faces)
    }
}

/// Areas with the lines around their ground.
struct Children(Vec<(AreaId, Vec<Line>)>);

impl Children {
    /// The one that is nearest to a place outside, of equally near ones the least.
    fn nearest(&self, place: Position) -> Option<AreaId> {
        let map = local_projection(place);
        let far = |lines: &[Line]| -> f64 {
            let ends = lines.iter().flat_map(|line| line.windows(2));
            ends.map(|ends| distance_to(&map, [ends[0], ends[1]])).fold(f64::INFINITY, f64::min)
        };
        let children = self.0.iter().map(|(child, lines)| (far(lines), *child));
        children.min_by(|(one, a), (two, b)| one.total_cmp(two).then(a.cmp(b))).map(|(_, child)| child)
    }
}

/// How far a segment is from the origin of a flat map, in metres.
fn distance_to(map: &LocalProjection, [from, to]: [Position; 2]) -> f64 {
    let (a, b) = (map.offset(from), map.offset(to));
    let (east, north) = (b.east.0 - a.east.0, b.north.0 - a.north.0);
    let squared = east * east + north * north;
    let along = -(a.east.0 * east + a.north.0 * north);
    let share = if squared > 0.0 { (along / squared).clamp(0.0, 1.0) } else { 0.0 };
    (a.east.0 + east * share).hypot(a.north.0 + north * share)
}
