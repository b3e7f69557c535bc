//! The drafts that are open, and their one door.
//!
//! Each draft has a lock of its own, so planners never wait for each other unless they draw in one draft, and nobody
//! waits for a dispatch. A command is decided on the draft as it is, appended to the draft's stream, and only then
//! applied, answered and told. A request that was carried out before is found before anything is judged.

use super::folder::{Closing, Folder, OpenDraft};
use super::glance::Glance;
use super::maps::Maps;
use super::shelf::Shelf;
use crate::desk::{Desk, ReplayError};
use crate::http::Problem;
use geo_core::territory::{Edited, StateHash, Territory};
use parking_lot::Mutex;
use std::sync::Arc;
use store::{Attachments, Streams};
use world::{Context, Decided, DrawCommand, PlanDraft, Refusal, World};

/// What became of a command.
pub struct DrawnStep {
    /// The draft as it is now.
    pub draft: OpenDraft,
    /// What the command changed in its map.
    pub done: DrawnWhen,
}

/// When a command was carried out.
pub enum DrawnWhen {
    /// Just now, and it changed this.
    Now(Box<Edited>),
    /// All was already as it wanted.
    AlreadySo,
    /// By an earlier request of the same id; others may have drawn since.
    Before,
}

/// All drafts.
pub struct PlanRoom {
    /// The maps that drafts begin on.
    pub maps: Maps,
    shelf: Shelf,
    /// Held while a draft is begun, so that two do not get one number.
    opening: Mutex<()>,
}

impl PlanRoom {
    /// The room of a store.
    ///
    /// # Errors
    /// [`ReplayError`] when the store cannot be read.
    pub fn new(streams: Arc<dyn Streams>, attachments: Arc<dyn Attachments>) -> Result<Self, ReplayError> {
        let (maps, shelf) = (Maps::new(attachments), Shelf::read(streams)?);
        Ok(Self { maps, shelf, opening: Mutex::default() })
    }

    /// The folders of all drafts there ever were, in the order they were begun.
    pub fn folders(&self) -> Vec<Arc<Folder>> {
        self.shelf.folders()
    }

    /// Begins a draft on a map; answers with the one that the same request began before, if it did.
    ///
    /// # Errors
    /// What the rules refuse; `store_unavailable`.
    pub fn open(
        &self,
        name: &str,
        base: u32,
        map: &Territory,
        context: &Context,
        request: Option<String>,
    ) -> Result<OpenDraft, Problem> {
        let _turn = self.opening.lock();
        if let Some(before) = self.begun_by(&context.actor.account, request.as_deref()) {
            return self.draft(&before);
        }
        let input = self.maps.keep(map)?;
        let id = self.shelf.next_id();
        let events = world::decide_open_draft(&id, name, base, input, context)?;
        let entry = self.shelf.append(&id, 0, context, request, events)?;
        let draft = PlanDraft::begin(&entry, map.clone()).ok_or_else(|| Problem::internal(&"no draft"))?;
        Ok(self.shelf.add(&entry, draft))
    }

    /// The draft that a request of an account began.
    pub fn begun_by(&self, account: &str, request: Option<&str>) -> Option<String> {
        let request = request?;
        let folders = self.shelf.folders();
        let of_request = |folder: &&Arc<Folder>| {
            let beginning = folder.beginning.as_ref();
            beginning.is_some_and(|from| from.by == account && from.request.as_deref() == Some(request))
        };
        folders.iter().rev().find(of_request).map(|folder| folder.id.clone())
    }

    /// A draft as it is now.
    ///
    /// # Errors
    /// `unknown_draft`, and what keeps it from being read.
    pub fn draft(&self, id: &str) -> Result<OpenDraft, Problem> {
        let folder = self.shelf.folder(id)?;
        let draft = self.shelf.open(&folder, &mut folder.lock(), &self.maps)?;
        Ok(draft)
    }

    /// That there is such a draft.
    ///
    /// # Errors
    /// `unknown_draft`.
    pub fn known(&self, id: &str) -> Result<(), Problem> {
        self.shelf.folder(id).map(drop)
    }

    /// What is known of a draft, without reading its map again; `None` when it was thrown away.
    ///
    /// # Errors
    /// What keeps it from being read.
    pub fn glance(&self, folder: &Folder) -> Result<Option<Arc<Glance>>, Problem> {
        self.shelf.glance(folder, &self.maps)
    }

    /// How many drafts have their maps in memory.
    pub fn open_count(&self) -> usize {
        self.shelf.open_count()
    }

    /// The draft as it is now, if a request of an account was carried out on it before.
    ///
    /// # Errors
    /// As [`PlanRoom::draft`].
    pub fn repeated(
        &self,
        id: &str,
        account: &str,
        request: Option<&str>,
    ) -> Result<Option<OpenDraft>, Problem> {
        let Some(request) = request else { return Ok(None) };
        let draft = self.draft(id)?;
        Ok(draft.request_seq(account, request).is_some().then_some(draft))
    }

    /// Carries out a command on a draft.
    ///
    /// # Errors
    /// What the draft's rules refuse; `draft_published`, `draft_being_published`; `store_unavailable`, and then nothing
    /// has changed.
    pub fn submit(
        &self,
        desk: &Desk,
        id: &str,
        command: &DrawCommand,
        seen: Option<StateHash>,
        context: &Context,
        request: Option<String>,
    ) -> Result<DrawnStep, Problem> {
        let folder = self.shelf.folder(id)?;
        let mut inside = folder.lock();
        let draft = self.shelf.open(&folder, &mut inside, &self.maps)?;
        let account = &context.actor.account;
        if request.as_deref().is_some_and(|request| draft.request_seq(account, request).is_some()) {
            return Ok(DrawnStep { draft, done: DrawnWhen::Before });
        }
        folder.check_not_being_published()?;
        // Looked at behind the lock: who waited for a publication sees that it took place.
        check_open(desk.state().world(), &draft)?;
        let context = Context { now: context.now.max(draft.changed.0), actor: context.actor.clone() };
        let decided = decide(&draft, command, seen, &context)?;
        if decided.events.is_empty() {
            return Ok(DrawnStep { draft, done: DrawnWhen::AlreadySo });
        }
        let (draft, edited) = self.shelf.extend(&mut inside, draft, &context, request, decided)?;
        Ok(DrawnStep { draft, done: DrawnWhen::Now(Box::new(edited)) })
    }

    /// Closes a draft as it was looked at, so that what is published is what is there.
    ///
    /// # Errors
    /// `draft_published`, `draft_being_published`, `draft_discarded`; `draft_changed` when it is another than was seen.
    pub fn close(&self, desk: &Desk, id: &str, seen: StateHash) -> Result<Closing, Problem> {
        let folder = self.shelf.folder(id)?;
        let mut inside = folder.lock();
        let draft = self.shelf.open(&folder, &mut inside, &self.maps)?;
        folder.check_not_being_published()?;
        check_open(desk.state().world(), &draft)?;
        if draft.discarded {
            return Err(Problem::new("draft_discarded").with("draft", id));
        }
        if draft.map.hash() != seen {
            return Err(Problem::new("draft_changed")
                .with("draft", id)
                .with("by", draft.changed.1.as_str())
                .with("at", draft.changed.0.to_string()));
        }
        Ok(Closing::begin(&folder, &mut inside, draft))
    }
}

/// What a command does to a draft.
///
/// # Errors
/// As [`PlanDraft::decide`]; `area_gone`.
pub fn decide(
    draft: &PlanDraft,
    command: &DrawCommand,
    seen: Option<StateHash>,
    context: &Context,
) -> Result<Decided, Problem> {
    draft.decide(command, seen, context).map_err(|refusal| match refusal.code {
        // The kernel knows areas by number, the district by code: what has none is gone from the draft.
        "unknown_area" if !refusal.params.contains_key("code") => Problem::new("area_gone"),
        _ => refusal.into(),
    })
}

/// # Errors
/// `draft_published`.
pub fn check_open(world: &World, draft: &PlanDraft) -> Result<(), Refusal> {
    match published_as(world, &draft.id) {
        Some(number) => Err(Refusal::new("draft_published").with("draft", &draft.id).with("version", number)),
        None => Ok(()),
    }
}

/// The version that a draft was published as.
pub fn published_as(world: &World, draft: &str) -> Option<u32> {
    let of_draft = |version: &&Arc<world::PlanVersion>| matches!(&version.origin, world::PlanOrigin::Draft { draft: from, .. } if from == draft);
    world.plan_versions().find(of_draft).map(|version| version.number)
}
