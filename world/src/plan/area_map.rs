//! How areas hang together and where they lie.

use crate::records::Area;
use crate::register::Register;
use geo_core::{AreaCode, Level, Position, Shape};
use imbl::OrdMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Built again whenever the areas of a level are replaced.
#[derive(Default)]
pub(crate) struct AreaMap {
    children: BTreeMap<AreaCode, Vec<AreaCode>>,
    levels: BTreeMap<Level, Vec<AreaCode>>,
    boxes: Vec<(Level, AreaCode, [i32; 4], Arc<Shape>)>,
}

impl AreaMap {
    pub fn of(areas: &Register<Area>, outlines: &OrdMap<AreaCode, Arc<Shape>>) -> Self {
        let mut map = Self::default();
        for area in areas.iter() {
            if let Some(parent) = &area.parent {
                map.children.entry(parent.clone()).or_default().push(area.code.clone());
            }
            map.levels.entry(area.level).or_default().push(area.code.clone());
            if let Some(shape) = outlines.get(&area.code) {
                let mut bounds = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];
                for p in shape.polygons.iter().flat_map(|polygon| &polygon.outer) {
                    bounds = [bounds[0].min(p.lon_e7()), bounds[1].min(p.lat_e7()), bounds[2].max(p.lon_e7()), bounds[3].max(p.lat_e7())];
                }
                map.boxes.push((area.level, area.code.clone(), bounds, shape.clone()));
            }
        }
        map.boxes.sort_by(|a, b| (b.0, &a.1).cmp(&(a.0, &b.1)));
        map
    }

    /// The finest area at a position.
    pub fn finest(&self, position: Position) -> Option<&AreaCode> {
        let (x, y) = (position.lon_e7(), position.lat_e7());
        let hit = self.boxes.iter().find(|(_, _, b, shape)| {
            b[0] <= x && x <= b[2] && b[1] <= y && y <= b[3] && contains(shape, i128::from(x), i128::from(y))
        });
        hit.map(|(_, code, ..)| code)
    }

    /// The areas directly below one, in order of code.
    pub fn children(&self, code: &AreaCode) -> &[AreaCode] {
        self.children.get(code).map_or(&[], Vec::as_slice)
    }

    /// The areas of a level, in order of code.
    pub fn of_level(&self, level: Level) -> &[AreaCode] {
        self.levels.get(&level).map_or(&[], Vec::as_slice)
    }

    /// The finest level that has areas.
    pub fn finest_level(&self) -> Option<Level> {
        self.levels.keys().next_back().copied()
    }
}

fn contains(shape: &Shape, x: i128, y: i128) -> bool {
    let mut inside = false;
    for polygon in &shape.polygons {
        for ring in std::iter::once(&polygon.outer).chain(&polygon.holes) {
            for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                let (ax, ay, bx, by) = (i128::from(a.lon_e7()), i128::from(a.lat_e7()), i128::from(b.lon_e7()), i128::from(b.lat_e7()));
                if (ay > y) != (by > y) {
                    let cross = (bx - ax) * (y - ay) - (x - ax) * (by - ay);
                    if (cross > 0) == (by > ay) {
                        inside = !inside;
                    }
                }
            }
        }
    }
    inside
}
