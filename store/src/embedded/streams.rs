//! The streams beside the district's life, in the table of the journal.

use super::chain::Chain;
use super::db::{Db, Stop};
use super::journal::{DISTRICT, append_to, entry_of};
use crate::{AppendError, Head, ReadError, StorageError, Streams};
use world::{Draft, Entry};

pub(super) struct SqliteStreams {
    db: Db,
}

impl SqliteStreams {
    pub(super) const fn new(db: Db) -> Self {
        Self { db }
    }
}

fn chain(stream: &str) -> Chain {
    Chain::new("entry", stream, "draft")
}

impl Streams for SqliteStreams {
    fn names(&self) -> Result<Vec<String>, StorageError> {
        self.db.read("listing the drafts", |connection| {
            let mut statement = connection
                .prepare_cached("SELECT stream FROM entry WHERE seq = 1 AND stream <> ?1 ORDER BY stream")?;
            let names =
                statement.query_map([DISTRICT], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            Ok::<_, Stop<StorageError>>(names)
        })
    }

    fn head(&self, stream: &str) -> Result<Head, ReadError> {
        self.db.read("reading a draft", |connection| chain(stream).head(connection))
    }

    fn read(&self, stream: &str, after: u64, limit: usize) -> Result<Vec<Entry>, ReadError> {
        let chain = chain(stream);
        self.db.read("reading a draft", |connection| {
            let links = chain.read(connection, after, limit)?;
            links.into_iter().map(|link| entry_of(&chain, link)).collect()
        })
    }

    fn append(&self, stream: &str, expected_seq: u64, drafts: Vec<Draft>) -> Result<Vec<Entry>, AppendError> {
        append_to(&self.db, &chain(stream), "appending to a draft", expected_seq, drafts)
    }
}
