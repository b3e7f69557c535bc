//! Where areas of a new map came from, and who takes over from those that are gone.

use super::overlap::sharing_ground;
use geo_core::territory::{AreaId, Territory};
use geo_core::{AreaCode, Level};

/// The areas of an earlier map whose ground an area of a later one took, the one that gave most first. Whether it has a
/// code yet does not matter.
pub fn came_from(before: &Territory, after: &Territory, id: AreaId) -> Vec<AreaCode> {
    let level = after.area(id).map(|area| area.level);
    let outline = after.outline(id).unwrap_or_default();
    let from_level = |level| -> Vec<AreaCode> {
        let sources = sharing_ground(before, level, &outline);
        sources.into_iter().filter_map(|id| before.area(id)?.code.clone()).collect()
    };
    // The first micro-areas of a grid come out of the grid: the nearest level above that had ground here.
    let levels = std::iter::successors(level, |level| level.parent());
    levels.map(from_level).find(|from| !from.is_empty()).unwrap_or_default()
}

/// Who takes over from an area that ends: itself under another code, or else the one of its level that gets most of its
/// ground, or else of a finer or a wider level.
pub(super) fn heir(before: &Territory, after: &Territory, id: AreaId) -> Option<AreaCode> {
    if let Some(code) = after.area(id).and_then(|area| area.code.clone()) {
        return Some(code);
    }
    let level = before.area(id)?.level;
    let outline = before.outline(id)?;
    let mut levels = Level::ALL.to_vec();
    levels.sort_by_key(|other| (*other != level, *other < level));
    let heirs = levels.into_iter().flat_map(|level| sharing_ground(after, level, &outline));
    heirs.into_iter().find_map(|heir| after.area(heir)?.code.clone())
}
