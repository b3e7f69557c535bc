//! A draft without a disk: what is decided is numbered, chained and applied.

use crate::common::random::{Scattered, Whim};
use geo_core::territory::Territory;
use world::{
    Actor, Context, Draft, DrawCommand, Drawn, Entry, Event, Hash, Merged, PlanDraft, Refusal, Role, Scope,
    Timestamp,
};

/// A draft as its stream has it, with the map it was begun on.
pub struct Drawing {
    pub draft: PlanDraft,
    pub entries: Vec<Entry>,
}

fn entry(last: Option<&Entry>, event: Event) -> Entry {
    let seq = last.map_or(0, |last| last.seq) + 1;
    let mut hash = [0; 32];
    hash[..8].copy_from_slice(&seq.to_be_bytes());
    let draft = Draft { at: now(), actor: "planner".to_owned(), request: None, events: vec![event] };
    Entry { seq, previous: last.map_or(Hash([0; 32]), |last| last.hash), hash: Hash(hash), draft }
}

pub fn now() -> Timestamp {
    "2026-11-22T00:00:00Z".parse().unwrap()
}

pub fn context() -> Context {
    let actor = Actor { account: "planner".to_owned(), role: Role::Planner, scope: Scope::district() };
    Context { now: now(), actor }
}

impl Drawing {
    pub fn begin(id: &str, map: &Territory) -> Self {
        Self::begin_on(1, id, map)
    }

    pub fn begin_on(base: u32, id: &str, map: &Territory) -> Self {
        let (draft, name, input) = (id.to_owned(), "draft".to_owned(), Hash([8; 32]));
        let first = entry(None, Event::PlanDraftOpened { draft, name, base, input });
        let draft = PlanDraft::begin(&first, map.clone()).unwrap();
        Self { draft, entries: vec![first] }
    }

    /// Does a command, or leaves everything as it was.
    pub fn submit(&mut self, command: &DrawCommand) -> Result<(), Refusal> {
        let events = self.draft.decide(command, None, &context())?.events;
        for event in events {
            let entry = entry(self.entries.last(), event);
            self.draft.apply(&entry);
            self.entries.push(entry);
        }
        Ok(())
    }

    /// Draws what the whims are on the map as it is by then, as far as it can be done.
    pub fn draw(mut self, whims: &[Whim], map: &Scattered) -> Self {
        for whim in whims {
            if let Some(edit) = whim.edit(&self.draft.map, map.scale()) {
                let _ = self.submit(&DrawCommand::Edit(Box::new(edit)));
            }
        }
        self
    }

    /// Does what a merge with another draft does.
    pub fn take_in(&mut self, other: &str, merged: Merged) -> Result<(), Refusal> {
        let (draft, head) = (other.to_owned(), Hash([1; 32]));
        self.submit(&DrawCommand::Merge { draft, head, merged: Box::new(merged) })
    }

    /// The edits in effect.
    pub fn edits(&self) -> impl Iterator<Item = &geo_core::territory::Edit> {
        self.draft.steps()[..self.draft.in_effect()].iter().filter_map(|step| match &step.drawn {
            Drawn::Edit(edit) => Some(edit),
            Drawn::Merge { .. } => None,
        })
    }
}
