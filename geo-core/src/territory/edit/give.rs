//! Giving faces or buildings to another area.

use super::EditError;
use super::sketch::Sketch;
use crate::territory::ids::{AreaId, BuildingId, FaceId};

/// An area that can have ground and buildings of its own.
pub(super) fn finest(sketch: &Sketch<'_>, area: AreaId) -> Result<AreaId, EditError> {
    match sketch.now.entry(area) {
        None => Err(EditError::UnknownArea { area }),
        Some(entry) if !entry.children.is_empty() => Err(EditError::NotFinest { area }),
        Some(_) => Ok(area),
    }
}

pub(super) fn draw_faces(sketch: &mut Sketch<'_>, faces: &[FaceId], to: AreaId) -> Result<(), EditError> {
    finest(sketch, to)?;
    if faces.is_empty() {
        return Err(EditError::NothingChosen);
    }
    for face in faces {
        sketch.now.face(*face).ok_or(EditError::UnknownFace { face: *face })?;
        sketch.put_face(*face, Some(to));
    }
    sketch.fuse(faces);
    sketch.tidy();
    Ok(())
}

pub(super) fn draw_buildings(
    sketch: &mut Sketch<'_>,
    buildings: &[BuildingId],
    to: AreaId,
) -> Result<(), EditError> {
    finest(sketch, to)?;
    if buildings.is_empty() {
        return Err(EditError::NothingChosen);
    }
    for building in buildings {
        sketch.now.building(*building).ok_or(EditError::UnknownBuilding { building: *building })?;
        sketch.give_building(*building, to);
    }
    Ok(())
}
