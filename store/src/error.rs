//! What can go wrong with the medium itself, whatever is stored on it.

/// The medium failed. Nothing of the operation that reports it is visible afterwards, except where
/// [`StorageError::Io`] says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// No room is left.
    #[error("no room left while {doing}; free space on the disk that holds the store, then try again")]
    DiskFull {
        /// What was being done.
        doing: &'static str,
    },
    /// The medium refuses writes, or the store was opened for inspection.
    #[error(
        "the store cannot be written while {doing}: {reason}; check that the file system is mounted for writing and the folder belongs to the service's user"
    )]
    ReadOnly {
        /// What was being done.
        doing: &'static str,
        /// What the system said.
        reason: String,
    },
    /// The system reported an input/output error. Whether a write in progress survives is unknown
    /// until the store is opened again.
    #[error(
        "input/output error while {doing}: {reason}; check the disk and the system log, then restart the service"
    )]
    Io {
        /// What was being done.
        doing: &'static str,
        /// What the system said.
        reason: String,
    },
    /// Something else held the database for longer than a write may take.
    #[error(
        "the store was held by another program while {doing}; close programs that have muster.db or tracks.db open"
    )]
    Busy {
        /// What was being done.
        doing: &'static str,
    },
    /// What was read is not what was written.
    #[error("{what} is damaged: {reason}; run `muster check` and restore the named part from a backup")]
    Damaged {
        /// Which file, table or row.
        what: String,
        /// How it shows.
        reason: String,
    },
}

impl StorageError {
    /// The stable code, listed in docs/errors.md.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DiskFull { .. } => "disk_full",
            Self::ReadOnly { .. } => "store_read_only",
            Self::Io { .. } => "store_io",
            Self::Busy { .. } => "store_busy",
            Self::Damaged { .. } => "store_damaged",
        }
    }

    /// Sorts an operating system error by what the operator has to do about it.
    pub(crate) fn from_io(error: &std::io::Error, doing: &'static str) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull { doing },
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => {
                Self::ReadOnly { doing, reason: error.to_string() }
            }
            _ => Self::Io { doing, reason: error.to_string() },
        }
    }
}
