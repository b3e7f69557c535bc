//! Where the drafts lie: how each began is always known, its map is read when somebody asks for it.
//!
//! A folder stays on the shelf for as long as the service runs, so everybody who works on one draft meets at one lock;
//! what is in it comes from the journal and can be read again at any time.

use super::folder::{Beginning, Folder, Inside, OpenDraft};
use super::glance::Glance;
use super::maps::Maps;
use crate::desk::ReplayError;
use crate::http::Problem;
use geo_core::territory::Edited;
use parking_lot::RwLock;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::{AppendError, ReadError, Streams};
use world::{Context, Decided, Draft, Entry, Event, PlanDraft};

/// Entries of a stream read at a time.
const PAGE: usize = 1024;
/// Drafts whose maps are in memory at once; a map of fifty thousand faces takes hundreds of megabytes.
const OPEN_AT_ONCE: usize = 12;

/// All drafts.
pub struct Shelf {
    streams: Arc<dyn Streams>,
    folders: RwLock<BTreeMap<String, Arc<Folder>>>,
    /// Counts how often a draft was asked for.
    turn: AtomicU64,
}

fn damaged(folder: &Folder, reason: &dyn std::fmt::Display) -> Problem {
    tracing::error!(%reason, draft = folder.id, "a draft is damaged");
    Problem::new("draft_damaged").with("draft", folder.id.as_str())
}

fn unreadable(folder: &Folder, error: ReadError) -> Problem {
    match error {
        ReadError::Storage(error) => Problem::unavailable(&error),
        error => damaged(folder, &error),
    }
}

/// The stream of a draft.
fn stream(draft: &str) -> String {
    format!("plan/{draft}")
}

impl Shelf {
    /// The shelf of a store. A draft whose beginning cannot be read lies there all the same, and says so when asked for.
    ///
    /// # Errors
    /// [`ReplayError`] when the store cannot be read at all.
    pub fn read(streams: Arc<dyn Streams>) -> Result<Self, ReplayError> {
        let mut folders = BTreeMap::new();
        for name in streams.names()? {
            let Some(id) = name.strip_prefix("plan/") else { continue };
            let first = streams.read(&name, 0, 1);
            let first = first.inspect_err(|error| tracing::error!(%error, draft = id, "a draft is damaged"));
            let beginning = first.ok().and_then(|entries| Beginning::of(entries.first()?));
            folders.insert(id.to_owned(), Arc::new(Folder::new(id.to_owned(), beginning)));
        }
        Ok(Self { streams, folders: RwLock::new(folders), turn: AtomicU64::new(0) })
    }

    /// All folders, in the order they were begun.
    pub fn folders(&self) -> Vec<Arc<Folder>> {
        let mut folders: Vec<_> = self.folders.read().values().cloned().collect();
        folders.sort_by(|a, b| (a.id.len(), &a.id).cmp(&(b.id.len(), &b.id)));
        folders
    }

    /// The id of the next draft.
    pub fn next_id(&self) -> String {
        format!("d-{}", self.folders.read().len() + 1)
    }

    /// A draft's folder.
    ///
    /// # Errors
    /// `unknown_draft`.
    pub fn folder(&self, id: &str) -> Result<Arc<Folder>, Problem> {
        let folder = self.folders.read().get(id).cloned();
        folder.ok_or_else(|| Problem::new("unknown_draft").with("draft", id))
    }

    /// The draft in a folder, read if need be.
    ///
    /// # Errors
    /// `draft_damaged`, and what keeps its map from being read.
    pub fn open(&self, folder: &Folder, inside: &mut Inside, maps: &Maps) -> Result<OpenDraft, Problem> {
        folder.used.store(self.turn.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        if let Some(open) = &inside.open {
            return Ok(open.clone());
        }
        let open = OpenDraft::new(self.replay(folder, maps)?);
        self.put_away();
        Ok(inside.put(open))
    }

    /// Makes room for one more map: those go that nobody has asked for the longest. What somebody works on just now, or
    /// publishes, stays.
    fn put_away(&self) {
        let mut idle: Vec<(u64, Arc<Folder>)> = self
            .folders()
            .into_iter()
            .filter(|folder| {
                let is_open = folder.inside.try_lock().is_some_and(|inside| inside.open.is_some());
                is_open && !folder.being_published.load(Ordering::Acquire)
            })
            .map(|folder| (folder.used.load(Ordering::Relaxed), folder))
            .collect();
        idle.sort_by_key(|(used, _)| *used);
        let surplus = (idle.len() + 1).saturating_sub(OPEN_AT_ONCE);
        for (_, folder) in idle.drain(..surplus.min(idle.len())) {
            if let Some(mut inside) = folder.inside.try_lock() {
                inside.open = None;
            }
        }
    }

    /// How many drafts have their maps in memory.
    pub fn open_count(&self) -> usize {
        // One that is locked is being used.
        let open =
            |folder: &&Arc<Folder>| folder.inside.try_lock().is_none_or(|inside| inside.open.is_some());
        self.folders().iter().filter(open).count()
    }

    /// What is known of a draft; `None` when it was thrown away. Only one that was never asked for since the start is
    /// read, and one that was thrown away not even then.
    ///
    /// # Errors
    /// As [`Shelf::open`].
    pub fn glance(&self, folder: &Folder, maps: &Maps) -> Result<Option<Arc<Glance>>, Problem> {
        let mut inside = folder.lock();
        if inside.glance.is_none() && !inside.discarded {
            inside.discarded = self.ends_discarded(folder)?;
        }
        if inside.discarded {
            return Ok(None);
        }
        if let Some(known) = &inside.glance {
            return Ok(Some(known.clone()));
        }
        let open = self.open(folder, &mut inside, maps)?;
        Ok((!open.discarded).then(|| open.glance.clone()))
    }

    /// Whether the last entry of a draft's stream threw it away: nothing follows that.
    fn ends_discarded(&self, folder: &Folder) -> Result<bool, Problem> {
        let name = stream(&folder.id);
        let head = self.streams.head(&name).map_err(|error| unreadable(folder, error))?;
        let last = self.streams.read(&name, head.seq.saturating_sub(1), 1);
        let last = last.map_err(|error| unreadable(folder, error))?;
        let events = last.iter().flat_map(|entry| &entry.draft.events);
        Ok(events.into_iter().any(|event| matches!(event, Event::PlanDraftDiscarded)))
    }

    fn replay(&self, folder: &Folder, maps: &Maps) -> Result<PlanDraft, Problem> {
        let read = |error: ReadError| unreadable(folder, error);
        let name = stream(&folder.id);
        let mut entries = self.streams.read(&name, 0, PAGE).map_err(read)?;
        let first = entries.first().ok_or_else(|| damaged(folder, &"it has no entry"))?;
        let beginning =
            Beginning::of(first).ok_or_else(|| damaged(folder, &"its first entry begins no draft"))?;
        let mut draft = PlanDraft::begin(first, maps.get(beginning.input)?)
            .ok_or_else(|| damaged(folder, &"its first entry begins no draft"))?;
        entries.remove(0);
        while !entries.is_empty() {
            entries.iter().for_each(|entry| draft.apply(entry));
            entries = self.streams.read(&name, draft.seq, PAGE).map_err(read)?;
        }
        Ok(draft)
    }

    /// Puts a draft that was just begun on the shelf.
    pub fn add(&self, entry: &Entry, draft: PlanDraft) -> OpenDraft {
        let folder = Folder::new(draft.id.clone(), Beginning::of(entry));
        folder.used.store(self.turn.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        self.put_away();
        let open = folder.lock().put(OpenDraft::new(draft));
        self.folders.write().insert(folder.id.clone(), Arc::new(folder));
        open
    }

    /// Appends to an open draft and makes it true.
    ///
    /// # Errors
    /// `draft_changed`, `store_unavailable`.
    pub fn extend(
        &self,
        inside: &mut Inside,
        open: OpenDraft,
        context: &Context,
        request: Option<String>,
        decided: Decided,
    ) -> Result<(OpenDraft, Edited), Problem> {
        // Should the disk refuse, what it has then is the truth: it is read again before the next command.
        inside.open = None;
        let entry = self.append(&open.id, open.seq, context, request, decided.events)?;
        let OpenDraft { mut draft, glance } = open;
        draft.apply(&entry);
        let figures = glance.figures.after(&decided.edited.patch, &draft.map);
        Ok((inside.put(OpenDraft::with(draft, figures)), decided.edited))
    }

    /// Appends to a draft's stream.
    ///
    /// # Errors
    /// `draft_changed`, `store_unavailable`.
    pub fn append(
        &self,
        id: &str,
        expected: u64,
        context: &Context,
        request: Option<String>,
        events: Vec<Event>,
    ) -> Result<Entry, Problem> {
        let draft = Draft { at: context.now, actor: context.actor.account.clone(), request, events };
        match self.streams.append(&stream(id), expected, vec![draft]) {
            Ok(mut entries) => entries.pop().ok_or_else(|| Problem::internal(&"nothing was appended")),
            Err(AppendError::Conflict { .. }) => Err(Problem::new("draft_changed").with("draft", id)),
            Err(error) => Err(Problem::unavailable(&error)),
        }
    }
}
