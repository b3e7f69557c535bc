//! The witness: a small file that remembers what was last acknowledged.
//!
//! SQLite's log ends, by design, at the first frame that is not whole. Whoever removes
//! `muster.db-wal`, copies `muster.db` without it, or flips a byte in it loses acknowledged writes
//! without a word. Every commit to `muster.db` therefore counts itself in the database, and the
//! witness notes the count and the head of the journal once the commit is durable. It is never
//! flushed by itself, so it can be behind the database (after a power cut) but never in front of
//! it: a witness that knows of a commit the database does not have proves a loss.

use super::durable::NewFile;
use crate::{Head, StorageError};
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use world::Hash;

/// The file's name in the store.
pub(super) const WITNESS: &str = "head";
const MAGIC: &[u8; 8] = b"MUSTHEAD";
/// Magic, commits, seq, hash.
const CONTENT: usize = 8 + 8 + 8 + 32;
/// The content and the first bytes of its SHA-256.
const LENGTH: usize = CONTENT + 8;

/// What was acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Seen {
    /// Commits to `muster.db`.
    pub commits: u64,
    /// The journal's head.
    pub head: Head,
}

/// What the file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Testimony {
    /// There is no file: a new store, or a person removed it to go on after a loss.
    None,
    /// The file is torn or damaged; a power cut can do that.
    Illegible,
    /// This was acknowledged.
    Saw(Seen),
}

/// The open file.
pub(super) struct Witness {
    file: File,
    seen: Mutex<Seen>,
}

impl Witness {
    /// Begins with what the database holds now.
    pub(super) fn begin(dir: &Path, seen: Seen) -> Result<Self, StorageError> {
        let doing = "writing the file head";
        let failed = |error: std::io::Error| StorageError::from_io(&error, doing);
        let mut fresh = NewFile::begin(dir, doing)?;
        fresh.write_all(&encode(seen)).map_err(failed)?;
        fresh.publish(WITNESS, doing)?;
        let file = OpenOptions::new().write(true).open(dir.join(WITNESS)).map_err(failed)?;
        Ok(Self { file, seen: Mutex::new(seen) })
    }

    /// Notes that a commit is durable.
    pub(super) fn saw_commit(&self, commits: u64) {
        self.note(|seen| seen.commits = seen.commits.max(commits));
    }

    /// Notes that the journal is durable up to `head`.
    pub(super) fn saw_head(&self, head: Head) {
        self.note(|seen| seen.head = head);
    }

    fn note(&self, change: impl FnOnce(&mut Seen)) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut seen);
        // A failure leaves an older testimony, which is true as well.
        let _ = self.file.write_all_at(&encode(*seen), 0);
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

fn encode(seen: Seen) -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    bytes[..8].copy_from_slice(MAGIC);
    bytes[8..16].copy_from_slice(&seen.commits.to_be_bytes());
    bytes[16..24].copy_from_slice(&seen.head.seq.to_be_bytes());
    bytes[24..CONTENT].copy_from_slice(&seen.head.hash.0);
    let sum = Sha256::digest(&bytes[..CONTENT]);
    bytes[CONTENT..].copy_from_slice(&sum[..8]);
    bytes
}

fn decode(bytes: &[u8]) -> Option<Seen> {
    let bytes: &[u8; LENGTH] = bytes.try_into().ok()?;
    let number = |at: usize| u64::from_be_bytes(bytes[at..at + 8].try_into().expect("eight bytes"));
    let head = Head { seq: number(16), hash: Hash(bytes[24..CONTENT].try_into().ok()?) };
    let seen = Seen { commits: number(8), head };
    (encode(seen) == *bytes).then_some(seen)
}
