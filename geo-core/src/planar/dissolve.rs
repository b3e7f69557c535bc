//! One outline around all faces of an area.

use super::AreaKey;
use super::arrangement::HalfEdge;
use super::budget::Budget;
use super::edges::Collector;
use super::map::PlanarMap;
use crate::plane::Point;
use std::collections::BTreeMap;

/// A part: its outer ring, counter-clockwise, then its holes, clockwise. No ring passes a point twice.
pub(super) type Rings = Vec<Vec<Point>>;

/// The parts of every area, given which areas each face belongs to (sorted). Lines between faces of an area are gone.
pub(super) fn dissolved<'a>(
    map: &PlanarMap,
    areas_of: impl Fn(u32) -> &'a [AreaKey],
) -> BTreeMap<AreaKey, Vec<Rings>> {
    let mut borders: BTreeMap<AreaKey, Collector> = BTreeMap::new();
    for half in 0..map.arrangement.next.len() as HalfEdge {
        let beyond = areas_of(map.face_left_of(half ^ 1));
        for area in areas_of(map.face_left_of(half)) {
            if beyond.binary_search(area).is_err() {
                let border = borders.entry(*area).or_default();
                border.add(map.arrangement.from(half), map.arrangement.from(half ^ 1), *area, 1);
            }
        }
    }
    borders.into_iter().map(|(area, border)| (area, parts(border))).collect()
}

fn parts(border: Collector) -> Vec<Rings> {
    // The whole map was within its budget, so is what is left of it.
    let map = PlanarMap::of_noded(border.edges(), Budget::ENDLESS).expect("the budget has no end");
    map.faces().filter(|face| !face.covered_by().is_empty()).map(|face| face.rings()).collect()
}
