//! The service and the command line.

pub mod app;
pub mod cli;
pub mod closures;
pub mod demo;
pub mod desk;
pub mod district;
pub mod feed;
pub mod http;
pub mod incidents;
pub mod plan;
pub mod positions;
pub mod registers;
pub mod roads;
pub mod service;
pub mod session;
pub mod simulation;
pub mod tiles;
pub mod travel;
pub mod web;

/// The version of this release.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
