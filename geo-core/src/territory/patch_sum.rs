//! Many patches as one.

use super::ids::{AreaId, BorderId, BuildingId, FaceId, NodeId};
use super::patch::{Change, Changes, Patch};
use super::records::{Area, Border, Building, Face, Node};
use std::collections::BTreeMap;

/// What each record of one kind was before the first patch, and is after the last.
type Sum<I, R> = BTreeMap<I, (Option<R>, Option<R>)>;

/// Patches that follow each other, added up: the same as [`Patch::then`] of one after the other, but each costs only
/// what it holds itself, however many there are already.
///
/// ```
/// use geo_core::territory::{AreaId, Change, Face, FaceId, Patch, PatchSum};
/// let fill = Change { id: FaceId(4), before: None, after: Some(Face { area: Some(AreaId(2)) }) };
/// let fill = Patch { faces: vec![fill], ..Patch::default() };
/// let mut sum = PatchSum::default();
/// sum.push(&fill);
/// assert_eq!(sum.clone().into_patch(), fill);
/// sum.push(&fill.inverse());
/// assert!(sum.into_patch().is_empty());
/// ```
#[derive(Debug, Clone, Default)]
pub struct PatchSum {
    nodes: Sum<NodeId, Node>,
    borders: Sum<BorderId, Border>,
    faces: Sum<FaceId, Face>,
    areas: Sum<AreaId, Area>,
    buildings: Sum<BuildingId, Building>,
}

impl PatchSum {
    /// Adds a patch that was put in place after those that were added before.
    pub fn push(&mut self, patch: &Patch) {
        push(&mut self.nodes, &patch.nodes);
        push(&mut self.borders, &patch.borders);
        push(&mut self.faces, &patch.faces);
        push(&mut self.areas, &patch.areas);
        push(&mut self.buildings, &patch.buildings);
    }

    /// All of them as one. Records that are again what they were at first are not in it.
    pub fn into_patch(self) -> Patch {
        Patch {
            nodes: changes(self.nodes),
            borders: changes(self.borders),
            faces: changes(self.faces),
            areas: changes(self.areas),
            buildings: changes(self.buildings),
        }
    }
}

impl<'p> FromIterator<&'p Patch> for PatchSum {
    fn from_iter<P: IntoIterator<Item = &'p Patch>>(patches: P) -> Self {
        let mut sum = Self::default();
        patches.into_iter().for_each(|patch| sum.push(patch));
        sum
    }
}

fn push<I: Copy + Ord, R: Clone>(sum: &mut Sum<I, R>, later: &[Change<I, R>]) {
    for change in later {
        sum.entry(change.id).or_insert_with(|| (change.before.clone(), None)).1.clone_from(&change.after);
    }
}

fn changes<I, R: PartialEq>(sum: Sum<I, R>) -> Changes<I, R> {
    let changed = sum.into_iter().filter(|(_, (before, after))| before != after);
    changed.map(|(id, (before, after))| Change { id, before, after }).collect()
}
