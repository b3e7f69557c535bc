//! The way itself: line, length, street names.

use super::place::{Place, Stretch, weight_of};
use super::snap::{WHOLE, between, snap};
use super::weight::{NO_WAY, sum};
use super::{Leg, NoRoute, RoadMetric, Route, Router};
use crate::Profile;
use geo_core::{Metres, Milliseconds, Position};

impl Router {
    /// The fastest way between two positions. Its times equal those of
    /// [`travel_to`](super::TravelTimes::travel_to).
    ///
    /// # Errors
    /// [`NoRoute`] when an end is off the road, or closed roads part them.
    pub fn route(&self, profile: Profile, from: Position, to: Position) -> Result<Route, NoRoute> {
        self.route_by(self.metric(profile), profile, from, to)
    }

    /// As [`Router::route`], by a metric of the caller.
    ///
    /// # Errors
    /// As [`Router::route`].
    pub fn route_by(
        &self,
        metric: &RoadMetric,
        profile: Profile,
        from: Position,
        to: Position,
    ) -> Result<Route, NoRoute> {
        let end = snap(&self.index, profile, to).ok_or(NoRoute::EndOffRoad)?;
        let start = snap(&self.index, profile, from).ok_or(NoRoute::StartOffRoad)?;
        let walk = start.walk + end.walk;
        let (start, end) = (Place::of(&self.network.chains, &start), Place::of(&self.network.chains, &end));
        let way = self.fastest(metric, &start, &end).ok_or(NoRoute::NoWay)?;
        let drive = Milliseconds(u64::from(weight_of(&way, &metric.weights)));
        let legs = self.legs(metric, &way);
        Ok(Route {
            total: drive + walk,
            drive,
            walk,
            length: Metres(legs.iter().map(|leg| leg.length.0).sum()),
            line: self.line(&start, &way),
            legs,
        })
    }

    /// The stretches of the fastest way. Equally fast ones: without leaving the chain first, then by exit,
    /// then by entry, each along its chain before against it.
    fn fastest(&self, metric: &RoadMetric, start: &Place, end: &Place) -> Option<Vec<Stretch>> {
        let direct = start.within(end).filter(|way| weight_of(way, &metric.weights) < NO_WAY);
        let least = direct.as_ref().map_or(NO_WAY, |way| weight_of(way, &metric.weights));
        let (exits, entries) = (start.exits(), end.entries());
        let mut best = None;
        let mut least = least;
        let mut onward = entries
            .each_ref()
            .map(|(junction, _)| self.hierarchy.to_target(&metric.customized, &[(*junction, 0)]));
        for (leave, (out, first)) in exits.iter().enumerate() {
            for (enter, (_, last)) in entries.iter().enumerate() {
                let ends = sum(weight_of(first, &metric.weights), weight_of(last, &metric.weights));
                let total = sum(ends, onward[enter].weight_from(*out));
                if total < least {
                    least = total;
                    best = Some((leave, enter));
                }
            }
        }
        let Some((leave, enter)) = best else { return direct };
        let ((out, first), (into, last)) = (&exits[leave], &entries[enter]);
        let mut way = first.clone();
        for arc in self.hierarchy.path(&metric.customized, *out, *into)? {
            way.extend(self.network.chains.walk(arc).map(|step| Stretch { step, from: 0, to: WHOLE }));
        }
        way.extend(last);
        Some(way)
    }

    fn legs(&self, metric: &RoadMetric, way: &[Stretch]) -> Vec<Leg> {
        let mut legs: Vec<(u32, Leg)> = Vec::new();
        for stretch in way {
            let segment = stretch.step.segment();
            let name = self.network.way_of(&self.network.segments[segment]).name;
            let share = f64::from(stretch.to - stretch.from) / f64::from(WHOLE);
            let length = self.network.length(segment).0 * share;
            let time = Milliseconds(u64::from(stretch.weight(&metric.weights)));
            match legs.last_mut() {
                Some((last, leg)) if *last == name => {
                    leg.length.0 += length;
                    leg.time = leg.time + time;
                }
                _ => {
                    let words = self.network.name(name).map(str::to_owned);
                    legs.push((name, Leg { name: words, length: Metres(length), time }));
                }
            }
        }
        legs.into_iter().map(|(_, leg)| leg).collect()
    }

    /// At least two positions; equal ones when the start and the end meet the road at one point.
    fn line(&self, start: &Place, way: &[Stretch]) -> Vec<Position> {
        let first = way.first().map_or_else(|| start.point(), |stretch| (stretch.step, stretch.from));
        let mut line = vec![self.point(first)];
        line.extend(way.iter().map(|stretch| self.point((stretch.step, stretch.to))));
        if line.len() == 1 {
            line.push(line[0]);
        }
        line
    }

    fn point(&self, (step, fraction): (super::adjacency::Step, u32)) -> Position {
        let segment = &self.network.segments[step.segment()];
        let [a, b] = [segment.from, segment.to].map(|node| self.network.positions[node as usize]);
        between(a, b, if step.is_reversed() { WHOLE - fraction } else { fraction })
    }
}
