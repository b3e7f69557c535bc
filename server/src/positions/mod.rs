//! Positions of teams: in by one door, kept apart from the journal.

pub mod forms;
pub mod routes;
