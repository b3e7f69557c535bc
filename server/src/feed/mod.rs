//! The live feed: what became different, to everybody who may see it, at once and in order.

pub mod forms;
pub mod routes;
