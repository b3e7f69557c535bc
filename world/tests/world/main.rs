//! The world told as stories and tried with random commands.

mod areas;
mod changes;
mod closures;
mod deadlines;
mod founding;
mod holds;
mod incidents;
mod ladder;
mod modes;
mod photos;
mod plan_rules;
mod plan_times;
mod plans;
mod properties;
mod proposing;
mod registers;
mod run_cards;
mod scope;
mod search;
mod sending;
mod snapshots;
mod support;
mod whistles;
