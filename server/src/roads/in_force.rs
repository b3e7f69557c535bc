//! The roads in force, loaded beside the service; until they are ready answers go by straight line and say so.

use super::closed::{ClosedRoads, Closing};
use super::prepared;
use crate::desk::Listener;
use arc_swap::ArcSwapOption;
use dispatch::roads::{Router, StraightLine, TravelTimes};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use store::Attachments;
use world::{ClosuresInForce, Entry, Hash, Roads, Timestamp, Touched, View};

/// Roads that answer.
pub struct Loaded {
    /// The attachment they were made from.
    pub input: Hash,
    /// The journal sequence that put them in force.
    pub since: u64,
    /// What is asked.
    pub router: Arc<Router>,
}

/// Called when roads have become ready.
type WhenReady = Box<dyn Fn() + Send + Sync>;

/// The roads in force.
pub struct RoadsInForce {
    me: Weak<Self>,
    loaded: ArcSwapOption<Loaded>,
    /// The journal sequence of the newest roads ordered.
    ordered: AtomicU64,
    cache: PathBuf,
    attachments: Arc<dyn Attachments>,
    when_ready: OnceLock<WhenReady>,
    closing: Arc<Closing>,
}

/// What a question about travel times is put to: the roads in force under the closures in force.
pub struct Times {
    /// The closures in force, whether or not there are roads that they could be on.
    pub closures: ClosuresInForce,
    roads: Option<ClosedRoads>,
}

impl Times {
    /// As travel times.
    pub fn asked(&self) -> &dyn TravelTimes {
        match &self.roads {
            Some(roads) => roads,
            None => &StraightLine,
        }
    }

    /// The roads; `None` when answers go by straight line, which no closure changes.
    pub fn roads(&self) -> Option<&ClosedRoads> {
        self.roads.as_ref()
    }
}

impl RoadsInForce {
    /// None yet.
    pub fn new(cache: PathBuf, attachments: Arc<dyn Attachments>) -> Arc<Self> {
        Arc::new_cyclic(|me| Self {
            me: me.clone(),
            loaded: ArcSwapOption::empty(),
            ordered: AtomicU64::new(0),
            cache,
            attachments,
            when_ready: OnceLock::new(),
            closing: Arc::default(),
        })
    }

    /// Whom to tell when roads have become ready. Only the first is told.
    pub fn tell(&self, when_ready: impl Fn() + Send + Sync + 'static) {
        let _ = self.when_ready.set(Box::new(when_ready));
    }

    /// Loads roads on a thread of its own, unless they are loaded or on their way.
    pub fn order(&self, roads: &Roads) {
        if self.ordered.fetch_max(roads.version, Ordering::SeqCst) >= roads.version {
            return;
        }
        let Some(me) = self.me.upgrade() else { return };
        let (input, since) = (roads.input, roads.version);
        let load = move || me.load(input, since);
        drop(std::thread::Builder::new().name("roads".to_owned()).spawn(load));
    }

    fn load(&self, input: Hash, since: u64) {
        let started = std::time::Instant::now();
        let network = match prepared::load(&self.cache, &*self.attachments, input, &mut |_| {}) {
            Ok(network) => network,
            Err(error) => {
                return tracing::error!(%error, "the roads in force cannot be loaded; travel times go by straight line");
            }
        };
        let router = Arc::new(Router::new(network));
        let version = router.network().version().to_owned();
        // Of two that were loading, the later one stays.
        let loaded = Arc::new(Loaded { input, since, router });
        self.loaded.rcu(|present| match present {
            Some(present) if present.since > since => Some(present.clone()),
            _ => Some(loaded.clone()),
        });
        tracing::info!(version, seconds = started.elapsed().as_secs_f64(), "roads ready");
        if let Some(tell) = self.when_ready.get() {
            tell();
        }
    }

    /// The roads that are ready, whether or not they are the ones in force.
    pub fn loaded(&self) -> Option<Arc<Loaded>> {
        self.loaded.load_full()
    }

    /// The roads in force when they are ready. Never roads that are in force no more.
    pub fn present(&self, view: &View) -> Option<Arc<Loaded>> {
        let in_force = view.world().roads().map(|roads| roads.version);
        self.loaded().filter(|loaded| Some(loaded.since) == in_force)
    }

    /// What to ask at an instant: the roads in force, when they are ready, under the closures in force. May wait for
    /// which segments a new closure means.
    pub fn times(&self, view: &View, now: Timestamp) -> Times {
        let roads = self.present(view).map(|loaded| ClosedRoads {
            closed: self.closing.closed(&loaded, view.world(), now),
            closing: self.closing.clone(),
            loaded,
        });
        let closures = match &roads {
            Some(roads) => roads.closed.named.clone(),
            None => view.world().closure_set(now),
        };
        Times { closures, roads }
    }

    /// What closures mean on roads.
    pub fn closing(&self) -> &Closing {
        &self.closing
    }

    /// Whether nothing is on its way that is not there.
    pub fn ready(&self, view: &View) -> bool {
        view.world().roads().is_none() || self.present(view).is_some()
    }
}

impl Listener for RoadsInForce {
    fn appended(&self, _: &Arc<Entry>, touched: &[Touched], _: &Arc<View>, after: &Arc<View>) {
        if let Some(roads) = after.world().roads().filter(|_| touched.contains(&Touched::Roads)) {
            self.order(roads);
        }
    }
}
