//! Where a position lies, and what a scope covers.
//!
//! A position belongs to the finest area whose outline holds it, and through that area's parents to
//! one area of every level above. Outlines of two levels may disagree by a few metres when they come
//! from different sources; going up by parents makes sure that a position is never in two
//! townships at once.

use crate::records::{Area, Team};
use crate::{Scope, World};
use geo_core::{AreaCode, Bounds, Level, Position};
use serde::Serialize;
use std::sync::Arc;

/// Whose a place is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Located {
    /// The areas it lies in, widest first, each with its leader, telephone and body.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Area>))]
    pub areas: Vec<Arc<Area>>,
    /// 联区包户: the liaison team bound to the finest of them.
    #[cfg_attr(feature = "schema", schema(value_type = Option<Team>))]
    pub liaison_team: Option<Arc<Team>>,
}

impl World {
    /// Whose a position is; nothing outside the scope. Areas above the scope's own are named too:
    /// everybody knows the district their township lies in.
    pub fn locate(&self, scope: &Scope, position: Position) -> Located {
        let areas: Vec<_> = match self.covers_position(scope, position) {
            true => self.areas_at(position).into_iter().cloned().collect(),
            false => Vec::new(),
        };
        let finest = areas.last();
        let liaison_team = finest.and_then(|area| self.liaison_teams_at(&area.code).next());
        Located { liaison_team: liaison_team.and_then(|team| self.truth.teams.get(team)).cloned(), areas }
    }

    /// The areas of all levels at a position, widest first, whoever asks.
    pub(crate) fn areas_at(&self, position: Position) -> Vec<&Arc<Area>> {
        self.finest_at(position).map(|code| self.chain(code)).unwrap_or_default()
    }

    /// The finest area at a position, whoever asks.
    pub(crate) fn finest_at(&self, position: Position) -> Option<&AreaCode> {
        self.derived.map.finest(position)
    }

    /// An area and all above it, widest first; empty when there is no such area.
    pub(crate) fn chain(&self, code: &AreaCode) -> Vec<&Arc<Area>> {
        let mut chain: Vec<_> = self.upwards(code).collect();
        chain.reverse();
        chain
    }

    /// An area, its parent, and so on to the top.
    pub(crate) fn upwards<'a>(&'a self, code: &AreaCode) -> impl Iterator<Item = &'a Arc<Area>> {
        let areas = &self.truth.areas;
        // A chain has at most one area of each level; the limit keeps a bad file from going round.
        std::iter::successors(areas.get(code), |area| {
            area.parent.as_ref().and_then(|parent| areas.get(parent))
        })
        .take(Level::ALL.len())
    }

    /// The townships that touch one.
    pub(crate) fn touching(&self, township: &AreaCode) -> Vec<AreaCode> {
        self.derived.map.touching(township, &self.truth.outlines).to_vec()
    }

    /// The box around all areas, `None` without areas.
    pub fn bounds(&self) -> Option<Bounds> {
        self.derived.map.bounds()
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
    pub fn covers_team(&self, scope: &Scope, team: &Team) -> bool {
        scope.root().is_none() || team.home.as_ref().is_some_and(|home| self.covers(scope, home))
    }
}
