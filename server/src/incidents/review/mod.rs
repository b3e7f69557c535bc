//! After an incident (复盘): what happened, what was proposed, what was picked, what came of it, who was where.

pub mod forms;
mod looking_back;
pub mod routes;
mod tracks;
