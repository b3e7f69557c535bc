//! The audit log: who looked at or changed what, and why. Append-only, with a hash chain of its own
//! (the same formula as the journal's), and no way to switch it off.

use crate::{Head, ReadError};
use serde::{Deserialize, Serialize};
use world::{Hash, Timestamp};

/// One deed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deed {
    /// When.
    pub at: Timestamp,
    /// The account, or `system:…` for the service itself.
    pub who: String,
    /// Stable snake_case name of the deed: `signed_in`, `camera_points_exported`.
    pub what: String,
    /// On what: an account, an incident, an area.
    #[serde(default)]
    pub target: Option<String>,
    /// Why, in the words of who did it.
    #[serde(default)]
    pub purpose: Option<String>,
    /// More, for people.
    #[serde(default)]
    pub detail: Option<String>,
}

/// A numbered, chained, durable deed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// 1, 2, 3, … without gaps.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
    /// The content.
    pub deed: Deed,
}

/// The audit log.
pub trait Audit: Send + Sync {
    /// Writes a deed down; durable when it returns.
    ///
    /// # Errors
    /// [`ReadError`] when the end of the chain is damaged, or the medium fails: then the deed must
    /// not take place.
    fn append(&self, deed: Deed) -> Result<AuditEntry, ReadError>;

    /// The last entry's number and hash.
    ///
    /// # Errors
    /// [`ReadError::Storage`] when the medium fails.
    fn head(&self) -> Result<Head, ReadError>;

    /// Up to `limit` entries that follow number `after`, oldest first, verified as those of the
    /// journal are.
    ///
    /// # Errors
    /// [`ReadError`] names the first entry that is damaged or missing.
    fn read(&self, after: u64, limit: usize) -> Result<Vec<AuditEntry>, ReadError>;

    /// The page of up to `limit` entries before number `before` (the newest with `None`), newest
    /// first, verified likewise.
    ///
    /// # Errors
    /// As [`Audit::read`].
    fn page(&self, before: Option<u64>, limit: usize) -> Result<Vec<AuditEntry>, ReadError> {
        let newest = self.head()?.seq;
        let end = before.map_or(newest, |before| before.saturating_sub(1).min(newest));
        let after = end.saturating_sub(u64::try_from(limit).unwrap_or(u64::MAX));
        let mut entries = self.read(after, limit.min(usize::try_from(end - after).unwrap_or(limit)))?;
        entries.reverse();
        Ok(entries)
    }
}
