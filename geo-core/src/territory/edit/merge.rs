//! Making one area of several, or a common parent for several.

use super::sketch::Sketch;
use super::{EditError, NewArea};
use crate::Level;
use crate::territory::ids::AreaId;
use crate::territory::records::Area;
use std::collections::BTreeSet;

pub(super) fn draw(sketch: &mut Sketch<'_>, areas: &[AreaId], into: AreaId) -> Result<(), EditError> {
    let all: BTreeSet<AreaId> = areas.iter().copied().chain([into]).collect();
    if all.len() < 2 {
        return Err(EditError::NothingToMerge);
    }
    same_parent(sketch, &all)?;
    let kind = |area: &AreaId| {
        let entry = sketch.now.entry(*area);
        entry.map(|entry| (entry.area.level, entry.children.is_empty()))
    };
    if all.iter().any(|area| kind(area) != kind(&into)) {
        return Err(EditError::LevelsDiffer { areas: all.into_iter().collect() });
    }
    let mut given = Vec::new();
    for area in all.into_iter().filter(|area| *area != into) {
        let (faces, children, buildings) = match sketch.now.entry(area) {
            Some(entry) => (entry.faces.clone(), entry.children.clone(), entry.buildings.clone()),
            None => continue,
        };
        for face in &faces {
            sketch.put_face(*face, Some(into));
        }
        given.extend(faces);
        for child in children {
            super::attributes::set(sketch, child, |of| of.parent = Some(into))?;
        }
        for building in buildings {
            sketch.give_building(building, into);
        }
        sketch.remove_area(area);
    }
    sketch.fuse(&given);
    sketch.tidy();
    Ok(())
}

/// Puts a new area between some areas and their common parent.
pub(super) fn draw_gathering(
    sketch: &mut Sketch<'_>,
    areas: &[AreaId],
    level: Level,
    new: &NewArea,
) -> Result<(), EditError> {
    let all: BTreeSet<AreaId> = areas.iter().copied().collect();
    let parent = same_parent(sketch, &all)?;
    let above = sketch.new_area(new.at(level, parent));
    for area in all {
        super::attributes::set(sketch, area, |of| of.parent = Some(above))?;
    }
    Ok(())
}

/// The parent that all have.
fn same_parent(sketch: &Sketch<'_>, areas: &BTreeSet<AreaId>) -> Result<Option<AreaId>, EditError> {
    let mut parents = BTreeSet::new();
    for area in areas {
        parents.insert(sketch.now.area(*area).ok_or(EditError::UnknownArea { area: *area })?.parent);
    }
    match (parents.pop_first(), parents.is_empty()) {
        (None, _) => Err(EditError::NothingChosen),
        (Some(parent), true) => Ok(parent),
        (Some(_), false) => Err(EditError::ParentsDiffer { areas: areas.iter().copied().collect() }),
    }
}

impl NewArea {
    /// The record of a new area.
    pub(super) fn at(&self, level: Level, parent: Option<AreaId>) -> Area {
        let Self { name, code, kind, team } = self.clone();
        Area { level, code, name, kind, parent, team }
    }
}
