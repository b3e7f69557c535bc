//! The embedded store: SQLite for rows, plain files for what is large.
//!
//! ```text
//! muster.db      journal, vault, accounts, audit log   (WAL, synchronous = FULL)
//! tracks.db      positions                             (WAL, synchronous = NORMAL)
//! attachments/   imported files, named by their SHA-256
//! snapshots/     the last two states
//! cache/         what can be made again
//! vault.key      the key of the vault, mode 0600
//! head           number and hash of the last acknowledged entry (see `witness`)
//! lock           held while a process works with the store
//! ```

mod accounts;
mod accounts_rows;
mod attachments;
mod audit;
mod chain;
mod db;
mod durable;
mod inspect;
mod journal;
mod layout;
mod links;
mod lock;
mod open;
mod schema;
mod sessions;
mod snapshots;
mod streams;
mod tracks;
mod vault;
mod vault_key;
mod witness;

pub(crate) use open::open;
