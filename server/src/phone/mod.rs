//! What the phone of a team asks: its own tasks and whistles. [`crate::http::doors`] shuts everything else to it.

pub mod forms;
pub mod link;
pub mod routes;
