//! How areas hang together and where they lie: built again whenever the areas of a level change,
//! and shared by every state until then.

use super::touching;
use crate::records::Area;
use crate::register::Register;
use geo_core::{AreaCode, AreaIndex, Bounds, Level, Position, Shape};
use imbl::OrdMap;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// An area's place in the order of codes, valid within one [`AreaMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct AreaNumber(u32);

#[derive(Default)]
pub(crate) struct AreaMap {
    codes: Vec<AreaCode>,
    children: BTreeMap<AreaCode, Vec<AreaCode>>,
    levels: BTreeMap<Level, Vec<AreaCode>>,
    index: AreaIndex<AreaNumber>,
    bounds: Option<Bounds>,
    /// Which townships touch which, worked out when first asked.
    touching: OnceLock<BTreeMap<AreaCode, Vec<AreaCode>>>,
}

impl AreaMap {
    pub fn of(areas: &Register<Area>, outlines: &OrdMap<AreaCode, Arc<Shape>>) -> Self {
        let codes: Vec<AreaCode> = areas.iter().map(|area| area.code.clone()).collect();
        let number = |code: &AreaCode| codes.binary_search(code).ok().map(|place| AreaNumber(place as u32));
        let (mut children, mut levels) = (BTreeMap::<_, Vec<_>>::new(), BTreeMap::<_, Vec<_>>::new());
        for area in areas.iter() {
            if let Some(parent) = &area.parent {
                children.entry(parent.clone()).or_default().push(area.code.clone());
            }
            levels.entry(area.level).or_default().push(area.code.clone());
        }
        let index = AreaIndex::build(
            areas
                .iter()
                .filter_map(|area| Some((area.level, number(&area.code)?, &**outlines.get(&area.code)?))),
        );
        let corners = outlines.values().filter_map(|shape| Bounds::of_shape(shape));
        let bounds = Bounds::around(corners.flat_map(|bounds| [bounds.south_west(), bounds.north_east()]));
        Self { codes, children, levels, index, bounds, touching: OnceLock::new() }
    }

    /// The finest area at a position; the one with the least code, where areas of a level overlap.
    pub fn finest(&self, position: Position) -> Option<&AreaCode> {
        self.finest_number(position).map(|number| self.code(number))
    }

    pub fn finest_number(&self, position: Position) -> Option<AreaNumber> {
        self.index.locate(position).finest().map(|(_, number)| *number)
    }

    pub fn number(&self, code: &AreaCode) -> Option<AreaNumber> {
        self.codes.binary_search(code).ok().map(|place| AreaNumber(place as u32))
    }

    pub fn code(&self, number: AreaNumber) -> &AreaCode {
        &self.codes[number.0 as usize]
    }

    /// An area and all below it.
    pub fn all_within(&self, root: AreaNumber) -> Vec<AreaNumber> {
        let mut found = vec![root];
        let mut next = 0;
        while let Some(area) = found.get(next) {
            let below = self
                .children(self.code(*area))
                .iter()
                .filter_map(|code| self.number(code))
                .collect::<Vec<_>>();
            found.extend(below);
            next += 1;
        }
        found
    }

    /// The areas directly below one, in order of code.
    pub fn children(&self, code: &AreaCode) -> &[AreaCode] {
        self.children.get(code).map_or(&[], Vec::as_slice)
    }

    /// The areas of a level, in order of code.
    pub fn of_level(&self, level: Level) -> &[AreaCode] {
        self.levels.get(&level).map_or(&[], Vec::as_slice)
    }

    /// The townships that touch one, in order of code.
    pub fn touching(&self, township: &AreaCode, outlines: &OrdMap<AreaCode, Arc<Shape>>) -> &[AreaCode] {
        let townships =
            || self.of_level(Level::Township).iter().filter_map(|code| Some((code, &**outlines.get(code)?)));
        let all = self.touching.get_or_init(|| touching::touching(townships()));
        all.get(township).map_or(&[], Vec::as_slice)
    }

    /// The box around all areas.
    pub const fn bounds(&self) -> Option<Bounds> {
        self.bounds
    }
}
