//! Everything a request can reach.

use crate::closures::watch::Bell;
use crate::desk::{Clock, Desk, Done, News, Parts};
use crate::feed::Feed;
use crate::http::metrics::Metrics;
use crate::http::origin::Hosts;
use crate::http::throttle::Throttle;
use crate::http::upload::Uploads;
use crate::http::{Caller, Problem};
use crate::incidents::seen::Proposals;
use crate::plan::door::Turnstile;
use crate::plan::past::OtherDays;
use crate::plan::room::PlanRoom;
use crate::plan::versions::Kin;
use crate::positions::arrival::Watchman;
use crate::positions::{Positions, keeper};
use crate::roads::in_force::RoadsInForce;
use crate::session::book::SessionBook;
use crate::session::pending::PendingLinks;
use crate::simulation::book::SimulationBook;
use crate::tiles::Layers;
use geo_core::{AreaCode, Bounds, Milliseconds};
use parking_lot::Mutex;
use std::collections::HashSet;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use store::{Accounts, Attachments, Audit, Deed, JournalRead, Store, Tracks, Vault};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::sync::{Semaphore, watch};
use world::{Command, Context, Entry, Hash, Scope, Submission, Timestamp, Touched, VaultRef};

/// A team that has said nothing for this long is not shown where it was.
pub const SHOWN_FOR: Milliseconds = Milliseconds::from_minutes(12 * 60);
/// Password hashes computed at once: each takes a core and 19 MiB.
const HASHES_AT_ONCE: usize = 2;
/// Joint choices made at once: one for ten thousand incidents takes seconds, both cores, and hundreds of MiB.
const CHOICES_AT_ONCE: usize = 1;

/// Everything a request can reach; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<House>);

/// The house behind [`App`].
pub struct House {
    /// The one door.
    pub desk: Arc<Desk>,
    /// What became different.
    pub feed: Arc<Feed>,
    /// Where teams are.
    pub positions: Arc<Positions>,
    /// Rings when other closures may be in force.
    pub closure_bell: Arc<Bell>,
    /// The roads in force.
    pub roads: Arc<RoadsInForce>,
    /// Map layers.
    pub layers: Arc<Layers>,
    /// The plan room.
    pub plans: PlanRoom,
    /// Lets a few heavy pieces of planning in at a time.
    pub turnstile: Turnstile,
    /// Maps of other days.
    pub other_days: OtherDays,
    /// Whose the areas were that versions name.
    pub kin: Kin,
    /// Readers of the journal.
    pub reader: Arc<dyn JournalRead>,
    /// Imported files.
    pub attachments: Arc<dyn Attachments>,
    /// Tracks of teams.
    pub tracks: Arc<dyn Tracks>,
    /// What may have to be erased.
    pub vault: Arc<dyn Vault>,
    /// People and devices.
    pub accounts: Arc<dyn Accounts>,
    /// Who did what.
    pub audit: Arc<dyn Audit>,
    /// Sessions in force.
    pub sessions: SessionBook,
    /// One-time links that wait for a password.
    pub pending: PendingLinks,
    /// The latest proposals.
    pub proposals: Proposals,
    /// How often somebody may try to sign in.
    pub throttle: Throttle,
    /// Vault content whose end has a date.
    pub dated: Mutex<HashSet<String>>,
    /// What was asked "what if" lately.
    pub simulations: SimulationBook,
    /// Photos on their way.
    pub uploads: Uploads,
    /// Lets a few passwords be hashed at once.
    pub hashing: Semaphore,
    /// Lets joint choices be made one after the other.
    pub choosing: Semaphore,
    /// Figures.
    pub metrics: Metrics,
    /// Names under which we may be addressed.
    pub hosts: Hosts,
    /// What the time is.
    pub clock: Arc<dyn Clock>,
    /// What the listening end speaks, once it does.
    pub transport: OnceLock<Transport>,
    /// Becomes true when the service stops.
    pub stop: watch::Sender<bool>,
}

/// What the listening end speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// HTTP as it is; a proxy in front may add TLS.
    Plain,
    /// TLS with a certificate of our own.
    Tls,
}

/// What runs beside the requests and must be handed to the executor.
pub struct Beside {
    /// What positions proved.
    pub findings: UnboundedReceiver<Submission>,
    /// Threads that end when the app is gone.
    pub threads: Vec<JoinHandle<()>>,
}

impl Deref for App {
    type Target = House;
    fn deref(&self) -> &House {
        &self.0
    }
}

impl App {
    /// Opens the house on a store.
    ///
    /// # Errors
    /// [`crate::desk::ReplayError`] when the journal cannot be read.
    pub fn open(
        store: Store,
        clock: Arc<dyn Clock>,
        hosts: Hosts,
    ) -> Result<(Self, Beside), crate::desk::ReplayError> {
        let feed = Arc::new(Feed::default());
        let roads = RoadsInForce::new(store.cache.clone(), store.attachments.clone());
        let first = store.reader.hash_of(1)?.unwrap_or_default();
        let (layers, rung) = Layers::new(first);
        let layers = Arc::new(layers);
        let closure_bell = Arc::new(Bell::default());
        let parts = Parts {
            journal: store.journal,
            snapshots: store.snapshots,
            clock: clock.clone(),
            listeners: vec![feed.clone(), roads.clone(), layers.clone(), closure_bell.clone()],
        };
        let (desk, replayed) = Desk::open(parts, &*store.reader)?;
        tracing::info!(snapshot = replayed.from, seq = replayed.to, "district opened");
        let desk = Arc::new(desk);
        let now = clock.now();
        let shown_since = Timestamp(now.0 - SHOWN_FOR.0 as i64);
        let (sent, findings) = unbounded_channel();
        let (kept, waiting) = std::sync::mpsc::channel();
        let positions = Arc::new(Positions::new(
            keeper::latest(&*store.tracks, shown_since, now),
            kept,
            Watchman::new(sent),
        ));
        let tracks = store.tracks.clone();
        let mut threads = Vec::new();
        threads.extend(thread("tracks", move || keeper::run(&waiting, &tracks)));
        let (weak_layers, weak_desk, weak_roads, told) =
            (Arc::downgrade(&layers), Arc::downgrade(&desk), Arc::downgrade(&roads), feed.clone());
        threads.extend(thread("layers", move || {
            Layers::keep_drawn(&weak_layers, &rung, &weak_desk, &weak_roads, &told)
        }));
        let redraw = Arc::downgrade(&layers);
        let rung_too = closure_bell.clone();
        roads.tell(move || {
            rung_too.ring();
            if let Some(layers) = redraw.upgrade() {
                layers.ring();
            }
        });
        if let Some(in_force) = desk.state().world().roads() {
            roads.order(in_force);
        }
        layers.ring();
        let plans = PlanRoom::new(store.streams, store.attachments.clone())?;
        let house = House {
            sessions: SessionBook::new(store.accounts.clone()),
            pending: PendingLinks::default(),
            proposals: Proposals::default(),
            dated: Mutex::default(),
            simulations: SimulationBook::default(),
            throttle: Throttle::default(),
            uploads: Uploads::default(),
            hashing: Semaphore::new(HASHES_AT_ONCE),
            choosing: Semaphore::new(CHOICES_AT_ONCE),
            metrics: Metrics::default(),
            transport: OnceLock::new(),
            stop: watch::Sender::new(false),
            turnstile: Turnstile::default(),
            other_days: OtherDays::default(),
            kin: Kin::default(),
            plans,
            reader: store.reader,
            attachments: store.attachments,
            tracks: store.tracks,
            vault: store.vault,
            accounts: store.accounts,
            audit: store.audit,
            desk,
            feed,
            closure_bell,
            positions,
            roads,
            layers,
            hosts,
            clock,
        };
        Ok((Self(Arc::new(house)), Beside { findings, threads }))
    }

    /// Works on a thread where waiting for a disk is allowed.
    ///
    /// # Errors
    /// `internal` when the work panicked.
    pub async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let app = self.clone();
        tokio::task::spawn_blocking(move || work(&app)).await.map_err(|error| Problem::internal(&error))
    }

    /// Hands a command of a caller to the desk. A repeated request is answered with the entry that carried it out.
    ///
    /// # Errors
    /// What the desk says.
    pub async fn submit(&self, caller: &Caller, command: Command) -> Result<Done, Problem> {
        let submission =
            Submission { actor: caller.actor().clone(), request: caller.request.clone(), command };
        let mut done = self.desk.submit(submission).await?;
        if done.news == News::Repeated {
            done.entry = self.entry(done.seq).await?;
        }
        Ok(done)
    }

    /// Hands in a command for which something is kept in the vault first. It is `judged` before that, as it stands now,
    /// so that what would be refused, or was carried out before, leaves nothing behind; then `kept` keeps it and says
    /// the command itself, which the desk judges again.
    ///
    /// # Errors
    /// What the desk says, and what keeping says.
    pub async fn submit_with(
        &self,
        caller: &Caller,
        judged: Command,
        kept: impl Future<Output = Result<Command, Problem>>,
    ) -> Result<Done, Problem> {
        let state = self.desk.state();
        let account = &caller.actor().account;
        let before = caller.request.as_deref().and_then(|id| state.world().request_seq(account, id));
        if let Some(seq) = before {
            return Ok(Done { seq, news: News::Repeated, entry: self.entry(seq).await?, state });
        }
        state.world().decide(&judged, &Context { now: self.desk.now(), actor: caller.actor().clone() })?;
        drop(state);
        self.submit(caller, kept.await?).await
    }

    /// An entry of the journal by its number.
    async fn entry(&self, seq: u64) -> Result<Option<Arc<Entry>>, Problem> {
        let read = self.blocking(move |app| app.reader.read(seq.saturating_sub(1), 1)).await?;
        Ok(read.map_err(|error| Problem::unavailable(&error))?.pop().map(Arc::new))
    }

    /// Writes a deed into the audit log before it takes place.
    ///
    /// # Errors
    /// `store_unavailable`: then the deed must not take place.
    pub async fn audit(&self, deed: Deed) -> Result<(), Problem> {
        let written = self.blocking(move |app| app.audit.append(deed)).await?;
        written.map(drop).map_err(|error| Problem::unavailable(&error))
    }

    /// How browsers reach us: `https` when we speak TLS ourselves.
    pub fn scheme(&self) -> &'static str {
        if self.transport.get() == Some(&Transport::Tls) { "https" } else { "http" }
    }

    /// The code of the district that this service serves.
    pub fn district_code(&self) -> String {
        self.desk
            .state()
            .world()
            .district()
            .map_or_else(|| world::UNNAMED_DISTRICT.to_owned(), |district| district.code.to_string())
    }

    /// Whether an address names the district we serve.
    ///
    /// # Errors
    /// `unknown_district`.
    pub fn check_district(&self, code: &str) -> Result<(), Problem> {
        if self.district_code() == code {
            Ok(())
        } else {
            Err(Problem::new("unknown_district").with("code", code))
        }
    }

    /// The box around an area within a scope.
    pub fn area_bounds(&self, scope: &Scope, code: &AreaCode) -> Option<Bounds> {
        let view = self.desk.state();
        view.world().outline(scope, code).and_then(|shape| Bounds::of_shape(shape))
    }
}

/// Stands, in a command that is only judged, for what is not in the vault yet.
pub fn yet_to_be_kept() -> VaultRef {
    VaultRef { id: String::new(), keyed_hash: Hash::default() }
}

/// That what was carried out is what the request asked for, and not an earlier one that used the same request id.
///
/// # Errors
/// `request_id_reused`: nobody has judged this request, so it is shown nothing.
pub fn same_request(done: &Done, about: &Touched) -> Result<(), Problem> {
    if done.concerns(about) { Ok(()) } else { Err(Problem::new("request_id_reused")) }
}

fn thread(name: &str, work: impl FnOnce() + Send + 'static) -> Option<JoinHandle<()>> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .inspect_err(|error| tracing::error!(%error, name, "no thread"))
        .ok()
}
