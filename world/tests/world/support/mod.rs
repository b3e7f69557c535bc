//! A small district and a desk to play at: what is decided is numbered, chained and applied.
//!
//! ```text
//!  114.0      114.1      114.2      114.3      114.4
//!  30.2 ┌─────────┬──────────┬──────────┬──────────┐
//!       │ 001-001 │ 001-002  │ 002-001  │ 002-002  │   townships 001 (west) and 002 (east),
//!  30.1 │ ·· ·· ··│·· ·· ·· ·│·· ·· ·· ·│·· ·· ·· ·│   two communities each, each of two grids
//!       │  grid 001 below, 002 above; each grid     │   (south, north), each of two micro-areas
//!  30.0 └─────────┴──────────┴──────────┴──────────┘   (west, east)
//! ```

#![allow(dead_code, reason = "every story takes what it needs")]

use geo_core::{AreaCode, Level, Metres, Milliseconds, Position, Shape};
use std::sync::Arc;
use world::incidents::{Dispatched, Severity, SourceChannel, TaskState};
use world::records::*;
use world::*;

pub const DISTRICT: &str = "420102";
pub const WEST: &str = "420102001";
pub const EAST: &str = "420102002";

pub fn at(lon: f64, lat: f64) -> Position {
    Position::new(lon, lat).unwrap()
}

pub fn code(text: &str) -> AreaCode {
    text.parse().unwrap()
}

pub fn tables() -> Tables {
    use dispatch::TeamKind::*;
    let kind = |code: &str, suited: &[dispatch::TeamKind]| IncidentKind {
        code: code.parse().unwrap(),
        zh: code.to_owned(),
        en: code.to_owned(),
        suited: suited.to_vec(),
        severity: Severity::Minor,
    };
    Tables {
        incident_kinds: vec![kind("dispute", &[Patrol, LiaisonTeam]), kind("fire", &[DutyGroup, Patrol])],
        place_kinds: ["building", "school"]
            .map(|code| PlaceKind { code: code.to_owned(), zh: code.to_owned(), en: code.to_owned() })
            .to_vec(),
        policy: Policy {
            home_handicap: Milliseconds::from_minutes(3),
            stale_after: Milliseconds::from_minutes(10),
            arrival_radius: Metres(100.0),
            duplicate_radius: Metres(300.0),
            duplicate_window: Milliseconds::from_minutes(30),
        },
    }
}

pub fn new_area(code: &str, name: &str, level: Level, parent: Option<&str>, west: f64, south: f64, width: f64, height: f64) -> NewArea {
    let corners = [[west, south], [west + width, south], [west + width, south + height], [west, south + height]];
    NewArea {
        area: Area {
            code: self::code(code),
            name: name.to_owned(),
            level,
            parent: parent.map(self::code),
            grid_kind: None,
            leader: None,
            phone: None,
            body: None,
            square_metres: 1234.5678,
            label: at(west + width / 2.0, south + height / 2.0),
            version: 0,
        },
        outline: Arc::new(Shape::from_degrees(&[vec![corners.to_vec()]]).unwrap()),
    }
}

/// The areas of a level of the district drawn above.
pub fn areas(level: Level) -> Vec<NewArea> {
    let mut found = Vec::new();
    found.push(new_area(DISTRICT, "江岸区", Level::District, None, 114.0, 30.0, 0.4, 0.2));
    for t in 0..2 {
        let township = format!("{DISTRICT}00{}", t + 1);
        let west = 114.0 + 0.2 * f64::from(t);
        found.push(new_area(&township, ["大智街道", "车站街道"][t as usize], Level::Township, Some(DISTRICT), west, 30.0, 0.2, 0.2));
        for c in 0..2 {
            let community = format!("{township}00{}", c + 1);
            let west = west + 0.1 * f64::from(c);
            let name = format!("{}社区", ["铭新", "三阳", "天声", "同丰"][(2 * t + c) as usize]);
            found.push(new_area(&community, &name, Level::Community, Some(&township), west, 30.0, 0.1, 0.2));
            for g in 0..2 {
                let grid = format!("{community}00{}", g + 1);
                let south = 30.0 + 0.1 * f64::from(g);
                found.push(new_area(&grid, &format!("{name}{}网格", g + 1), Level::Grid, Some(&community), west, south, 0.1, 0.1));
                for m in 0..2 {
                    let micro = format!("{grid}0{}", m + 1);
                    let west = west + 0.05 * f64::from(m);
                    found.push(new_area(&micro, &format!("{name}{}-{}", g + 1, m + 1), Level::MicroArea, Some(&grid), west, south, 0.05, 0.1));
                }
            }
        }
    }
    found.retain(|new| new.area.level == level);
    found
}

pub fn team(call_sign: &str, kind: dispatch::TeamKind, home: Option<&str>) -> Team {
    Team {
        code: call_sign.parse().unwrap(),
        name: format!("{call_sign}号"),
        kind,
        profile: dispatch::Profile::Car,
        home: home.map(code),
        duty: DutyRule::Always,
        department: None,
        phone: None,
        radio_only: false,
        retired: false,
        version: 0,
    }
}

pub fn place(code: &str, name: &str, address: Option<&str>, position: Position) -> Place {
    Place {
        code: code.to_owned(),
        name: name.to_owned(),
        kind: "building".to_owned(),
        address: address.map(str::to_owned),
        position,
        outline: None,
        households: None,
        version: 0,
    }
}

pub fn depot(code: &str, position: Position) -> Depot {
    Depot {
        code: code.to_owned(),
        name: format!("{code}储备库"),
        tier: DepotTier::Township,
        position,
        address: None,
        keeper: None,
        phone: None,
        version: 0,
    }
}

pub fn sensing_point(code: &str, kind: SensingKind, pole: Option<&str>, position: Position) -> SensingPoint {
    SensingPoint {
        code: code.to_owned(),
        name: format!("{code}点位"),
        kind,
        pole: pole.map(str::to_owned),
        position,
        owner: None,
        status: SensingStatus::InService,
        version: 0,
    }
}

pub fn shift(code: &str, team: &str, starts: &str, ends: &str) -> Shift {
    Shift {
        code: code.to_owned(),
        team: team.parse().unwrap(),
        starts: starts.parse().unwrap(),
        ends: ends.parse().unwrap(),
        leader: None,
        version: 0,
    }
}

pub fn dispatched() -> Dispatched {
    Dispatched { estimate: None, basis: None, rank: Some(1), proposal: None, override_reason: None }
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
        Self { world: World::default(), entries: Vec::new(), now: "2026-11-22T00:00:00Z".parse().unwrap(), hashes: Vec::new() }
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

    pub fn submit_as(&mut self, actor: Actor, request: Option<&str>, command: Command) -> Result<Vec<Event>, Refusal> {
        let account = actor.account.clone();
        let events = self.world.decide(&command, &self.context(actor))?;
        if !events.is_empty() {
            let seq = self.world.seq() + 1;
            let mut hash = [0; 32];
            hash[..8].copy_from_slice(&seq.to_be_bytes());
            let draft = Draft { at: self.now, actor: account, request: request.map(str::to_owned), events: events.clone() };
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
    pub fn report(&mut self, incident: &dispatch::IncidentId, team: &str, state: TaskState) -> Result<Vec<Event>, Refusal> {
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
    }
}
