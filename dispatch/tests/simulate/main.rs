//! Runs driven by a list of events: stories, what must hold of any run, and what no rule can beat.

mod bounds;
mod cases;
mod limits;
mod properties;
mod stories;
mod streets;
