//! How much ground areas of two plans have in common: where an area came from, and who takes over.

use geo_core::planar::{PlanarMap, Tolerance};
use geo_core::territory::{AreaId, Territory};
use geo_core::{Bounds, Level, Shape};
use std::collections::BTreeMap;

/// The areas of `level` in `map` that share ground with an outline, the one that shares most first, equal ones by id.
///
/// Slivers that are the work of rounding only (less than a square metre and less than a thousandth of the outline) do
/// not count.
pub(super) fn sharing_ground(map: &Territory, level: Level, outline: &Shape) -> Vec<AreaId> {
    let Some(bounds) = Bounds::of_shape(outline) else { return Vec::new() };
    let near: Vec<(AreaId, Shape)> = map
        .areas()
        .filter(|(_, area)| area.level == level)
        .filter_map(|(id, _)| Some((id, map.outline(id)?)))
        .filter(|(_, there)| Bounds::of_shape(there).is_some_and(|there| there.meets(&bounds)))
        .collect();
    let keyed = near.iter().map(|(id, shape)| (id.0, shape));
    let Ok(overlay) = PlanarMap::build(keyed.chain([(u32::MAX, outline)]), Tolerance::NONE) else {
        return Vec::new();
    };
    let mut shared: BTreeMap<u32, f64> = BTreeMap::new();
    for face in overlay.faces() {
        if let [areas @ .., u32::MAX] = face.covered_by() {
            let size = Shape { polygons: vec![face.outline()] }.area().0;
            areas.iter().for_each(|area| *shared.entry(*area).or_default() += size);
        }
    }
    let least = (outline.area().0 / 1000.0).min(1.0);
    let mut shared: Vec<(u32, f64)> = shared.into_iter().filter(|(_, size)| *size > least).collect();
    shared.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    shared.into_iter().map(|(id, _)| AreaId(id)).collect()
}
