//! Snapshots: the state after some entry, so that a restart replays a tail and not a life.
//!
//! A snapshot is a convenience and never the truth: whatever is wrong with one, an older one or the
//! journal from its beginning gives the same state.

use crate::{JournalRead, ReadError, StorageError};
use world::Hash;

/// A state as it was after an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The last entry in it.
    pub seq: u64,
    /// That entry's hash: ties the snapshot to its journal.
    pub head_hash: Hash,
    /// The hash of the state, to compare with that of the state after decoding.
    pub state_hash: Hash,
    /// The encoded state.
    pub bytes: Vec<u8>,
}

/// A snapshot that was not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedSnapshot {
    /// Its file or row.
    pub name: String,
    /// Why.
    pub reason: SnapshotFault,
}

/// Why a snapshot is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotFault {
    /// It is shorter or longer than it says, or its checksum differs.
    #[error("is torn or damaged: {0}")]
    Damaged(String),
    /// It was written by another format of snapshots.
    #[error("has another format")]
    OtherFormat,
    /// It holds entries that the journal does not have.
    #[error("is ahead of the journal, which ends at entry {head}")]
    AheadOfJournal {
        /// The journal's last entry.
        head: u64,
    },
    /// The journal has another entry under that number.
    #[error("belongs to another journal")]
    OtherJournal,
}

/// What [`Snapshots::load`] found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoadedSnapshot {
    /// The newest whole one that belongs to the journal.
    pub snapshot: Option<Snapshot>,
    /// Newer ones that could not be used, to be logged.
    pub skipped: Vec<SkippedSnapshot>,
}

/// Keeps the last two snapshots.
pub trait Snapshots: Send + Sync {
    /// Writes a snapshot whole or not at all, then removes all but the newest two.
    ///
    /// # Errors
    /// [`StorageError`]; the snapshots that were there still are.
    fn save(&self, seq: u64, head_hash: Hash, state_hash: Hash, bytes: &[u8]) -> Result<(), StorageError>;

    /// The newest whole snapshot that belongs to `journal`.
    ///
    /// # Errors
    /// [`ReadError`] when the journal or the folder cannot be read; a damaged snapshot is no error.
    fn load(&self, journal: &dyn JournalRead) -> Result<LoadedSnapshot, ReadError>;
}
