//! Taking the ground inside a drawn ring from whatever areas it touches.

use super::drawn::Drawn;
use super::give::finest;
use super::overlay::Lies;
use super::sketch::Sketch;
use super::{Carved, CarvedGround, EditError, Swallowed};
use crate::Position;
use crate::territory::ids::{AreaId, BorderId, FaceId, Half, NodeId};
use crate::territory::window::Window;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn draw(
    sketch: &mut Sketch<'_>,
    ring: &[Position],
    to: &Carved,
    swallowed: Swallowed,
    ground: CarvedGround,
) -> Result<(), EditError> {
    if let Carved::Existing { area } = to {
        finest(sketch, *area)?;
    }
    let drawn = Drawn::ring(ring)?;
    let around = around(sketch, &drawn)?;
    let inside = inside(sketch, &around)?;
    let is_taken = |face: &FaceId| ground == CarvedGround::All || sketch.now.area_of(*face).is_some();
    let taken: BTreeSet<FaceId> =
        inside.into_iter().filter(|face| *face != FaceId::OUTSIDE).filter(is_taken).collect();
    let at = drawn.points[0];
    if taken.is_empty() {
        return Err(EditError::NothingInside { at });
    }
    let target = match to {
        Carved::Existing { area } => *area,
        Carved::New { parent: Some(parent), .. } if sketch.now.area(*parent).is_none() => {
            return Err(EditError::UnknownArea { area: *parent });
        }
        Carved::New { area, level, parent } => sketch.new_area(area.at(*level, *parent)),
    };
    let losing: BTreeSet<AreaId> = taken.iter().filter_map(|face| sketch.now.area_of(*face)).collect();
    let emptied: Vec<AreaId> = losing
        .into_iter()
        .filter(|area| *area != target && sketch.now.faces_of(*area).iter().all(|face| taken.contains(face)))
        .collect();
    if swallowed == Swallowed::Refuse && !emptied.is_empty() {
        return Err(EditError::WouldSwallowAreas { areas: emptied, at });
    }
    sketch.retiring.extend(emptied.into_iter().map(|area| (area, target)));
    taken.iter().for_each(|face| sketch.put_face(*face, Some(target)));
    // Only what was taken has a new area; but where the ring runs through ground that it does not take, it parts nothing.
    let taken = taken.iter().filter_map(|face| sketch.now.faces.get(face.0));
    let borders: BTreeSet<BorderId> =
        taken.flat_map(|entry| &entry.around).chain(&around).map(|half| half.border()).collect();
    sketch.fuse_along(borders);
    sketch.tidy();
    Ok(())
}

/// Draws a ring on the map, and gives all that it consists of in its direction: new borders, and old ones it runs
/// along.
fn around(sketch: &mut Sketch<'_>, drawn: &Drawn) -> Result<Vec<Half>, EditError> {
    let (mut around, mut along, mut faces) = (Vec::new(), Vec::new(), BTreeSet::new());
    for stretch in sketch.overlay(drawn, &|_, _| true)? {
        match stretch.lies {
            Lies::In(face) => {
                around.push(Half::forward(sketch.add_stroke(&stretch.line, face)?));
                faces.insert(face);
            }
            Lies::Along => along.push(stretch.line),
        }
    }
    faces.into_iter().try_for_each(|face| sketch.divide(face))?;
    // Where the ring joins or leaves a border there is a node now, so each border is on the ring as a whole or not.
    for line in along {
        around.extend(half_between(sketch, line[0], line[line.len() - 1]));
    }
    around.sort_unstable();
    around.dedup();
    Ok(around)
}

/// The border that has a segment from one place to another, in that direction.
fn half_between(sketch: &Sketch<'_>, from: Position, to: Position) -> Option<Half> {
    let mut found = None;
    sketch.now.segments_meeting(&Window::at(from), &mut |segment| match segment.ends {
        [a, b] if (a, b) == (from, to) => found = Some(Half::forward(segment.border)),
        [a, b] if (b, a) == (from, to) => found = Some(Half::backward(segment.border)),
        _ => {}
    });
    found
}

/// All faces on the left of a ring.
///
/// # Errors
/// When one comes from there to its right without crossing it: where borders lie within a unit of each other, a crossing
/// rounded to the grid is one with both, and the ring has no line of its own between them.
fn inside(sketch: &Sketch<'_>, around: &[Half]) -> Result<BTreeSet<FaceId>, EditError> {
    let ring: BTreeSet<BorderId> = around.iter().map(|half| half.border()).collect();
    let beyond: BTreeMap<FaceId, Half> =
        around.iter().filter_map(|half| Some((sketch.now.left_of(half.twin())?, *half))).collect();
    let mut open: Vec<FaceId> = around.iter().filter_map(|half| sketch.now.left_of(*half)).collect();
    let mut inside: BTreeSet<FaceId> = BTreeSet::new();
    while let Some(face) = open.pop() {
        if let Some(half) = beyond.get(&face) {
            let node = sketch.now.origin(*half).unwrap_or(NodeId(0));
            return Err(EditError::WouldFold { at: sketch.now.place_of(node) });
        }
        if !inside.insert(face) {
            continue;
        }
        let around = sketch.now.faces.get(face.0).map_or(&[][..], |entry| &entry.around);
        for half in around.iter().filter(|half| !ring.contains(&half.border())) {
            open.extend(sketch.now.left_of(half.twin()));
        }
    }
    Ok(inside)
}
