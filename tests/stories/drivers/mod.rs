//! The three tellings of a story, and what they have in common.
//!
//! | driver | a deed | a question |
//! |---|---|---|
//! | [`in_world`] | is decided and applied in memory | is put to that world |
//! | [`over_http`] | is a request by a signed-in account | is a GET by a signed-in account |
//! | [`follower`] | is submitted to a desk on a store | is put to a world that only reads the journal |
//!
//! Deeds are [`Command`]s, whoever carries them out, and answers have the same types everywhere. A telling ends with
//! a check of its own (replay from nothing, the follower's state); besides, the journal that HTTP and the desk leave
//! must be, to the bit, the one that the plain world gives, so that no driver can quietly do more or less.

mod follower;
mod in_world;
mod over_http;
mod requests;
mod witness;

use crate::district;
use crate::vocabulary::Day;
use dispatch::{IncidentId, TeamId};
use geo_core::{AreaCode, Milliseconds, Position};
use std::collections::BTreeMap;
use std::fmt;
use std::panic::Location;
use std::rc::Rc;
use world::incidents::{Incident, Standing, TaskState};
use world::records::Team;
use world::{Actor, Command, Entry, Event, Hash, Refusal, Role, Scope, World};

/// The instant at which every story begins: 14:00 in Beijing.
const BEGINNING: &str = "2026-11-22T06:00:00Z";

/// Where a story is told.
pub trait Stage {
    /// Lets time pass.
    fn later(&self, by: Milliseconds);

    /// What the house does itself, without an account: the work of its command line, which has no address.
    fn by_the_house(&self, command: Command);

    /// Somebody does something, under a request id or without one. Taking a call gives its number.
    fn submit(
        &self,
        who: &Actor,
        request: Option<&str>,
        command: Command,
    ) -> Result<Option<IncidentId>, Refused>;

    /// Somebody who answers questions from the state as it is now.
    fn questions(&self) -> Box<dyn Questions + '_>;

    /// Ends the telling: a replay of all that happened gives the same state, whose hash this is.
    fn end(&self) -> Hash;
}

/// What can be asked, always by somebody: nobody is told of what lies outside their scope.
pub trait Questions {
    /// An incident.
    fn incident(&self, who: &Actor, id: &IncidentId) -> Option<Incident>;
    /// Incidents, the latest call first.
    fn incidents(&self, who: &Actor, standing: Standing) -> Vec<IncidentId>;
    /// Open incidents that may be about the same thing as this one, nearest first.
    fn duplicates(&self, who: &Actor, id: &IncidentId) -> Vec<IncidentId>;
    /// A team and how it stands.
    fn team(&self, who: &Actor, code: &TeamId) -> Option<TeamSeen>;
    /// Call signs, in order.
    fn teams(&self, who: &Actor) -> Vec<TeamId>;
    /// The areas at a position, widest first.
    fn areas_at(&self, who: &Actor, position: Position) -> Vec<AreaCode>;
}

/// A team as people see it.
#[derive(Debug, Clone, PartialEq)]
pub struct TeamSeen {
    /// The register's record.
    pub record: Team,
    /// Why it was taken out of the draw.
    pub unavailable: Option<String>,
    /// What binds it, how far it is, and the number to report with.
    pub bound: Option<(IncidentId, TaskState, u64)>,
}

/// Why a step was not carried out.
#[derive(Debug, Clone)]
pub struct Refused {
    /// The stable code.
    pub code: String,
    /// The values that its text names.
    pub params: BTreeMap<String, String>,
    /// The story's line.
    pub at: Option<&'static Location<'static>>,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        let params = refusal.params.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { code: refusal.code.to_owned(), params, at: None }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused: {} {:?}", self.code, self.params)?;
        self.at.map_or(Ok(()), |at| write!(f, " at {at}"))
    }
}

/// What a story comes to: a step that is refused against its will ends it.
pub type Told = Result<(), Refused>;

/// A story.
pub type Story = fn(&Day) -> Told;

/// The house itself, as the journal names it.
fn house() -> Actor {
    Actor { account: "system:cli".to_owned(), role: Role::Administrator, scope: Scope::district() }
}

/// The number of the call that an entry took.
fn taken_in(entry: &Entry) -> Option<IncidentId> {
    entry.draft.events.iter().find_map(|event| match event {
        Event::IncidentAccepted { incident, .. } => Some(incident.clone()),
        _ => None,
    })
}

/// The number of a call that was known already, by the number the other system gave it.
fn known_call(world: &World, command: &Command) -> Option<IncidentId> {
    match command {
        Command::OpenIncident { channel, external_no: Some(number), .. } => {
            world.incident_by_external(*channel, number).cloned()
        }
        _ => None,
    }
}

fn tell(stage: Rc<dyn Stage>, story: Story) -> Hash {
    for command in district::commands() {
        stage.by_the_house(command);
    }
    story(&Day::on(stage.clone())).unwrap_or_else(|refused| panic!("{refused}"));
    stage.end()
}

/// Tells a story in a plain world.
pub fn in_world(story: Story) -> Hash {
    tell(Rc::new(in_world::InWorld::new()), story)
}

/// The journal that a story leaves.
pub fn journal_of(story: Story) -> Vec<Entry> {
    let stage = Rc::new(follower::Follower::open());
    tell(stage.clone(), story);
    stage.journal()
}

/// Tells a story over HTTP.
pub fn over_http(story: Story) {
    let end = tell(Rc::new(over_http::OverHttp::open()), story);
    assert_eq!(end, in_world(story), "HTTP left another journal than the plain world");
}

/// Tells a story at a desk, seen by a follower.
pub fn by_follower(story: Story) {
    let end = tell(Rc::new(follower::Follower::open()), story);
    assert_eq!(end, in_world(story), "the desk left another journal than the plain world");
}

/// Three tests of a story: `story::world`, `story::http`, `story::follower`.
macro_rules! told_three_times {
    ($story:ident) => {
        mod $story {
            #[test]
            fn world() {
                crate::drivers::in_world(super::$story);
            }

            #[test]
            fn http() {
                crate::drivers::over_http(super::$story);
            }

            #[test]
            fn follower() {
                crate::drivers::by_follower(super::$story);
            }
        }
    };
}
