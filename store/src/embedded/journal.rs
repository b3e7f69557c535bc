//! The journal in `muster.db`.

use super::chain::{Chain, Link};
use super::db::{Db, Stop};
use super::witness::Witness;
use crate::references::References;
use crate::{AppendError, Head, Journal, JournalRead, ReadError, StorageError};
use rusqlite::{OptionalExtension, Transaction, params};
use std::sync::Arc;
use world::{Draft, Entry, Hash, VaultRef};

/// The stream of the district's life.
pub(super) const DISTRICT: &str = "district";

/// Reads a stream.
pub(super) struct SqliteReader {
    db: Db,
    chain: Chain,
}

impl SqliteReader {
    pub(super) fn new(db: Db, stream: &str) -> Self {
        Self { db, chain: Chain::new("entry", stream, "journal") }
    }
}

/// The entry that a row holds.
pub(super) fn entry_of(chain: &Chain, link: Link) -> Result<Entry, Stop<ReadError>> {
    let Link { seq, previous, hash, body } = link;
    let draft = serde_json::from_slice(&body).map_err(|error| {
        Stop::Refused(chain.damaged(seq, format!("its event is unknown or broken: {error}")))
    })?;
    Ok(Entry { seq, previous, hash, draft })
}

/// Appends drafts to a chain in one transaction, behind entry `expected_seq`.
pub(super) fn append_to(
    db: &Db,
    chain: &Chain,
    doing: &'static str,
    expected_seq: u64,
    drafts: Vec<Draft>,
) -> Result<Vec<Entry>, AppendError> {
    let canonical = canonical(&drafts)?;
    let heads = db.write(doing, |transaction| {
        let mut head = chain.head(transaction).map_err(for_append)?;
        if head.seq != expected_seq {
            return Err(Stop::Refused(AppendError::Conflict { expected: expected_seq, head }));
        }
        let mut heads = vec![head];
        for Canonical { body, named } in &canonical {
            claim(transaction, named, head.seq + 1)?;
            chain.append(transaction, &mut head, body)?;
            heads.push(head);
        }
        Ok(heads)
    })?;
    let entry = |(draft, pair): (Draft, &[Head])| Entry {
        seq: pair[1].seq,
        previous: pair[0].hash,
        hash: pair[1].hash,
        draft,
    };
    Ok(drafts.into_iter().zip(heads.windows(2)).map(entry).collect())
}

impl JournalRead for SqliteReader {
    fn head(&self) -> Result<Head, ReadError> {
        self.db.read("reading the journal", |connection| self.chain.head(connection))
    }

    fn hash_of(&self, seq: u64) -> Result<Option<Hash>, ReadError> {
        self.db.read("reading the journal", |connection| self.chain.hash_at(connection, seq))
    }

    fn read(&self, after: u64, limit: usize) -> Result<Vec<Entry>, ReadError> {
        self.db.read("reading the journal", |connection| {
            let links = self.chain.read(connection, after, limit)?;
            links.into_iter().map(|link| entry_of(&self.chain, link)).collect()
        })
    }
}

/// Writes a stream.
pub(super) struct SqliteJournal {
    reader: SqliteReader,
    witness: Option<Arc<Witness>>,
}

impl SqliteJournal {
    /// `witness` is told of every entry; `None` when the store is only inspected.
    pub(super) fn new(db: Db, stream: &str, witness: Option<Arc<Witness>>) -> Self {
        Self { reader: SqliteReader::new(db, stream), witness }
    }
}

impl JournalRead for SqliteJournal {
    fn head(&self) -> Result<Head, ReadError> {
        self.reader.head()
    }

    fn hash_of(&self, seq: u64) -> Result<Option<Hash>, ReadError> {
        self.reader.hash_of(seq)
    }

    fn read(&self, after: u64, limit: usize) -> Result<Vec<Entry>, ReadError> {
        self.reader.read(after, limit)
    }
}

impl Journal for SqliteJournal {
    fn append(&mut self, expected_seq: u64, drafts: Vec<Draft>) -> Result<Vec<Entry>, AppendError> {
        let SqliteReader { db, chain } = &self.reader;
        let entries = append_to(db, chain, "appending to the journal", expected_seq, drafts)?;
        if let (Some(witness), Some(last)) = (&self.witness, entries.last()) {
            witness.saw_head(Head { seq: last.seq, hash: last.hash });
        }
        Ok(entries)
    }
}

/// A draft as it is written.
struct Canonical {
    body: Vec<u8>,
    /// The vault content it names.
    named: Vec<VaultRef>,
}

/// The bytes of each draft, proved to read back as the draft (what is in the journal is what every
/// restart will have to live with).
fn canonical(drafts: &[Draft]) -> Result<Vec<Canonical>, AppendError> {
    let bytes = |(index, draft): (usize, &Draft)| {
        let unreadable = |reason: String| AppendError::Unreadable { index, reason };
        let body = serde_json::to_vec(draft).map_err(|error| unreadable(error.to_string()))?;
        let back: Draft = serde_json::from_slice(&body).map_err(|error| unreadable(error.to_string()))?;
        let named = References::of(&body).map_err(|error| unreadable(error.to_string()))?.vault;
        if back == *draft {
            Ok(Canonical { body, named })
        } else {
            Err(unreadable("a value changes in writing".to_owned()))
        }
    };
    drafts.iter().enumerate().map(bytes).collect()
}

/// Marks vault content as belonging to entry `seq`.
fn claim(transaction: &Transaction<'_>, named: &[VaultRef], seq: u64) -> Result<(), Stop<AppendError>> {
    for VaultRef { id, keyed_hash } in named {
        let kept: Option<[u8; 32]> = transaction
            .prepare_cached(
                "UPDATE vault SET claimed_by = coalesce(claimed_by, ?2) WHERE id = ?1 RETURNING keyed_hash",
            )?
            .query_row(params![id, seq.cast_signed()], |row| row.get(0))
            .optional()?;
        if kept != Some(keyed_hash.0) {
            return Err(Stop::Refused(AppendError::UnknownVaultContent { id: id.clone() }));
        }
    }
    Ok(())
}

fn for_append(stop: Stop<ReadError>) -> Stop<AppendError> {
    match stop {
        Stop::Sql(error) => Stop::Sql(error),
        Stop::Refused(ReadError::Storage(error)) => Stop::Refused(error.into()),
        Stop::Refused(error) => Stop::Refused(
            StorageError::Damaged { what: "the journal".to_owned(), reason: error.to_string() }.into(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedded::db::{Durability, Gate};
    use crate::embedded::lock::StoreLock;
    use crate::embedded::schema::MUSTER;
    use crate::{Access, AppendError, StorageError};
    use dispatch::TeamId;
    use world::{Event, Timestamp};

    fn journal(dir: &std::path::Path) -> SqliteJournal {
        let path = dir.join("muster.db");
        std::fs::File::create(&path).unwrap();
        let lock = Arc::new(StoreLock::take(dir).unwrap());
        let db =
            Db::open(&path, "muster.db", Access::Create, Durability::Full, &Gate::default(), &lock).unwrap();
        MUSTER.upgrade(&db, Access::Create).unwrap();
        SqliteJournal::new(db, DISTRICT, None)
    }

    fn draft(reason: &str) -> Draft {
        let event = Event::AvailabilitySet {
            team: TeamId::new("一队").unwrap(),
            unavailable: Some(reason.to_owned()),
        };
        Draft { at: Timestamp(0), actor: "duty1".to_owned(), request: None, events: vec![event] }
    }

    /// The disk fills up in the middle of a batch; room is made; the work goes on where it was.
    #[test]
    fn a_full_disk_is_reported_and_leaves_the_journal_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let mut journal = journal(dir.path());
        journal.append(0, vec![draft("用餐")]).unwrap();
        let limit = |journal: &SqliteJournal, pages: u32| {
            let set = format!("PRAGMA max_page_count = {pages}");
            journal.reader.db.connection().query_row(&set, [], |_| Ok(())).unwrap();
        };
        limit(&journal, 40);
        let batch = || vec![draft("a"), draft(&"长".repeat(100_000)), draft("b")];
        let refused = journal.append(1, batch()).unwrap_err();
        assert_eq!(
            refused,
            AppendError::Storage(StorageError::DiskFull { doing: "appending to the journal" })
        );
        assert_eq!((refused.code(), journal.head().unwrap().seq), ("disk_full", 1));
        limit(&journal, 100_000);
        assert_eq!(journal.append(1, batch()).unwrap().last().unwrap().seq, 4);
        assert_eq!(journal.read(0, 10).unwrap().len(), 4);
    }

    #[test]
    fn a_medium_that_refuses_writes_is_reported() {
        let dir = tempfile::tempdir().unwrap();
        let mut journal = journal(dir.path());
        journal.reader.db.connection().pragma_update(None, "query_only", true).unwrap();
        assert_eq!(journal.append(0, vec![draft("用餐")]).unwrap_err().code(), "store_read_only");
        journal.reader.db.connection().pragma_update(None, "query_only", false).unwrap();
        journal.append(0, vec![draft("用餐")]).unwrap();
    }
}
