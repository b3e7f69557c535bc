//! Which areas touch: whose borders run along each other, or meet in a corner.
//!
//! Outlines come from different sources, and a river or a road may lie between two townships that everybody calls
//! neighbours. So borders touch here when they come as near to each other as the edge of a cell or two: between
//! forty and about a hundred metres. Each border is walked in steps shorter than a cell, so no stretch is missed.

use geo_core::{AreaCode, Position, Shape};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The edge of a cell in 1e-7 degrees of latitude: forty metres.
const CELL: f64 = 3_600.0;

/// For each area those that touch it, in order of code.
pub(super) fn touching<'a>(
    areas: impl Iterator<Item = (&'a AreaCode, &'a Shape)>,
) -> BTreeMap<AreaCode, Vec<AreaCode>> {
    let areas: Vec<(&AreaCode, &Shape)> = areas.collect();
    // Degrees of longitude are shorter away from the equator: by the same share all over a district.
    let first = areas.iter().find_map(|(_, shape)| shape.polygons.first()?.outer.first());
    let wide = CELL / first.map_or(1.0, |corner| corner.lat().to_radians().cos().max(0.01));
    let mut cells: HashMap<(i64, i64), BTreeSet<usize>> = HashMap::new();
    for (number, (_, shape)) in areas.iter().enumerate() {
        for ring in
            shape.polygons.iter().flat_map(|polygon| std::iter::once(&polygon.outer).chain(&polygon.holes))
        {
            let ends = ring.iter().cycle().skip(1);
            for (from, to) in ring.iter().zip(ends) {
                walk(*from, *to, wide, |cell| {
                    cells.entry(cell).or_default().insert(number);
                });
            }
        }
    }
    let mut pairs = BTreeSet::new();
    for ((x, y), here) in &cells {
        let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (x + dx, y + dy)));
        for there in around.filter_map(|cell| cells.get(&cell)) {
            pairs.extend(
                here.iter().flat_map(|a| there.iter().map(move |b| (*a, *b))).filter(|(a, b)| a != b),
            );
        }
    }
    let mut touching: BTreeMap<AreaCode, Vec<AreaCode>> = BTreeMap::new();
    for (a, b) in pairs {
        touching.entry(areas[a].0.clone()).or_default().push(areas[b].0.clone());
    }
    for others in touching.values_mut() {
        others.sort();
        others.dedup();
    }
    touching
}

/// The cells along a line, `wide` and [`CELL`] high.
fn walk(from: Position, to: Position, wide: f64, mut meets: impl FnMut((i64, i64))) {
    let (x, y) = (f64::from(from.lon_e7()) / wide, f64::from(from.lat_e7()) / CELL);
    let (dx, dy) = (f64::from(to.lon_e7()) / wide - x, f64::from(to.lat_e7()) / CELL - y);
    let steps = (dx.abs().max(dy.abs()) * 2.0).ceil().max(1.0);
    for step in 0..steps as u64 {
        let share = step as f64 / steps;
        meets(((x + dx * share).floor() as i64, (y + dy * share).floor() as i64));
    }
}
