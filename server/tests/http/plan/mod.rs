//! The plan room: drafts are drawn, compared, merged and published, and nothing is ever torn.

mod courtyards;
mod drawing;
mod microareas;
mod publishing;
mod sheet;
mod together;
