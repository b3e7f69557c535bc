//! Where a position lies, and what a scope covers.
//!
//! A position belongs to the finest area whose outline holds it, and through that area's parents to
//! one area of every level above. Outlines of two levels may disagree by a few metres when they come
//! from different sources; going up by parents makes sure that a position is never in two
//! townships at once.

use crate::{Scope, World};
use crate::records::Area;
use geo_core::{AreaCode, Level, Position};
use std::sync::Arc;

impl World {
    /// The areas of all levels at a position, widest first; empty outside every area.
    pub fn locate(&self, position: Position) -> Vec<&Arc<Area>> {
        self.derived.map.finest(position).map(|code| self.chain(code)).unwrap_or_default()
    }

    /// The finest area at a position.
    pub fn finest_at(&self, position: Position) -> Option<&AreaCode> {
        self.derived.map.finest(position)
    }

    /// An area and all above it, widest first; empty when there is no such area.
    pub fn chain(&self, code: &AreaCode) -> Vec<&Arc<Area>> {
        let mut chain: Vec<_> = self.upwards(code).collect();
        chain.reverse();
        chain
    }

    /// An area, its parent, and so on to the top.
    pub(crate) fn upwards<'a>(&'a self, code: &AreaCode) -> impl Iterator<Item = &'a Arc<Area>> {
        let areas = &self.truth.areas;
        // A chain has at most one area of each level; the limit keeps a bad file from going round.
        std::iter::successors(areas.get(code), |area| area.parent.as_ref().and_then(|parent| areas.get(parent)))
            .take(Level::ALL.len())
    }

    /// Whether an area lies within a scope.
    pub fn covers(&self, scope: &Scope, code: &AreaCode) -> bool {
        scope.root().is_none_or(|root| self.upwards(code).any(|area| area.code == *root))
    }

    /// Whether a position lies within a scope. Outside every area only the whole district does.
    pub fn covers_position(&self, scope: &Scope, position: Position) -> bool {
        scope.root().is_none() || self.finest_at(position).is_some_and(|code| self.covers(scope, code))
    }

    /// Whether a team belongs to a scope: by its home. A team without one belongs to the district.
    pub fn covers_team(&self, scope: &Scope, team: &crate::records::Team) -> bool {
        scope.root().is_none() || team.home.as_ref().is_some_and(|home| self.covers(scope, home))
    }
}
