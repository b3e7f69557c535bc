//! Dividing an area along a drawn path.

use super::drawn::Drawn;
use super::give::finest;
use super::overlay::Lies;
use super::sketch::Sketch;
use super::{EditError, SplitInto};
use crate::Position;
use crate::territory::Territory;
use crate::territory::ids::{AreaId, BorderId, FaceId};
use std::collections::BTreeSet;

pub(super) fn draw(
    sketch: &mut Sketch<'_>,
    area: AreaId,
    path: &[Position],
    into: &SplitInto,
) -> Result<(), EditError> {
    finest(sketch, area)?;
    let drawn = Drawn::path(path)?;
    let mut strokes = strokes(sketch, area, &drawn)?;
    let left_of = |sketch: &Sketch<'_>, strokes: &[BorderId]| -> BTreeSet<FaceId> {
        strokes.iter().filter_map(|stroke| Some(sketch.now.border(*stroke)?.left)).collect()
    };
    let left = left_of(sketch, &strokes);
    // A path that winds has its left on both sides of some strokes: these divide nothing.
    let is_idle =
        |stroke: &BorderId| sketch.now.border(*stroke).is_some_and(|border| left.contains(&border.right));
    let idle: BTreeSet<BorderId> = strokes.iter().copied().filter(is_idle).collect();
    if !idle.is_empty() {
        strokes.retain(|stroke| !idle.contains(stroke));
        sketch.fuse_along(idle);
        sketch.number_by_size(&strokes);
    }
    let cut_off = left_of(sketch, &strokes);
    if cut_off.is_empty() {
        return Err(EditError::PathDoesNotDivide { area, at: drawn.points[drawn.points.len() / 2] });
    }
    let rest: Vec<FaceId> =
        sketch.now.faces_of(area).iter().copied().filter(|face| !cut_off.contains(face)).collect();
    if rest.is_empty() {
        return Err(EditError::WouldEmptyArea { area });
    }
    match into {
        SplitInto::Sibling(new) => {
            let Some(old) = sketch.now.area(area) else { return Err(EditError::UnknownArea { area }) };
            let (level, parent) = (old.level, old.parent);
            give(sketch, &cut_off, new.at(level, parent));
        }
        SplitInto::Children { level, areas: [one, two] } => {
            give(sketch, &cut_off, one.at(*level, Some(area)));
            give(sketch, &rest.into_iter().collect(), two.at(*level, Some(area)));
        }
    }
    sketch.tidy();
    Ok(())
}

fn give(sketch: &mut Sketch<'_>, faces: &BTreeSet<FaceId>, area: crate::territory::Area) {
    let id = sketch.new_area(area);
    faces.iter().for_each(|face| sketch.put_face(*face, Some(id)));
}

/// Draws those stretches of a path that divide the area, and divides its faces along them.
fn strokes(sketch: &mut Sketch<'_>, area: AreaId, drawn: &Drawn) -> Result<Vec<BorderId>, EditError> {
    let bounds = |now: &Territory, border: BorderId| {
        let sides = now.border(border).map(|border| [border.left, border.right]);
        sides.is_some_and(|sides| sides.iter().any(|face| now.area_of(*face) == Some(area)))
    };
    let ends = [drawn.points.first(), drawn.points.last()].into_iter().flatten();
    if !drawn.is_closed {
        ends.for_each(|end| sketch.snap(*end, &bounds));
    }
    let mut strokes = Vec::new();
    let mut faces = BTreeSet::new();
    for stretch in sketch.overlay(drawn, &bounds)? {
        match stretch.lies {
            Lies::In(face) if sketch.now.area_of(face) == Some(area) => {
                if let Some(at) = stretch.open_end {
                    return Err(EditError::PathEndsInside { at });
                }
                strokes.push(sketch.add_stroke(&stretch.line, face)?);
                faces.insert(face);
            }
            _ => {}
        }
    }
    for face in &faces {
        sketch.drop_bridges(*face, &mut strokes)?;
    }
    if strokes.is_empty() {
        let at = drawn.points[drawn.points.len() / 2];
        return Err(EditError::PathDoesNotDivide { area, at });
    }
    faces.into_iter().try_for_each(|face| sketch.divide(face))?;
    Ok(strokes)
}
