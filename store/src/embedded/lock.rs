//! One process at a time: an advisory lock that ends with the process, however it ends.

use crate::{OpenError, StorageError};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Held for as long as any part of the store is in use.
pub(super) struct StoreLock {
    file: File,
}

impl StoreLock {
    /// Takes the lock of the store in `dir`.
    pub(super) fn take(dir: &Path) -> Result<Self, OpenError> {
        let doing = "locking the store";
        let failed = |error: std::io::Error| StorageError::from_io(&error, doing);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(dir.join("lock"))
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Without a readable number the message only says less.
                let _ = file.read_to_string(&mut holder);
                let holder = match holder.trim() {
                    "" => "another process".to_owned(),
                    pid => format!("process {pid}"),
                };
                return Err(OpenError::InUse { dir: dir.to_owned(), holder });
            }
            Err(TryLockError::Error(error)) => return Err(failed(error).into()),
        }
        // Who holds it is a help for people, not part of the lock.
        let _ = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{}", std::process::id()));
        Ok(Self { file })
    }
}

impl Drop for StoreLock {
    fn drop(&mut self) {
        // Closing the file is not enough: a child process that is just being started still has it
        // open for a moment, and would keep the lock.
        let _ = self.file.unlock();
    }
}
