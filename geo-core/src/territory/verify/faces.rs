//! Walks around ground, where something changed, make up faces.

use crate::Position;
use crate::plane::Point;
use crate::territory::ids::{BorderId, FaceId, Half, NodeId};
use crate::territory::patch::Patch;
use crate::territory::sight::Through;
use crate::territory::verify::segments::changed_segments;
use crate::territory::window::Window;
use crate::territory::{Fault, Territory};
use std::collections::{BTreeMap, BTreeSet, HashSet};

pub(super) fn check(
    before: &Territory,
    after: &Territory,
    patch: &Patch,
    altered: &BTreeSet<BorderId>,
) -> Result<(), Fault> {
    check_sides(after, patch, altered)?;
    let mut faces: BTreeSet<FaceId> = patch.faces.iter().map(|change| change.id).collect();
    for border in altered.iter().flat_map(|id| [before.border(*id), after.border(*id)]).flatten() {
        faces.extend([border.left, border.right]);
    }
    let turned = turned_nodes(before, after, patch, altered);
    // What passes neither an altered border nor a node where ways turn otherwise is the same walk in both states.
    let was = outer_walks(before, altered, &turned).unwrap_or_default();
    let is = outer_walks(after, altered, &turned)?;
    for face in faces.iter().copied().filter(|face| after.faces.get(face.0).is_some()) {
        let had = usize::from(face != FaceId::OUTSIDE && before.face(face).is_some());
        let count = |walks: &BTreeMap<FaceId, Outer>| walks.get(&face).map_or(0, |outer| outer.count);
        let has = (had + count(&is)).saturating_sub(count(&was));
        if has != usize::from(face != FaceId::OUTSIDE) {
            return Err(match is.get(&face) {
                Some(Outer { at, .. }) => Fault::InsideOut { face, at: after.place_of(*at) },
                None => Fault::NoBorder { record: face.to_string() },
            });
        }
    }
    check_islands(before, after, altered, &faces)
}

/// Borders part different areas.
fn check_sides(after: &Territory, patch: &Patch, altered: &BTreeSet<BorderId>) -> Result<(), Fault> {
    let around = patch.faces.iter().filter_map(|change| after.faces.get(change.id.0));
    let around = around.flat_map(|entry| &entry.around).map(|half| half.border());
    for id in altered.iter().copied().chain(around) {
        let Some(border) = after.border(id) else { continue };
        if after.area_of(border.left) == after.area_of(border.right) {
            return Err(Fault::SameGround { border: id, at: after.place_of(border.from) });
        }
    }
    Ok(())
}

/// The nodes that moved, or that some border leaves otherwise than before.
fn turned_nodes(
    before: &Territory,
    after: &Territory,
    patch: &Patch,
    altered: &BTreeSet<BorderId>,
) -> BTreeSet<NodeId> {
    let mut nodes: BTreeSet<NodeId> = patch.nodes.iter().map(|change| change.id).collect();
    for half in altered.iter().flat_map(|id| [Half::forward(*id), Half::backward(*id)]) {
        let leaves = |state: &Territory| Some((state.origin(half)?, state.heading(half)?));
        let (was, is) = (leaves(before), leaves(after));
        if was != is {
            nodes.extend([was, is].into_iter().flatten().map(|(node, _)| node));
        }
    }
    nodes
}

/// Walks around a face, as far as they were looked at.
struct Outer {
    /// How many go around it from outside.
    count: usize,
    /// Where one of the walks starts.
    at: NodeId,
}

/// The walks that pass one of the borders or nodes, by face.
fn outer_walks(
    state: &Territory,
    borders: &BTreeSet<BorderId>,
    nodes: &BTreeSet<NodeId>,
) -> Result<BTreeMap<FaceId, Outer>, Fault> {
    let sides = borders.iter().filter(|id| state.border(**id).is_some());
    let sides = sides.flat_map(|id| [Half::forward(*id), Half::backward(*id)]);
    let leaving = nodes.iter().filter_map(|node| state.nodes.get(node.0)).flat_map(|entry| &entry.leaving);
    let (mut seen, mut found) = (HashSet::new(), BTreeMap::new());
    for start in sides.chain(leaving.copied()) {
        if seen.contains(&start) {
            continue;
        }
        let walk = state.walk_from(start).map_err(|broken| Fault::Fold { at: state.place_of(broken.at) })?;
        seen.extend(walk.halves.iter().copied());
        let (Some(face), Some(at)) = (state.left_of(start), state.origin(start)) else { continue };
        if walk.doubled == 0 {
            return Err(Fault::InsideOut { face, at: state.place_of(at) });
        }
        let outer = found.entry(face).or_insert(Outer { count: 0, at });
        outer.count += usize::from(walk.doubled > 0);
    }
    Ok(found)
}

/// Looks west from the most western points of borders, where these lie among what changed.
fn check_islands(
    before: &Territory,
    after: &Territory,
    altered: &BTreeSet<BorderId>,
    faces: &BTreeSet<FaceId>,
) -> Result<(), Fault> {
    let Some(window) = changed_window(before, after, altered) else { return Ok(()) };
    let mut borders: Vec<BorderId> = Vec::new();
    after.runs.meeting(&window, &mut |run| borders.push(run.border));
    borders.sort_unstable();
    borders.dedup();
    let mut looked: HashSet<Position> = HashSet::new();
    for id in borders {
        let Some(border) = after.border(id) else { continue };
        if !faces.contains(&border.left) && !faces.contains(&border.right) {
            continue;
        }
        // The most western point of an island is that of one of its borders.
        let line = after.line(border);
        let Some((number, at)) = line.iter().copied().enumerate().min_by_key(|(_, at)| *at) else { continue };
        if !window.holds(at) || !looked.insert(at) {
            continue;
        }
        let says = match number {
            0 => after.ground_west_of(border.from),
            _ if number + 1 == line.len() => after.ground_west_of(border.to),
            // Of two ways to the east the line turns left around the ground in the west if it comes by the lower.
            _ => Some(
                match crate::plane::cross(at.into(), line[number - 1].into(), line[number + 1].into()) > 0 {
                    true => border.left,
                    false => border.right,
                },
            ),
        };
        let Some(says) = says.filter(|says| faces.contains(says)) else { continue };
        let seen = after.first_to_the_west(Point::from(at), Through::Unseen);
        let lies_in = seen.and_then(|half| after.left_of(half)).unwrap_or(FaceId::OUTSIDE);
        if lies_in != says {
            return Err(Fault::Island { at, says, lies_in });
        }
    }
    Ok(())
}

/// The box of all that borders left or took up; of those that name other faces on their sides, of all their points.
fn changed_window(before: &Territory, after: &Territory, altered: &BTreeSet<BorderId>) -> Option<Window> {
    let mut window: Option<Window> = None;
    for id in altered {
        let sides = |state: &Territory| state.border(*id).map(|border| [border.left, border.right]);
        let keeps_sides = sides(before) == sides(after);
        for (state, changed) in [before, after].into_iter().zip(changed_segments(before, after, *id)) {
            let line = state.line_of(*id);
            let points = match keeps_sides {
                true if changed.is_empty() => continue,
                true => &line[changed.start..=changed.end],
                false => &line[..],
            };
            let both = [window, Window::of(points.iter().copied())];
            window = both.into_iter().flatten().reduce(Window::joined);
        }
    }
    window
}

impl Territory {
    /// The ground just west of a node, as the borders say that leave it.
    fn ground_west_of(&self, node: NodeId) -> Option<FaceId> {
        // Counter-clockwise from just above west, the last of them has it on its left.
        self.fan(node).last().and_then(|half| self.left_of(*half))
    }
}
