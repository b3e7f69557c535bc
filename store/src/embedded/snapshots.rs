//! Snapshots as files: a header, the state, and the SHA-256 of both behind them.

use super::durable::NewFile;
use super::lock::StoreLock;
use crate::{
    JournalRead, LoadedSnapshot, ReadError, SkippedSnapshot, Snapshot, SnapshotFault, Snapshots, StorageError,
};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;
use world::Hash;

/// The first bytes of a snapshot; the last one is the format's number.
///
/// 1: until plans could be withdrawn. 2: the book of plans keeps withdrawn ones, publications what they free; run
/// cards; closures. 3: holds, handovers and modes; incidents have a keeper; the policy says how fast things should go;
/// whistles, photos; needs that are met
/// together. 4: tasks that a merge handed on know where they came from, handovers whose they are.
const MAGIC: &[u8; 8] = b"MUSTSNP\x04";
/// Magic, seq, head hash, state hash, length of the state.
const HEADER: usize = 8 + 8 + 32 + 32 + 8;
const EXTENSION: &str = ".snapshot";
/// How many are kept.
const KEPT: usize = 2;

pub(super) struct FileSnapshots {
    dir: PathBuf,
    _lock: Arc<StoreLock>,
}

impl FileSnapshots {
    pub(super) fn new(dir: PathBuf, lock: Arc<StoreLock>) -> Self {
        Self { dir, _lock: lock }
    }

    /// Numbers of the snapshots there are, newest first.
    fn numbers(&self) -> Result<Vec<u64>, StorageError> {
        let failed = |error: io::Error| StorageError::from_io(&error, "listing the snapshots");
        let mut numbers = Vec::new();
        for entry in std::fs::read_dir(&self.dir).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            let number = name
                .to_str()
                .and_then(|name| name.strip_suffix(EXTENSION))
                .and_then(|digits| digits.parse().ok());
            numbers.extend(number.filter(|seq| name.to_str() == Some(&file_name(*seq))));
        }
        numbers.sort_unstable_by(|a, b| b.cmp(a));
        Ok(numbers)
    }

    fn load_one(&self, seq: u64) -> Result<Snapshot, SnapshotFault> {
        let damaged = |reason: &str| SnapshotFault::Damaged(reason.to_owned());
        let broken = |error: io::Error| SnapshotFault::Damaged(error.to_string());
        let mut file = File::open(self.dir.join(file_name(seq))).map_err(broken)?;
        let size = file.metadata().map_err(broken)?.len();
        let mut header = [0; HEADER];
        file.read_exact(&mut header).map_err(|_| damaged("it ends within its header"))?;
        if header[..7] != MAGIC[..7] {
            return Err(damaged("it does not begin as a snapshot"));
        }
        if header[7] != MAGIC[7] {
            return Err(SnapshotFault::OtherFormat);
        }
        let number = |at: usize| u64::from_be_bytes(header[at..at + 8].try_into().expect("eight bytes"));
        let hash = |at: usize| Hash(header[at..at + 32].try_into().expect("32 bytes"));
        let length = number(80);
        // Before so much memory is asked for.
        if Some(size) != length.checked_add(HEADER as u64 + 32) {
            return Err(damaged("its length is not the one in its header"));
        }
        let mut bytes =
            vec![0; usize::try_from(length).map_err(|_| damaged("it is too long for this machine"))?];
        let mut sum = [0; 32];
        file.read_exact(&mut bytes).and_then(|()| file.read_exact(&mut sum)).map_err(broken)?;
        if checksum(&header, &bytes) != sum {
            return Err(damaged("its checksum differs"));
        }
        if number(8) != seq {
            return Err(damaged("its name is not that of its header"));
        }
        Ok(Snapshot { seq, head_hash: hash(16), state_hash: hash(48), bytes })
    }
}

impl Snapshots for FileSnapshots {
    fn save(&self, seq: u64, head_hash: Hash, state_hash: Hash, bytes: &[u8]) -> Result<(), StorageError> {
        let doing = "writing a snapshot";
        let failed = |error: io::Error| StorageError::from_io(&error, doing);
        let mut header = Vec::with_capacity(HEADER);
        header.extend_from_slice(MAGIC);
        header.extend_from_slice(&seq.to_be_bytes());
        header.extend_from_slice(&head_hash.0);
        header.extend_from_slice(&state_hash.0);
        header.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
        let mut file = NewFile::begin(&self.dir, doing)?;
        for part in [&header[..], bytes, &checksum(&header, bytes)] {
            file.write_all(part).map_err(failed)?;
        }
        file.publish(&file_name(seq), doing)?;
        // A snapshot with a higher number is of a journal that this one no longer is (an older
        // database was put back): it must not crowd out the ones of today.
        let numbers = self.numbers()?;
        let older = numbers.iter().filter(|number| **number <= seq).skip(KEPT);
        for number in numbers.iter().filter(|number| **number > seq).chain(older) {
            std::fs::remove_file(self.dir.join(file_name(*number))).map_err(failed)?;
        }
        Ok(())
    }

    fn load(&self, journal: &dyn JournalRead) -> Result<LoadedSnapshot, ReadError> {
        let mut found = LoadedSnapshot::default();
        for seq in self.numbers()? {
            let judged = match self.load_one(seq) {
                Ok(snapshot) => belongs(&snapshot, journal)?.map_or(Ok(snapshot), Err),
                Err(fault) => Err(fault),
            };
            match judged {
                Ok(snapshot) => {
                    found.snapshot = Some(snapshot);
                    break;
                }
                Err(reason) => found.skipped.push(SkippedSnapshot { name: file_name(seq), reason }),
            }
        }
        Ok(found)
    }
}

/// Why a snapshot is not one of this journal.
fn belongs(snapshot: &Snapshot, journal: &dyn JournalRead) -> Result<Option<SnapshotFault>, ReadError> {
    let head = journal.head()?.seq;
    if snapshot.seq > head {
        return Ok(Some(SnapshotFault::AheadOfJournal { head }));
    }
    let hash = match snapshot.seq {
        0 => Some(Hash::default()),
        seq => journal.hash_of(seq)?,
    };
    Ok((hash != Some(snapshot.head_hash)).then_some(SnapshotFault::OtherJournal))
}

fn checksum(header: &[u8], bytes: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(header).chain_update(bytes).finalize().into()
}

/// Fixed width, so that names sort as numbers do.
fn file_name(seq: u64) -> String {
    format!("{seq:020}{EXTENSION}")
}
