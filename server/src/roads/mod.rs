//! Roads: prepared in the cache, and in force.

pub mod closed;
pub mod in_force;
pub mod prepared;
