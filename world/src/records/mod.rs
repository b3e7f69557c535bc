//! The registers: what a district has. Every record carries its own code as key and the `version`
//! (the journal sequence of its last change; 0 when not yet saved) that an edit must name.

mod area;
mod depot;
mod place;
mod run_card;
mod sensing_point;
mod shift;
mod team;

pub use area::{Area, GridKind};
pub use depot::{Depot, DepotTier};
pub use place::Place;
pub use run_card::{Coming, Need, RunCard};
pub use sensing_point::{SensingKind, SensingPoint, SensingStatus};
pub use shift::Shift;
pub use team::{DutyRule, Team};
