//! Closures as the roads in force see them: which segments they mean, and the metrics under them.

use super::in_force::Loaded;
use dispatch::Profile;
use dispatch::roads::{
    Basis, ClosureSet, Effect, MetricCache, Overlay, RoadNetwork, Selection, Slowdown, Travel, TravelTimes,
    UnderClosures,
};
use geo_core::{Metres, Position, Shape};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;
use world::{Closure, ClosureEffect, ClosuresInForce, Ground, Timestamp, World};

/// Metrics kept: those of every profile under the closures in force, before, and to come. One for Porto holds about
/// 14 MiB.
const METRICS: NonZeroUsize = NonZeroUsize::new(9).expect("nine is not zero");
/// Drawings whose segments are remembered; a few hundred are in force at the worst.
const SELECTIONS: usize = 2 * world::MOST_CLOSURES;

/// Closures in force on the roads in force.
#[derive(Debug)]
pub struct Closed {
    /// Under which number, and which.
    pub named: ClosuresInForce,
    /// On the segments of the roads.
    pub set: ClosureSet,
}

/// Which segments a drawing means: never the same twice.
type SelectionKey = (u64, String, u64);

/// A set that was worked out, and how long it holds.
struct Present {
    roads: u64,
    changed: u64,
    from: Timestamp,
    until: Option<Timestamp>,
    closed: Arc<Closed>,
}

/// Works closures out, and remembers.
pub struct Closing {
    metrics: MetricCache,
    selections: Mutex<HashMap<SelectionKey, Arc<Selection>>>,
    present: Mutex<Option<Present>>,
}

impl Default for Closing {
    fn default() -> Self {
        Self { metrics: MetricCache::new(METRICS), selections: Mutex::default(), present: Mutex::default() }
    }
}

impl Closing {
    /// The closures in force at an instant, on these roads.
    pub fn closed(&self, loaded: &Loaded, world: &World, now: Timestamp) -> Arc<Closed> {
        let changed = world.closure_register().changed();
        let mut present = self.present.lock();
        let holds = |present: &&Present| {
            (present.roads, present.changed) == (loaded.since, changed)
                && present.from <= now
                && present.until.is_none_or(|until| now < until)
        };
        if let Some(present) = present.as_ref().filter(holds) {
            return present.closed.clone();
        }
        let closed = Arc::new(Closed {
            named: world.closure_set(now),
            set: ClosureSet::new(
                world.closures_in_force(now).map(|closure| self.overlay(loaded, closure)).collect(),
            ),
        });
        *present = Some(Present {
            roads: loaded.since,
            changed,
            from: now,
            until: world.next_closure_change(now),
            closed: closed.clone(),
        });
        closed
    }

    fn overlay(&self, loaded: &Loaded, closure: &Closure) -> Overlay {
        Overlay {
            segments: (*self.selection(loaded, closure)).clone(),
            profiles: closure.profiles.clone(),
            effect: effect(closure.effect),
        }
    }

    /// The segments that a closure means on these roads.
    pub fn selection(&self, loaded: &Loaded, closure: &Closure) -> Arc<Selection> {
        let key = (loaded.since, closure.id.clone(), closure.traffic);
        if let Some(known) = self.selections.lock().get(&key) {
            return known.clone();
        }
        let found = Arc::new(select(loaded.router.network(), &closure.ground));
        let mut selections = self.selections.lock();
        if selections.len() >= SELECTIONS {
            selections.clear();
        }
        selections.insert(key, found.clone());
        found
    }

    /// Where metrics are kept.
    pub fn metrics(&self) -> &MetricCache {
        &self.metrics
    }
}

/// The segments that a drawing means.
pub fn select(network: &RoadNetwork, ground: &Ground) -> Selection {
    match ground {
        Ground::Way { id } => network.segments_of_way(*id),
        Ground::Street { name } => network.segments_named(name),
        Ground::Line { points, width } => network.segments_along(points, Metres(width.0 / 2.0)),
        Ground::Polygon { corners } => {
            let ring = corners.iter().map(|corner| [corner.lon(), corner.lat()]).collect();
            // What was drawn was looked at when it was drawn.
            Shape::from_degrees(&[vec![ring]])
                .map_or_else(|_| Selection::default(), |shape| network.segments_within(&shape))
        }
    }
}

/// What a closure does, as the roads know it.
pub fn effect(effect: ClosureEffect) -> Effect {
    match effect {
        ClosureEffect::Shut => Effect::Shut,
        ClosureEffect::Slow { percent } => Slowdown::percent(percent).map_or(Effect::Shut, Effect::Slow),
    }
}

/// Roads under the closures in force: what a question about travel times is put to.
pub struct ClosedRoads {
    /// The roads.
    pub loaded: Arc<Loaded>,
    /// What is closed.
    pub closed: Arc<Closed>,
    /// Where metrics are kept.
    pub closing: Arc<Closing>,
}

impl ClosedRoads {
    /// The router under these closures.
    pub fn under(&self) -> UnderClosures<'_> {
        UnderClosures {
            router: &self.loaded.router,
            cache: self.closing.metrics(),
            closures: &self.closed.set,
        }
    }

    /// Makes the metrics that are not there yet, so that nobody has to wait for them.
    pub fn prepare(&self) {
        self.under().prepare();
    }
}

impl TravelTimes for ClosedRoads {
    fn travel_to(&self, profile: Profile, target: Position, sources: &[Position]) -> Vec<Travel> {
        self.under().travel_to(profile, target, sources)
    }

    fn travel_to_each(
        &self,
        profile: Profile,
        targets: &[Position],
        sources: &[Position],
    ) -> Vec<Vec<Travel>> {
        self.under().travel_to_each(profile, targets, sources)
    }

    fn basis(&self) -> Basis {
        self.under().basis()
    }
}
