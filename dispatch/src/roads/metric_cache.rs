//! Metrics under closures, kept for as long as they are asked for.

use super::{Basis, ClosureSet, RoadMetric, Router, Travel, TravelTimes};
use crate::Profile;
use geo_core::Position;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
    kept: Mutex<Vec<(Key, Arc<RoadMetric>)>>,
}

impl MetricCache {
    /// An empty cache for so many metrics; one for Porto holds about 14 MiB.
    pub fn new(capacity: NonZeroUsize) -> Self {
        Self { capacity, kept: Mutex::new(Vec::new()) }
    }

    /// The metric of a profile under closures, kept or made now. Two who ask for the same at once may both make it;
    /// it is the same.
    pub fn metric(&self, router: &Router, profile: Profile, closures: &ClosureSet) -> Arc<RoadMetric> {
        let key = Key {
            network: router.network().version().to_owned(),
            profile,
            closures: closures.key().to_owned(),
        };
        if let Some(metric) = self.take(&key) {
            return metric;
        }
        let metric = Arc::new(router.under(profile, closures));
        let mut kept = self.lock();
        kept.retain(|(other, _)| *other != key);
        if kept.len() >= self.capacity.get() {
            kept.remove(0);
        }
        kept.push((key, metric.clone()));
        metric
    }

    /// How many metrics are kept.
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Whether none is kept.
    pub fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    fn take(&self, key: &Key) -> Option<Arc<RoadMetric>> {
        let mut kept = self.lock();
        let place = kept.iter().position(|(other, _)| other == key)?;
        let used = kept.remove(place);
        let metric = used.1.clone();
        kept.push(used);
        Some(metric)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(Key, Arc<RoadMetric>)>> {
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

impl TravelTimes for UnderClosures<'_> {
    fn travel_to(&self, profile: Profile, target: Position, sources: &[Position]) -> Vec<Travel> {
        if self.closures.is_empty() {
            return self.router.travel_to(profile, target, sources);
        }
        let metric = self.cache.metric(self.router, profile, self.closures);
        self.router.travel_to_by(&metric, target, sources)
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
