//! The way itself: line, length, street names.

use super::manoeuvre::{Manoeuvre, Seen, manoeuvres};
use super::place::{Passage, Place, Stretch, weight_of};
use super::snap::{WHOLE, between};
use super::weight::NO_WAY;
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
        self.route_by(self.metric(profile), from, to)
    }

    /// As [`Router::route`], by a metric of the caller.
    ///
    /// # Errors
    /// As [`Router::route`].
    pub fn route_by(&self, metric: &RoadMetric, from: Position, to: Position) -> Result<Route, NoRoute> {
        let (to, end) = self.meet(metric, to).ok_or(NoRoute::EndOffRoad)?;
        let (from, start) = self.meet(metric, from).ok_or(NoRoute::StartOffRoad)?;
        let walk = from.walk + to.walk;
        let way = self.fastest(metric, &start, &end).ok_or(NoRoute::NoWay)?;
        let drive = Milliseconds(u64::from(weight_of(&way, &metric.weights)));
        let legs = self.legs(metric, &way);
        let line = self.line(&start, &way);
        Ok(Route {
            total: drive + walk,
            drive,
            walk,
            length: Metres(legs.iter().map(|leg| leg.length.0).sum()),
            manoeuvres: self.manoeuvres(metric, &way, &line),
            line,
            legs,
        })
    }

    /// The stretches of the fastest way. Of equally fast ones that which passes no junction comes first.
    fn fastest(&self, metric: &RoadMetric, start: &Place, end: &Place) -> Option<Vec<Stretch>> {
        let weight = |way: &[Stretch]| weight_of(way, &metric.weights);
        let direct = start.direct(end).into_iter().min_by_key(|way| weight(way));
        let direct = direct.filter(|way| weight(way) < NO_WAY);
        let least = direct.as_ref().map_or(NO_WAY, |way| weight(way));
        let (exits, entries) = (start.exits(), end.entries());
        let weighed = |ends: &[(u32, Passage)]| -> Vec<(u32, u32)> {
            ends.iter().map(|(state, way)| (*state, weight(way))).collect()
        };
        let hierarchy = self.hierarchy(metric.profile);
        let found = hierarchy.path(&metric.customized, &weighed(&exits), &weighed(&entries));
        let Some(found) = found.filter(|found| found.weight < least) else { return direct };
        let graph = self.network.graph(metric.profile);
        let mut way = exits[found.start].1.clone();
        for arc in found.arcs {
            let course = graph.moves()[arc].course;
            way.extend(graph.chains.walk(course).map(|step| Stretch { step, from: 0, to: WHOLE }));
        }
        way.extend(&entries[found.end].1);
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

    fn manoeuvres(&self, metric: &RoadMetric, way: &[Stretch], line: &[Position]) -> Vec<Manoeuvre> {
        let chains = &self.network.graph(metric.profile).chains;
        let chain_of = |stretch: &Stretch| chains.place(stretch.step.segment()).map(|(chain, _)| chain);
        let mut before = None;
        let mut seen = Vec::with_capacity(way.len());
        for stretch in way {
            let segment = stretch.step.segment();
            let share = f64::from(stretch.to - stretch.from) / f64::from(WHOLE);
            let chain = chain_of(stretch);
            seen.push(Seen {
                street: self.network.name(self.network.way_of(&self.network.segments[segment]).name),
                // Chains end where ways part.
                after_junction: before.is_some_and(|before| before != chain),
                length: Metres(self.network.length(segment).0 * share),
                time: Milliseconds(u64::from(stretch.weight(&metric.weights))),
            });
            before = Some(chain);
        }
        manoeuvres(&seen, line)
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
