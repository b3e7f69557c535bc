//! What areas are called, and what they lie below.

use super::EditError;
use super::sketch::Sketch;
use crate::territory::ids::AreaId;
use crate::territory::records::Area;

/// Changes the record of an area.
pub(super) fn set(
    sketch: &mut Sketch<'_>,
    id: AreaId,
    change: impl FnOnce(&mut Area),
) -> Result<(), EditError> {
    let mut area = sketch.now.area(id).cloned().ok_or(EditError::UnknownArea { area: id })?;
    change(&mut area);
    sketch.put_area(id, area);
    Ok(())
}

/// Moves an area under another parent.
pub(super) fn set_parent(
    sketch: &mut Sketch<'_>,
    area: AreaId,
    parent: Option<AreaId>,
) -> Result<(), EditError> {
    if let Some(parent) = parent {
        if sketch.now.area(parent).is_none() {
            return Err(EditError::UnknownArea { area: parent });
        }
        if sketch.now.chain(Some(parent)).contains(&Some(area)) {
            return Err(EditError::ParentCycle { area, parent });
        }
    }
    set(sketch, area, |of| of.parent = parent)
}
