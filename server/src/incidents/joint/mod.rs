//! One choice for all open incidents and all teams at once.

pub mod forms;
pub mod making;
pub mod routes;
mod views;
