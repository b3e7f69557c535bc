//! The one door. Every change to the world is a [`Submission`] handed to [`Desk::submit`].
//!
//! One thread takes the waiting submissions in batches on its private next state: it decides each at
//! `max(clock, last entry)`, appends what they gave in one transaction, and only then publishes the state,
//! answers, and tells the listeners. An append that fails drops that state: readers never see what is not
//! durable. A request id that was carried out before is answered from the present state.
//!
//! Nothing here knows of HTTP or of an executor; stories run in it directly.

mod clock;
mod error;
mod replay;
mod search;
mod writer;

pub use clock::{Clock, ManualClock, SystemClock};
pub use error::{DeskError, ReplayError};
pub use replay::{Replayed, open as open_state, replay, save as save_snapshot};

use arc_swap::ArcSwap;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use store::{Journal, JournalRead, Snapshots};
use tokio::sync::oneshot;
use world::{Entry, Submission, Timestamp, Touched, View, World, changes};

/// Submissions that may wait; more are refused at once rather than answered late.
const WAITING: usize = 4096;

/// What became of a submission that was carried out.
#[derive(Clone)]
pub struct Done {
    /// The entry that carried it out; the present one when nothing had to change.
    pub seq: u64,
    /// Whether this very request changed something now, and not an earlier sending of it.
    pub news: News,
    /// The entry itself, when it changed something just now; [`crate::app::App::submit`] looks up a repeated one's too.
    pub entry: Option<Arc<Entry>>,
    /// The state it is answered from.
    pub state: Arc<View>,
}

impl Done {
    /// Whether this is the answer to a request about that: what was judged is; an earlier request of the same id is
    /// only if its entry touched it.
    pub fn concerns(&self, what: &Touched) -> bool {
        let touched = |entry: &Arc<Entry>| changes(entry, self.state.world()).contains(what);
        self.news != News::Repeated || self.entry.as_ref().is_some_and(touched)
    }
}

/// Whether a submission changed something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// It did, just now.
    Changed,
    /// All was already as it wanted.
    AlreadySo,
    /// A request of this account with the same id was carried out before; this one was not looked at, so nobody has
    /// judged whether its sender may see what it names.
    Repeated,
}

/// Is told of every durable entry, in order, on the writer's thread: must be quick and never wait.
pub trait Listener: Send + Sync {
    /// `entry`, which touched `touched`, led from `before` to `after`, which is published.
    fn appended(&self, entry: &Arc<Entry>, touched: &[Touched], before: &Arc<View>, after: &Arc<View>);
}

/// What the writer needs, handed over to it.
pub struct Parts {
    /// The writing end of the journal.
    pub journal: Box<dyn Journal>,
    /// Where snapshots go.
    pub snapshots: Arc<dyn Snapshots>,
    /// What the time is.
    pub clock: Arc<dyn Clock>,
    /// Who is told.
    pub listeners: Vec<Arc<dyn Listener>>,
}

/// The one door, and the published state behind it.
pub struct Desk {
    state: Arc<ArcSwap<View>>,
    clock: Arc<dyn Clock>,
    inbox: Mutex<Option<SyncSender<Job>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

/// One waiting submission and who waits for it.
struct Job {
    submission: Submission,
    reply: oneshot::Sender<Result<Done, DeskError>>,
}

impl Desk {
    /// Replays the store's state and opens the door.
    ///
    /// # Errors
    /// [`ReplayError`] when the journal cannot be read.
    pub fn open(parts: Parts, reader: &dyn JournalRead) -> Result<(Self, Replayed), ReplayError> {
        let (world, replayed) = replay::open(reader, &*parts.snapshots)?;
        Ok((Self::with_state(parts, world, replayed.from), replayed))
    }

    /// Opens the door on a state that is already at the end of the journal.
    pub fn with_state(parts: Parts, world: World, snapshot_at: u64) -> Self {
        let state = Arc::new(ArcSwap::from_pointee(View::of(world)));
        let clock = parts.clock.clone();
        let (inbox, jobs) = sync_channel(WAITING);
        let published = state.clone();
        let work = move || writer::run(&jobs, parts, &published, snapshot_at);
        let writer =
            std::thread::Builder::new().name("desk".to_owned()).spawn(work).expect("a thread can be started");
        Self { state, clock, inbox: Mutex::new(Some(inbox)), writer: Mutex::new(Some(writer)) }
    }

    /// The published state: durable, never partial, good for as long as it is held.
    pub fn state(&self) -> Arc<View> {
        self.state.load_full()
    }

    /// Now, by the desk's clock, but never before the last entry.
    pub fn now(&self) -> Timestamp {
        self.clock.now().max(self.state.load().world().at())
    }

    /// Hands a submission over and waits for its answer.
    ///
    /// # Errors
    /// [`DeskError`]; nothing has changed then.
    pub async fn submit(&self, submission: Submission) -> Result<Done, DeskError> {
        self.enqueue(submission)?.await.unwrap_or(Err(DeskError::Internal))
    }

    /// [`Desk::submit`] for threads; not to be called on an executor.
    ///
    /// # Errors
    /// As [`Desk::submit`].
    pub fn submit_blocking(&self, submission: Submission) -> Result<Done, DeskError> {
        self.enqueue(submission)?.blocking_recv().unwrap_or(Err(DeskError::Internal))
    }

    fn enqueue(
        &self,
        submission: Submission,
    ) -> Result<oneshot::Receiver<Result<Done, DeskError>>, DeskError> {
        let (reply, answer) = oneshot::channel();
        let inbox = self.inbox.lock().unwrap_or_else(PoisonError::into_inner);
        let inbox = inbox.as_ref().ok_or(DeskError::Stopping)?;
        match inbox.try_send(Job { submission, reply }) {
            Ok(()) => Ok(answer),
            Err(TrySendError::Full(_)) => Err(DeskError::Overloaded),
            Err(TrySendError::Disconnected(_)) => Err(DeskError::Internal),
        }
    }

    /// Closes the door: what waits is carried out, a last snapshot is written. Waits until both are done.
    pub fn close(&self) {
        drop(self.inbox.lock().unwrap_or_else(PoisonError::into_inner).take());
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if writer.is_some_and(|writer| writer.join().is_err()) {
            tracing::error!("the desk's thread had failed");
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.close();
    }
}
