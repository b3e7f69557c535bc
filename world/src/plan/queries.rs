//! Questions about areas.

use crate::records::Area;
use crate::{Scope, World};
use geo_core::{AreaCode, Level, Shape};
use std::sync::Arc;

impl World {
    /// An area within a scope.
    pub fn area(&self, scope: &Scope, code: &AreaCode) -> Option<&Arc<Area>> {
        self.truth.areas.get(code).filter(|_| self.covers(scope, code))
    }

    /// The outline of an area within a scope.
    pub fn outline(&self, scope: &Scope, code: &AreaCode) -> Option<&Arc<Shape>> {
        self.truth.outlines.get(code).filter(|_| self.covers(scope, code))
    }

    /// The areas of a level within a scope, in order of code.
    pub fn areas_of_level(&self, scope: &Scope, level: Level) -> impl Iterator<Item = &Arc<Area>> {
        self.derived.map.of_level(level).iter().filter_map(|code| self.area(scope, code))
    }

    /// The areas directly below one, within a scope, in order of code; with `None` those at the top
    /// of the scope.
    pub fn child_areas(&self, scope: &Scope, parent: Option<&AreaCode>) -> Vec<&Arc<Area>> {
        match (parent, scope.root()) {
            (Some(parent), _) => {
                self.derived.map.children(parent).iter().filter_map(|code| self.area(scope, code)).collect()
            }
            (None, Some(root)) => self.truth.areas.get(root).into_iter().collect(),
            (None, None) => self.truth.areas.iter().filter(|area| area.parent.is_none()).collect(),
        }
    }
}
