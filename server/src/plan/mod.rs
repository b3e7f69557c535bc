//! The plan room: versions, drafts, and what is done in them.

pub mod along;
pub mod door;
pub mod export;
pub mod figures;
pub mod fit;
pub mod folder;
pub mod forms;
pub mod glance;
pub mod label;
pub mod limits;
pub mod maps;
pub mod past;
pub mod publishing;
pub mod query;
pub mod room;
pub mod routes;
pub mod shelf;
pub mod versions;
pub mod views;
