//! Remember and forget: journal, snapshots, attachments, tracks, vault, accounts.
//!
//! The traits say what a store promises; the embedded store ([`Store::open`]) keeps
//! the promises on SQLite and plain files, a PostGIS store may follow. Both run the suite in `conformance` (a feature).
//!
//! | part | holds | forgets |
//! |---|---|---|
//! | [`Journal`] | every event, hash-chained | never |
//! | [`Streams`] | every event of every plan draft, a chain each | never |
//! | [`Snapshots`] | the state after some entry | all but the last two |
//! | [`Attachments`] | imported files, by hash | never |
//! | [`Tracks`] | positions of teams | by age |
//! | [`Vault`] | contacts, free text, photos | on a date or on demand |
//! | [`Accounts`] | people, devices, sessions, links | sessions and links when over |
//! | [`Audit`] | who did what and why, hash-chained | never |
//!
//! No part reads a clock; `now` is passed in. Randomness comes from the operating system.
//! Everything here blocks: call it from a thread of its own, never from an async executor.

mod attachments;
mod audit;
mod chain;
mod embedded;
mod error;
mod journal;
mod references;
mod snapshots;
mod store;
mod streams;
mod tracks;
mod vault;
mod verify;

pub mod accounts;
#[cfg(feature = "conformance")]
pub mod conformance;

pub use accounts::{Accounts, Links, Sessions};
pub use attachments::{AttachmentError, Attachments};
pub use audit::{Audit, AuditEntry, Deed};
pub use chain::chain_hash;
pub use error::StorageError;
pub use journal::{AppendError, Head, Journal, JournalRead, ReadError};
pub use snapshots::{LoadedSnapshot, SkippedSnapshot, Snapshot, SnapshotFault, Snapshots};
pub use store::{Access, OpenError, Store};
pub use streams::Streams;
pub use tracks::{Fix, FixSource, Heading, HeadingError, Speed, Tracks};
pub use vault::{UNCLAIMED_FOR, Vault, VaultError, VaultState};
pub use verify::{Finding, Medium, Progress, Report, Severity};
