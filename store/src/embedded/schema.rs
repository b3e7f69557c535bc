//! The tables, as numbered steps. A step that was released is never edited: a change is a new step.

use super::db::{Db, translate};
use crate::{Access, OpenError, StorageError};
use rusqlite::TransactionBehavior;

/// `PRAGMA application_id` of our databases: "MUST".
const APPLICATION: i32 = 0x4D55_5354;

/// The steps of one database.
pub(super) struct Schema {
    /// The file's name.
    pub file: &'static str,
    /// What brings format `n` to format `n + 1`.
    pub steps: &'static [&'static str],
}

/// `muster.db`.
pub(super) const MUSTER: Schema = Schema {
    file: "muster.db",
    steps: &[
        // 1: the journal. `hash` stands before `body`, so that reading it does not touch the pages of a long body.
        "CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
         CREATE TABLE entry (
             stream TEXT NOT NULL,
             seq INTEGER NOT NULL CHECK (seq > 0),
             hash BLOB NOT NULL,
             body BLOB NOT NULL,
             UNIQUE (stream, seq)
         ) STRICT;",
        // 2: the vault. Erased rows stay, without content, so that a reference can be answered.
        "CREATE TABLE vault (
             id TEXT PRIMARY KEY,
             keyed_hash BLOB NOT NULL,
             put_at INTEGER NOT NULL,
             claimed_by INTEGER,
             erase_after INTEGER,
             erased_at INTEGER,
             sealed BLOB,
             CHECK ((sealed IS NULL) = (erased_at IS NOT NULL))
         ) STRICT;
         CREATE INDEX vault_due ON vault (erase_after) WHERE erased_at IS NULL AND erase_after IS NOT NULL;
         CREATE INDEX vault_unclaimed ON vault (put_at) WHERE erased_at IS NULL AND claimed_by IS NULL;",
        // 3: accounts. `folded` is the name in lower case: names that differ in case only are one.
        "CREATE TABLE account (
             folded TEXT PRIMARY KEY,
             name TEXT NOT NULL,
             display_name TEXT NOT NULL,
             role TEXT NOT NULL,
             scope_root TEXT,
             team TEXT,
             disabled INTEGER NOT NULL DEFAULT 0,
             created INTEGER NOT NULL,
             password TEXT,
             must_set_password INTEGER NOT NULL DEFAULT 1,
             failed_attempts INTEGER NOT NULL DEFAULT 0,
             locked_until INTEGER
         ) STRICT;
         CREATE TABLE session (
             fingerprint BLOB PRIMARY KEY,
             account TEXT NOT NULL REFERENCES account (folded),
             csrf TEXT NOT NULL,
             created INTEGER NOT NULL,
             last_seen INTEGER NOT NULL,
             idle INTEGER NOT NULL,
             ends INTEGER NOT NULL
         ) STRICT;
         CREATE INDEX session_account ON session (account);
         CREATE TABLE link (
             fingerprint BLOB PRIMARY KEY,
             account TEXT NOT NULL REFERENCES account (folded),
             created INTEGER NOT NULL,
             expires INTEGER NOT NULL,
             used INTEGER
         ) STRICT;
         CREATE INDEX link_account ON link (account);",
        // 4: the audit log, a chain like the journal.
        "CREATE TABLE audit (
             stream TEXT NOT NULL,
             seq INTEGER NOT NULL CHECK (seq > 0),
             hash BLOB NOT NULL,
             body BLOB NOT NULL,
             UNIQUE (stream, seq)
         ) STRICT;",
        // 5: how many commits there were; the witness knows how many were acknowledged.
        "CREATE TABLE commits (number INTEGER NOT NULL) STRICT;
         INSERT INTO commits VALUES (0);",
    ],
};

/// `tracks.db`.
pub(super) const TRACKS: Schema = Schema {
    file: "tracks.db",
    steps: &[
        // 1: clustered by team and time, the order in which tracks are read; by time for purging.
        // `latest` spares the start of the service a walk over days of positions.
        "CREATE TABLE fix (
             team TEXT NOT NULL,
             at INTEGER NOT NULL,
             lon_e7 INTEGER NOT NULL,
             lat_e7 INTEGER NOT NULL,
             heading INTEGER,
             speed INTEGER,
             source TEXT NOT NULL,
             PRIMARY KEY (team, at)
         ) STRICT, WITHOUT ROWID;
         CREATE INDEX fix_at ON fix (at);
         CREATE TABLE latest (team TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;",
    ],
};

impl Schema {
    /// Brings a database to the newest format, each step in a transaction of its own.
    pub(super) fn upgrade(&self, db: &Db, access: Access) -> Result<(), OpenError> {
        let known = u32::try_from(self.steps.len()).expect("there are few steps");
        let failed = |error| self.translate(error);
        let mut connection = db.connection();
        let pragma = |name| connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i32>(0));
        let found = u32::try_from(pragma("user_version").map_err(failed)?).unwrap_or(u32::MAX);
        let application = pragma("application_id").map_err(failed)?;
        if application != APPLICATION && (found > 0 || application != 0) {
            let reason = "it is another program's database".to_owned();
            return Err(StorageError::Damaged { what: self.file.to_owned(), reason }.into());
        }
        if found > known {
            return Err(OpenError::TooNew { file: self.file, found, known });
        }
        if found < known && access == Access::Inspect {
            return Err(OpenError::TooOld { file: self.file, found, known });
        }
        for format in found..known {
            let step = self.steps[format as usize];
            let mut apply = || {
                let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
                transaction.execute_batch(step)?;
                transaction.pragma_update(None, "application_id", APPLICATION)?;
                transaction.pragma_update(None, "user_version", format + 1)?;
                transaction.commit()
            };
            apply().map_err(failed)?;
        }
        Ok(())
    }

    fn translate(&self, error: rusqlite::Error) -> StorageError {
        translate(error, self.file, "upgrading the database")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedded::db::Durability;
    use crate::embedded::lock::StoreLock;
    use rusqlite::Connection;
    use std::sync::Arc;

    /// One row of every table that a step adds, as a store of that release would hold it, and a
    /// question that must be answered 1 in every later format.
    const SAMPLES: [(&str, &str); 5] = [
        (
            "INSERT INTO meta VALUES ('vault_check', x'00');
             INSERT INTO entry VALUES ('district', 1, zeroblob(32), CAST('{}' AS BLOB));",
            "SELECT count(*) FROM entry, meta WHERE stream = 'district' AND seq = 1 AND length(hash) = 32 AND body = CAST('{}' AS BLOB)",
        ),
        (
            "INSERT INTO vault (id, keyed_hash, put_at, sealed) VALUES ('a', zeroblob(32), 7, x'0102');",
            "SELECT count(*) FROM vault WHERE id = 'a' AND sealed = x'0102' AND claimed_by IS NULL",
        ),
        (
            "INSERT INTO account (folded, name, display_name, role, created) VALUES ('duty1', 'Duty1', '值班一', 'duty_officer', 7);
             INSERT INTO session VALUES (x'01', 'duty1', 'c', 7, 8, 9, 10);
             INSERT INTO link VALUES (x'02', 'duty1', 7, 8, NULL);",
            "SELECT count(*) FROM account JOIN session ON session.account = folded JOIN link ON link.account = folded
             WHERE name = 'Duty1' AND must_set_password = 1 AND used IS NULL",
        ),
        (
            "INSERT INTO audit VALUES ('district', 1, zeroblob(32), CAST('{}' AS BLOB));",
            "SELECT count(*) FROM audit WHERE seq = 1",
        ),
        ("UPDATE commits SET number = 7;", "SELECT count(*) FROM commits WHERE number = 7"),
    ];

    fn blank(dir: &std::path::Path) -> (Connection, Db) {
        let path = dir.join("muster.db");
        std::fs::File::create(&path).unwrap();
        let lock = Arc::new(StoreLock::take(dir).unwrap());
        let db =
            Db::open(&path, "muster.db", Access::Create, Durability::Full, &Arc::default(), &lock).unwrap();
        (Connection::open(path).unwrap(), db)
    }

    /// A store of every earlier format, with rows in it, arrives at the newest with its rows.
    #[test]
    fn every_format_is_upgraded_with_its_rows() {
        assert_eq!(SAMPLES.len(), MUSTER.steps.len(), "a new step brings sample rows");
        for start in 0..=SAMPLES.len() {
            let dir = tempfile::tempdir().unwrap();
            let (raw, db) = blank(dir.path());
            let old = Schema { file: "muster.db", steps: &MUSTER.steps[..start] };
            old.upgrade(&db, Access::Create).unwrap();
            for (rows, _) in &SAMPLES[..start] {
                raw.execute_batch(rows).unwrap();
            }
            MUSTER.upgrade(&db, Access::Existing).unwrap();
            for (_, question) in &SAMPLES[..start] {
                let answer: i64 = raw.query_row(question, [], |row| row.get(0)).unwrap();
                assert_eq!(answer, 1, "from format {start}: {question}");
            }
        }
    }

    #[test]
    fn a_later_release_is_recognised_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let (raw, db) = blank(dir.path());
        MUSTER.upgrade(&db, Access::Create).unwrap();
        raw.pragma_update(None, "user_version", 99).unwrap();
        let refused = MUSTER.upgrade(&db, Access::Existing).unwrap_err();
        assert_eq!(refused, OpenError::TooNew { file: "muster.db", found: 99, known: 5 });
    }

    #[test]
    fn an_old_store_is_not_upgraded_by_looking_at_it() {
        let dir = tempfile::tempdir().unwrap();
        let (_raw, db) = blank(dir.path());
        Schema { file: "muster.db", steps: &MUSTER.steps[..1] }.upgrade(&db, Access::Create).unwrap();
        let refused = MUSTER.upgrade(&db, Access::Inspect).unwrap_err();
        assert_eq!(refused, OpenError::TooOld { file: "muster.db", found: 1, known: 5 });
    }

    #[test]
    fn another_programs_database_is_not_touched() {
        let dir = tempfile::tempdir().unwrap();
        let (raw, db) = blank(dir.path());
        raw.pragma_update(None, "application_id", 0x4750_4B47).unwrap();
        assert_eq!(MUSTER.upgrade(&db, Access::Existing).unwrap_err().code(), "store_damaged");
    }
}
