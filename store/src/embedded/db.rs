//! A connection with its settings, and the translation of SQLite's errors into ours.

use super::lock::StoreLock;
use super::witness::Witness;
use crate::{Access, StorageError};
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long to wait for a program that is not ours (a backup tool, a shell). Our own writers queue
/// at the [`Gate`].
const BUSY: Duration = Duration::from_secs(10);

/// The writers of one database queue here instead of polling for SQLite's lock, whose back-off
/// sleeps would cost more than a commit.
pub(super) type Gate = Arc<Mutex<()>>;

/// How much a commit survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Durability {
    /// A power cut: the write-ahead log is flushed at every commit.
    Full,
    /// The end of the process: the log is flushed at checkpoints only, a power cut may take the
    /// last commits but leaves the database whole.
    Relaxed,
}

/// One connection.
pub(super) struct Db {
    connection: Mutex<Connection>,
    /// The file's name, for messages.
    file: &'static str,
    gate: Gate,
    /// Told of every commit; `None` where nobody keeps count (positions, inspection).
    witness: Option<Arc<Witness>>,
    /// Keeps other processes out for as long as the connection lives.
    _lock: Arc<StoreLock>,
}

/// Why a piece of work on a connection stopped: SQLite's word or our own.
pub(super) enum Stop<E> {
    /// SQLite's.
    Sql(rusqlite::Error),
    /// Ours; the transaction is rolled back.
    Refused(E),
}

impl<E> From<rusqlite::Error> for Stop<E> {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl Db {
    /// Opens a connection to a database that exists.
    pub(super) fn open(
        path: &Path,
        file: &'static str,
        access: Access,
        durability: Durability,
        gate: &Gate,
        lock: &Arc<StoreLock>,
    ) -> Result<Self, StorageError> {
        let connection = connect(path, access, durability)
            .map_err(|error| translate(error, file, "opening the database"))?;
        Ok(Self {
            connection: Mutex::new(connection),
            file,
            gate: gate.clone(),
            witness: None,
            _lock: lock.clone(),
        })
    }

    /// Counts commits from now on, and tells the witness of each.
    pub(super) fn witnessed_by(mut self, witness: Option<&Arc<Witness>>) -> Self {
        self.witness = witness.cloned();
        self
    }

    /// The connection itself, for settings and upgrades while the store is opened.
    pub(super) fn connection(&self) -> MutexGuard<'_, Connection> {
        // A panic inside a transaction rolled it back; the connection is sound.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads in one consistent view.
    pub(super) fn read<T, E: From<StorageError>>(
        &self,
        doing: &'static str,
        work: impl FnOnce(&Connection) -> Result<T, Stop<E>>,
    ) -> Result<T, E> {
        let mut connection = self.connection();
        let outcome = connection
            .transaction_with_behavior(TransactionBehavior::Deferred)
            .map_err(Stop::Sql)
            .and_then(|transaction| work(&transaction));
        outcome.map_err(|stop| self.settle(stop, doing))
    }

    /// Writes all or nothing. Durable, as far as the connection promises, when it returns.
    pub(super) fn write<T, E: From<StorageError>>(
        &self,
        doing: &'static str,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Stop<E>>,
    ) -> Result<T, E> {
        let _turn = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        let mut connection = self.connection();
        let attempt = |connection: &mut Connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = work(&transaction)?;
            let commits = self.witness.as_ref().map(|witness| Ok((witness, count_commit(&transaction)?)));
            let commits = commits.transpose().map_err(Stop::Sql)?;
            transaction.commit()?;
            if let Some((witness, commits)) = commits {
                witness.saw_commit(commits);
            }
            Ok(value)
        };
        attempt(&mut connection).map_err(|stop| self.settle(stop, doing))
    }

    /// Moves the log into the database and cuts it to nothing, so that what was overwritten is on
    /// the medium no more.
    pub(super) fn forget_log(&self, doing: &'static str) -> Result<(), StorageError> {
        let _turn = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        let blocked: i64 = self
            .connection()
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(|error| translate(error, self.file, doing))?;
        if blocked == 0 { Ok(()) } else { Err(StorageError::Busy { doing }) }
    }

    fn settle<E: From<StorageError>>(&self, stop: Stop<E>, doing: &'static str) -> E {
        match stop {
            Stop::Sql(error) => translate(error, self.file, doing).into(),
            Stop::Refused(error) => error,
        }
    }
}

/// Adds one to the number of commits and returns it.
fn count_commit(transaction: &Transaction<'_>) -> rusqlite::Result<u64> {
    let number: i64 = transaction
        .prepare_cached("UPDATE commits SET number = number + 1 RETURNING number")?
        .query_row([], |row| row.get(0))?;
    Ok(number.cast_unsigned())
}

fn connect(path: &Path, access: Access, durability: Durability) -> rusqlite::Result<Connection> {
    let mode = match access {
        Access::Create | Access::Existing => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Access::Inspect => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    let connection = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.execute_batch(
        "PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;
         PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY;",
    )?;
    if access != Access::Inspect {
        connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
        connection.query_row("PRAGMA journal_size_limit = 16777216", [], |_| Ok(()))?;
    }
    connection.execute_batch(match durability {
        Durability::Full => "PRAGMA synchronous = FULL",
        Durability::Relaxed => "PRAGMA synchronous = NORMAL",
    })?;
    Ok(connection)
}

/// Sorts SQLite's errors by what the operator has to do.
pub(super) fn translate(error: rusqlite::Error, file: &'static str, doing: &'static str) -> StorageError {
    let reason = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StorageError::DiskFull { doing },
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => StorageError::ReadOnly { doing, reason },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
            StorageError::Busy { doing }
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::ConstraintViolation) => {
            StorageError::Damaged { what: file.to_owned(), reason }
        }
        Some(_) => StorageError::Io { doing, reason },
        // The rest are values of the wrong type or range in a row, which only damage explains.
        None => StorageError::Damaged { what: file.to_owned(), reason: format!("{reason}, while {doing}") },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What SQLite says (its primary result codes) and what the operator reads.
    #[test]
    fn each_failure_of_the_medium_has_its_own_code() {
        let code = |primary: i32| {
            let error = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(primary), None);
            translate(error, "muster.db", "testing").code()
        };
        use rusqlite::ffi;
        assert_eq!(code(ffi::SQLITE_FULL), "disk_full");
        assert_eq!(code(ffi::SQLITE_READONLY), "store_read_only");
        assert_eq!(code(ffi::SQLITE_IOERR_FSYNC), "store_io");
        assert_eq!(code(ffi::SQLITE_BUSY), "store_busy");
        assert_eq!(code(ffi::SQLITE_CORRUPT), "store_damaged");
        assert_eq!(code(ffi::SQLITE_NOTADB), "store_damaged");
    }
}
