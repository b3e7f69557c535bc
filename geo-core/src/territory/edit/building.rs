//! Adding, changing and removing buildings.

use super::EditError;
use super::give::finest;
use super::sketch::Sketch;
use crate::territory::ids::{AreaId, BuildingId};
use crate::territory::records::Building;
use crate::{Position, Shape};

/// What is said of a building.
pub(super) struct Given<'a> {
    pub at: Position,
    pub households: u32,
    pub area: Option<AreaId>,
    pub footprint: &'a Option<Shape>,
    pub name: &'a str,
}

pub(super) fn draw(
    sketch: &mut Sketch<'_>,
    id: Option<BuildingId>,
    given: Given<'_>,
) -> Result<(), EditError> {
    let at = given.at;
    let area = match given.area {
        Some(area) => finest(sketch, area)?,
        None => sketch.now.locate(at).ok_or(EditError::NoAreaThere { at })?,
    };
    let id = match id {
        Some(building) if sketch.now.building(building).is_none() => {
            return Err(EditError::UnknownBuilding { building });
        }
        Some(building) => building,
        None => BuildingId(sketch.now.next.building),
    };
    let building = Building {
        at,
        households: given.households,
        area,
        footprint: given.footprint.clone(),
        name: given.name.to_owned(),
    };
    sketch.put_building(id, Some(building));
    Ok(())
}

pub(super) fn draw_removal(sketch: &mut Sketch<'_>, building: BuildingId) -> Result<(), EditError> {
    sketch.now.building(building).ok_or(EditError::UnknownBuilding { building })?;
    sketch.put_building(building, None);
    Ok(())
}
