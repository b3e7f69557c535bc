//! Attachments as files.

use super::durable::NewFile;
use super::lock::StoreLock;
use crate::{AttachmentError, Attachments, StorageError};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;
use world::Hash;

/// Bytes read and written at a time.
const PIECE: usize = 1 << 18;

pub(super) struct FileAttachments {
    dir: PathBuf,
    _lock: Arc<StoreLock>,
}

impl FileAttachments {
    pub(super) fn new(dir: PathBuf, lock: Arc<StoreLock>) -> Self {
        Self { dir, _lock: lock }
    }

    /// Reads an attachment through, giving every piece to `each`.
    fn read_through(&self, hash: Hash, mut each: impl FnMut(&[u8])) -> Result<u64, AttachmentError> {
        let failed =
            |error: io::Error| AttachmentError::from(StorageError::from_io(&error, "reading an attachment"));
        let mut file = match File::open(self.dir.join(hash.to_string())) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(AttachmentError::Unknown { hash });
            }
            opened => opened.map_err(failed)?,
        };
        let mut hasher = Sha256::new();
        let mut piece = vec![0; PIECE];
        let mut length = 0;
        loop {
            let read = next_piece(&mut file, &mut piece).map_err(failed)?;
            if read.is_empty() {
                break;
            }
            hasher.update(read);
            length += read.len() as u64;
            each(read);
        }
        let found = Hash(hasher.finalize().into());
        if found == hash { Ok(length) } else { Err(AttachmentError::Damaged { hash, found }) }
    }
}

impl Attachments for FileAttachments {
    fn put(&self, content: &mut dyn Read) -> Result<Hash, AttachmentError> {
        let doing = "writing an attachment";
        let mut file = NewFile::begin(&self.dir, doing)?;
        let mut hasher = Sha256::new();
        let mut piece = vec![0; PIECE];
        loop {
            let read = next_piece(content, &mut piece).map_err(AttachmentError::Source)?;
            if read.is_empty() {
                break;
            }
            hasher.update(read);
            file.write_all(read).map_err(|error| StorageError::from_io(&error, doing))?;
        }
        let hash = Hash(hasher.finalize().into());
        match self.check(hash) {
            // There already; it may have been published a moment ago by somebody whose flush of the
            // folder is still under way, so this one flushes as well.
            Ok(_) => super::durable::sync_dir(&self.dir, doing)?,
            Err(_) => file.publish(&hash.to_string(), doing)?,
        }
        Ok(hash)
    }

    fn get(&self, hash: Hash) -> Result<Vec<u8>, AttachmentError> {
        let mut content = Vec::new();
        self.read_through(hash, |piece| content.extend_from_slice(piece))?;
        Ok(content)
    }

    fn check(&self, hash: Hash) -> Result<u64, AttachmentError> {
        self.read_through(hash, |_| {})
    }
}

/// The next bytes of a reader, none at its end.
fn next_piece<'a>(reader: &mut dyn Read, piece: &'a mut [u8]) -> io::Result<&'a [u8]> {
    loop {
        match reader.read(piece) {
            Ok(length) => return Ok(&piece[..length]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
