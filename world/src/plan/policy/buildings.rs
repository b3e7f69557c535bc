//! Buildings: each in the area that its ground lies in, and no border through one.

use super::Review;
use geo_core::Bounds;

pub(super) fn review(review: &mut Review<'_>) {
    let map = review.map().clone();
    for (_, building) in map.buildings() {
        let located = map.locate(building.at);
        if located != Some(building.area) {
            let name = |area| map.area(area).map_or_else(String::new, |area| area.name.clone());
            let lies_in = located.map_or_else(String::new, name);
            let params = [
                ("building", building.name.clone()),
                ("belongs_to", name(building.area)),
                ("lies_in", lies_in),
            ];
            review.report("building_elsewhere", Some(building.area), Some(building.at), params);
        }
        let Some(footprint) = &building.footprint else { continue };
        let Some(bounds) = Bounds::of_shape(footprint) else { continue };
        if map.borders_in(bounds).into_iter().any(|border| map.runs_through(border, footprint)) {
            let params = [("building", building.name.clone())];
            review.report("border_through_building", Some(building.area), Some(building.at), params);
        }
    }
}
