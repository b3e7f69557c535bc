//! Registers: areas, teams, shifts, depots, sensing points, places.

pub mod forms;
pub mod points;
pub mod routes;
pub mod run_cards;
pub mod shifts;
pub mod team_view;
