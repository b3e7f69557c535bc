//! Travel over roads.

use super::{Nanoseconds, Pace, QuietShare, Way, Ways};
use crate::roads::{RoadMetric, Router};
use geo_core::{Position, distance};

/// Ways over a road network, with the closures that its metrics were customized under.
///
/// A unit on its way is taken to move evenly along the line of the route; the walks at both ends count as part of the
/// first and last metres.
pub struct OverRoads<'a> {
    router: &'a Router,
    /// One for each profile that closures concern; the others go by the router's own.
    metrics: Vec<RoadMetric>,
    quiet: QuietShare,
}

impl<'a> OverRoads<'a> {
    /// By the roads as they are, or, for the profiles of the metrics given, under the closures of these
    /// ([`Router::under`]).
    pub const fn new(router: &'a Router, metrics: Vec<RoadMetric>, quiet: QuietShare) -> Self {
        Self { router, metrics, quiet }
    }

    fn metric(&self, way: Way<Position>) -> &RoadMetric {
        let own = || self.router.metric(way.profile);
        self.metrics.iter().find(|metric| metric.profile == way.profile).unwrap_or_else(own)
    }
}

impl Ways for OverRoads<'_> {
    type Place = Position;

    fn drive(&self, way: Way<Position>) -> Option<Nanoseconds> {
        if way.from == way.to {
            return Some(Nanoseconds::ZERO);
        }
        let travel = self.router.travel_to_by(self.metric(way), way.to, &[way.from]);
        let urgent = travel.first()?.total()?.into();
        Some(match way.pace {
            Pace::Urgent => urgent,
            Pace::Quiet => self.quiet.quiet(urgent),
        })
    }

    fn place_after(&self, way: Way<Position>, elapsed: Nanoseconds) -> Position {
        let Some(whole) = self.drive(way).filter(|&whole| elapsed < whole) else { return way.to };
        let Ok(route) = self.router.route_by(self.metric(way), way.from, way.to) else { return way.from };
        let lengths: Vec<f64> = route.line.windows(2).map(|pair| distance(pair[0], pair[1]).0).collect();
        let mut left = lengths.iter().sum::<f64>() * (elapsed.0 as f64 / whole.0 as f64);
        for (pair, &length) in route.line.windows(2).zip(&lengths) {
            if left < length {
                return between(pair[0], pair[1], left / length);
            }
            left -= length;
        }
        route.line.last().copied().unwrap_or(way.to)
    }

    /// A line has more places than can be listed.
    fn places_on(&self, _: Way<Position>) -> Option<Vec<Position>> {
        None
    }
}

/// The point of a segment of a street, which is short enough to be a straight line in degrees.
fn between(from: Position, to: Position, share: f64) -> Position {
    let along = |a: i32, b: i32| a + ((f64::from(b) - f64::from(a)) * share).round() as i32;
    let (lon, lat) = (along(from.lon_e7(), to.lon_e7()), along(from.lat_e7(), to.lat_e7()));
    Position::from_e7(lon, lat).unwrap_or(from)
}
