//! What is forgotten is on the medium no more, and what is secret never was.

mod common;

use common::{bytes, fill, fix, open};
use std::path::Path;
use store::Access;
use store::accounts::{AccountName, SessionLife};
use store::conformance::minute;
use world::Role;

/// Names of the files that hold `needle`.
fn holding(dir: &Path, needle: &[u8]) -> Vec<String> {
    let holds = |bytes: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    let found = bytes(dir).into_iter().filter(|(_, content)| holds(content));
    found.map(|(path, _)| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
}

fn sealed(dir: &Path, id: &str) -> Vec<u8> {
    let connection = rusqlite::Connection::open(dir.join("muster.db")).unwrap();
    connection.query_row("SELECT sealed FROM vault WHERE id = ?1", [id], |row| row.get(0)).unwrap()
}

/// Not even its encrypted bytes stay, in the database or its log, while the store is open.
#[test]
fn erased_content_is_in_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path(), Access::Create).unwrap();
    // Long enough to spill over several pages, and short enough to lie within one.
    for length in [60_000, 300] {
        let content: Vec<u8> = (0..length).map(|n| (n % 251) as u8).collect();
        let [by_hand, when_due] = [(); 2].map(|()| store.vault.put(&content, minute(0)).unwrap());
        store.vault.erase_after(&when_due.id, Some(minute(10))).unwrap();
        let secrets = [&by_hand, &when_due].map(|reference| sealed(dir.path(), &reference.id));
        let pieces = || secrets.iter().flat_map(|secret| [&secret[..32], &secret[secret.len() - 32..]]);
        assert!(
            pieces().all(|piece| !holding(dir.path(), piece).is_empty()),
            "the test looks in the right place"
        );
        assert!(holding(dir.path(), &content[..64]).is_empty(), "content is encrypted at rest");
        store.vault.erase(&by_hand.id, minute(1)).unwrap();
        assert_eq!(store.vault.purge_due(minute(10)).unwrap(), [when_due.id]);
        for piece in pieces() {
            assert_eq!(holding(dir.path(), piece), [""; 0]);
        }
    }
}

#[test]
fn purged_tracks_are_in_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path(), Access::Create).unwrap();
    let fixes: Vec<_> = (0..15_000)
        .map(|minutes| fix(if minutes < 12_000 { "退役巡逻队" } else { "现役巡逻队" }, minutes))
        .collect();
    store.tracks.append(&fixes).unwrap();
    assert!(!holding(dir.path(), "退役巡逻队".as_bytes()).is_empty());
    assert_eq!(store.tracks.purge(minute(12_000)).unwrap(), 12_000);
    assert_eq!(holding(dir.path(), "退役巡逻队".as_bytes()), [""; 0]);
    assert!(!holding(dir.path(), "现役巡逻队".as_bytes()).is_empty());
}

/// A copy of the whole folder signs nobody in.
#[test]
fn passwords_and_tokens_are_in_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path(), Access::Create).unwrap();
    fill(&mut store, tempfile::tempdir().unwrap());
    let name = AccountName::new("duty1").unwrap();
    let session = store.accounts.open_session(&name, SessionLife::of(Role::DutyOfficer), minute(0)).unwrap();
    let link = store.accounts.create_link(&name, geo_core::Milliseconds::from_minutes(5), minute(0)).unwrap();
    for secret in ["a-Secret-of-duty1", session.token.reveal(), link.reveal()] {
        assert_eq!(holding(dir.path(), secret.as_bytes()), [""; 0]);
    }
    assert!(!holding(dir.path(), b"$argon2id$v=19$").is_empty());
    assert!(!holding(dir.path(), "值班一".as_bytes()).is_empty(), "the test looks in the right place");
}
