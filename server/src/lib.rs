//! The service and the command line.

pub mod app;
pub mod district;
pub mod feed;
pub mod http;
pub mod incidents;
pub mod positions;
pub mod registers;
pub mod session;
