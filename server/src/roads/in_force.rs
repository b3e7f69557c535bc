//! The roads in force, loaded beside the service; until they are ready answers go by straight line and say so.

use super::prepared;
use crate::desk::Listener;
use arc_swap::ArcSwapOption;
use dispatch::roads::{Router, StraightLine, TravelTimes};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak};
use store::Attachments;
use world::{Entry, Hash, Roads, Touched, View};

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
}

/// What a question about travel times is put to.
pub enum Times {
    /// Roads.
    Roads(Arc<Loaded>),
    /// None are there or ready.
    StraightLine,
}

impl Times {
    /// As travel times.
    pub fn asked(&self) -> &dyn TravelTimes {
        match self {
            Self::Roads(loaded) => &*loaded.router,
            Self::StraightLine => &StraightLine,
        }
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

    /// What to ask now: the roads in force when they are ready. Never roads that are in force no more.
    pub fn times(&self, view: &View) -> Times {
        let in_force = view.world().roads().map(|roads| roads.version);
        match self.loaded().filter(|loaded| Some(loaded.since) == in_force) {
            Some(loaded) => Times::Roads(loaded),
            None => Times::StraightLine,
        }
    }

    /// Whether nothing is on its way that is not there.
    pub fn ready(&self, view: &View) -> bool {
        view.world().roads().is_none() || matches!(self.times(view), Times::Roads(_))
    }
}

impl Listener for RoadsInForce {
    fn appended(&self, _: &Arc<Entry>, touched: &[Touched], _: &Arc<View>, after: &Arc<View>) {
        if let Some(roads) = after.world().roads().filter(|_| touched.contains(&Touched::Roads)) {
            self.order(roads);
        }
    }
}
