//! Incidents (事件): from the call to the closed case.

pub mod forms;
pub mod handovers;
pub mod holds;
pub mod joint;
pub mod proposal;
pub mod review;
pub mod routes;
pub mod seen;
pub mod sending;
pub mod view;
