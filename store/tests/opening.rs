//! A store is made, locked, recognised, refused.

mod common;

use common::{filled, killed, open, prints};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use store::{Access, OpenError, Store};

fn refused(dir: &Path, access: Access) -> OpenError {
    open(dir, access).err().expect("the store must not open")
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_new_store_has_its_parts_and_belongs_to_one_user() {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("a/b/store");
    assert_eq!(refused(&dir, Access::Existing), OpenError::NotFound { dir: dir.clone() });
    assert_eq!(refused(&dir, Access::Inspect).code(), "store_not_found");
    assert!(!parent.path().join("a").exists(), "asking makes nothing");
    let store = open(&dir, Access::Create).unwrap();
    for folder in ["", "attachments", "snapshots", "cache"] {
        assert_eq!(mode(&dir.join(folder)), 0o700, "{folder}");
    }
    for file in ["muster.db", "muster.db-wal", "tracks.db", "vault.key", "lock", "head"] {
        assert_eq!(mode(&dir.join(file)), 0o600, "{file}");
    }
    assert_eq!(store.cache, dir.join("cache"));
    drop(store);
    open(&dir, Access::Existing).unwrap();
    fs::set_permissions(dir.join("vault.key"), fs::Permissions::from_mode(0o644)).unwrap();
    open(&dir, Access::Existing).unwrap();
    assert_eq!(mode(&dir.join("vault.key")), 0o600, "a key that others could read is theirs no more");
}

/// The lock goes with the last part, not before.
#[test]
fn a_store_in_use_is_refused_with_the_process_that_uses_it() {
    let dir = tempfile::tempdir().unwrap();
    let Store { journal, vault, tracks, snapshots, .. } = open(dir.path(), Access::Create).unwrap();
    let in_use = || {
        for access in [Access::Create, Access::Existing, Access::Inspect] {
            let holder = format!("process {}", std::process::id());
            assert_eq!(refused(dir.path(), access), OpenError::InUse { dir: dir.path().to_owned(), holder });
        }
    };
    in_use();
    drop(journal);
    drop(vault);
    in_use();
    drop(tracks);
    in_use();
    drop(snapshots);
    open(dir.path(), Access::Existing).unwrap();
}

#[test]
fn other_folders_are_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("thesis.docx"), "years of work").unwrap();
    assert_eq!(refused(dir.path(), Access::Create), OpenError::NotAStore { dir: dir.path().to_owned() });
    assert_eq!(refused(dir.path(), Access::Existing).code(), "store_not_found");
    assert_eq!(refused(&dir.path().join("thesis.docx"), Access::Create).code(), "not_a_store");
    assert_eq!(prints(dir.path()).len(), 1);
}

/// A file of that name that is no database, and one that is another program's.
#[test]
fn what_only_has_the_name_is_named() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("muster.db"), "Not a database at all, but long enough to look at. ".repeat(50))
        .unwrap();
    assert_eq!(refused(dir.path(), Access::Create).code(), "store_damaged");
    let dir = tempfile::tempdir().unwrap();
    let other = rusqlite::Connection::open(dir.path().join("muster.db")).unwrap();
    other.execute_batch("PRAGMA application_id = 7; CREATE TABLE mine (x)").unwrap();
    drop(other);
    assert!(refused(dir.path(), Access::Create).to_string().contains("another program's database"));
}

#[test]
fn a_store_of_a_later_release_is_refused_untouched() {
    let filled = filled();
    let connection = rusqlite::Connection::open(filled.dir.path().join("muster.db")).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let before = prints(filled.dir.path());
    for access in [Access::Create, Access::Existing, Access::Inspect] {
        let error = refused(filled.dir.path(), access);
        assert!(matches!(error, OpenError::TooNew { file: "muster.db", found: 99, .. }), "{error}");
    }
    let after = prints(filled.dir.path());
    let database =
        |files: &std::collections::BTreeMap<_, world::Hash>| files[&filled.dir.path().join("muster.db")];
    assert_eq!(database(&before), database(&after));
}

/// A vault without its key, or with another's, must not quietly get a new one.
#[test]
fn the_key_of_the_vault_is_missed_and_another_is_not_taken() {
    let (mine, other) = (filled(), tempfile::tempdir().unwrap());
    drop(open(other.path(), Access::Create).unwrap());
    let key = mine.dir.path().join("vault.key");
    let kept = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();
    assert_eq!(refused(mine.dir.path(), Access::Create), OpenError::VaultKeyMissing { file: key.clone() });
    let report = common::check(&mine);
    assert!(common::lines(&report).iter().any(|line| line.starts_with("vault.key vault_key_missing")));
    assert_eq!(report.entries, 30, "the rest is looked at all the same");
    assert!(!key.exists());
    for wrong in [
        fs::read(other.path().join("vault.key")).unwrap(),
        b"short".to_vec(),
        vec![0xff; 65],
        kept[..60].to_vec(),
    ] {
        fs::write(&key, wrong).unwrap();
        assert_eq!(
            refused(mine.dir.path(), Access::Existing),
            OpenError::VaultKeyWrong { file: key.clone() }
        );
    }
    fs::write(&key, kept).unwrap();
    assert!(open(mine.dir.path(), Access::Existing).unwrap().verify(&mut |_| {}).is_whole());
}

/// A crash while the store was made, at any step: the next start goes on.
#[test]
fn a_store_half_made_is_completed() {
    let whole = tempfile::tempdir().unwrap();
    drop(open(whole.path(), Access::Create).unwrap());
    for kept in
        [&["lock"][..], &["lock", "attachments"], &["lock", "attachments", "snapshots", "cache", "tracks.db"]]
    {
        let dir = tempfile::tempdir().unwrap();
        for name in kept {
            let path = dir.path().join(name);
            if whole.path().join(name).is_dir() {
                fs::create_dir(path).unwrap()
            } else {
                fs::write(path, "").unwrap()
            }
        }
        fs::write(dir.path().join("0011223344556677.tmp"), "half a key").unwrap();
        let store = open(dir.path(), Access::Create).unwrap();
        assert!(store.verify(&mut |_| {}).is_whole());
        assert!(!dir.path().join("0011223344556677.tmp").exists());
    }
}

/// What a crash left half-written goes at the next start, not while one only looks.
#[test]
fn leftovers_are_swept_by_working_and_kept_by_looking() {
    let filled = killed();
    let leftover = filled.dir.path().join("attachments/00ff00ff00ff00ff.tmp");
    fs::write(&leftover, "half a map").unwrap();
    let before = prints(filled.dir.path());
    drop(open(filled.dir.path(), Access::Inspect).unwrap());
    assert_eq!(prints(filled.dir.path()), before);
    let store = open(filled.dir.path(), Access::Existing).unwrap();
    assert!(!leftover.exists());
    assert!(store.verify(&mut |_| {}).is_whole());
    assert_eq!(store.reader.head().unwrap().seq, 30);
}

/// Looking refuses to write.
#[test]
fn an_inspected_store_is_read_only() {
    let filled = filled();
    let mut store = open(filled.dir.path(), Access::Inspect).unwrap();
    assert_eq!(
        store.journal.append(30, vec![store::conformance::draft(31)]).unwrap_err().code(),
        "store_read_only"
    );
    assert_eq!(store.audit.append(common::deed(1)).unwrap_err().code(), "store_read_only");
    assert_eq!(store.tracks.append(&[common::fix("一队", 9)]).unwrap_err().code(), "store_read_only");
    assert_eq!(
        store.vault.erase(&filled.narrative.id, store::conformance::minute(1)).unwrap_err().code(),
        "store_read_only"
    );
}
