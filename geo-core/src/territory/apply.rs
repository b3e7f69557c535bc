//! Putting a patch in place.

use super::ids::{AreaId, BorderId, FaceId};
use super::patch::{Change, Patch};
use super::{Ids, Territory};
use std::collections::{BTreeSet, HashMap};
use std::fmt::Display;

/// A patch that was made for another state of the map.
///
/// ```
/// use geo_core::territory::{AreaId, Change, Face, FaceId, Patch, Territory};
/// let removal = Change { id: FaceId(4), before: Some(Face { area: None }), after: None };
/// let patch = Patch { faces: vec![removal], ..Patch::default() };
/// let stale = Territory::default().apply(&patch).unwrap_err();
/// assert_eq!((stale.code(), &stale.record[..]), ("stale", "face 4"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{record} {rule}; decide the edit again on the map as it is now")]
pub struct Stale {
    /// The first record that does not agree.
    pub record: String,
    /// What is wrong with it.
    pub rule: &'static str,
}

impl Stale {
    /// The stable code of the error.
    pub const fn code(&self) -> &'static str {
        "stale"
    }

    fn new(record: impl Display, rule: &'static str) -> Self {
        Self { record: record.to_string(), rule }
    }
}

const CHANGED: &str = "is not what the patch was made for";
const MISSING: &str = "is not there, and the patch refers to it";
const TOO_GREAT: &str = "has too great a number: there would be none for what comes next";
const IN_USE: &str = "would be taken away while other records refer to it";

impl Territory {
    /// Puts a patch in place. Computes no geometry: whether the map is sound afterwards was decided before.
    ///
    /// # Errors
    /// [`Stale`], and nothing is changed, unless every record is as the patch says it was and all that records refer
    /// to is there afterwards. A patch is thus never applied twice.
    pub fn apply(&mut self, patch: &Patch) -> Result<(), Stale> {
        self.check_applies(patch)?;
        let before = self.clone();
        self.put_all(patch);
        self.refresh(&before, patch);
        Ok(())
    }

    /// Makes sure that ids below these are not given to new records: drafts of one plan stay apart that way.
    ///
    /// ```
    /// use geo_core::territory::{Ids, Territory};
    /// let mut draft = Territory::default();
    /// draft.reserve(Ids { area: 100, ..Ids::default() });
    /// assert_eq!(draft.next_ids().area, 100);
    /// ```
    pub fn reserve(&mut self, next: Ids) {
        self.next = self.next.raised(next);
    }

    /// Puts the records of a patch in place, so that each finds there what it refers to.
    pub(super) fn put_all(&mut self, patch: &Patch) {
        let old: Vec<_> = patch
            .areas
            .iter()
            .filter_map(|change| {
                Some((change.id, self.set_area(change.id, change.after.clone()?), &change.after))
            })
            .collect();
        for (id, before, after) in old {
            self.link_area(
                id,
                before.and_then(|area| area.parent),
                after.as_ref().and_then(|area| area.parent),
            );
        }
        for (id, face) in patch.faces.iter().filter_map(|change| Some((change.id, change.after?))) {
            self.put_face(id, face);
        }
        for (id, node) in patch.nodes.iter().filter_map(|change| Some((change.id, change.after?))) {
            self.put_node(id, node);
        }
        for change in &patch.borders {
            self.put_border(change.id, change.after.clone());
        }
        for change in patch.nodes.iter().filter(|change| change.after.is_none()) {
            self.remove_node(change.id);
        }
        for change in patch.faces.iter().filter(|change| change.after.is_none()) {
            self.remove_face(change.id);
        }
        for change in &patch.buildings {
            self.put_building(change.id, change.after.clone());
        }
        for change in patch.areas.iter().filter(|change| change.after.is_none()) {
            self.remove_area(change.id);
        }
    }

    /// Whether a patch fits: what it says was there is, and what it refers to will be.
    pub(super) fn check_applies(&self, patch: &Patch) -> Result<(), Stale> {
        check_numbers(&patch.nodes, u32::MAX)?;
        check_numbers(&patch.borders, BorderId::END)?;
        check_numbers(&patch.faces, u32::MAX)?;
        check_numbers(&patch.areas, u32::MAX)?;
        check_numbers(&patch.buildings, u32::MAX)?;
        check_before(&patch.nodes, |id| self.node(id).is_none(), |id, node| self.node(id) == Some(*node))?;
        check_before(
            &patch.borders,
            |id| self.border(id).is_none(),
            |id, border| self.border(id) == Some(border),
        )?;
        check_before(&patch.faces, |id| self.face(id).is_none(), |id, face| self.face(id) == Some(*face))?;
        check_before(&patch.areas, |id| self.area(id).is_none(), |id, area| self.area(id) == Some(area))?;
        check_before(
            &patch.buildings,
            |id| self.building(id).is_none(),
            |id, building| self.building(id) == Some(building),
        )?;
        self.check_references(patch)?;
        self.check_removals(patch)
    }

    fn check_references(&self, patch: &Patch) -> Result<(), Stale> {
        let nodes = presence(&patch.nodes);
        let faces = presence(&patch.faces);
        let areas = presence(&patch.areas);
        let area = |id: AreaId| needs(id, &areas, |id| self.area(id).is_some());
        if let Some(outside) = patch.faces.iter().find(|change| change.id == FaceId::OUTSIDE) {
            return Err(Stale::new(outside.id, "is the ground around everything and has no record"));
        }
        for border in patch.borders.iter().filter_map(|change| change.after.as_ref()) {
            for node in [border.from, border.to] {
                needs(node, &nodes, |id| self.node(id).is_some())?;
            }
            for face in [border.left, border.right] {
                needs(face, &faces, |id| id == FaceId::OUTSIDE || self.face(id).is_some())?;
            }
        }
        patch.faces.iter().filter_map(|change| change.after?.area).try_for_each(area)?;
        patch.areas.iter().filter_map(|change| change.after.as_ref()?.parent).try_for_each(area)?;
        patch.buildings.iter().filter_map(|change| Some(change.after.as_ref()?.area)).try_for_each(area)
    }

    fn check_removals(&self, patch: &Patch) -> Result<(), Stale> {
        let touched = patch.touched();
        for change in patch.nodes.iter().filter(|change| change.after.is_none()) {
            let leaving = self.nodes.get(change.id.0).into_iter().flat_map(|entry| &entry.leaving);
            free(change.id, leaving.map(|half| half.border()), &touched.borders)?;
        }
        for change in patch.faces.iter().filter(|change| change.after.is_none()) {
            let around = self.faces.get(change.id.0).into_iter().flat_map(|entry| &entry.around);
            free(change.id, around.map(|half| half.border()), &touched.borders)?;
        }
        for change in patch.areas.iter().filter(|change| change.after.is_none()) {
            let Some(entry) = self.areas.get(change.id.0) else { continue };
            free(change.id, entry.faces.iter().copied(), &touched.faces)?;
            free(change.id, entry.children.iter().copied(), &touched.areas)?;
            free(change.id, entry.buildings.iter().copied(), &touched.buildings)?;
        }
        Ok(())
    }
}

/// Numbers lie below an end, so that there is a next one.
fn check_numbers<I: Copy + Into<u32> + Display, R>(changes: &[Change<I, R>], end: u32) -> Result<(), Stale> {
    match changes.iter().find(|change| change.id.into() >= end) {
        Some(change) => Err(Stale::new(change.id, TOO_GREAT)),
        None => Ok(()),
    }
}

fn check_before<I: Copy + Display, R>(
    changes: &[Change<I, R>],
    is_absent: impl Fn(I) -> bool,
    is_same: impl Fn(I, &R) -> bool,
) -> Result<(), Stale> {
    let agrees = |change: &&Change<I, R>| match &change.before {
        None => is_absent(change.id),
        Some(record) => is_same(change.id, record),
    };
    match changes.iter().find(|change| !agrees(change)) {
        Some(change) => Err(Stale::new(change.id, CHANGED)),
        None => Ok(()),
    }
}

/// Which of the records of a patch are there afterwards.
fn presence<I: Copy + Eq + std::hash::Hash, R>(changes: &[Change<I, R>]) -> HashMap<I, bool> {
    changes.iter().map(|change| (change.id, change.after.is_some())).collect()
}

fn needs<I: Copy + Eq + std::hash::Hash + Display>(
    id: I,
    patched: &HashMap<I, bool>,
    is_there: impl Fn(I) -> bool,
) -> Result<(), Stale> {
    match patched.get(&id).copied().unwrap_or_else(|| is_there(id)) {
        true => Ok(()),
        false => Err(Stale::new(id, MISSING)),
    }
}

/// A record may go when all that refer to it change as well; what they refer to then is checked for itself.
fn free<I: Ord>(
    id: impl Display,
    mut users: impl Iterator<Item = I>,
    changed: &BTreeSet<I>,
) -> Result<(), Stale> {
    match users.all(|user| changed.contains(&user)) {
        true => Ok(()),
        false => Err(Stale::new(id, IN_USE)),
    }
}
