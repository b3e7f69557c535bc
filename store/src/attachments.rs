//! Attachments: large inputs (an imported map, a road file), named by the hash of their content.

use crate::StorageError;
use std::io::Read;
use world::Hash;

/// Files that never change, named by the SHA-256 of their content.
pub trait Attachments: Send + Sync {
    /// Keeps all that `content` yields and returns its hash; durable when it returns. Content that
    /// is there already is not written twice, unless what is there is damaged: then it is replaced.
    ///
    /// # Errors
    /// [`AttachmentError::Source`] when `content` fails, otherwise [`AttachmentError::Storage`].
    fn put(&self, content: &mut dyn Read) -> Result<Hash, AttachmentError>;

    /// The content, verified.
    ///
    /// # Errors
    /// [`AttachmentError::Unknown`] or [`AttachmentError::Damaged`].
    fn get(&self, hash: Hash) -> Result<Vec<u8>, AttachmentError>;

    /// Reads it through without keeping it and returns its length in bytes.
    ///
    /// # Errors
    /// As [`Attachments::get`].
    fn check(&self, hash: Hash) -> Result<u64, AttachmentError>;
}

/// Why an attachment cannot be kept or had.
#[derive(Debug, thiserror::Error)]
pub enum AttachmentError {
    /// There is none of that name.
    #[error("attachment {hash} is not in the store; restore it from a backup or import the file again")]
    Unknown {
        /// The name.
        hash: Hash,
    },
    /// The content no longer matches its name.
    #[error(
        "attachment {hash} is damaged: its content has the hash {found}; import the same file again to replace it"
    )]
    Damaged {
        /// The name.
        hash: Hash,
        /// The hash of what is there.
        found: Hash,
    },
    /// What should be kept could not be read.
    #[error("the content could not be read: {0}; send it again")]
    Source(std::io::Error),
    /// The medium failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl AttachmentError {
    /// The stable code, listed in docs/errors.md.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "unknown_attachment",
            Self::Damaged { .. } => "attachment_damaged",
            Self::Source(_) => "upload_broken",
            Self::Storage(error) => error.code(),
        }
    }
}
