//! Opening a store: lock, folder, key, databases, witness, in this order.

use super::accounts::SqliteAccounts;
use super::attachments::FileAttachments;
use super::audit::SqliteAudit;
use super::db::{Db, Durability, Gate};
use super::inspect::Inspection;
use super::journal::{DISTRICT, SqliteJournal, SqliteReader};
use super::layout::{Layout, MUSTER_DB, TRACKS_DB};
use super::lock::StoreLock;
use super::schema::{MUSTER, TRACKS};
use super::snapshots::FileSnapshots;
use super::tracks::SqliteTracks;
use super::vault::SqliteVault;
use super::vault_key::{KeyFile, VaultKey};
use super::witness::{Testimony, Witness, testimony};
use crate::accounts::HashCost;
use crate::verify::Finding;
use crate::{Access, Head, Journal, JournalRead, OpenError, StorageError, Store};
use rusqlite::OptionalExtension;
use std::path::Path;
use std::sync::Arc;

/// See [`Store::open`].
pub(crate) fn open(dir: &Path, access: Access, cost: HashCost) -> Result<Store, OpenError> {
    let layout = Layout::find(dir, access)?;
    if access == Access::Create {
        layout.make_dir()?;
    }
    let lock = Arc::new(StoreLock::take(dir)?);
    if access != Access::Inspect {
        layout.complete()?;
    }
    let gate = Gate::default();
    let connect = || Db::open(&layout.muster_db(), MUSTER_DB, access, Durability::Full, &gate, &lock);
    let first = connect()?;
    MUSTER.upgrade(&first, access)?;
    let mut findings = Vec::new();
    let key = vault_key(&layout, &first, access, &mut findings)?;
    let tracks = Db::open(&layout.tracks_db(), TRACKS_DB, access, Durability::Relaxed, &Gate::default(), &lock)?;
    TRACKS.upgrade(&tracks, access)?;
    let reader = Arc::new(SqliteReader::new(first, DISTRICT));
    let witness = witness(&layout, &*reader, access, &mut findings)?;
    let journal: Box<dyn Journal> = Box::new(SqliteJournal::new(connect()?, DISTRICT, witness));
    Ok(Store {
        journal,
        reader,
        snapshots: Arc::new(FileSnapshots::new(layout.snapshots(), lock.clone())),
        attachments: Arc::new(FileAttachments::new(layout.attachments(), lock.clone())),
        tracks: Arc::new(SqliteTracks::new(tracks)),
        vault: Arc::new(SqliteVault::new(connect()?, key)),
        accounts: Arc::new(SqliteAccounts::new(connect()?, cost)),
        audit: Arc::new(SqliteAudit::new(connect()?)),
        medium: Arc::new(Inspection::new(connect()?, &layout, access, &lock, findings)?),
        cache: layout.cache(),
    })
}

/// The key, made on first use. The database remembers a check value, so that a store never gets a
/// second key while content sealed with the first one is in it.
fn vault_key(layout: &Layout, db: &Db, access: Access, findings: &mut Vec<Finding>) -> Result<Option<VaultKey>, OpenError> {
    let check = db.read("reading the vault's check value", |connection| {
        let value = connection.query_row("SELECT value FROM meta WHERE name = 'vault_check'", [], |row| row.get::<_, Vec<u8>>(0));
        Ok::<_, super::db::Stop<StorageError>>(value.optional()?)
    })?;
    let file = layout.vault_key();
    let judged = match VaultKey::read(&file)? {
        KeyFile::Key(key) if check.as_ref().is_none_or(|check| *check == key.check) => Ok(key),
        KeyFile::Missing if check.is_none() && access != Access::Inspect => Ok(VaultKey::create(&layout.dir)?),
        KeyFile::Missing => Err(OpenError::VaultKeyMissing { file: file.clone() }),
        KeyFile::Key(_) | KeyFile::Illegible => Err(OpenError::VaultKeyWrong { file: file.clone() }),
    };
    let key = match judged {
        Ok(key) => key,
        Err(fault) if access == Access::Inspect => {
            findings.push(Finding::damage("vault.key", fault.code(), &fault));
            return Ok(None);
        }
        Err(fault) => return Err(fault),
    };
    if access != Access::Inspect {
        VaultKey::make_private(&file)?;
        if check.is_none() {
            db.write("keeping the vault's check value", |transaction| {
                transaction.execute("INSERT INTO meta (name, value) VALUES ('vault_check', ?1)", [key.check])?;
                Ok::<_, super::db::Stop<StorageError>>(())
            })?;
        }
    }
    Ok(Some(key))
}

/// Holds the journal against its witness; `None` when the store is only inspected.
fn witness(
    layout: &Layout,
    journal: &dyn JournalRead,
    access: Access,
    findings: &mut Vec<Finding>,
) -> Result<Option<Witness>, OpenError> {
    let storage = |error: crate::ReadError| match error {
        crate::ReadError::Storage(error) => error,
        other => StorageError::Damaged { what: MUSTER_DB.to_owned(), reason: other.to_string() },
    };
    let head = journal.head().map_err(storage)?;
    let path = layout.dir.join(super::witness::WITNESS);
    let fault = match testimony(&layout.dir)? {
        Testimony::None => None,
        Testimony::Illegible => {
            // A power cut in the middle of a write leaves this; there is nothing to conclude.
            findings.push(Finding::notice("head", "witness_illegible", &"the file head is torn; it is renewed when the service starts"));
            None
        }
        Testimony::Saw(seen) if seen.seq > head.seq => {
            Some(OpenError::JournalCutShort { found: head.seq, witnessed: seen.seq, witness: path })
        }
        Testimony::Saw(seen) => another_journal(journal, seen).map_err(storage)?,
    };
    match fault {
        Some(fault) if access == Access::Inspect => {
            findings.push(Finding::damage(MUSTER_DB, fault.code(), &fault));
            Ok(None)
        }
        Some(fault) => Err(fault),
        None if access == Access::Inspect => Ok(None),
        None => Ok(Some(Witness::begin(&layout.dir, head)?)),
    }
}

/// Whether the journal has another entry than the acknowledged one under the same number.
fn another_journal(journal: &dyn JournalRead, seen: Head) -> Result<Option<OpenError>, crate::ReadError> {
    let Some(before) = seen.seq.checked_sub(1) else { return Ok(None) };
    let there = match journal.read(before, 1) {
        Ok(entries) => entries.first().map(|entry| entry.hash),
        // A damaged entry is found, and named, by whoever reads it.
        Err(crate::ReadError::Damaged { .. } | crate::ReadError::Gap { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    let reason = format!("entry {} is not the one that was acknowledged; restore a backup with its own file head", seen.seq);
    Ok((there != Some(seen.hash)).then(|| StorageError::Damaged { what: MUSTER_DB.to_owned(), reason }.into()))
}
