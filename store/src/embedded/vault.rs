//! The vault in `muster.db`.

use super::db::{Db, Stop};
use super::vault_key::VaultKey;
use crate::accounts::random_bytes;
use crate::{StorageError, UNCLAIMED_FOR, Vault, VaultError, VaultState};
use rusqlite::{OptionalExtension, Transaction, params};
use world::{Hash, Timestamp, VaultRef};

pub(super) struct SqliteVault {
    db: Db,
    /// `None` only when a store without its key is inspected.
    key: Option<VaultKey>,
}

/// A row.
struct Kept {
    keyed_hash: [u8; 32],
    erase_after: Option<i64>,
    erased_at: Option<i64>,
    sealed: Option<Vec<u8>>,
}

impl SqliteVault {
    pub(super) fn new(db: Db, key: Option<VaultKey>) -> Self {
        Self { db, key }
    }

    fn key(&self) -> Result<&VaultKey, VaultError> {
        let missing = || StorageError::Damaged {
            what: "vault.key".to_owned(),
            reason: "it is missing or another store's".to_owned(),
        };
        Ok(self.key.as_ref().ok_or_else(missing)?)
    }

    fn row(&self, id: &str) -> Result<Kept, VaultError> {
        let row = self.db.read("reading the vault", |connection| {
            Ok::<_, Stop<VaultError>>(
                connection
                    .prepare_cached(
                        "SELECT keyed_hash, erase_after, erased_at, sealed FROM vault WHERE id = ?1",
                    )?
                    .query_row([id], |row| {
                        let [keyed_hash, erase_after, erased_at, sealed] = [0, 1, 2, 3];
                        Ok(Kept {
                            keyed_hash: row.get(keyed_hash)?,
                            erase_after: row.get(erase_after)?,
                            erased_at: row.get(erased_at)?,
                            sealed: row.get(sealed)?,
                        })
                    })
                    .optional()?,
            )
        })?;
        row.ok_or_else(|| unknown(id))
    }

    /// Opens the content of a row and holds it against the row's own keyed hash.
    fn content(&self, id: &str, row: Kept) -> Result<Vec<u8>, VaultError> {
        let damaged = |reason| VaultError::Damaged { id: id.to_owned(), reason };
        if let Some(at) = row.erased_at {
            return Err(VaultError::Erased { id: id.to_owned(), at: Timestamp(at) });
        }
        let sealed = row.sealed.ok_or_else(|| damaged("its content is missing, yet it was not erased"))?;
        let key = self.key()?;
        let content = key.open(id, &sealed).ok_or_else(|| damaged("its content does not decrypt"))?;
        if key.keyed_hash(&content) == Hash(row.keyed_hash) {
            Ok(content)
        } else {
            Err(damaged("its keyed hash does not match"))
        }
    }
}

impl Vault for SqliteVault {
    fn put(&self, content: &[u8], now: Timestamp) -> Result<VaultRef, VaultError> {
        let key = self.key()?;
        let id = format!("{:032x}", u128::from_be_bytes(random_bytes()?));
        let reference = VaultRef { keyed_hash: key.keyed_hash(content), id };
        let sealed = key.seal(&reference.id, content)?;
        self.db.write("writing to the vault", |transaction| {
            transaction
                .prepare_cached("INSERT INTO vault (id, keyed_hash, put_at, sealed) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![reference.id, reference.keyed_hash.0, now.0, sealed])?;
            Ok::<_, Stop<VaultError>>(())
        })?;
        Ok(reference)
    }

    fn get(&self, id: &str) -> Result<Vec<u8>, VaultError> {
        self.content(id, self.row(id)?)
    }

    fn check(&self, reference: &VaultRef) -> Result<VaultState, VaultError> {
        let id = &reference.id;
        let row = self.row(id)?;
        if Hash(row.keyed_hash) != reference.keyed_hash {
            return Err(VaultError::Damaged {
                id: id.clone(),
                reason: "its keyed hash is not that of the reference",
            });
        }
        let erase_after = row.erase_after.map(Timestamp);
        match self.content(id, row) {
            Ok(_) => Ok(VaultState::Kept { erase_after }),
            Err(VaultError::Erased { at, .. }) => Ok(VaultState::Erased { at }),
            Err(error) => Err(error),
        }
    }

    fn erase_after(&self, id: &str, when: Option<Timestamp>) -> Result<(), VaultError> {
        self.db.write("dating vault content", |transaction| {
            if let Some(at) = erased(transaction, id)? {
                return Err(Stop::Refused(VaultError::Erased { id: id.to_owned(), at: Timestamp(at) }));
            }
            transaction
                .prepare_cached("UPDATE vault SET erase_after = ?2 WHERE id = ?1")?
                .execute(params![id, when.map(|when| when.0)])?;
            Ok(())
        })
    }

    fn erase(&self, id: &str, now: Timestamp) -> Result<(), VaultError> {
        let doing = "erasing vault content";
        self.db.write(doing, |transaction| {
            if erased(transaction, id)?.is_none() {
                transaction
                    .prepare_cached("UPDATE vault SET sealed = NULL, erased_at = ?2 WHERE id = ?1")?
                    .execute(params![id, now.0])?;
            }
            Ok::<_, Stop<VaultError>>(())
        })?;
        Ok(self.db.forget_log(doing)?)
    }

    fn purge_due(&self, now: Timestamp) -> Result<Vec<String>, VaultError> {
        let doing = "erasing vault content that is due";
        let unclaimed_since =
            i64::try_from(UNCLAIMED_FOR.0).map_or(i64::MIN, |kept| now.0.saturating_sub(kept));
        let ids = self.db.write(doing, |transaction| {
            let mut due = transaction.prepare_cached(
                "UPDATE vault SET sealed = NULL, erased_at = ?1
                 WHERE erased_at IS NULL AND (erase_after <= ?1 OR (claimed_by IS NULL AND put_at <= ?2))
                 RETURNING id",
            )?;
            let ids = due.query_map(params![now.0, unclaimed_since], |row| row.get(0))?;
            Ok::<_, Stop<VaultError>>(ids.collect::<rusqlite::Result<Vec<String>>>()?)
        })?;
        // Also when nothing was due: an earlier purge may have stopped before this.
        self.db.forget_log(doing)?;
        Ok(ids)
    }
}

/// When content was erased, `None` when it is still there.
fn erased(transaction: &Transaction<'_>, id: &str) -> Result<Option<i64>, Stop<VaultError>> {
    transaction
        .prepare_cached("SELECT erased_at FROM vault WHERE id = ?1")?
        .query_row([id], |row| row.get::<_, Option<i64>>(0))
        .optional()?
        .ok_or_else(|| Stop::Refused(unknown(id)))
}

fn unknown(id: &str) -> VaultError {
    VaultError::Unknown { id: id.to_owned() }
}
