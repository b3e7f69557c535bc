//! A desk to play at: what is decided is numbered, chained and applied.

mod district;

pub use district::*;

use geo_core::{Level, Milliseconds, Position};
use world::incidents::{Dispatched, Severity, SourceChannel, TaskState};
use world::*;

pub fn dispatched() -> Dispatched {
    Dispatched {
        estimate: None,
        basis: None,
        rank: Some(1),
        proposal: None,
        override_reason: None,
        closures: None,
    }
}

pub fn overridden(reason: &str) -> Dispatched {
    Dispatched { override_reason: Some(reason.to_owned()), ..dispatched() }
}

pub fn call(channel: SourceChannel, position: Position) -> Command {
    Command::OpenIncident {
        kind: "dispute".parse().unwrap(),
        severity: Severity::Minor,
        position,
        address: None,
        channel,
        external_no: None,
        narrative: None,
    }
}

pub fn actor(account: &str, role: Role, scope: Scope) -> Actor {
    Actor { account: account.to_owned(), role, scope }
}

pub fn admin() -> Actor {
    actor("admin", Role::Administrator, Scope::district())
}

pub fn officer() -> Actor {
    actor("officer", Role::DutyOfficer, Scope::district())
}

pub fn system() -> Actor {
    actor("system:intake", Role::Administrator, Scope::district())
}

pub fn device(team: &str) -> Actor {
    actor(&format!("team:{team}"), Role::Device, Scope::district())
}

/// A desk without a disk: numbers what is decided and applies it.
#[derive(Clone)]
pub struct Desk {
    pub world: World,
    pub entries: Vec<Entry>,
    pub now: Timestamp,
    /// The state hash after each entry.
    pub hashes: Vec<Hash>,
}

impl Desk {
    /// Nothing has happened yet. It is 2026-11-22, 08:00 in Beijing.
    pub fn empty() -> Self {
        Self {
            world: World::default(),
            entries: Vec::new(),
            now: "2026-11-22T00:00:00Z".parse().unwrap(),
            hashes: Vec::new(),
        }
    }

    pub fn founded() -> Self {
        let mut desk = Self::empty();
        desk.done(admin(), found());
        desk
    }

    /// The district drawn above, all levels.
    pub fn with_areas() -> Self {
        let mut desk = Self::founded();
        for level in Level::ALL {
            desk.done(admin(), import(level));
        }
        desk
    }

    /// With patrols P1 (west), P2 (east), P3 (no home), duty group D1, and liaison teams L1 (first
    /// micro-area in the west) and L2 (first in the east).
    pub fn with_teams() -> Self {
        use dispatch::TeamKind::*;
        let mut desk = Self::with_areas();
        desk.done(
            admin(),
            Command::SaveTeams(vec![
                team("P1", Patrol, Some(WEST)),
                team("P2", Patrol, Some(EAST)),
                team("P3", Patrol, None),
                team("D1", DutyGroup, Some(DISTRICT)),
                team("L1", LiaisonTeam, Some("42010200100100101")),
                team("L2", LiaisonTeam, Some("42010200200100101")),
            ]),
        );
        desk
    }

    pub fn later(&mut self, seconds: u64) -> &mut Self {
        self.now = self.now.after(Milliseconds::from_seconds(seconds));
        self
    }

    pub fn context(&self, actor: Actor) -> Context {
        Context { now: self.now, actor }
    }

    /// Decides, and applies what was decided.
    pub fn submit(&mut self, actor: Actor, command: Command) -> Result<Vec<Event>, Refusal> {
        self.submit_as(actor, None, command)
    }

    pub fn submit_as(
        &mut self,
        actor: Actor,
        request: Option<&str>,
        command: Command,
    ) -> Result<Vec<Event>, Refusal> {
        let account = actor.account.clone();
        let events = self.world.decide(&command, &self.context(actor))?;
        if !events.is_empty() {
            let seq = self.world.seq() + 1;
            let mut hash = [0; 32];
            hash[..8].copy_from_slice(&seq.to_be_bytes());
            let draft = Draft {
                at: self.now,
                actor: account,
                request: request.map(str::to_owned),
                events: events.clone(),
            };
            let entry = Entry { seq, previous: self.world.head(), hash: Hash(hash), draft };
            self.world.apply(&entry);
            self.entries.push(entry);
            self.hashes.push(self.world.state_hash());
        }
        Ok(events)
    }

    /// Something that must work.
    pub fn done(&mut self, actor: Actor, command: Command) -> Vec<Event> {
        let events = self.submit(actor, command).unwrap_or_else(|refusal| panic!("refused: {refusal}"));
        assert_eq!(self.world.invariants(), [""; 0]);
        events
    }

    /// Something that must be refused: the code.
    pub fn refused(&mut self, actor: Actor, command: Command) -> &'static str {
        self.refusal(actor, command).code
    }

    pub fn refusal(&mut self, actor: Actor, command: Command) -> Refusal {
        let before = self.world.state_hash();
        let refusal = self.submit(actor, command).expect_err("it should be refused");
        assert_eq!(self.world.state_hash(), before);
        refusal
    }

    /// Takes a call and gives its number.
    pub fn open(&mut self, position: Position) -> dispatch::IncidentId {
        self.opened(officer(), call(SourceChannel::Phone, position))
    }

    pub fn opened(&mut self, actor: Actor, command: Command) -> dispatch::IncidentId {
        match &self.done(actor, command)[0] {
            Event::IncidentAccepted { incident, .. } => incident.clone(),
            other => panic!("{other:?}"),
        }
    }

    pub fn send(&mut self, incident: &dispatch::IncidentId, team: &str) {
        self.done(officer(), assign(incident, team, dispatched()));
    }

    pub fn incident(&self, id: &dispatch::IncidentId) -> &world::incidents::Incident {
        self.world.incident(&Scope::district(), id).unwrap()
    }

    /// The team's progress as its device reports it, with the fence it was told.
    pub fn report(
        &mut self,
        incident: &dispatch::IncidentId,
        team: &str,
        state: TaskState,
    ) -> Result<Vec<Event>, Refusal> {
        let fence = self.incident(incident).last_task(&team.parse().unwrap()).unwrap().fence;
        self.submit(device(team), move_task(incident, team, fence, state, Evidence::Device, None))
    }
}

pub fn found() -> Command {
    Command::Found { code: code(DISTRICT), name: "江岸区".to_owned(), tables: Box::new(tables()) }
}

pub fn import(level: Level) -> Command {
    Command::ImportAreas { level, input: Hash::default(), areas: areas(level) }
}

pub fn assign(incident: &dispatch::IncidentId, team: &str, dispatched: Dispatched) -> Command {
    Command::Assign { incident: incident.clone(), team: team.parse().unwrap(), dispatched }
}

pub fn move_task(
    incident: &dispatch::IncidentId,
    team: &str,
    fence: u64,
    state: TaskState,
    evidence: Evidence,
    reason: Option<&str>,
) -> Command {
    Command::MoveTask {
        incident: incident.clone(),
        team: team.parse().unwrap(),
        fence,
        state,
        evidence,
        reason: reason.map(str::to_owned),
        device: DeviceNote::default(),
    }
}
