//! What is true and what may happen. Commands come in, [`World::decide`] judges, [`World::apply`]
//! obeys, queries answer within a [`Scope`]. Pure: no clock, chance, network, disk or async.
//!
//! - [`World`] is the state of one district. [`World::decide`] turns a [`Command`] into [`Event`]s or a
//!   [`Refusal`] with a stable code; once they are durable as an [`Entry`], [`World::apply`] makes them
//!   true. [`World::state_hash`] proves that two states are the same, [`World::invariants`] that one is
//!   sound.
//! - [`View`] is what is published: the world with indexes for what is near ([`View::nearby`]), for the
//!   registers, and for [`View::search`]. [`changes`] says what an entry touched, for the live feed and
//!   for [`View::next`].
//! - [`Fixes`] is where teams are: kept in memory only, because positions must be forgotten.
//! - [`Closure`]s are what slows or shuts roads; [`World::closure_set`] names those in force.
//! - The rooms: `plan` (areas; drafts, [`PlanDraft`], are streams of their own), [`incidents`], `supplies` (depots); what all of them use are the
//!   [`records`] and their registers.
//!
//! ```
//! use geo_core::{Metres, Milliseconds, Position};
//! use world::incidents::{Severity, SourceChannel};
//! use world::{Actor, Command, Context, Draft, Entry, Hash, IncidentKind, PlanRules, Policy, Role, Scope, Tables};
//! use world::{Timestamp, World};
//!
//! let mut world = World::default();
//! let officer = Actor { account: "admin".to_owned(), role: Role::Administrator, scope: Scope::district() };
//! let context = Context { now: "2026-11-22T13:47:00+08:00".parse()?, actor: officer };
//! let mut submit = |command: Command| -> Result<(), world::Refusal> {
//!     let events = world.decide(&command, &context)?;
//!     let draft = Draft { at: context.now, actor: context.actor.account.clone(), request: None, events };
//!     world.apply(&Entry { seq: world.seq() + 1, previous: world.head(), hash: Hash::default(), draft });
//!     Ok(())
//! };
//!
//! let call = Command::OpenIncident {
//!     kind: "dispute".parse()?,
//!     severity: Severity::Minor,
//!     position: Position::new(114.3, 30.6)?,
//!     address: None,
//!     channel: SourceChannel::Phone,
//!     external_no: None,
//!     narrative: None,
//! };
//! assert_eq!(submit(call.clone()).unwrap_err().code, "not_founded");
//!
//! let policy = Policy {
//!     home_handicap: Milliseconds::from_minutes(3),
//!     stale_after: Milliseconds::from_minutes(10),
//!     arrival_radius: Metres(100.0),
//!     duplicate_radius: Metres(300.0),
//!     duplicate_window: Milliseconds::from_minutes(30),
//!     switching: Milliseconds::from_minutes(3),
//!     preemption: Default::default(),
//!     whistle: Default::default(),
//!     pace: Default::default(),
//! };
//! let dispute = IncidentKind {
//!     code: "dispute".parse()?,
//!     zh: "矛盾纠纷".to_owned(),
//!     en: "Dispute".to_owned(),
//!     suited: vec![],
//!     severity: Severity::Minor,
//! };
//! let tables = Box::new(Tables { incident_kinds: vec![dispute], place_kinds: vec![], policy, plan: PlanRules::default() });
//! submit(Command::Found { code: "420102".parse()?, name: "江岸区".to_owned(), tables })?;
//! submit(call)?;
//! assert!(world.incident(&Scope::district(), &"20261122-0001".parse()?).is_some());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod actor;
mod apply;
mod changes;
mod closures;
mod command;
mod decide;
mod derived;
mod entry;
mod event;
mod fixes;
mod found;
mod invariants;
mod modes;
mod plan;
mod record;
mod refusal;
mod register;
mod registers;
mod rights;
mod supplies;
mod tables;
mod text;
mod time;
mod truth;
mod world;

pub mod incidents;
pub mod records;
pub mod search;
pub mod view;

pub use actor::{Actor, Role, Scope};
pub use changes::{NAMED_RECORDS, Touched, changes};
pub use closures::{
    Closure, ClosureCommand, ClosureEffect, ClosureEnded, ClosureStanding, ClosuresInForce, DrawnClosure,
    Ground, LONGEST_CLOSURE, MOST_CLOSURES, MOST_POINTS, SLOWEST_PERCENT, WIDEST,
};
pub use command::{Command, Context, DeviceNote, Evidence, NewArea, Records, Submission};
pub use entry::{Draft, Entry, Hash, HashError, VaultRef};
pub use event::Event;
pub use fixes::{CLOCK_AHEAD, Fix, FixSource, Fixes, MetresPerSecond};
pub use found::UNNAMED_DISTRICT;
pub use modes::{Emergency, EmergencyEnded, LONGEST_EMERGENCY, Mode, ModeEnd, NewEmergency, Occasion};
pub use plan::policy::{CodeRule, Issue, PlanRules, badges, issues, numbered};
pub use plan::{
    AreaDifference, Became, BuildingDifference, Choice, Conflict, Decided, Difference, DrawCommand, Drawn,
    Fit, Intent, Joined, JoinedHow, Lineage, Located, Merged, Name, NotMerged, PlanDraft, PlanMap,
    PlanOrigin, PlanState, PlanVersion, Publication, Step, Unfit, Withdrawn, came_from,
    decide_open as decide_open_draft, difference, drawn_areas, merged, prepared,
};
pub use record::Record;
pub use refusal::Refusal;
pub use register::Register;
pub use registers::{LONGEST_SHIFT, RowProblem};
pub use tables::{IncidentKind, PlaceKind, Policy, Tables};
pub use text::{PersonalNumber, personal_data};
pub use time::{TimeError, Timestamp};
pub use truth::{District, REQUESTS_KEPT, REQUESTS_KEPT_FOR, Roads};
pub use view::{Cameras, View};
pub use world::World;
