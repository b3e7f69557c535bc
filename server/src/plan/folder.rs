//! One draft on its shelf: how it began, what is in it, whether somebody is publishing it.

use super::figures::Figures;
use super::glance::Glance;
use crate::http::Problem;
use parking_lot::{Mutex, MutexGuard};
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use world::{Entry, Event, Hash, PlanDraft, Timestamp};

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
    /// What an entry says, if it begins a draft.
    pub fn of(entry: &Entry) -> Option<Self> {
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
    pub(super) draft: PlanDraft,
    pub(super) glance: Arc<Glance>,
}

impl Deref for OpenDraft {
    type Target = PlanDraft;
    fn deref(&self) -> &PlanDraft {
        &self.draft
    }
}

impl OpenDraft {
    pub(super) fn new(draft: PlanDraft) -> Self {
        let figures = Figures::of(&draft.map);
        Self::with(draft, figures)
    }

    pub(super) fn with(draft: PlanDraft, figures: Figures) -> Self {
        let glance = Arc::new(Glance::of(&draft, figures));
        Self { draft, glance }
    }

    /// What is known of it without its map.
    pub const fn glance(&self) -> &Arc<Glance> {
        &self.glance
    }
}

/// One draft.
pub struct Folder {
    /// Its id.
    pub id: String,
    /// How it began; `None` when that cannot be read.
    pub beginning: Option<Beginning>,
    pub(super) inside: Mutex<Inside>,
    /// Set behind the lock, and taken back without it once the district has answered.
    pub(super) being_published: AtomicBool,
    /// When it was used last, as the shelf counts.
    pub(super) used: AtomicU64,
}

/// What a folder holds, for one at a time.
#[derive(Default)]
pub struct Inside {
    /// The draft, while somebody uses it.
    pub(super) open: Option<OpenDraft>,
    /// What is known of it, once it was read.
    pub(super) glance: Option<Arc<Glance>>,
    /// That it was thrown away: nothing can become of it any more.
    pub(super) discarded: bool,
}

impl Inside {
    pub(super) fn put(&mut self, open: OpenDraft) -> OpenDraft {
        self.glance = Some(open.glance.clone());
        self.discarded = open.discarded;
        self.open = Some(open.clone());
        open
    }
}

impl Folder {
    pub(super) fn new(id: String, beginning: Option<Beginning>) -> Self {
        Self {
            id,
            beginning,
            inside: Mutex::default(),
            being_published: AtomicBool::new(false),
            used: AtomicU64::new(0),
        }
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
