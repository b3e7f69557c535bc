//! What is true and what may happen. Commands come in, [`World::decide`] judges, [`World::apply`]
//! obeys, queries answer within a [`Scope`]. Pure: no clock, chance, network, disk or async.

mod actor;
mod apply;
mod changes;
mod command;
mod decide;
mod derived;
mod entry;
mod event;
mod fixes;
mod found;
mod invariants;
mod plan;
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
pub use command::{Command, Context, Evidence, NewArea, Records, Submission};
pub use entry::{Draft, Entry, Hash, HashError, VaultRef};
pub use changes::{NAMED_RECORDS, Touched, changes};
pub use event::Event;
pub use found::UNNAMED_DISTRICT;
pub use fixes::{CLOCK_AHEAD, Fix, FixSource, Fixes, MetresPerSecond};
pub use plan::Located;
pub use refusal::Refusal;
pub use register::{Record, Register};
pub use registers::{LONGEST_SHIFT, RowProblem};
pub use tables::{IncidentKind, PlaceKind, Policy, Tables};
pub use text::{PersonalNumber, personal_data};
pub use time::{TimeError, Timestamp};
pub use truth::{District, REQUESTS_KEPT, REQUESTS_KEPT_FOR, Roads};
pub use view::{Cameras, View};
pub use world::World;
