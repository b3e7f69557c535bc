//! Travel over roads.

use super::{Nanoseconds, Pace, QuietShare, Way, Ways};
use crate::Profile;
use crate::roads::{Basis, RoadMetric, Router, Travel, TravelTimes};
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

    fn metric(&self, profile: Profile) -> &RoadMetric {
        let own = || self.router.metric(profile);
        self.metrics.iter().find(|metric| metric.profile == profile).unwrap_or_else(own)
    }

    fn taken(&self, from: Position, to: Position, travel: &Travel, pace: Pace) -> Option<Nanoseconds> {
        if from == to {
            return Some(Nanoseconds::ZERO);
        }
        let urgent = travel.total()?.into();
        Some(match pace {
            Pace::Urgent => urgent,
            Pace::Quiet => self.quiet.quiet(urgent),
        })
    }
}

impl Ways for OverRoads<'_> {
    type Place = Position;

    fn drive(&self, way: Way<Position>) -> Option<Nanoseconds> {
        if way.from == way.to {
            return Some(Nanoseconds::ZERO);
        }
        let travel = self.router.travel_to_by(self.metric(way.profile), way.to, &[way.from]);
        self.taken(way.from, way.to, travel.first()?, way.pace)
    }

    fn drives_to(
        &self,
        profile: Profile,
        from: &[Position],
        to: Position,
        pace: Pace,
    ) -> Vec<Option<Nanoseconds>> {
        let travels = self.router.travel_to_by(self.metric(profile), to, from);
        from.iter().zip(&travels).map(|(&from, travel)| self.taken(from, to, travel, pace)).collect()
    }

    fn drives_from(
        &self,
        profile: Profile,
        from: Position,
        to: &[Position],
        pace: Pace,
    ) -> Vec<Option<Nanoseconds>> {
        let table = self.router.table_by(self.metric(profile), &[from], to);
        let taken = |(target, &to)| self.taken(from, to, &table.travel(0, target), pace);
        to.iter().enumerate().map(taken).collect()
    }

    fn place_after(&self, way: Way<Position>, elapsed: Nanoseconds) -> Position {
        let Some(whole) = self.drive(way).filter(|&whole| elapsed < whole) else { return way.to };
        let Ok(route) = self.router.route_by(self.metric(way.profile), way.from, way.to) else {
            return way.from;
        };
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

/// So that [`ByProposal`](super::ByProposal) goes by the very times of the run.
impl TravelTimes for OverRoads<'_> {
    fn travel_to(&self, profile: Profile, target: Position, sources: &[Position]) -> Vec<Travel> {
        self.router.travel_to_by(self.metric(profile), target, sources)
    }

    fn basis(&self) -> Basis {
        self.router.basis()
    }
}

/// The point of a segment of a street, which is short enough to be a straight line in degrees.
fn between(from: Position, to: Position, share: f64) -> Position {
    let along = |a: i32, b: i32| a + ((f64::from(b) - f64::from(a)) * share).round() as i32;
    let (lon, lat) = (along(from.lon_e7(), to.lon_e7()), along(from.lat_e7(), to.lat_e7()));
    Position::from_e7(lon, lat).unwrap_or(from)
}
