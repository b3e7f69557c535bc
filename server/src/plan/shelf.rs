//! Where the drafts lie: how each began is always known, its map is read when somebody asks for it.
//!
//! A folder stays on the shelf for as long as the service runs, so everybody who works on one draft meets at one lock;
//! what is in it comes from the journal and can be read again at any time.

use super::maps::Maps;
use crate::desk::ReplayError;
use crate::http::Problem;
use parking_lot::{Mutex, MutexGuard, RwLock};
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::{AppendError, ReadError, Streams};
use world::{Context, Draft, Entry, Event, Hash, PlanDraft, Timestamp};

/// Entries of a stream read at a time.
const PAGE: usize = 1024;

/// How a draft began: what the first entry of its stream says.
#[derive(Debug, Clone)]
pub struct Beginning {
    /// When.
    pub at: Timestamp,
    /// By which account.
    pub by: String,
    /// The request that began it.
    pub request: Option<String>,
    /// What it was called.
    pub name: String,
    /// The attachment that holds the map it was begun on.
    pub input: Hash,
}

impl Beginning {
    fn of(entry: &Entry) -> Option<Self> {
        let Event::PlanDraftOpened { name, input, .. } = entry.draft.events.first()? else { return None };
        Some(Self {
            at: entry.draft.at,
            by: entry.draft.actor.clone(),
            request: entry.draft.request.clone(),
            name: name.clone(),
            input: *input,
        })
    }
}

/// A draft as it was at some moment. Cloning is cheap.
#[derive(Clone)]
pub struct OpenDraft {
    draft: PlanDraft,
}

impl Deref for OpenDraft {
    type Target = PlanDraft;
    fn deref(&self) -> &PlanDraft {
        &self.draft
    }
}

impl OpenDraft {
    const fn new(draft: PlanDraft) -> Self {
        Self { draft }
    }
}

/// One draft.
pub struct Folder {
    /// Its id.
    pub id: String,
    /// How it began; `None` when that cannot be read.
    pub beginning: Option<Beginning>,
    inside: Mutex<Inside>,
    /// Set behind the lock, and taken back without it once the district has answered.
    being_published: AtomicBool,
}

/// What a folder holds, for one at a time.
#[derive(Default)]
pub struct Inside {
    /// The draft, once somebody asked for it.
    open: Option<OpenDraft>,
}

impl Folder {
    fn new(id: String, beginning: Option<Beginning>, open: Option<OpenDraft>) -> Self {
        Self { id, beginning, inside: Mutex::new(Inside { open }), being_published: AtomicBool::new(false) }
    }

    /// What is in it, for as long as nobody else needs it.
    pub fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock()
    }

    /// That nobody is publishing it: what is drawn meanwhile would be lost from the version.
    ///
    /// # Errors
    /// `draft_being_published`.
    pub fn check_not_being_published(&self) -> Result<(), Problem> {
        match self.being_published.load(Ordering::Acquire) {
            true => Err(Problem::new("draft_being_published").with("draft", self.id.as_str())),
            false => Ok(()),
        }
    }
}

/// A draft that is being published. Nobody draws on it until this is dropped, whatever the reason.
pub struct Closing {
    folder: Arc<Folder>,
    /// The draft as it will be published.
    pub draft: OpenDraft,
}

impl Closing {
    /// Closes a draft that is open; `_inside` shows that its folder is locked.
    pub fn begin(folder: &Arc<Folder>, _inside: &mut Inside, draft: OpenDraft) -> Self {
        folder.being_published.store(true, Ordering::Release);
        Self { folder: folder.clone(), draft }
    }
}

impl Drop for Closing {
    fn drop(&mut self) {
        self.folder.being_published.store(false, Ordering::Release);
    }
}

/// All drafts.
pub struct Shelf {
    streams: Arc<dyn Streams>,
    folders: RwLock<BTreeMap<String, Arc<Folder>>>,
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
            folders.insert(id.to_owned(), Arc::new(Folder::new(id.to_owned(), beginning, None)));
        }
        Ok(Self { streams, folders: RwLock::new(folders) })
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
        if let Some(open) = &inside.open {
            return Ok(open.clone());
        }
        let open = OpenDraft::new(self.replay(folder, maps)?);
        inside.open = Some(open.clone());
        Ok(open)
    }

    fn replay(&self, folder: &Folder, maps: &Maps) -> Result<PlanDraft, Problem> {
        let damaged = |reason: &dyn std::fmt::Display| {
            tracing::error!(%reason, draft = folder.id, "a draft is damaged");
            Problem::new("draft_damaged").with("draft", folder.id.as_str())
        };
        let read = |error: ReadError| match error {
            ReadError::Storage(error) => Problem::unavailable(&error),
            error => damaged(&error),
        };
        let name = stream(&folder.id);
        let mut entries = self.streams.read(&name, 0, PAGE).map_err(read)?;
        let first = entries.first().ok_or_else(|| damaged(&"it has no entry"))?;
        let beginning = Beginning::of(first).ok_or_else(|| damaged(&"its first entry begins no draft"))?;
        let mut draft = PlanDraft::begin(first, maps.get(beginning.input)?)
            .ok_or_else(|| damaged(&"its first entry begins no draft"))?;
        entries.remove(0);
        while !entries.is_empty() {
            entries.iter().for_each(|entry| draft.apply(entry));
            entries = self.streams.read(&name, draft.seq, PAGE).map_err(read)?;
        }
        Ok(draft)
    }

    /// Puts a draft that was just begun on the shelf.
    pub fn add(&self, entry: &Entry, draft: PlanDraft) -> OpenDraft {
        let (id, open) = (draft.id.clone(), OpenDraft::new(draft));
        let folder = Folder::new(id.clone(), Beginning::of(entry), Some(open.clone()));
        self.folders.write().insert(id, Arc::new(folder));
        open
    }

    /// Appends to an open draft and makes it true.
    ///
    /// # Errors
    /// `draft_changed`, `store_unavailable`.
    pub fn extend(
        &self,
        inside: &mut Inside,
        mut open: OpenDraft,
        context: &Context,
        request: Option<String>,
        events: Vec<Event>,
    ) -> Result<OpenDraft, Problem> {
        // Should the disk refuse, what it has then is the truth: it is read again before the next command.
        inside.open = None;
        let entry = self.append(&open.id, open.seq, context, request, events)?;
        open.draft.apply(&entry);
        inside.open = Some(open.clone());
        Ok(open)
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
