//! Files that are there whole or not at all, also after a power cut: written under a temporary
//! name, flushed, renamed, and the folder flushed.

use crate::StorageError;
use crate::accounts::random_bytes;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// What temporary files end in; leftovers of a crash are removed when the store is opened.
const TEMPORARY: &str = ".tmp";

/// A file being written. Removed again unless it is published.
pub(super) struct NewFile {
    path: PathBuf,
    file: File,
    published: bool,
}

impl NewFile {
    /// Begins a file in `dir`, readable by its owner only.
    pub(super) fn begin(dir: &Path, doing: &'static str) -> Result<Self, StorageError> {
        let random = u64::from_le_bytes(random_bytes()?);
        let path = dir.join(format!("{random:016x}{TEMPORARY}"));
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .map_err(|error| StorageError::from_io(&error, doing))?;
        Ok(Self { path, file, published: false })
    }

    /// Gives the file its name, replacing what had it; durable when it returns.
    pub(super) fn publish(mut self, name: &str, doing: &'static str) -> Result<(), StorageError> {
        let dir = self.path.parent().expect("a file begun in a folder has a parent").to_owned();
        let steps = || {
            self.file.sync_all()?;
            std::fs::rename(&self.path, dir.join(name))
        };
        steps().map_err(|error| StorageError::from_io(&error, doing))?;
        self.published = true;
        sync_dir(&dir, doing)
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.published {
            // What stays behind is removed when the store is opened next.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Makes the names in a folder durable.
pub(super) fn sync_dir(dir: &Path, doing: &'static str) -> Result<(), StorageError> {
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(|error| StorageError::from_io(&error, doing))
}

/// Removes what a crash left half-written in `dir`.
pub(super) fn sweep(dir: &Path, doing: &'static str) -> Result<(), StorageError> {
    let failed = |error: io::Error| StorageError::from_io(&error, doing);
    for entry in std::fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.to_string_lossy().ends_with(TEMPORARY) {
            std::fs::remove_file(&path).map_err(failed)?;
        }
    }
    Ok(())
}
