//! The district as a whole: at a glance, locate, nearby, search, audit.

pub mod forms;
pub mod routes;
