//! The one writer: batches of submissions, one transaction each.

use super::search::Searcher;
use super::{DeskError, Done, Job, News, Parts, replay};
use arc_swap::ArcSwap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::Duration;
use store::AppendError;
use tokio::sync::oneshot;
use world::{
    Actor, Command, Context, Draft, Entry, Hash, Refusal, Role, Scope, Submission, View, World, changes,
};

/// Submissions taken into one transaction at most.
const BATCH: usize = 256;
/// Entries between snapshots: a restart replays at most about twice as many.
const SNAPSHOT_EVERY: u64 = 5_000;
/// How often an idle writer looks whether a search index has become ready.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Works until the door is closed, then writes a last snapshot.
pub(super) fn run(jobs: &Receiver<Job>, parts: Parts, published: &ArcSwap<View>, snapshot_at: u64) {
    let mut writer = Writer { parts, published, snapshot_at, snapshot: None, searcher: Searcher::default() };
    writer.look_after_search();
    loop {
        let first = if writer.searcher.waits() {
            jobs.recv_timeout(LOOK_EVERY)
        } else {
            jobs.recv().map_err(RecvTimeoutError::from)
        };
        match first {
            Ok(first) => {
                let mut batch: Vec<Job> = writer.due().into_iter().chain([first]).collect();
                batch.extend(jobs.try_iter().take(BATCH - 1));
                // A bug in a rule must not close the door for everybody: those who wait are told, the next batch goes on.
                if catch_unwind(AssertUnwindSafe(|| writer.carry_out(batch))).is_err() {
                    tracing::error!("carrying out a batch failed");
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        writer.look_after_search();
        writer.snapshot_if_due();
    }
    writer.finish();
}

struct Writer<'a> {
    parts: Parts,
    published: &'a ArcSwap<View>,
    /// The entry of the last snapshot.
    snapshot_at: u64,
    snapshot: Option<JoinHandle<()>>,
    searcher: Searcher,
}

/// What a submission will be answered once the batch is durable.
enum Verdict {
    /// Carried out by this entry; `News::Changed` by one of the batch.
    Done(u64, News),
    /// Not allowed.
    Refused(Refusal),
}

impl Writer<'_> {
    /// What the coming of a day asks for, before anybody else. Were it left to the first command of the day, one that is
    /// refused (the record it names is another since the plan took force) would leave everything as it was, and be
    /// refused again.
    fn due(&self) -> Option<Job> {
        let state = self.published.load();
        let now = self.parts.clock.now().max(state.world().at());
        let is_due = state.world().next_plan().is_some_and(|from| from <= now);
        is_due.then(|| {
            let account = "system:plans".to_owned();
            let actor = Actor { account, role: Role::Administrator, scope: Scope::district() };
            let submission = Submission { actor, request: None, command: Command::KeepPlansInForce };
            // Nobody waits for the answer.
            Job { submission, reply: oneshot::channel().0 }
        })
    }

    /// Decides, appends, publishes, answers.
    fn carry_out(&mut self, batch: Vec<Job>) {
        let (drafts, verdicts) = self.decide(&batch);
        if drafts.is_empty() {
            return self.answer(batch, verdicts, &[]);
        }
        let seq = self.published.load().world().seq();
        match self.parts.journal.append(seq, drafts) {
            Ok(entries) => {
                let entries: Vec<Arc<Entry>> = entries.into_iter().map(Arc::new).collect();
                self.publish(&entries);
                self.answer(batch, verdicts, &entries);
            }
            Err(AppendError::Conflict { .. }) if self.catch_up(seq) => self.carry_out(batch),
            // One bad draft must not take the others with it.
            Err(AppendError::UnknownVaultContent { .. } | AppendError::Unreadable { .. })
                if batch.len() > 1 =>
            {
                batch.into_iter().for_each(|job| self.carry_out(vec![job]));
            }
            Err(error) => refuse(batch, &error),
        }
    }

    /// What the batch gives, each submission decided on the state that those before it lead to.
    fn decide(&self, batch: &[Job]) -> (Vec<Draft>, Vec<Verdict>) {
        let mut next = self.published.load().world().clone();
        let mut drafts = Vec::new();
        let mut verdicts = Vec::with_capacity(batch.len());
        for (index, job) in batch.iter().enumerate() {
            let actor = &job.submission.actor;
            let repeated = job
                .submission
                .request
                .as_deref()
                .and_then(|request| next.request_seq(&actor.account, request));
            if let Some(seq) = repeated {
                verdicts.push(Verdict::Done(seq, News::Repeated));
                continue;
            }
            let context = Context { now: self.parts.clock.now().max(next.at()), actor: actor.clone() };
            match next.decide(&job.submission.command, &context) {
                Err(refusal) => verdicts.push(Verdict::Refused(refusal)),
                Ok(events) if events.is_empty() => verdicts.push(Verdict::Done(next.seq(), News::AlreadySo)),
                Ok(events) => {
                    let draft = Draft {
                        at: context.now,
                        actor: actor.account.clone(),
                        request: job.submission.request.clone(),
                        events,
                    };
                    verdicts.push(Verdict::Done(next.seq() + 1, News::Changed));
                    // The last draft need not be tried on: nobody decides after it.
                    if index + 1 < batch.len() {
                        next = foresee(next, &draft);
                    }
                    drafts.push(draft);
                }
            }
        }
        (drafts, verdicts)
    }

    /// Makes durable entries true for readers, then tells the listeners.
    fn publish(&mut self, entries: &[Arc<Entry>]) {
        let mut before = self.published.load_full();
        for entry in entries {
            let touched = changes(entry, before.world());
            let mut world = before.world().clone();
            world.apply(entry);
            let after = Arc::new(before.next(world, &touched));
            self.published.store(after.clone());
            self.searcher.touched(&touched);
            for listener in &self.parts.listeners {
                listener.appended(entry, &touched, &before, &after);
            }
            before = after;
        }
    }

    fn answer(&self, batch: Vec<Job>, verdicts: Vec<Verdict>, entries: &[Arc<Entry>]) {
        let state = self.published.load_full();
        let mut entries = entries.iter();
        for (job, verdict) in batch.into_iter().zip(verdicts) {
            let answer = match verdict {
                Verdict::Done(seq, news) => {
                    let entry = if news == News::Changed { entries.next().cloned() } else { None };
                    Ok(Done { seq, news, entry, state: state.clone() })
                }
                Verdict::Refused(refusal) => Err(DeskError::Refused(refusal)),
            };
            // Who has hung up does not want to know.
            let _ = job.reply.send(answer);
        }
    }

    /// Takes over a search index that became ready.
    fn look_after_search(&mut self) {
        if let Some(view) = self.searcher.look_after(&self.published.load_full()) {
            self.published.store(Arc::new(view));
        }
    }

    /// Applies entries that turned up in the journal behind our back (an append that reported an error and yet
    /// reached the disk). False when there are none or they cannot be read.
    fn catch_up(&mut self, seq: u64) -> bool {
        match self.parts.journal.read(seq, usize::MAX) {
            Ok(entries) if !entries.is_empty() => {
                tracing::warn!(from = seq, count = entries.len(), "caught up with the journal");
                let entries: Vec<Arc<Entry>> = entries.into_iter().map(Arc::new).collect();
                self.publish(&entries);
                true
            }
            _ => false,
        }
    }

    fn snapshot_if_due(&mut self) {
        let state = self.published.load_full();
        let running = self.snapshot.as_ref().is_some_and(|thread| !thread.is_finished());
        if running || state.world().seq() < self.snapshot_at + SNAPSHOT_EVERY {
            return;
        }
        self.snapshot_at = state.world().seq();
        let snapshots = self.parts.snapshots.clone();
        let work = move || replay::save(&*snapshots, state.world());
        self.snapshot = std::thread::Builder::new().name("snapshot".to_owned()).spawn(work).ok();
    }

    fn finish(&mut self) {
        if let Some(thread) = self.snapshot.take() {
            let _ = thread.join();
        }
        let state = self.published.load_full();
        if state.world().seq() > self.snapshot_at {
            replay::save(&*self.parts.snapshots, state.world());
        }
    }
}

/// The state that a draft will lead to, for deciding what comes after it; its hash is not known yet.
fn foresee(mut world: World, draft: &Draft) -> World {
    let entry =
        Entry { seq: world.seq() + 1, previous: world.head(), hash: Hash::default(), draft: draft.clone() };
    world.apply(&entry);
    world
}

/// Nothing of the batch happened; also what was refused is not told, since it was judged on what did not happen.
fn refuse(batch: Vec<Job>, error: &AppendError) {
    tracing::error!(%error, waiting = batch.len(), "append failed");
    let answer = match error {
        AppendError::UnknownVaultContent { id } => {
            DeskError::Refused(Refusal::new("unknown_vault_content").with("id", id))
        }
        AppendError::Unreadable { .. } => DeskError::Internal,
        AppendError::Conflict { .. } | AppendError::Storage(_) => {
            DeskError::Unavailable { code: error.code() }
        }
    };
    for job in batch {
        let _ = job.reply.send(Err(answer.clone()));
    }
}
