//! The witness: a small file that remembers the last acknowledged entry.
//!
//! SQLite's log ends, by design, at the first frame that is not whole. Whoever removes
//! `muster.db-wal`, copies `muster.db` without it, or flips a byte in it loses acknowledged entries
//! without a word. The witness is written after the commit is durable and never flushed by itself,
//! so it can be behind the journal (after a power cut) but never in front of it: a witness that
//! names an entry the journal does not have proves a loss.

use super::durable::NewFile;
use crate::{Head, StorageError};
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::Path;
use world::Hash;

/// The file's name in the store.
pub(super) const WITNESS: &str = "head";
const MAGIC: &[u8; 8] = b"MUSTHEAD";
/// Magic, seq, hash, and the first bytes of their SHA-256.
const LENGTH: usize = 8 + 8 + 32 + 8;

/// What the file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Testimony {
    /// There is no file: a new store, or a person removed it to go on after a loss.
    None,
    /// The file is torn or damaged; a power cut can do that.
    Illegible,
    /// This entry was acknowledged.
    Saw(Head),
}

/// The open file.
pub(super) struct Witness {
    file: File,
}

impl Witness {
    /// Begins to witness at `head`.
    pub(super) fn begin(dir: &Path, head: Head) -> Result<Self, StorageError> {
        let doing = "writing the file head";
        let failed = |error: std::io::Error| StorageError::from_io(&error, doing);
        let mut fresh = NewFile::begin(dir, doing)?;
        fresh.write_all(&encode(head)).map_err(failed)?;
        fresh.publish(WITNESS, doing)?;
        let file = OpenOptions::new().write(true).open(dir.join(WITNESS)).map_err(failed)?;
        Ok(Self { file })
    }

    /// Notes that `head` is durable and about to be acknowledged. A failure leaves an older
    /// testimony, which is true as well.
    pub(super) fn saw(&self, head: Head) {
        let _ = self.file.write_all_at(&encode(head), 0);
    }
}

/// Reads what the witness of the store in `dir` has to say.
pub(super) fn testimony(dir: &Path) -> Result<Testimony, StorageError> {
    match std::fs::read(dir.join(WITNESS)) {
        Ok(bytes) => Ok(decode(&bytes).map_or(Testimony::Illegible, Testimony::Saw)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Testimony::None),
        Err(error) => Err(StorageError::from_io(&error, "reading the file head")),
    }
}

fn encode(head: Head) -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    bytes[..8].copy_from_slice(MAGIC);
    bytes[8..16].copy_from_slice(&head.seq.to_be_bytes());
    bytes[16..48].copy_from_slice(&head.hash.0);
    let sum = Sha256::digest(&bytes[..48]);
    bytes[48..].copy_from_slice(&sum[..8]);
    bytes
}

fn decode(bytes: &[u8]) -> Option<Head> {
    let bytes: &[u8; LENGTH] = bytes.try_into().ok()?;
    let seq = u64::from_be_bytes(bytes[8..16].try_into().ok()?);
    let head = Head { seq, hash: Hash(bytes[16..48].try_into().ok()?) };
    (encode(head) == *bytes).then_some(head)
}
