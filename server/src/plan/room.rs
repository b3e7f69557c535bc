//! The drafts that are open, and their one door.
//!
//! Each draft has a lock of its own, so planners never wait for each other unless they draw in one draft, and nobody
//! waits for a dispatch. A command is decided on the draft as it is, appended to the draft's stream, and only then
//! applied, answered and told.

use crate::http::Problem;
use geo_core::territory::{Check, Edited, Records, StateHash, Territory};
use parking_lot::{Mutex, RwLock};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{AppendError, AttachmentError, Attachments, ReadError, Streams};
use world::{Context, Draft, DrawCommand, Entry, Event, Hash, PlanDraft, Refusal, World};

/// Entries of a stream read at a time.
const PAGE: usize = 1024;

/// What became of a command.
pub struct DrawnStep {
    /// The draft as it is now.
    pub draft: PlanDraft,
    /// What the command changed in its map.
    pub edited: Edited,
}

/// All drafts.
pub struct PlanRoom {
    streams: Arc<dyn Streams>,
    attachments: Arc<dyn Attachments>,
    /// Loaded drafts; one that was never asked for since the start is not.
    drafts: RwLock<BTreeMap<String, Arc<Mutex<PlanDraft>>>>,
    /// Maps of versions, by the attachment that holds them: every draft begins on one.
    begun: Mutex<Vec<(Hash, Territory)>>,
    /// Held while a draft is begun, so that two do not get one number.
    opening: Mutex<()>,
}

/// Maps of versions kept in memory.
const MAPS_KEPT: usize = 4;

/// The stream of a draft.
fn stream(draft: &str) -> String {
    format!("plan/{draft}")
}

impl PlanRoom {
    /// The room of a store.
    pub fn new(streams: Arc<dyn Streams>, attachments: Arc<dyn Attachments>) -> Self {
        Self {
            streams,
            attachments,
            drafts: RwLock::default(),
            begun: Mutex::default(),
            opening: Mutex::default(),
        }
    }

    /// The ids of all drafts there ever were, in the order they were begun.
    ///
    /// # Errors
    /// `store_unavailable`.
    pub fn ids(&self) -> Result<Vec<String>, Problem> {
        let names = self.streams.names().map_err(|error| Problem::unavailable(&error))?;
        let mut ids: Vec<String> =
            names.iter().filter_map(|name| name.strip_prefix("plan/")).map(str::to_owned).collect();
        ids.sort_by_key(|id| (id.len(), id.clone()));
        Ok(ids)
    }

    /// Begins a draft on a map.
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
    ) -> Result<PlanDraft, Problem> {
        let _turn = self.opening.lock();
        let input = self.keep(map)?;
        let id = format!("d-{}", self.ids()?.len() + 1);
        let events = world::decide_open_draft(&id, name, base, input, context)?;
        let entry = self.append(&id, 0, context, request, events)?;
        let draft = PlanDraft::begin(&entry, map.clone()).ok_or_else(|| Problem::internal(&"no draft"))?;
        self.drafts.write().insert(id, Arc::new(Mutex::new(draft.clone())));
        Ok(draft)
    }

    /// Writes a map down, for drafts and versions to name.
    ///
    /// # Errors
    /// `store_unavailable`.
    pub fn keep(&self, map: &Territory) -> Result<Hash, Problem> {
        let bytes = postcard::to_allocvec(&map.records()).map_err(|error| Problem::internal(&error))?;
        let hash = self.attachments.put(&mut &bytes[..]).map_err(|error| Problem::unavailable(&error))?;
        self.remember(hash, map.clone());
        Ok(hash)
    }

    fn remember(&self, hash: Hash, map: Territory) {
        let mut begun = self.begun.lock();
        if begun.iter().all(|(known, _)| *known != hash) {
            begun.push((hash, map));
            let surplus = begun.len().saturating_sub(MAPS_KEPT);
            begun.drain(..surplus);
        }
    }

    /// The map that an attachment holds.
    ///
    /// # Errors
    /// `attachment_damaged`, `unknown_attachment`, `store_unavailable`.
    pub fn map(&self, input: Hash) -> Result<Territory, Problem> {
        if let Some((_, map)) = self.begun.lock().iter().find(|(known, _)| *known == input) {
            return Ok(map.clone());
        }
        let bytes = self.attachments.get(input).map_err(|error| attachment(&error))?;
        let damaged = |reason: String| {
            Problem::new("attachment_damaged").with("hash", input.to_string()).with("reason", reason)
        };
        let records: Records = postcard::from_bytes(&bytes).map_err(|error| damaged(error.to_string()))?;
        let map = Territory::from_records(records, Check::Links)
            .map_err(|faults| damaged(faults.first().map(ToString::to_string).unwrap_or_default()))?;
        self.remember(input, map.clone());
        Ok(map)
    }

    fn find(&self, id: &str) -> Result<Arc<Mutex<PlanDraft>>, Problem> {
        if let Some(draft) = self.drafts.read().get(id) {
            return Ok(draft.clone());
        }
        let unknown = || Problem::new("unknown_draft").with("draft", id);
        let name = stream(id);
        let mut entries = self.streams.read(&name, 0, PAGE).map_err(|error| read(&error))?;
        let first = entries.first().ok_or_else(unknown)?;
        let input = match first.draft.events.first() {
            Some(Event::PlanDraftOpened { input, .. }) => *input,
            _ => return Err(unknown()),
        };
        let mut draft = PlanDraft::begin(first, self.map(input)?).ok_or_else(unknown)?;
        entries.remove(0);
        while !entries.is_empty() {
            entries.iter().for_each(|entry| draft.apply(entry));
            entries = self.streams.read(&name, draft.seq, PAGE).map_err(|error| read(&error))?;
        }
        // Somebody else may have loaded it meanwhile; then theirs counts.
        Ok(self.drafts.write().entry(id.to_owned()).or_insert_with(|| Arc::new(Mutex::new(draft))).clone())
    }

    /// A draft as it is now.
    ///
    /// # Errors
    /// `unknown_draft`, and what keeps it from being read.
    pub fn draft(&self, id: &str) -> Result<PlanDraft, Problem> {
        Ok(self.find(id)?.lock().clone())
    }

    /// Carries out a command on a draft.
    ///
    /// # Errors
    /// What the draft's rules refuse; `draft_published`; `store_unavailable`, and then nothing has changed.
    pub fn submit(
        &self,
        world: &World,
        id: &str,
        command: &DrawCommand,
        seen: Option<StateHash>,
        context: &Context,
        request: Option<String>,
    ) -> Result<DrawnStep, Problem> {
        let found = self.find(id)?;
        let mut draft = found.lock();
        if let Some(seq) =
            request.as_deref().and_then(|request| draft.request_seq(&context.actor.account, request))
        {
            let patch = draft.steps().iter().find(|step| step.seq == seq).map(|step| step.patch.clone());
            let edited = Edited { patch: patch.unwrap_or_default(), ..Edited::default() };
            return Ok(DrawnStep { draft: draft.clone(), edited });
        }
        check_open(world, &draft)?;
        let context = Context { now: context.now.max(draft.changed.0), actor: context.actor.clone() };
        let decided = draft.decide(command, seen, &context)?;
        if !decided.events.is_empty() {
            let entry = self.append(id, draft.seq, &context, request, decided.events)?;
            draft.apply(&entry);
        }
        Ok(DrawnStep { draft: draft.clone(), edited: decided.edited })
    }

    fn append(
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
            Err(error) => {
                // Whatever the disk has now is the truth: read it again before the next command.
                self.drafts.write().remove(id);
                Err(match error {
                    AppendError::Conflict { .. } => Problem::new("draft_changed").with("draft", id),
                    error => Problem::unavailable(&error),
                })
            }
        }
    }
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

fn read(error: &ReadError) -> Problem {
    Problem::unavailable(error)
}

fn attachment(error: &AttachmentError) -> Problem {
    match error {
        AttachmentError::Unknown { hash } => {
            Problem::new("unknown_attachment").with("hash", hash.to_string())
        }
        AttachmentError::Damaged { hash, .. } => Problem::new("attachment_damaged")
            .with("hash", hash.to_string())
            .with("reason", error.to_string()),
        error => Problem::unavailable(error),
    }
}
