//! A desk on a store that takes the deeds, and a follower that answers the questions. The follower has a world of its
//! own, reads the journal behind it, applies what it finds, and never decides anything.

use super::witness::Witness;
use super::{BEGINNING, Questions, Refused, Stage, house, known_call, taken_in};
use dispatch::IncidentId;
use geo_core::Milliseconds;
use server::desk::{Clock, Desk, DeskError, ManualClock, Parts, replay};
use std::cell::RefCell;
use std::sync::Arc;
use store::{Access, JournalRead, Store};
use tempfile::TempDir;
use world::{Actor, Command, Entry, Hash, Submission, World};

/// Entries read at a time: few, so that catching up takes several readings.
const PAGE: usize = 3;

pub struct Follower {
    desk: Desk,
    journal: Arc<dyn JournalRead>,
    clock: Arc<ManualClock>,
    world: RefCell<World>,
    _folder: TempDir,
}

impl Follower {
    pub fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open(&folder.path().join("store"), Access::Create).unwrap();
        let clock = Arc::new(ManualClock::at(BEGINNING.parse().unwrap()));
        let parts = Parts {
            journal: store.journal,
            snapshots: store.snapshots,
            clock: clock.clone(),
            listeners: Vec::new(),
        };
        let (desk, _) = Desk::open(parts, &*store.reader).unwrap();
        Self { desk, journal: store.reader, clock, world: RefCell::default(), _folder: folder }
    }

    /// All entries.
    pub fn journal(&self) -> Vec<Entry> {
        self.journal.read(0, usize::MAX).unwrap()
    }

    /// The follower's own world, at the end of the journal.
    fn caught_up(&self) -> World {
        let mut world = self.world.borrow_mut();
        loop {
            let entries = self.journal.read(world.seq(), PAGE).unwrap();
            if entries.is_empty() {
                assert_eq!(world.invariants(), [""; 0]);
                return world.clone();
            }
            for entry in &entries {
                assert_eq!(
                    (entry.seq, entry.previous),
                    (world.seq() + 1, world.head()),
                    "the chain is broken"
                );
                world.apply(entry);
            }
        }
    }
}

impl Stage for Follower {
    fn later(&self, by: Milliseconds) {
        self.clock.advance(by);
    }

    fn by_the_house(&self, command: Command) {
        self.submit(&house(), None, command).unwrap();
    }

    fn submit(
        &self,
        who: &Actor,
        request: Option<&str>,
        command: Command,
    ) -> Result<Option<IncidentId>, Refused> {
        let submission =
            Submission { actor: who.clone(), request: request.map(str::to_owned), command: command.clone() };
        let done = self.desk.submit_blocking(submission).map_err(|error| match error {
            DeskError::Refused(refusal) => Refused::from(refusal),
            other => panic!("{other}"),
        })?;
        if !matches!(command, Command::OpenIncident { .. }) {
            return Ok(None);
        }
        let known = known_call(done.state.world(), &command);
        Ok(known.or_else(|| taken_in(&self.journal.read(done.seq - 1, 1).unwrap()[0])))
    }

    fn questions(&self) -> Box<dyn Questions + '_> {
        let world = self.caught_up();
        Box::new(Witness { now: self.clock.now().max(world.at()), world })
    }

    fn end(&self) -> Hash {
        let state = self.desk.state().world().state_hash();
        assert_eq!(self.caught_up().state_hash(), state, "the follower is elsewhere than the desk");
        let replayed = replay(&*self.journal, World::default()).unwrap();
        assert_eq!(replayed.state_hash(), state, "a replay from nothing ends elsewhere");
        state
    }
}
