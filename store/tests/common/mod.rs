//! A store with something of everything in it, and ways to hurt it.
#![allow(dead_code, reason = "each test that includes this file uses some of it")]

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use store::accounts::{AccountName, HashCost, MustChange, NewAccount};
use store::conformance::vault::naming;
use store::conformance::{draft, minute};
use store::{Access, Deed, Fix, FixSource, OpenError, Report, Store};
use tempfile::TempDir;
use world::{Draft, Entry, Event, Hash, Role, Scope, VaultRef};

/// What was put into a store.
pub struct Filled {
    pub dir: TempDir,
    pub entries: Vec<Entry>,
    pub deeds: u64,
    pub narrative: VaultRef,
    pub attachment: Hash,
}

pub fn open(dir: &Path, access: Access) -> Result<Store, OpenError> {
    Store::open_with(dir, access, HashCost::Test)
}

pub fn deed(number: u64) -> Deed {
    Deed {
        at: minute(0),
        who: "duty1".to_owned(),
        what: "looked".to_owned(),
        target: Some(number.to_string()),
        purpose: None,
        detail: None,
    }
}

pub fn fix(team: &str, minutes: i64) -> Fix {
    Fix {
        team: dispatch::TeamId::new(team).unwrap(),
        at: minute(minutes),
        position: geo_core::Position::from_e7(1_143_050_000, 305_930_000).unwrap(),
        heading: None,
        speed: None,
        source: FixSource::Device,
    }
}

/// Fills an open store: 30 entries of which the 29th names an attachment and the 30th a narrative.
pub fn fill(store: &mut Store, dir: TempDir) -> Filled {
    let attachment = store.attachments.put(&mut &vec![b'm'; 5_000][..]).unwrap();
    let narrative = store.vault.put("报警人说楼道里有烟".as_bytes(), minute(0)).unwrap();
    let imported = Event::RoadsImported { input: attachment, summary: "道路".to_owned() };
    let mut entries = Vec::new();
    for number in 1..=28 {
        // Long enough that most of the database is content.
        let long = Draft { request: Some(format!("request-{number}-{}", "0".repeat(900))), ..draft(number) };
        entries.extend(store.journal.append(number - 1, vec![long]).unwrap());
        if number % 10 == 0 {
            let last = entries.last().unwrap();
            store.snapshots.save(number, last.hash, Hash([1; 32]), &vec![3; 9_000]).unwrap();
        }
    }
    let last = vec![Draft { events: vec![imported], ..draft(29) }, naming(&narrative)];
    entries.extend(store.journal.append(28, last).unwrap());
    let name = AccountName::new("duty1").unwrap();
    let account = NewAccount {
        name: name.clone(),
        display_name: "值班一".to_owned(),
        role: Role::DutyOfficer,
        scope: Scope::district(),
        team: None,
    };
    store.accounts.create(account, minute(0)).unwrap();
    store.accounts.set_password(&name, "a-Secret-of-duty1", MustChange::No).unwrap();
    for number in 1..=10 {
        store.audit.append(deed(number)).unwrap();
    }
    store.tracks.append(&[fix("一队", 1), fix("二队", 2)]).unwrap();
    Filled { dir, entries, deeds: 10, narrative, attachment }
}

/// A filled store that was closed in peace.
pub fn filled() -> Filled {
    static ONE: OnceLock<Filled> = OnceLock::new();
    ONE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let mut store = open(dir.path(), Access::Create).unwrap();
        fill(&mut store, dir)
    })
    .copied()
}

/// A filled store as a killed process leaves it: with its last writes in the log only.
pub fn killed() -> Filled {
    static ONE: OnceLock<Filled> = OnceLock::new();
    ONE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap();
        let mut store = open(dir.path(), Access::Create).unwrap();
        let image = tempfile::tempdir().unwrap();
        let filled = fill(&mut store, tempfile::tempdir().unwrap());
        copy(dir.path(), image.path());
        assert!(fs::metadata(image.path().join("muster.db-wal")).unwrap().len() > 0);
        Filled { dir: image, ..filled }
    })
    .copied()
}

impl Filled {
    fn copied(&self) -> Self {
        let dir = tempfile::tempdir().unwrap();
        copy(self.dir.path(), dir.path());
        Self { dir, entries: self.entries.clone(), narrative: self.narrative.clone(), ..*self }
    }
}

/// Copies a store, without what only lives in memory.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else if !path.to_string_lossy().ends_with("-shm") {
            fs::copy(&path, target).unwrap();
        }
    }
}

/// The SHA-256 of every file of a store, to compare; an empty log is no log.
pub fn prints(dir: &Path) -> BTreeMap<PathBuf, Hash> {
    let real = bytes(dir)
        .into_iter()
        .filter(|(path, content)| !(path.to_string_lossy().ends_with("-wal") && content.is_empty()));
    real.map(|(path, content)| (path, Hash(Sha256::digest(content).into()))).collect()
}

/// Every file of a store with its bytes, without what only lives in memory.
pub fn bytes(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(bytes(&path));
        } else if !path.to_string_lossy().ends_with("-shm") {
            found.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    found
}

pub fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 0x10;
    fs::write(path, bytes).unwrap();
}

/// Changes the database behind the store's back.
pub fn sql(filled: &Filled, statement: &str) {
    let connection = rusqlite::Connection::open(filled.dir.path().join("muster.db")).unwrap();
    connection.pragma_update(None, "ignore_check_constraints", true).unwrap();
    connection.execute_batch(statement).unwrap();
}

pub fn check(filled: &Filled) -> Report {
    open(filled.dir.path(), Access::Inspect).unwrap().verify(&mut |_| {})
}

/// Codes and texts of a report, a line each.
pub fn lines(report: &Report) -> Vec<String> {
    report
        .findings
        .iter()
        .map(|finding| format!("{} {}: {}", finding.part, finding.code, finding.message))
        .collect()
}

/// Whether everything that was put in is there and the same.
pub fn is_all_there(filled: &Filled, store: &Store) -> bool {
    store.reader.read(0, 1_000).is_ok_and(|entries| entries == filled.entries)
        && (1..=filled.deeds)
            .zip(store.audit.read(0, 1_000).unwrap_or_default())
            .filter(|(n, e)| e.deed == deed(*n))
            .count()
            == 10
        && store
            .vault
            .get(&filled.narrative.id)
            .is_ok_and(|content| content == "报警人说楼道里有烟".as_bytes())
        && store.attachments.get(filled.attachment).is_ok_and(|content| content == [b'm'; 5_000])
}

/// Asserts that a check finds damage and says `wanted`.
pub fn has(filled: &Filled, wanted: &str) {
    let report = check(filled);
    let lines = lines(&report);
    assert!(lines.iter().any(|line| line.contains(wanted)), "no {wanted:?} in {lines:#?}");
    assert!(!report.is_whole());
}
