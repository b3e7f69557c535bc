//! What must hold of drafts whatever is drawn in them, tried on random maps and random sequences of edits.

#[path = "../../../geo-core/tests/territory_common/mod.rs"]
mod common;
mod desk;
mod district;
mod merging;
mod publishing;
mod steps;
