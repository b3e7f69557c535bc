//! The folder of a store: what is in it, and how it comes to be.

use super::durable::{sweep, sync_dir};
use super::witness::WITNESS;
use crate::{Access, OpenError, StorageError};
use std::fs::{DirBuilder, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

pub(super) const MUSTER_DB: &str = "muster.db";
pub(super) const TRACKS_DB: &str = "tracks.db";
pub(super) const VAULT_KEY: &str = "vault.key";
const ATTACHMENTS: &str = "attachments";
const SNAPSHOTS: &str = "snapshots";
const CACHE: &str = "cache";
const LOCK: &str = "lock";

/// Paths of a store's parts.
pub(super) struct Layout {
    pub dir: PathBuf,
}

impl Layout {
    pub(super) fn muster_db(&self) -> PathBuf {
        self.dir.join(MUSTER_DB)
    }
    pub(super) fn tracks_db(&self) -> PathBuf {
        self.dir.join(TRACKS_DB)
    }
    pub(super) fn vault_key(&self) -> PathBuf {
        self.dir.join(VAULT_KEY)
    }
    pub(super) fn attachments(&self) -> PathBuf {
        self.dir.join(ATTACHMENTS)
    }
    pub(super) fn snapshots(&self) -> PathBuf {
        self.dir.join(SNAPSHOTS)
    }
    pub(super) fn cache(&self) -> PathBuf {
        self.dir.join(CACHE)
    }

    /// Looks before anything is touched: is there a store, may one be made here?
    pub(super) fn find(dir: &Path, access: Access) -> Result<Self, OpenError> {
        let doing = "looking at the store's folder";
        let failed = |error: io::Error| OpenError::from(StorageError::from_io(&error, doing));
        let not_found = || OpenError::NotFound { dir: dir.to_owned() };
        let names = match std::fs::read_dir(dir) {
            Ok(entries) => entries
                .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
                .collect::<io::Result<Vec<_>>>()
                .map_err(failed)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound && access == Access::Create => Vec::new(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(not_found()),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return Err(OpenError::NotAStore { dir: dir.to_owned() });
            }
            Err(error) => return Err(failed(error)),
        };
        if !names.iter().any(|name| name == MUSTER_DB) {
            // What a crash in the middle of making a store leaves may be gone on with.
            let ours = [TRACKS_DB, VAULT_KEY, ATTACHMENTS, SNAPSHOTS, CACHE, LOCK, WITNESS];
            let foreign = names.iter().any(|name| !ours.contains(&name.as_str()) && !name.ends_with(".tmp"));
            match access {
                Access::Create if foreign => return Err(OpenError::NotAStore { dir: dir.to_owned() }),
                Access::Create => {}
                Access::Existing | Access::Inspect => return Err(not_found()),
            }
        }
        Ok(Self { dir: dir.to_owned() })
    }

    /// Makes the folder itself, readable by its owner only.
    pub(super) fn make_dir(&self) -> Result<(), StorageError> {
        let doing = "making the store's folder";
        make_private(&self.dir, doing)?;
        // A relative path of one part has the empty path as its parent.
        match self.dir.parent() {
            Some(parent) if parent != Path::new("") => sync_dir(parent, doing),
            _ => sync_dir(Path::new("."), doing),
        }
    }

    /// Makes what is missing and removes what a crash left half-written.
    pub(super) fn complete(&self) -> Result<(), StorageError> {
        let doing = "making the store's folder";
        for dir in [self.attachments(), self.snapshots(), self.cache()] {
            make_private(&dir, doing)?;
        }
        for dir in [&self.dir, &self.attachments(), &self.snapshots()] {
            sweep(dir, doing)?;
        }
        for database in [self.muster_db(), self.tracks_db()] {
            // Empty and private; SQLite gives its side files the same mode.
            OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(false)
                .mode(0o600)
                .open(database)
                .map_err(|error| StorageError::from_io(&error, doing))?;
        }
        sync_dir(&self.dir, doing)
    }
}

fn make_private(dir: &Path, doing: &'static str) -> Result<(), StorageError> {
    let steps = || {
        DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
        let mode = std::fs::metadata(dir)?.permissions().mode();
        if mode & 0o777 != 0o700 {
            std::fs::set_permissions(dir, Permissions::from_mode(0o700))
        } else {
            Ok(())
        }
    };
    steps().map_err(|error| StorageError::from_io(&error, doing))
}
