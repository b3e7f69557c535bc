//! Opening a store: lock, folder, key, databases, witness, in this order.

use super::accounts::SqliteAccounts;
use super::attachments::FileAttachments;
use super::audit::SqliteAudit;
use super::db::{Db, Durability, Gate, Stop};
use super::inspect::Inspection;
use super::journal::{DISTRICT, SqliteJournal, SqliteReader};
use super::layout::{Layout, MUSTER_DB, TRACKS_DB};
use super::lock::StoreLock;
use super::schema::{MUSTER, TRACKS};
use super::snapshots::FileSnapshots;
use super::streams::SqliteStreams;
use super::tracks::SqliteTracks;
use super::vault::SqliteVault;
use super::vault_key::{KeyFile, VaultKey};
use super::witness::{Seen, Testimony, WITNESS, Witness, testimony};
use crate::accounts::HashCost;
use crate::verify::Finding;
use crate::{Access, Head, Journal, JournalRead, OpenError, ReadError, StorageError, Store};
use rusqlite::{Connection, OptionalExtension};
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
    let tracks =
        Db::open(&layout.tracks_db(), TRACKS_DB, access, Durability::Relaxed, &Gate::default(), &lock)?;
    TRACKS.upgrade(&tracks, access)?;
    let mut findings = Vec::new();
    let number = |connection: &Connection| {
        connection.query_row("SELECT number FROM commits", [], |row| row.get::<_, i64>(0))
    };
    let commits = first
        .read("counting the commits", |connection| Ok::<_, Stop<StorageError>>(number(connection)?))?
        .cast_unsigned();
    let reader = Arc::new(SqliteReader::new(first, DISTRICT));
    let witness = hear_witness(&layout, &*reader, commits, access, &mut findings)?.map(Arc::new);
    let witness = witness.as_ref();
    let connect = || connect().map(|db| db.witnessed_by(witness));
    let vault = connect()?;
    let key = vault_key(&layout, &vault, access, &mut findings)?;
    let journal: Box<dyn Journal> = Box::new(SqliteJournal::new(connect()?, DISTRICT, witness.cloned()));
    Ok(Store {
        journal,
        reader,
        streams: Arc::new(SqliteStreams::new(connect()?)),
        snapshots: Arc::new(FileSnapshots::new(layout.snapshots(), lock.clone())),
        attachments: Arc::new(FileAttachments::new(layout.attachments(), lock.clone())),
        tracks: Arc::new(SqliteTracks::new(tracks)),
        vault: Arc::new(SqliteVault::new(vault, key)),
        accounts: Arc::new(SqliteAccounts::new(connect()?, cost)),
        audit: Arc::new(SqliteAudit::new(connect()?)),
        medium: Arc::new(Inspection::new(connect()?, &layout, access, &lock, findings)?),
        cache: layout.cache(),
    })
}

/// The key, made on first use. The database remembers a check value, so that a store never gets a
/// second key while content sealed with the first one is in it.
fn vault_key(
    layout: &Layout,
    db: &Db,
    access: Access,
    findings: &mut Vec<Finding>,
) -> Result<Option<VaultKey>, OpenError> {
    let check = db.read("reading the vault's check value", |connection| {
        let value = connection.query_row("SELECT value FROM meta WHERE name = 'vault_check'", [], |row| {
            row.get::<_, Vec<u8>>(0)
        });
        Ok::<_, Stop<StorageError>>(value.optional()?)
    })?;
    let file = layout.vault_key();
    let judged = match VaultKey::read(&file)? {
        KeyFile::Key(key) if check.as_ref().is_none_or(|check| *check == key.check) => Ok(key),
        KeyFile::Missing if check.is_none() && access != Access::Inspect => {
            Ok(VaultKey::create(&layout.dir)?)
        }
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
                transaction
                    .execute("INSERT INTO meta (name, value) VALUES ('vault_check', ?1)", [key.check])?;
                Ok::<_, Stop<StorageError>>(())
            })?;
        }
    }
    Ok(Some(key))
}

/// Holds the database against its witness, then takes the witness on for this session; `None` when
/// the store is only inspected.
fn hear_witness(
    layout: &Layout,
    journal: &dyn JournalRead,
    commits: u64,
    access: Access,
    findings: &mut Vec<Finding>,
) -> Result<Option<Witness>, OpenError> {
    let head = journal.head().map_err(storage)?;
    let fault = match testimony(&layout.dir)? {
        Testimony::None => None,
        Testimony::Illegible => {
            // A power cut in the middle of a write leaves this; there is nothing to conclude.
            findings.push(Finding::notice(
                "head",
                "witness_illegible",
                &"the file head is torn; it is renewed when the service starts",
            ));
            None
        }
        Testimony::Saw(seen) if seen.commits > commits || seen.head.seq > head.seq => {
            Some(OpenError::CutShort {
                lost_commits: seen.commits.saturating_sub(commits),
                found: head.seq,
                acknowledged: seen.head.seq,
                witness: layout.dir.join(WITNESS),
            })
        }
        Testimony::Saw(seen) => another_journal(journal, seen.head).map_err(storage)?,
    };
    match fault {
        Some(fault) if access == Access::Inspect => {
            findings.push(Finding::damage(MUSTER_DB, fault.code(), &fault));
            Ok(None)
        }
        Some(fault) => Err(fault),
        None if access == Access::Inspect => Ok(None),
        None => Ok(Some(Witness::begin(&layout.dir, Seen { commits, head })?)),
    }
}

fn storage(error: ReadError) -> StorageError {
    match error {
        ReadError::Storage(error) => error,
        other => StorageError::Damaged { what: MUSTER_DB.to_owned(), reason: other.to_string() },
    }
}

/// Whether the journal has another entry than the acknowledged one under the same number.
fn another_journal(journal: &dyn JournalRead, seen: Head) -> Result<Option<OpenError>, ReadError> {
    if seen.seq == 0 {
        return Ok(None);
    }
    let there = match journal.hash_of(seen.seq) {
        // A damaged or missing entry is found, and named, by whoever reads it.
        Ok(None) | Err(ReadError::Damaged { .. }) => return Ok(None),
        Ok(there) => there,
        Err(error) => return Err(error),
    };
    let reason = format!(
        "entry {} is not the one that was acknowledged; restore a backup with its own file head",
        seen.seq
    );
    Ok((there != Some(seen.hash))
        .then(|| StorageError::Damaged { what: MUSTER_DB.to_owned(), reason }.into()))
}
