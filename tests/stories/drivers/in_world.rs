//! A desk without a disk: what is decided is numbered, chained and applied, all in memory.

use super::witness::Witness;
use super::{BEGINNING, Questions, Refused, Stage, house, known_call, taken_in};
use dispatch::IncidentId;
use geo_core::Milliseconds;
use std::cell::RefCell;
use world::{Actor, Command, Context, Draft, Entry, Hash, Timestamp, World};

pub struct InWorld(RefCell<Desk>);

struct Desk {
    world: World,
    entries: Vec<Entry>,
    now: Timestamp,
}

impl InWorld {
    pub fn new() -> Self {
        let now = BEGINNING.parse().unwrap();
        Self(RefCell::new(Desk { world: World::default(), entries: Vec::new(), now }))
    }
}

impl Desk {
    fn submit(
        &mut self,
        who: &Actor,
        request: Option<&str>,
        command: &Command,
    ) -> Result<Option<IncidentId>, Refused> {
        if let Some(seq) = request.and_then(|request| self.world.request_seq(&who.account, request)) {
            let done = seq.checked_sub(1).and_then(|before| self.entries.get(before as usize));
            return Ok(done.and_then(taken_in));
        }
        // As at a desk, what the coming of a day asks for comes before anybody's command.
        if self.world.next_plan().is_some_and(|from| from <= self.now) {
            let plans = Actor { account: "system:plans".to_owned(), ..house() };
            self.append(&plans, None, &Command::KeepPlansInForce)?;
        }
        self.append(who, request, command)
    }

    fn append(
        &mut self,
        who: &Actor,
        request: Option<&str>,
        command: &Command,
    ) -> Result<Option<IncidentId>, Refused> {
        let events = self.world.decide(command, &Context { now: self.now, actor: who.clone() })?;
        if events.is_empty() {
            return Ok(known_call(&self.world, command));
        }
        let draft =
            Draft { at: self.now, actor: who.account.clone(), request: request.map(str::to_owned), events };
        let (seq, previous) = (self.world.seq() + 1, self.world.head());
        let bytes = serde_json::to_vec(&draft).unwrap();
        let entry = Entry { seq, previous, hash: store::chain_hash(previous, seq, &bytes), draft };
        self.world.apply(&entry);
        assert_eq!(self.world.invariants(), [""; 0]);
        let taken = taken_in(&entry);
        self.entries.push(entry);
        Ok(taken)
    }
}

impl Stage for InWorld {
    fn later(&self, by: Milliseconds) {
        let mut desk = self.0.borrow_mut();
        desk.now = desk.now.after(by);
    }

    fn by_the_house(&self, command: Command) {
        self.0.borrow_mut().submit(&house(), None, &command).unwrap();
    }

    fn submit(
        &self,
        who: &Actor,
        request: Option<&str>,
        command: Command,
    ) -> Result<Option<IncidentId>, Refused> {
        self.0.borrow_mut().submit(who, request, &command)
    }

    fn questions(&self) -> Box<dyn Questions + '_> {
        let desk = self.0.borrow();
        Box::new(Witness { world: desk.world.clone(), now: desk.now })
    }

    fn end(&self) -> Hash {
        let desk = self.0.borrow();
        let mut replayed = World::default();
        desk.entries.iter().for_each(|entry| replayed.apply(entry));
        assert_eq!(replayed.state_hash(), desk.world.state_hash(), "a replay ends elsewhere");
        desk.world.state_hash()
    }
}
