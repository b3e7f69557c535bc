//! Who is signed in: sessions, one-time links, accounts.

pub mod accounts;
pub mod book;
pub mod forms;
pub mod pending;
pub mod routes;
