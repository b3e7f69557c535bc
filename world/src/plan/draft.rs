//! A draft of a plan: the map it was begun on and the operations since, a stream of its own.
//!
//! The same rules as for the district: [`PlanDraft::decide`] judges and changes nothing, [`PlanDraft::apply`] obeys an
//! entry that is durable and computes no geometry. Every step keeps the patch that the kernel made of it, so a later
//! kernel cannot change history, and undoing is applying the patch the other way round.

use super::drawn::{DrawCommand, Drawn, Step};
use super::words;
use crate::text;
use crate::{Context, Entry, Event, Hash, Refusal, Role, Timestamp};
use geo_core::territory::{EditError, Edited, Patch, PatchSum, StateHash, Territory};
use std::sync::Arc;

/// A draft. Cloning is cheap: copies share what has not changed.
#[derive(Clone)]
pub struct PlanDraft {
    /// Its id, `d-1`; the stream is called `plan/d-1`.
    pub id: String,
    /// As its author calls it.
    pub name: String,
    /// The version it was begun on.
    pub base: u32,
    /// The attachment that holds the map of that version.
    pub input: Hash,
    /// Who began it, and when.
    pub opened: (Timestamp, String),
    /// Who did something to it last, and when.
    pub changed: (Timestamp, String),
    /// Whether it was thrown away.
    pub discarded: bool,
    /// The last entry of its stream.
    pub seq: u64,
    /// That entry's hash.
    pub head: Hash,
    /// The map it was begun on.
    pub begun: Territory,
    /// The map as it is now.
    pub map: Territory,
    steps: Vec<Arc<Step>>,
    in_effect: usize,
    /// All that was ever done, also what was taken back and drawn over.
    turns: imbl::Vector<(u64, Turn)>,
    /// The last requests carried out, so that a retry is answered and not done again.
    requests: imbl::OrdMap<(String, String), u64>,
}

/// What an entry did to the steps.
#[derive(Clone)]
enum Turn {
    Drawn(Arc<Step>),
    Undone,
    Redone,
}

/// Requests remembered for retries.
const REQUESTS: usize = 1000;

/// What a command gives: what comes true, and what that does to the map.
pub struct Decided {
    /// The events, none when all is already so.
    pub events: Vec<Event>,
    /// The change of the map.
    pub edited: Edited,
}

impl PlanDraft {
    /// The draft that the first entry of a stream begins, on the map of its base.
    ///
    /// `None` when the entry begins no draft.
    pub fn begin(first: &Entry, begun: Territory) -> Option<Self> {
        let Event::PlanDraftOpened { draft, name, base, input } = first.draft.events.first()? else {
            return None;
        };
        let stamp = (first.draft.at, first.draft.actor.clone());
        Some(Self {
            id: draft.clone(),
            name: name.clone(),
            base: *base,
            input: *input,
            opened: stamp.clone(),
            changed: stamp,
            discarded: false,
            seq: first.seq,
            head: first.hash,
            map: begun.clone(),
            begun,
            steps: Vec::new(),
            in_effect: 0,
            turns: imbl::Vector::new(),
            requests: imbl::OrdMap::new(),
        })
    }

    /// The entry that carried out a request of an account, as long as it is remembered.
    pub fn request_seq(&self, account: &str, request: &str) -> Option<u64> {
        self.requests.get(&(account.to_owned(), request.to_owned())).copied()
    }

    fn remember(&mut self, entry: &Entry) {
        let Some(request) = &entry.draft.request else { return };
        self.requests.insert((entry.draft.actor.clone(), request.clone()), entry.seq);
        if self.requests.len() > REQUESTS
            && let Some(oldest) =
                self.requests.iter().min_by_key(|(_, seq)| **seq).map(|(key, _)| key.clone())
        {
            self.requests.remove(&oldest);
        }
    }

    /// The steps, those that undo has taken back at the end.
    pub fn steps(&self) -> &[Arc<Step>] {
        &self.steps
    }

    /// How many of the steps are in effect.
    pub const fn in_effect(&self) -> usize {
        self.in_effect
    }

    /// The step that undo would take back.
    pub fn undoes(&self) -> Option<&Arc<Step>> {
        self.steps[..self.in_effect].last()
    }

    /// The step that redo would bring back.
    pub fn redoes(&self) -> Option<&Arc<Step>> {
        self.steps.get(self.in_effect)
    }

    /// All that the draft changed, as one patch on the map it was begun on.
    pub fn net(&self) -> Patch {
        net(&self.steps[..self.in_effect])
    }

    /// The steps that were in effect after an entry of its stream.
    pub(super) fn steps_at(&self, seq: u64) -> Vec<Arc<Step>> {
        let (mut steps, mut in_effect) = (Vec::new(), 0_usize);
        for (_, turn) in self.turns.iter().take_while(|(entry, _)| *entry <= seq) {
            match turn {
                Turn::Drawn(step) => {
                    steps.truncate(in_effect);
                    steps.push(step.clone());
                    in_effect += 1;
                }
                Turn::Undone => in_effect = in_effect.saturating_sub(1),
                Turn::Redone => in_effect = (in_effect + 1).min(steps.len()),
            }
        }
        steps.truncate(in_effect);
        steps
    }

    /// What a command does. `seen` is the map that its sender drew on, when they say so.
    ///
    /// # Errors
    /// `not_allowed`, `outside_scope`; `draft_discarded`; `draft_changed` when the map is no longer the one seen;
    /// `nothing_to_undo`, `nothing_to_redo`; what the kernel refuses, with the place; and the faults of texts.
    pub fn decide(
        &self,
        command: &DrawCommand,
        seen: Option<StateHash>,
        context: &Context,
    ) -> Result<Decided, Refusal> {
        may_plan(context)?;
        if self.discarded {
            return Err(Refusal::new("draft_discarded").with("draft", &self.id));
        }
        if seen.is_some_and(|seen| seen != self.map.hash()) {
            return Err(Refusal::new("draft_changed")
                .with("draft", &self.id)
                .with("by", &self.changed.1)
                .with("at", self.changed.0));
        }
        let (event, edited) = match command {
            DrawCommand::Edit(edit) => {
                words::check(edit)?;
                let edit = &words::with_teams_moved(&self.map, edit);
                let edited = self.map.decide(edit).map_err(refusal)?;
                let drawn = Drawn::Edit(edit.clone());
                (Event::PlanDrawn { drawn: Box::new(drawn), patch: Box::new(edited.patch.clone()) }, edited)
            }
            DrawCommand::Merge { draft, head, merged } => {
                let edited = self.effect(&merged.patch)?;
                let joined = Some(Box::new(merged.joined.clone()));
                let drawn = Drawn::Merge { draft: draft.clone(), head: *head, joined };
                (Event::PlanDrawn { drawn: Box::new(drawn), patch: Box::new(merged.patch.clone()) }, edited)
            }
            DrawCommand::Undo => {
                let step = self.undoes().ok_or_else(|| Refusal::new("nothing_to_undo"))?;
                (Event::PlanUndone, self.effect(&step.patch.inverse())?)
            }
            DrawCommand::Redo => {
                let step = self.redoes().ok_or_else(|| Refusal::new("nothing_to_redo"))?;
                (Event::PlanRedone, self.effect(&step.patch)?)
            }
            DrawCommand::Rename(name) => {
                text::name("name", name)?;
                let events = match *name == self.name {
                    true => Vec::new(),
                    false => vec![Event::PlanDraftRenamed { name: name.clone() }],
                };
                return Ok(Decided { events, edited: Edited::default() });
            }
            DrawCommand::Discard => {
                return Ok(Decided { events: vec![Event::PlanDraftDiscarded], edited: Edited::default() });
            }
        };
        let has_effect = !edited.patch.is_empty();
        Ok(Decided { events: if has_effect { vec![event] } else { Vec::new() }, edited })
    }

    /// What a patch would change here.
    fn effect(&self, patch: &Patch) -> Result<Edited, Refusal> {
        self.map.decide_patch(patch).map_err(refusal)
    }

    /// Makes true what an entry of the draft's stream says.
    pub fn apply(&mut self, entry: &Entry) {
        let stamp = (entry.draft.at, entry.draft.actor.clone());
        for event in &entry.draft.events {
            match event {
                Event::PlanDrawn { drawn, patch } => {
                    let step = Arc::new(Step {
                        seq: entry.seq,
                        at: stamp.0,
                        by: stamp.1.clone(),
                        drawn: (**drawn).clone(),
                        patch: (**patch).clone(),
                    });
                    self.turns.push_back((entry.seq, Turn::Drawn(step.clone())));
                    self.steps.truncate(self.in_effect);
                    self.steps.push(step);
                    self.in_effect += 1;
                    self.obey(patch);
                    if let Drawn::Merge { joined: Some(joined), .. } = &**drawn {
                        self.map.reserve(joined.next);
                    }
                }
                Event::PlanUndone => {
                    if let Some(step) = self.undoes().cloned() {
                        self.turns.push_back((entry.seq, Turn::Undone));
                        self.in_effect -= 1;
                        self.obey(&step.patch.inverse());
                    }
                }
                Event::PlanRedone => {
                    if let Some(step) = self.redoes().cloned() {
                        self.turns.push_back((entry.seq, Turn::Redone));
                        self.in_effect += 1;
                        self.obey(&step.patch);
                    }
                }
                Event::PlanDraftRenamed { name } => self.name.clone_from(name),
                Event::PlanDraftDiscarded => self.discarded = true,
                _ => {}
            }
        }
        self.remember(entry);
        (self.seq, self.head, self.changed) = (entry.seq, entry.hash, stamp);
    }

    /// A patch that was made on another map is left alone, as everything is that an entry names and nobody knows.
    fn obey(&mut self, patch: &Patch) {
        let _ = self.map.apply(patch);
    }
}

/// # Errors
/// `not_allowed`, `outside_scope`.
pub(crate) fn may_plan(context: &Context) -> Result<(), Refusal> {
    let actor = &context.actor;
    if !matches!(actor.role, Role::Planner | Role::Administrator) {
        return Err(Refusal::new("not_allowed")
            .with("role", actor.role.name())
            .with("account", &actor.account));
    }
    match actor.scope.root() {
        None => Ok(()),
        Some(_) => Err(Refusal::new("outside_scope").with("scope", actor.scope.class())),
    }
}

/// Opening a draft.
///
/// # Errors
/// `not_allowed`, `outside_scope`, and the faults of texts.
pub fn decide_open(
    draft: &str,
    name: &str,
    base: u32,
    input: Hash,
    context: &Context,
) -> Result<Vec<Event>, Refusal> {
    may_plan(context)?;
    text::name("name", name)?;
    Ok(vec![Event::PlanDraftOpened { draft: draft.to_owned(), name: name.to_owned(), base, input }])
}

/// What steps change, as one patch.
pub(super) fn net(steps: &[Arc<Step>]) -> Patch {
    steps.iter().map(|step| &step.patch).collect::<PatchSum>().into_patch()
}

fn refusal(error: EditError) -> Refusal {
    let refusal = Refusal::new(error.code()).with("what", &error);
    match error.place() {
        Some(place) => refusal.with("lon", place.lon()).with("lat", place.lat()),
        None => refusal,
    }
}
