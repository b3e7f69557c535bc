//! Acknowledged writes that are gone are missed: the log was cut off or left behind, another
//! database was put in its place.

mod common;

use common::{check, copy, filled, flip, has, is_all_there, killed, lines, open};
use std::fs;
use store::Access;

/// The log of a killed process, cut off, zeroed from somewhere, or with a byte flipped: the store
/// refuses to open and says what is lost, or nothing is lost.
#[test]
fn a_log_that_lost_its_end_is_refused_by_name() {
    let filled = killed();
    let whole = fs::read(filled.dir.path().join("muster.db-wal")).unwrap();
    let mut refused = 0;
    for step in 0..12 {
        let at = whole.len() * step / 12;
        let (mut zeroed, mut flipped) = (whole.clone(), whole.clone());
        zeroed[at..].fill(0);
        flipped[at] ^= 1;
        for hurt in [whole[..at].to_vec(), zeroed, flipped] {
            let image = tempfile::tempdir().unwrap();
            copy(filled.dir.path(), image.path());
            fs::write(image.path().join("muster.db-wal"), &hurt).unwrap();
            match open(image.path(), Access::Existing) {
                Err(error) => {
                    // Without its first pages the database lacks even its tables.
                    assert!(
                        ["store_cut_short", "store_damaged", "vault_key_wrong"].contains(&error.code()),
                        "{error}"
                    );
                    refused += 1;
                }
                Ok(store) => {
                    assert!(
                        store.verify(&mut |_| {}).is_whole() && is_all_there(&filled, &store),
                        "cut at {at}"
                    );
                }
            }
        }
    }
    assert!(refused > 30, "{refused}");
}

/// The commonest accident: the database copied without its log. Named with what is lost; looking at
/// it says so too; who accepts the loss deletes one file.
#[test]
fn a_database_without_its_log_is_refused_until_the_loss_is_accepted() {
    let first = filled();
    let mut store = open(first.dir.path(), Access::Existing).unwrap();
    store.journal.append(30, vec![store::conformance::draft(31), store::conformance::draft(32)]).unwrap();
    let image = tempfile::tempdir().unwrap();
    copy(first.dir.path(), image.path());
    fs::remove_file(image.path().join("muster.db-wal")).unwrap();
    let refused = open(image.path(), Access::Existing).err().unwrap();
    assert_eq!(refused.code(), "store_cut_short");
    let text = refused.to_string();
    assert!(
        text.contains("last 1 commits") && text.contains("ends at entry 30, entry 32 was acknowledged"),
        "{text}"
    );
    let report = open(image.path(), Access::Inspect).unwrap().verify(&mut |_| {});
    assert!(lines(&report).iter().any(|line| line.contains("store_cut_short")));
    fs::remove_file(image.path().join("head")).unwrap();
    let mut store = open(image.path(), Access::Existing).unwrap();
    assert_eq!(store.journal.append(30, vec![store::conformance::draft(31)]).unwrap()[0].seq, 31);
}

/// A lost commit that touched no entry is missed as well.
#[test]
fn a_lost_account_is_missed_though_the_journal_is_whole() {
    let first = filled();
    let store = open(first.dir.path(), Access::Existing).unwrap();
    store.audit.append(common::deed(11)).unwrap();
    let image = tempfile::tempdir().unwrap();
    copy(first.dir.path(), image.path());
    fs::remove_file(image.path().join("muster.db-wal")).unwrap();
    let refused = open(image.path(), Access::Existing).err().unwrap();
    assert!(refused.to_string().contains("last 1 commits"), "{refused}");
}

/// A database put back from another store, or a journal rewritten from some entry on.
#[test]
fn another_journal_under_the_same_witness_is_refused() {
    let (mine, other) = (filled(), filled());
    let connection = rusqlite::Connection::open(other.dir.path().join("muster.db")).unwrap();
    connection.execute("UPDATE entry SET hash = zeroblob(32) WHERE seq = 30", []).unwrap();
    drop(connection);
    for name in ["muster.db", "vault.key"] {
        fs::copy(other.dir.path().join(name), mine.dir.path().join(name)).unwrap();
    }
    has(&mine, "entry 30 of the journal");
    // The same, rewritten so that the chain is whole in itself.
    let store = open(mine.dir.path(), Access::Inspect).unwrap();
    let before = store.reader.read(28, 1).unwrap().remove(0);
    drop(store);
    let body = serde_json::to_vec(&store::conformance::draft(77)).unwrap();
    let hash = store::chain_hash(before.hash, 30, &body);
    let connection = rusqlite::Connection::open(mine.dir.path().join("muster.db")).unwrap();
    connection.execute("UPDATE entry SET hash = ?1, body = ?2 WHERE seq = 30", (hash.0, body)).unwrap();
    drop(connection);
    let refused = open(mine.dir.path(), Access::Existing).err().unwrap();
    assert!(refused.to_string().contains("entry 30 is not the one that was acknowledged"), "{refused}");
}

#[test]
fn a_torn_witness_is_a_notice() {
    let filled = filled();
    flip(&filled.dir.path().join("head"), 20);
    let report = check(&filled);
    assert!(report.is_whole());
    assert_eq!(report.findings[0].code, "witness_illegible");
    drop(open(filled.dir.path(), Access::Existing).unwrap());
    assert_eq!(lines(&check(&filled)), [""; 0], "renewed by working with the store");
}
