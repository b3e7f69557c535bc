//! Ways, tables of times and isochrones: travel between any places, under the closures in force.

pub mod forms;
pub mod routes;
mod words;
