//! The streams beside the district's life: one for each plan draft, each a chain of its own.
//!
//! Drawing never waits for a dispatch, and a draft that is thrown away leaves no mark on the district: so drafts do not
//! share the district's numbers. What they share is the promise: appended means durable.

use crate::{AppendError, Head, ReadError, StorageError};
use world::{Draft, Entry};

/// Reads and writes streams by name; any number of threads, one writer's word against another's at each head.
pub trait Streams: Send + Sync {
    /// The names of all streams that have an entry, in order.
    ///
    /// # Errors
    /// [`StorageError`] when the medium fails.
    fn names(&self) -> Result<Vec<String>, StorageError>;

    /// Where a stream ends; the beginning when there is none of that name.
    ///
    /// # Errors
    /// As [`crate::JournalRead::head`].
    fn head(&self, stream: &str) -> Result<Head, ReadError>;

    /// Up to `limit` entries of a stream behind number `after`, each verified.
    ///
    /// # Errors
    /// As [`crate::JournalRead::read`].
    fn read(&self, stream: &str, after: u64, limit: usize) -> Result<Vec<Entry>, ReadError>;

    /// Appends to a stream, which begins with its first entry.
    ///
    /// # Errors
    /// As [`crate::Journal::append`].
    fn append(&self, stream: &str, expected_seq: u64, drafts: Vec<Draft>) -> Result<Vec<Entry>, AppendError>;
}
