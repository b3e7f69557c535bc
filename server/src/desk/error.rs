//! Why a submission was not carried out, and why a desk does not open.

use store::{ReadError, StorageError};
use world::Refusal;

/// Why a submission was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeskError {
    /// It may not happen.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It could not be made durable. Nothing changed; trying again is harmless with a request id.
    #[error("the change could not be stored ({code}); nothing was changed, try again")]
    Unavailable {
        /// The store's code.
        code: &'static str,
    },
    /// More submissions wait than can be answered in good time.
    #[error("too many changes are waiting; try again in a moment")]
    Overloaded,
    /// The service is stopping.
    #[error("the service is stopping; try again when it is back")]
    Stopping,
    /// A bug of ours; logged where it happened.
    #[error("an internal error happened; nothing was changed")]
    Internal,
}

impl DeskError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code,
            Self::Unavailable { .. } => "store_unavailable",
            Self::Overloaded => "too_many_requests",
            Self::Stopping => "stopping",
            Self::Internal => "internal",
        }
    }
}

/// Why the state of a store cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The journal cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl From<StorageError> for ReplayError {
    fn from(error: StorageError) -> Self {
        Self::Read(ReadError::Storage(error))
    }
}
