//! What is true and what may happen. Commands come in, [`World::decide`] judges, [`World::apply`]
//! obeys, queries answer within a [`Scope`]. Pure: no clock, chance, network, disk or async.

mod actor;
mod command;
mod entry;
mod event;
mod refusal;
mod tables;
mod time;

pub mod incidents;
pub mod records;

pub use actor::{Actor, Role, Scope};
pub use command::{Command, Context, Evidence, NewArea, Records, Submission};
pub use entry::{Draft, Entry, Hash, HashError, VaultRef};
pub use event::Event;
pub use refusal::Refusal;
pub use tables::{IncidentKind, PlaceKind, Policy, Tables};
pub use time::{TimeError, Timestamp};
