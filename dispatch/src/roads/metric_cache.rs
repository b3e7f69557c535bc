//! Metrics under closures, kept for as long as they are asked for.

use super::{Basis, ClosureSet, NoRoute, RoadMetric, Route, Router, Travel, TravelTimes};
use crate::Profile;
use geo_core::Position;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// What a metric belongs to: network, profile, closures.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    network: String,
    profile: Profile,
    closures: String,
}

/// The metrics last used, at most so many.
pub struct MetricCache {
    capacity: NonZeroUsize,
    /// The one used last stands last.
    kept: Mutex<Vec<(Key, Making)>>,
}

/// A metric, made by the first who asks; others who ask for the same wait for it.
type Making = Arc<OnceLock<Arc<RoadMetric>>>;

impl MetricCache {
    /// An empty cache for so many metrics; one for Porto holds about 14 MiB.
    pub fn new(capacity: NonZeroUsize) -> Self {
        Self { capacity, kept: Mutex::new(Vec::new()) }
    }

    /// The metric of a profile under closures, kept or made now; of several who ask for the same at once one makes it
    /// and the others wait.
    pub fn metric(&self, router: &Router, profile: Profile, closures: &ClosureSet) -> Arc<RoadMetric> {
        let key = Key {
            network: router.network().version().to_owned(),
            profile,
            closures: closures.key().to_owned(),
        };
        // Made outside the lock: who asks for another metric does not wait for this one.
        self.place(key).get_or_init(|| Arc::new(router.under(profile, closures))).clone()
    }

    /// How many metrics are kept.
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Whether none is kept.
    pub fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    /// Where the metric is or will be, now the one used last.
    fn place(&self, key: Key) -> Making {
        let mut kept = self.lock();
        let used = match kept.iter().position(|(other, _)| *other == key) {
            Some(place) => kept.remove(place),
            None => {
                if kept.len() >= self.capacity.get() {
                    kept.remove(0);
                }
                (key, Making::default())
            }
        };
        let making = used.1.clone();
        kept.push(used);
        making
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(Key, Making)>> {
        // Nothing is ever left half done under the lock.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A router under closures: answers, and names them.
pub struct UnderClosures<'a> {
    /// What is asked.
    pub router: &'a Router,
    /// Where its metrics are kept.
    pub cache: &'a MetricCache,
    /// What is closed.
    pub closures: &'a ClosureSet,
}

impl UnderClosures<'_> {
    /// The metric of a profile.
    pub fn metric(&self, profile: Profile) -> Arc<RoadMetric> {
        self.cache.metric(self.router, profile, self.closures)
    }

    /// Makes the metrics of all profiles that are not there yet, side by side.
    pub fn prepare(&self) {
        if self.closures.is_empty() {
            return;
        }
        std::thread::scope(|scope| {
            for profile in Profile::ALL {
                scope.spawn(move || self.metric(profile));
            }
        });
    }

    /// The fastest way between two positions.
    ///
    /// # Errors
    /// As [`Router::route`]; [`NoRoute::CutOff`] where closures are what parts them.
    pub fn route(&self, profile: Profile, from: Position, to: Position) -> Result<Route, NoRoute> {
        if self.closures.is_empty() {
            return self.router.route(profile, from, to);
        }
        self.router.route_by(&self.metric(profile), from, to).map_err(|why| match why {
            _ if self.router.route(profile, from, to).is_ok() => NoRoute::CutOff,
            why => why,
        })
    }

    /// Says of those without a way whether closures are the cause.
    fn name_cut_off(&self, profile: Profile, to: Position, sources: &[Position], travels: &mut [Travel]) {
        let lost: Vec<usize> = (0..travels.len()).filter(|&index| travels[index].total().is_none()).collect();
        if lost.is_empty() {
            return;
        }
        let from: Vec<Position> = lost.iter().map(|&index| sources[index]).collect();
        let open = self.router.travel_to(profile, to, &from);
        for (index, open) in lost.into_iter().zip(open) {
            if open.total().is_some() {
                travels[index] = Travel::Unreachable { reason: NoRoute::CutOff };
            }
        }
    }
}

impl TravelTimes for UnderClosures<'_> {
    fn travel_to(&self, profile: Profile, target: Position, sources: &[Position]) -> Vec<Travel> {
        if self.closures.is_empty() {
            return self.router.travel_to(profile, target, sources);
        }
        let metric = self.metric(profile);
        let mut travels = self.router.travel_to_by(&metric, target, sources);
        self.name_cut_off(profile, target, sources, &mut travels);
        travels
    }

    fn travel_to_each(
        &self,
        profile: Profile,
        targets: &[Position],
        sources: &[Position],
    ) -> Vec<Vec<Travel>> {
        if self.closures.is_empty() {
            return self.router.travel_to_each(profile, targets, sources);
        }
        let metric = self.metric(profile);
        let mut all = self.router.travel_to_each_by(&metric, targets, sources);
        for (&target, travels) in targets.iter().zip(&mut all) {
            self.name_cut_off(profile, target, sources, travels);
        }
        all
    }

    /// The version of the network, and after a `+` the key of the closures when there are any.
    fn basis(&self) -> Basis {
        let network = self.router.network().version();
        let version = match self.closures.key() {
            "" => network.to_owned(),
            key => format!("{network}+{key}"),
        };
        Basis::Roads { version }
    }
}
