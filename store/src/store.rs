//! A store: all parts, opened together.

use crate::accounts::HashCost;
use crate::{
    Accounts, Attachments, Audit, Journal, JournalRead, Medium, Snapshots, StorageError, Streams, Tracks,
    Vault,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The parts of one store. Each has its own connection, so that readers and the one writer do not
/// wait for each other. Take the parts out as you need them: the store stays locked against other
/// processes until the last of them is dropped.
pub struct Store {
    /// The writer of the district's stream; move it into the one thread that writes.
    pub journal: Box<dyn Journal>,
    /// Readers of the same stream, for any number of threads.
    pub reader: Arc<dyn JournalRead>,
    /// The streams beside it: plan drafts.
    pub streams: Arc<dyn Streams>,
    /// States to restart from.
    pub snapshots: Arc<dyn Snapshots>,
    /// Imported files.
    pub attachments: Arc<dyn Attachments>,
    /// Positions.
    pub tracks: Arc<dyn Tracks>,
    /// Content that can be erased.
    pub vault: Arc<dyn Vault>,
    /// People and devices, sessions, links.
    pub accounts: Arc<dyn Accounts>,
    /// Who did what.
    pub audit: Arc<dyn Audit>,
    /// What the implementation knows about the health of its files.
    pub medium: Arc<dyn Medium>,
    /// A folder for what can be made again (tiles, prepared roads). Empty it whenever you like.
    pub cache: PathBuf,
}

impl Store {
    /// Opens the embedded store in the folder `dir`: takes its lock, upgrades it where an earlier
    /// release wrote it, and holds the journal against its witness.
    ///
    /// # Errors
    /// [`OpenError`]; nothing was changed unless a step of an upgrade is named.
    pub fn open(dir: &Path, access: Access) -> Result<Self, OpenError> {
        crate::embedded::open(dir, access, HashCost::default())
    }

    /// [`Store::open`] with another cost of password hashes, for tests.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_with(dir: &Path, access: Access, cost: HashCost) -> Result<Self, OpenError> {
        crate::embedded::open(dir, access, cost)
    }
}

/// What a store is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// To work with; made when the folder is missing or empty.
    Create,
    /// To work with; must be there.
    Existing,
    /// To look at, for `muster check` on a store that may be damaged: nothing is changed, not even
    /// upgraded or tidied.
    Inspect,
}

/// Why a store does not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Another process works with it.
    #[error("the store {} is in use by {holder}; stop that process first, or work through its service", dir.display())]
    InUse {
        /// The folder.
        dir: PathBuf,
        /// The other process, as far as known.
        holder: String,
    },
    /// There is nothing.
    #[error("there is no store in {}; check the path, or create one with `muster serve --data` or `muster import --data`", dir.display())]
    NotFound {
        /// The folder.
        dir: PathBuf,
    },
    /// There is something else.
    #[error("{} holds other files and no store; name an empty or new folder", dir.display())]
    NotAStore {
        /// The folder.
        dir: PathBuf,
    },
    /// A later release wrote it.
    #[error(
        "{file} has format {found}, this release knows formats up to {known}; use the release that wrote it or a later one"
    )]
    TooNew {
        /// Which database.
        file: &'static str,
        /// Its format.
        found: u32,
        /// The newest known here.
        known: u32,
    },
    /// An earlier release wrote it, and it was opened for inspection only.
    #[error(
        "{file} has format {found}, this release works with format {known}; start the service once to upgrade it, then inspect"
    )]
    TooOld {
        /// Which database.
        file: &'static str,
        /// Its format.
        found: u32,
        /// The one needed.
        known: u32,
    },
    /// The key of the vault is not there.
    #[error("the vault's key file {} is missing; put it back from a backup, its content cannot be read without", file.display())]
    VaultKeyMissing {
        /// The file.
        file: PathBuf,
    },
    /// The key of the vault is another store's, or damaged.
    #[error("the vault's key file {} does not fit this store; put the right one back from a backup", file.display())]
    VaultKeyWrong {
        /// The file.
        file: PathBuf,
    },
    /// Acknowledged writes are gone: the database was replaced by an older one, or its `-wal` file
    /// was removed or damaged.
    #[error("muster.db lacks its last {lost_commits} commits: the journal ends at entry {found}, entry {acknowledged} was acknowledged. \
        Put muster.db-wal back beside muster.db, or restore a backup. To go on without what was lost, delete the file {} and start again", witness.display())]
    CutShort {
        /// Commits that were acknowledged and are not there.
        lost_commits: u64,
        /// The last entry there is.
        found: u64,
        /// The last entry that was acknowledged.
        acknowledged: u64,
        /// The file that says so.
        witness: PathBuf,
    },
    /// The medium failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl OpenError {
    /// The stable code, listed in docs/errors.md.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InUse { .. } => "store_in_use",
            Self::NotFound { .. } => "store_not_found",
            Self::NotAStore { .. } => "not_a_store",
            Self::TooNew { .. } => "store_too_new",
            Self::TooOld { .. } => "store_too_old",
            Self::VaultKeyMissing { .. } => "vault_key_missing",
            Self::VaultKeyWrong { .. } => "vault_key_wrong",
            Self::CutShort { .. } => "store_cut_short",
            Self::Storage(error) => error.code(),
        }
    }
}
