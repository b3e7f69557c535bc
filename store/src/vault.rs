//! The vault: what may have to be erased (a reporter's contact, free text, photos). The journal
//! holds a random id and a keyed hash, which say nothing once the content is gone.

use crate::StorageError;
use geo_core::Milliseconds;
use world::{Timestamp, VaultRef};

/// Content that no journal entry names leaves the vault after a day: its command was refused, or
/// the service stopped between the two writes.
pub const UNCLAIMED_FOR: Milliseconds = Milliseconds::from_minutes(24 * 60);

/// What the vault has under an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VaultState {
    /// The content is there and is what the reference says.
    Kept {
        /// When it goes, if that is known.
        erase_after: Option<Timestamp>,
    },
    /// The content was erased.
    Erased {
        /// When.
        at: Timestamp,
    },
}

/// Content encrypted at rest that can be erased for good.
pub trait Vault: Send + Sync {
    /// Keeps content; durable when it returns. Until a journal entry names the reference
    /// ([`crate::Journal::append`] marks it as claimed) it stays for [`UNCLAIMED_FOR`] only.
    ///
    /// # Errors
    /// [`VaultError::Storage`] when the medium fails.
    fn put(&self, content: &[u8], now: Timestamp) -> Result<VaultRef, VaultError>;

    /// The content under an id.
    ///
    /// # Errors
    /// [`VaultError::Erased`], [`VaultError::Unknown`], [`VaultError::Damaged`].
    fn get(&self, id: &str) -> Result<Vec<u8>, VaultError>;

    /// Whether the vault has what the reference says.
    ///
    /// # Errors
    /// [`VaultError::Unknown`], [`VaultError::Damaged`] (also when the content is not the one that
    /// the reference's keyed hash proves).
    fn check(&self, reference: &VaultRef) -> Result<VaultState, VaultError>;

    /// Sets when the content is to go (30 days after an incident was closed); `None` keeps it.
    ///
    /// # Errors
    /// [`VaultError::Unknown`], [`VaultError::Erased`].
    fn erase_after(&self, id: &str, when: Option<Timestamp>) -> Result<(), VaultError>;

    /// Erases content now, so that it is not on the medium any more either. Erasing twice is once.
    ///
    /// # Errors
    /// [`VaultError::Unknown`], [`VaultError::Storage`].
    fn erase(&self, id: &str, now: Timestamp) -> Result<(), VaultError>;

    /// Erases all content that is due, and what stayed unclaimed; returns the ids.
    ///
    /// # Errors
    /// [`VaultError::Storage`] when the medium fails; calling again goes on where it stopped.
    fn purge_due(&self, now: Timestamp) -> Result<Vec<String>, VaultError>;
}

/// Why vault content cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// It was erased, as it had to be.
    #[error("vault content {id} was erased at {at}")]
    Erased {
        /// The reference.
        id: String,
        /// When.
        at: Timestamp,
    },
    /// There never was such content.
    #[error("vault content {id} is unknown; the reference must come from this store")]
    Unknown {
        /// The reference.
        id: String,
    },
    /// The content does not open, or is not what its keyed hash says.
    #[error("vault content {id} is damaged: {reason}; restore a backup")]
    Damaged {
        /// The reference.
        id: String,
        /// How it shows.
        reason: &'static str,
    },
    /// The medium failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl VaultError {
    /// The stable code, listed in docs/errors.md.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Erased { .. } => "vault_content_erased",
            Self::Unknown { .. } => "unknown_vault_content",
            Self::Damaged { .. } => "vault_content_damaged",
            Self::Storage(error) => error.code(),
        }
    }
}
