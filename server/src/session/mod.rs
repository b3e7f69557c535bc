//! Who is signed in: sessions, one-time links, accounts.

pub mod accounts;
pub mod forms;
pub mod routes;
