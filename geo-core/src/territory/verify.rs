//! The judge of edits: what a patch has touched must be sound, given that all else was.
//!
//! One judge for all edits, which knows none of them. It looks at
//! * every segment that is new or has moved: it meets others in common points of the map only;
//! * every face that a changed border bounds: walking around it, the ground on the left stays the same, and just one of
//!   the walks goes around it from outside;
//! * every island whose most western point lies where something changed: the ground west of it is the face it names.
//!   Ground that changes hands is enclosed by changed borders, so elsewhere no island can have changed its face;
//! * every changed area, those above, and those that lose or gain ground or buildings.

use super::Territory;
use super::fault::Fault;
use super::ids::{AreaId, BorderId, FaceId};
use super::patch::Patch;
use super::sight::{Segment, Through};
use super::walk::least_place;
use super::window::Window;
use crate::plane::{Meeting, Point, cross, dot, meet};
use crate::{Level, Position};
use smallvec::SmallVec;
use std::collections::BTreeSet;

/// Looks for a fault that a patch brought.
pub(super) fn verify(before: &Territory, after: &Territory, patch: &Patch) -> Result<(), Fault> {
    let altered = altered_borders(before, after, patch);
    check_nodes(before, after, patch)?;
    for border in &altered {
        check_border(before, after, *border)?;
    }
    check_faces(before, after, patch, &altered)?;
    check_areas(before, after, patch)
}

/// The borders that are new, gone, changed, or end at a node that moved.
pub(super) fn altered_borders(before: &Territory, after: &Territory, patch: &Patch) -> BTreeSet<BorderId> {
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

fn check_border(before: &Territory, after: &Territory, id: BorderId) -> Result<(), Fault> {
    let Some(border) = after.border(id) else { return Ok(()) };
    let line = after.line(border);
    if let Some(same) = line.windows(2).find(|ends| ends[0] == ends[1]) {
        return Err(Fault::NoLength { border: id, at: same[0] });
    }
    // Segments at the beginning and the end that were there before with the same ends need not be looked at.
    let (mut first, mut last) = (0, line.len() - 1);
    if let Some(old) = before.border(id) {
        let was = before.line(old);
        let same = |(one, two): (&Position, &Position)| one == two;
        if old.from == border.from {
            first = line.iter().zip(&was).take_while(|pair| same(*pair)).count().saturating_sub(1);
        }
        if old.to == border.to {
            last -= line
                .iter()
                .rev()
                .zip(was.iter().rev())
                .take_while(|pair| same(*pair))
                .count()
                .saturating_sub(1);
        }
    }
    (first..last)
        .filter_map(|number| after.segment(id, number))
        .try_for_each(|segment| check_segment(after, &segment))
}

fn check_segment(after: &Territory, segment: &Segment) -> Result<(), Fault> {
    let mut fault = None;
    after.segments_meeting(&segment.window(), &mut |other| {
        if fault.is_none() && (other.border, other.number) != (segment.border, segment.number) {
            let at = wrong_meeting(segment, &other);
            fault = at.map(|at| Fault::Meeting { borders: [segment.border, other.border], at });
        }
    });
    fault.map_or(Ok(()), Err)
}

/// Where two segments meet other than in one common point of the map.
pub(super) fn wrong_meeting(one: &Segment, two: &Segment) -> Option<Position> {
    let ([a, b], [c, d]) = (one.points(), two.points());
    let common = |mine: usize, theirs: usize| one.vertices[mine] == two.vertices[theirs];
    let shared = [(0, 0), (0, 1), (1, 0), (1, 1)].into_iter().filter(|(mine, theirs)| common(*mine, *theirs));
    match shared.collect::<SmallVec<[_; 4]>>()[..] {
        [] => match meet(a, b, c, d) {
            Meeting::Apart => None,
            Meeting::Crossing(at) | Meeting::Touch(at) | Meeting::Along(at, _) => Some(at.position()),
        },
        [(mine, theirs)] => {
            let (at, far, other) = ([a, b][mine], [a, b][1 - mine], [c, d][1 - theirs]);
            // They set out in one direction, or come back to the common point by way of another.
            let along = cross(at, far, other) == 0 && dot(at, far, other) > 0;
            along.then(|| one.ends[mine])
        }
        _ => Some(one.ends[0]),
    }
}

fn check_faces(
    before: &Territory,
    after: &Territory,
    patch: &Patch,
    altered: &BTreeSet<BorderId>,
) -> Result<(), Fault> {
    let mut faces: BTreeSet<FaceId> = patch.faces.iter().map(|change| change.id).collect();
    for border in altered.iter().flat_map(|id| [before.border(*id), after.border(*id)]).flatten() {
        faces.extend([border.left, border.right]);
    }
    let window = window_of(before, after, altered);
    for face in faces {
        let Some(entry) = after.faces.get(face.0) else { continue };
        for half in &entry.around {
            let other = after.left_of(half.twin()).and_then(|face| after.area_of(face));
            if other == entry.face.area {
                let at = after.line_of(half.border())[0];
                return Err(Fault::SameGround { border: half.border(), at });
            }
        }
        check_face(after, face, window.as_ref())?;
    }
    Ok(())
}

/// Walks around a face. Islands are looked at where their most western point lies in the window.
fn check_face(after: &Territory, face: FaceId, window: Option<&Window>) -> Result<(), Fault> {
    let loops = after.loops(face).map_err(|broken| Fault::Fold { at: after.place_of(broken.at) })?;
    let outer = loops.iter().filter(|walk| walk.doubled > 0).count();
    let flat = loops.iter().any(|walk| walk.doubled == 0);
    if flat || outer != usize::from(face != FaceId::OUTSIDE) {
        let start = loops.first().and_then(|walk| after.origin(walk.halves[0]));
        return match start {
            Some(start) => Err(Fault::InsideOut { face, at: after.place_of(start) }),
            None => Err(Fault::NoBorder { record: face.to_string() }),
        };
    }
    for island in loops.iter().filter(|walk| walk.doubled < 0) {
        let Some(at) = least_place(after, island) else { continue };
        if window.is_some_and(|window| window.holds(at)) {
            let seen = after.first_to_the_west(Point::from(at), Through::Unseen);
            let lies_in = seen.and_then(|half| after.left_of(half)).unwrap_or(FaceId::OUTSIDE);
            if lies_in != face {
                return Err(Fault::Island { at, says: face, lies_in });
            }
        }
    }
    Ok(())
}

fn check_areas(before: &Territory, after: &Territory, patch: &Patch) -> Result<(), Fault> {
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
pub(super) fn faults_of_area(after: &Territory, id: AreaId) -> SmallVec<[Fault; 1]> {
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
    pub(super) fn top_level(&self) -> Option<Level> {
        Level::ALL.into_iter().find(|level| self.of_level[*level as usize] > 0)
    }

    pub(super) fn place_of(&self, node: super::NodeId) -> Position {
        self.node(node).map_or_else(|| Point::new(0, 0).position(), |node| node.at)
    }
}
