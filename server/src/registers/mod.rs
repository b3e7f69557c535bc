//! Registers: areas, teams, shifts, depots, sensing points, places.

pub mod forms;
pub mod routes;
