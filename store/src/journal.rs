//! The journal: the truth, numbered, hash-chained, durable before anybody is told.
//!
//! `hash = SHA-256(previous ‖ seq as u64 big-endian ‖ canonical bytes)`, where the canonical bytes
//! are the JSON of the [`Draft`] as it was first written: fields in order of declaration, no spaces.
//! The bytes themselves are kept, so a later release that adds fields cannot break an old chain.

use crate::StorageError;
use world::{Draft, Entry, Hash};

/// Where a chain ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// The number of the last entry; 0 before the first.
    pub seq: u64,
    /// Its hash; zeros before the first.
    pub hash: Hash,
}

/// Reads one stream of entries, each verified against the chain.
pub trait JournalRead: Send + Sync {
    /// The last entry's number and hash.
    ///
    /// # Errors
    /// [`ReadError::Storage`] when the medium fails.
    fn head(&self) -> Result<Head, ReadError>;

    /// The hash that is kept with entry `seq`; `None` when there is no such entry. The content is not
    /// read, however large it is, and so not held against it.
    ///
    /// # Errors
    /// [`ReadError`] when the medium fails or what is kept is no hash.
    fn hash_of(&self, seq: u64) -> Result<Option<Hash>, ReadError>;

    /// Up to `limit` entries that follow number `after`, in order.
    ///
    /// Each is verified against the hash of the one before it as stored, so that reading can go on
    /// behind a damaged entry by asking for what follows it.
    ///
    /// # Errors
    /// [`ReadError`] names the first entry that is damaged or missing; entries in front of it can be
    /// had with a smaller `limit`.
    fn read(&self, after: u64, limit: usize) -> Result<Vec<Entry>, ReadError>;
}

/// The writer of one stream. There is one, and it also reads.
pub trait Journal: JournalRead {
    /// Appends all drafts in one transaction behind entry `expected_seq` and returns them numbered
    /// and chained. When it returns, they survive a power cut. No drafts give no entries.
    ///
    /// Vault content that the drafts name becomes claimed in the same transaction: from then on
    /// only a set date or a person erases it (see [`crate::Vault::put`]).
    ///
    /// # Errors
    /// [`AppendError::Conflict`] when `expected_seq` is not the head: somebody else was faster, read
    /// what follows and decide again. Nothing was appended after any error; only after
    /// [`StorageError::Io`] may the drafts turn up when the store is opened again, which the request
    /// ids in them make harmless.
    fn append(&mut self, expected_seq: u64, drafts: Vec<Draft>) -> Result<Vec<Entry>, AppendError>;
}

/// Why drafts were not appended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// The writer's idea of the head is out of date.
    #[error("the journal ends at entry {}, not at {expected}; read what follows and decide again", head.seq)]
    Conflict {
        /// What the writer took for the head.
        expected: u64,
        /// The head.
        head: Head,
    },
    /// The draft would not read back as what it is (a number that is not finite, for instance).
    #[error("draft {index} of the batch would not read back as it is: {reason}; this is a bug, report it")]
    Unreadable {
        /// Which draft, from 0.
        index: usize,
        /// What differs.
        reason: String,
    },
    /// A draft names vault content that was never put there or has been erased.
    #[error("vault content {id} is not there; put it again and name the new reference")]
    UnknownVaultContent {
        /// The reference.
        id: String,
    },
    /// The medium failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl AppendError {
    /// The stable code, listed in docs/errors.md.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Conflict { .. } => "journal_conflict",
            Self::Unreadable { .. } => "draft_unreadable",
            Self::UnknownVaultContent { .. } => "unknown_vault_content",
            Self::Storage(error) => error.code(),
        }
    }
}

/// Why a chain cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// An entry is not what was written.
    #[error("entry {seq} of the {chain} is damaged: {reason}; run `muster check`, then restore a backup")]
    Damaged {
        /// `journal` or `audit log`.
        chain: &'static str,
        /// Its number.
        seq: u64,
        /// How it shows.
        reason: String,
    },
    /// Entries are missing.
    #[error(
        "entries {missing} up to {found} (not included) of the {chain} are missing; run `muster check`, then restore a backup"
    )]
    Gap {
        /// `journal` or `audit log`.
        chain: &'static str,
        /// The first that is not there.
        missing: u64,
        /// The next that is.
        found: u64,
    },
    /// The medium failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl ReadError {
    /// The stable code, listed in docs/errors.md.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Damaged { .. } => "entry_damaged",
            Self::Gap { .. } => "entries_missing",
            Self::Storage(error) => error.code(),
        }
    }
}
