//! The plan room: drafts are drawn, compared, merged and published, and nothing is ever torn.

mod again;
mod courtyards;
mod drawing;
mod many;
mod microareas;
mod past;
mod publishing;
mod scheduled;
pub mod sheet;
mod together;
mod words;
