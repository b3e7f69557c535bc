//! Propose: travel times by road, eligibility rules, ranking, reasons, the checker.

pub mod choose;
pub mod joint;
pub mod roads;
pub mod simulate;
mod vocabulary;

pub use vocabulary::{IdError, IncidentId, IncidentKindCode, Profile, TeamId, TeamKind};
