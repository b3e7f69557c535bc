//! Depots, sensing points and places within a scope.

use super::View;
use crate::Scope;
use crate::records::{Depot, Place, SensingKind, SensingPoint};
use geo_core::Bounds;
use std::sync::Arc;

/// Whether an answer may hold camera points: whoever includes them logs the look-up with its
/// purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cameras {
    /// Left out.
    #[default]
    Exclude,
    /// Named.
    Include,
}

impl Cameras {
    pub(crate) fn allow(self, kind: SensingKind) -> bool {
        self == Self::Include || kind != SensingKind::Camera
    }
}

impl View {
    /// Depots within a scope, in order of code.
    pub fn depots<'a>(&'a self, scope: &'a Scope) -> Vec<&'a Arc<Depot>> {
        self.depots.within(&self.world, scope)
    }

    /// A depot within a scope.
    pub fn depot(&self, scope: &Scope, code: &str) -> Option<&Arc<Depot>> {
        self.world
            .depot_register()
            .get(code)
            .filter(|depot| self.world.covers_position(scope, depot.position))
    }

    /// Sensing points within a scope, in order of code.
    pub fn sensing_points<'a>(&'a self, scope: &'a Scope, cameras: Cameras) -> Vec<&'a Arc<SensingPoint>> {
        let mut points = self.sensing_points.within(&self.world, scope);
        points.retain(|point| cameras.allow(point.kind));
        points
    }

    /// Sensing points within a scope and a box, in order of code.
    pub fn sensing_points_in<'a>(
        &'a self,
        scope: &'a Scope,
        bounds: Bounds,
        cameras: Cameras,
    ) -> Vec<&'a Arc<SensingPoint>> {
        let mut points = self.sensing_points.in_box(&self.world, scope, bounds);
        points.retain(|point| cameras.allow(point.kind));
        points
    }

    /// A sensing point within a scope.
    pub fn sensing_point(&self, scope: &Scope, code: &str, cameras: Cameras) -> Option<&Arc<SensingPoint>> {
        let within = |point: &&Arc<SensingPoint>| self.world.covers_position(scope, point.position);
        self.world.sensing_point_register().get(code).filter(|point| cameras.allow(point.kind)).filter(within)
    }

    /// Places within a scope, in order of code: a million of them in a large city.
    pub fn places<'a>(&'a self, scope: &'a Scope) -> Vec<&'a Arc<Place>> {
        self.places.within(&self.world, scope)
    }

    /// Places within a scope and a box, in order of code.
    pub fn places_in<'a>(&'a self, scope: &'a Scope, bounds: Bounds) -> Vec<&'a Arc<Place>> {
        self.places.in_box(&self.world, scope, bounds)
    }

    /// A place within a scope.
    pub fn place(&self, scope: &Scope, code: &str) -> Option<&Arc<Place>> {
        self.world
            .place_register()
            .get(code)
            .filter(|place| self.world.covers_position(scope, place.position))
    }
}
