//! Closures (封路): drawing them, what they mean on the roads, and what becomes of those who are on their way.

pub mod arrivals;
pub mod forms;
pub mod routes;
pub mod view;
pub mod watch;
