//! How large a draft's map is, kept beside it: what a step does not touch is not counted again.

use geo_core::territory::{Changes, Patch, Territory};
use geo_core::{Bounds, Level, Position};
use std::collections::BTreeMap;

/// What there is in a map, and where it lies.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Areas by level.
    pub areas: BTreeMap<Level, usize>,
    /// Households in all buildings.
    pub households: u64,
    /// The box around its borders.
    pub bounds: Option<Bounds>,
}

impl Figures {
    /// Those of a map, counted from nothing.
    pub fn of(map: &Territory) -> Self {
        let mut areas: BTreeMap<Level, usize> = BTreeMap::new();
        map.areas().for_each(|(_, area)| *areas.entry(area.level).or_default() += 1);
        let households = map.buildings().map(|(_, building)| u64::from(building.households)).sum();
        Self { areas, households, bounds: bounds(map) }
    }

    /// Those of the map that a patch led to.
    #[must_use]
    pub fn after(&self, patch: &Patch, map: &Territory) -> Self {
        let mut figures = self.clone();
        for change in &patch.areas {
            if let Some(gone) = &change.before
                && let Some(count) = figures.areas.get_mut(&gone.level)
            {
                *count -= 1;
            }
            if let Some(there) = &change.after {
                *figures.areas.entry(there.level).or_default() += 1;
            }
        }
        figures.areas.retain(|_, count| *count > 0);
        for change in &patch.buildings {
            let households = |building: &Option<geo_core::territory::Building>| {
                building.as_ref().map_or(0, |building| u64::from(building.households))
            };
            figures.households = figures.households + households(&change.after) - households(&change.before);
        }
        figures.bounds = self.bounds_after(patch, map);
        debug_assert_eq!(figures, Self::of(map));
        figures
    }

    /// The box only shrinks when something that reached its side was taken away: then everything is looked at.
    fn bounds_after(&self, patch: &Patch, map: &Territory) -> Option<Bounds> {
        let Some(old) = self.bounds else { return bounds(map) };
        let (before, after) = (touched(patch, Side::Before), touched(patch, Side::After));
        let Some(before) = Bounds::around(before) else { return around([Some(old), Bounds::around(after)]) };
        let after = Bounds::around(after);
        let shrinks =
            sides(old).into_iter().zip(sides(before)).enumerate().any(|(side, (old, before))| {
                before == old && after.is_none_or(|after| sides(after)[side] < old)
            });
        if shrinks { bounds(map) } else { around([Some(old), after]) }
    }
}

/// How far a box reaches west, south, east and north: more is farther.
fn sides(bounds: Bounds) -> [i32; 4] {
    let (low, high) = (bounds.south_west(), bounds.north_east());
    [-low.lon_e7(), -low.lat_e7(), high.lon_e7(), high.lat_e7()]
}

fn around(boxes: [Option<Bounds>; 2]) -> Option<Bounds> {
    Bounds::around(boxes.into_iter().flatten().flat_map(|there| [there.south_west(), there.north_east()]))
}

#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

/// The points that a patch takes away or puts there.
fn touched(patch: &Patch, side: Side) -> impl Iterator<Item = Position> + '_ {
    fn records<I, R>(changes: &Changes<I, R>, side: Side) -> impl Iterator<Item = &R> {
        changes.iter().filter_map(move |change| match side {
            Side::Before => change.before.as_ref(),
            Side::After => change.after.as_ref(),
        })
    }
    let nodes = records(&patch.nodes, side).map(|node| node.at);
    nodes.chain(records(&patch.borders, side).flat_map(|border| border.points.iter().copied()))
}

fn bounds(map: &Territory) -> Option<Bounds> {
    let corners = map.nodes().map(|(_, node)| node.at);
    let points = map.borders().flat_map(|(_, border)| border.points.iter().copied());
    Bounds::around(corners.chain(points))
}
