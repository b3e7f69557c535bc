//! A hash chain in a table `(stream, seq, hash, body)`: shared by journal and audit log.

use super::db::Stop;
use crate::{Head, ReadError, chain_hash};
use rusqlite::{Connection, OptionalExtension, Row, params};
use world::Hash;

/// Which chain.
pub(super) struct Chain {
    /// As people call it.
    pub label: &'static str,
    /// The stream within the table.
    pub stream: String,
    head: String,
    rows: String,
    insert: String,
    one: String,
}

/// One verified row.
pub(super) struct Link {
    pub seq: u64,
    pub previous: Hash,
    pub hash: Hash,
    pub body: Vec<u8>,
}

impl Chain {
    /// The chain `stream` in `table`.
    pub(super) fn new(table: &'static str, stream: &str, label: &'static str) -> Self {
        Self {
            label,
            stream: stream.to_owned(),
            head: format!("SELECT seq, hash FROM {table} WHERE stream = ?1 ORDER BY seq DESC LIMIT 1"),
            rows: format!(
                "SELECT seq, hash, body FROM {table} WHERE stream = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3"
            ),
            one: format!("SELECT seq, hash FROM {table} WHERE stream = ?1 AND seq = ?2"),
            insert: format!("INSERT INTO {table} (stream, seq, hash, body) VALUES (?1, ?2, ?3, ?4)"),
        }
    }

    /// The last row's number and hash.
    pub(super) fn head(&self, connection: &Connection) -> Result<Head, Stop<ReadError>> {
        let found = connection
            .prepare_cached(&self.head)?
            .query_row(params![self.stream], |row| Ok((row.get::<_, i64>(0)?, self.hash_of(row))))
            .optional()?;
        match found {
            None => Ok(Head::default()),
            Some((seq, hash)) => Ok(Head { seq: seq.cast_unsigned(), hash: hash.map_err(Stop::Refused)? }),
        }
    }

    /// The hash kept with a row; its content is not looked at.
    pub(super) fn hash_at(&self, connection: &Connection, seq: u64) -> Result<Option<Hash>, Stop<ReadError>> {
        let kept = connection
            .prepare_cached(&self.one)?
            .query_row(params![self.stream, seq.cast_signed()], |row| Ok(self.hash_of(row)))
            .optional()?;
        kept.transpose().map_err(Stop::Refused)
    }

    /// Up to `limit` rows behind number `after`, each verified.
    pub(super) fn read(
        &self,
        connection: &Connection,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Link>, Stop<ReadError>> {
        let gap = |missing, found| Stop::Refused(ReadError::Gap { chain: self.label, missing, found });
        // The one in front carries the hash that the first one asked for is chained to. It is asked for
        // apart from the others: SQLite reads a row's content with the row, and this one may be large.
        let front = match after {
            0 => Some(Hash::default()),
            _ => self.hash_at(connection, after)?,
        };
        let mut statement = connection.prepare_cached(&self.rows)?;
        let wanted = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut rows = statement.query(params![self.stream, after.cast_signed(), wanted])?;
        let mut links = Vec::new();
        let mut before = Head { seq: after, hash: front.unwrap_or_default() };
        while let Some(row) = rows.next()? {
            let seq = row.get::<_, i64>(0)?.cast_unsigned();
            if front.is_none() {
                return Err(gap(after, seq));
            }
            if seq != before.seq + 1 {
                return Err(gap(before.seq + 1, seq));
            }
            let hash = self.hash_of(row).map_err(Stop::Refused)?;
            let body: Vec<u8> = row
                .get(2)
                .map_err(|error| Stop::Refused(self.damaged(seq, format!("it has no content: {error}"))))?;
            if chain_hash(before.hash, seq, &body) != hash {
                let reason = "its hash does not match its content".to_owned();
                return Err(Stop::Refused(self.damaged(seq, reason)));
            }
            links.push(Link { seq, previous: before.hash, hash, body });
            before = Head { seq, hash };
        }
        Ok(links)
    }

    /// Adds a row behind `head` and moves `head` onto it.
    pub(super) fn append(
        &self,
        connection: &Connection,
        head: &mut Head,
        body: &[u8],
    ) -> rusqlite::Result<()> {
        let seq = head.seq + 1;
        let hash = chain_hash(head.hash, seq, body);
        connection.prepare_cached(&self.insert)?.execute(params![
            self.stream,
            seq.cast_signed(),
            hash.0,
            body
        ])?;
        *head = Head { seq, hash };
        Ok(())
    }

    /// The error that names a damaged row.
    pub(super) fn damaged(&self, seq: u64, reason: String) -> ReadError {
        ReadError::Damaged { chain: self.label, seq, reason }
    }

    fn hash_of(&self, row: &Row<'_>) -> Result<Hash, ReadError> {
        let seq = row.get::<_, i64>(0).unwrap_or_default().cast_unsigned();
        row.get::<_, [u8; 32]>(1)
            .map(Hash)
            .map_err(|error| self.damaged(seq, format!("its hash is no hash: {error}")))
    }
}
