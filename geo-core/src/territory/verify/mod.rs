//! The judge of edits: what a patch has touched must be sound, given that all else was.
//!
//! One judge for all edits, which knows none of them. It looks at
//! * every segment that is new or has moved (`segments`): it meets others in common points of the map only;
//! * every walk around ground that passes a border or a node where something changed (`faces`): the ground on the left
//!   stays the same, and just one of the walks around a face goes around it from outside;
//! * every line whose most western point lies where something changed: the ground west of it is the face it names.
//!   Ground that changes hands is enclosed by what changed, so elsewhere no island can have changed its face;
//! * every changed area, those above, and those that lose or gain ground or buildings (`areas`).
//!
//! So an edit costs what lies around it, however many borders and islands the faces have that it touches.

mod areas;
mod faces;
mod segments;

use super::edit::EditError;
use super::ids::BorderId;
use super::patch::Patch;
use super::window::Window;
use super::{Fault, Territory};
use std::collections::BTreeSet;

pub(super) use areas::faults_of_area;

/// Looks for a fault that a patch brought.
pub(super) fn verify(before: &Territory, after: &Territory, patch: &Patch) -> Result<(), EditError> {
    let altered = altered_borders(before, after, patch);
    check_nodes(before, after, patch)?;
    segments::check(before, after, &altered)?;
    faces::check(before, after, patch, &altered)?;
    Ok(areas::check(before, after, patch)?)
}

/// The borders that are new, gone, changed, or end at a node that moved.
fn altered_borders(before: &Territory, after: &Territory, patch: &Patch) -> BTreeSet<BorderId> {
    let mut borders: BTreeSet<BorderId> = patch.borders.iter().map(|change| change.id).collect();
    for node in
        patch.nodes.iter().flat_map(|change| [before, after].map(|state| state.nodes.get(change.id.0)))
    {
        borders.extend(node.into_iter().flat_map(|entry| &entry.leaving).map(|half| half.border()));
    }
    borders
}

/// The box of all places that borders left, took up or kept.
pub(super) fn window_of(
    before: &Territory,
    after: &Territory,
    borders: &BTreeSet<BorderId>,
) -> Option<Window> {
    let states = [before, after];
    Window::of(borders.iter().flat_map(|border| states.map(|state| state.line_of(*border))).flatten())
}

fn check_nodes(before: &Territory, after: &Territory, patch: &Patch) -> Result<(), Fault> {
    let ends = patch.borders.iter().filter_map(|change| before.border(change.id));
    let ends = ends.flat_map(|border| [border.from, border.to]);
    for node in patch.nodes.iter().map(|change| change.id).chain(ends) {
        if after.nodes.get(node.0).is_some_and(|entry| entry.leaving.is_empty()) {
            return Err(Fault::NoBorder { record: node.to_string() });
        }
    }
    Ok(())
}
