//! What the phone of a team asks: its own tasks and whistles, and nothing else.

pub mod forms;
pub mod link;
pub mod routes;
