//! The exercise that makes a demo district live: patrols drive its streets, teams answer, go, arrive and
//! finish, and now and then a call comes in, marked as an exercise.
//!
//! Everything passes the doors that real devices and hotlines use: positions the function behind
//! `POST /positions`, progress and calls the [`Desk`](crate::desk::Desk). Take the simulator away and the
//! service does not notice.

mod calls;
mod chance;
mod driver;
mod simulator;
mod trip;

pub use chance::Chance;
pub use simulator::{Ground, Pace, Simulator};
