//! Acknowledged means kept: a writer is killed at random moments, with the page cache surviving and
//! under a file layer that throws away what was not synced. `MUSTER_SOAK=1` runs many more rounds.

#[path = "../../tests/power-cut/shim.rs"]
mod shim;
#[path = "power_cut/writer.rs"]
mod writer;

use rusqlite::{Connection, OpenFlags};
use shim::{Disk, Unsynced};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, SystemTime};
use store::accounts::HashCost;
use store::{Access, Store, VaultState};
use world::{Hash, VaultRef};

/// No story: what a child process of the stories runs. Does nothing otherwise.
#[test]
fn the_writer() {
    writer::run_if_told();
}

/// Killed again and again, the kernel's page cache surviving.
#[test]
fn a_killed_writer_keeps_what_it_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let mut promised = Promised::default();
    for _ in 0..rounds(4) {
        promised.add(&work(dir.path(), "store", None, End::KilledSometime));
        promised.hold(dir.path());
    }
    println!("held: {promised}");
}

/// Killed again and again, and nothing survives that was not synced.
#[test]
fn a_power_cut_keeps_what_was_acknowledged() {
    let Some(layer) = layer() else { return };
    let dir = tempfile::tempdir().unwrap();
    let mut promised = Promised::default();
    for _ in 0..rounds(4) {
        promised.add(&work(dir.path(), "store", Some((&layer, Disk::InOrder)), End::KilledSometime));
        promised.hold(dir.path());
    }
    println!("held: {promised}");
}

/// The same on a disk that writes some pages before their time: old and new ones lie mixed.
#[test]
fn a_power_cut_on_a_disk_that_reorders_keeps_what_was_acknowledged() {
    let Some(layer) = layer() else { return };
    let dir = tempfile::tempdir().unwrap();
    let mut promised = Promised::default();
    for round in 0..rounds(4) {
        let leaks = [5, 30, 60, 95][round as usize % 4];
        promised.add(&work(dir.path(), "store", Some((&layer, Disk::Leaks(leaks))), End::KilledSometime));
        promised.hold(dir.path());
    }
    println!("held: {promised}");
}

/// A disk whose flush fails: the writer hears of it and acknowledges nothing it could not keep.
#[test]
fn a_failing_disk_is_reported_and_nothing_acknowledged_is_lost() {
    let Some(layer) = layer() else { return };
    for round in 0..rounds(3) {
        let dir = tempfile::tempdir().unwrap();
        let first = 20 + round * 13;
        let lines = work(dir.path(), "store", Some((&layer, Disk::FailsAtSync(first))), End::ByItself);
        let failures: Vec<&str> = of(&lines, "failed").collect();
        assert!(
            matches!(failures[..], [failure] if failure.starts_with("store_io ")),
            "sync {first}: {failures:?}"
        );
        let mut promised = Promised::default();
        promised.add(&lines);
        promised.hold(dir.path());
    }
}

/// The layer bites: a database without flushes, which survives kill -9 alone, loses rows under it.
#[test]
fn the_layer_takes_from_a_careless_database_what_it_acknowledged() {
    let Some(layer) = layer() else { return };
    let lost = |layer| {
        let dir = tempfile::tempdir().unwrap();
        let lines = work(dir.path(), "careless_database", layer, End::KilledSometime);
        let acknowledged: i64 = of(&lines, "row").last().expect("rows were written").parse().unwrap();
        let there =
            Connection::open_with_flags(dir.path().join("careless.db"), OpenFlags::SQLITE_OPEN_READ_WRITE)
                .and_then(|connection| {
                    connection.query_row("SELECT coalesce(max(number), 0) FROM row", [], |row| row.get(0))
                });
        acknowledged - there.unwrap_or(0)
    };
    // The last one may have been killed between commit and acknowledgement, hence not more than 0.
    assert!(lost(None) <= 0, "kill -9 alone takes nothing");
    let lost = lost(Some((&layer, Disk::InOrder)));
    assert!(lost > 0, "the layer took nothing");
    println!("lost: {lost} rows that synchronous = OFF had acknowledged");
}

/// The layer bites: a rename without a flush of its folder is undone, one with it stays.
#[test]
fn the_layer_takes_a_name_that_was_not_synced() {
    let Some(layer) = layer() else { return };
    for (role, kept) in [("careless_rename", false), ("careful_rename", true)] {
        let dir = tempfile::tempdir().unwrap();
        let lines = work(dir.path(), role, Some((&layer, Disk::InOrder)), End::KilledSometime);
        let files: Vec<&str> = of(&lines, "file").collect();
        assert!(!files.is_empty());
        for file in files {
            let there = std::fs::read_to_string(dir.path().join(file)).ok();
            assert_eq!(there, kept.then(|| format!("{file}\n")), "{role}, file {file}");
        }
    }
}

fn layer() -> Option<Unsynced> {
    Unsynced::build().map_err(|reason| println!("skipped: {reason}")).ok()
}

fn rounds(quick: u32) -> u32 {
    if std::env::var_os("MUSTER_SOAK").is_some_and(|value| value == "1") { quick * 40 } else { quick }
}

/// How a writer ends.
#[derive(PartialEq)]
enum End {
    /// Killed at a random moment of its work.
    KilledSometime,
    /// It stops because the medium fails.
    ByItself,
}

/// Lets a writer work and returns what it said until its end.
fn work(dir: &Path, role: &str, layer: Option<(&Unsynced, Disk)>, end: End) -> Vec<String> {
    const PATIENCE: Duration = Duration::from_secs(120);
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "the_writer", "--nocapture", "--test-threads=1"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    command.env(writer::ROLE, role).env(writer::DIR, dir);
    if let Some((layer, disk)) = layer {
        layer.arm(&mut command, dir, disk);
    }
    let mut child = command.spawn().unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let (sender, said) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        let (begin, end) = writer::MARKS;
        for line in output.lines().map_while(Result::ok) {
            if let Some(line) = line.strip_prefix(begin).and_then(|line| line.strip_suffix(end)) {
                sender.send(line.to_owned()).expect("the parent listens to the end");
            }
        }
    });
    let mut lines = Vec::from([said.recv_timeout(PATIENCE).expect("the writer starts")]);
    match end {
        End::KilledSometime => {
            // At least one acknowledgement, so that a round on a busy machine proves something.
            let worked = said.recv_timeout(PATIENCE);
            lines.push(worked.unwrap_or_else(|error| panic!("the writer stopped after {lines:?}: {error}")));
            let nanos = SystemTime::UNIX_EPOCH.elapsed().unwrap().subsec_nanos();
            std::thread::sleep(Duration::from_micros(u64::from(nanos / 1_000 % 300_000)));
            child.kill().unwrap();
        }
        End::ByItself => {
            while let Ok(line) = said.recv_timeout(PATIENCE) {
                lines.push(line);
            }
            let _ = child.kill();
        }
    }
    child.wait().unwrap();
    reader.join().unwrap();
    lines.extend(said.try_iter());
    let failed = of(&lines, "failed").next();
    assert!(end == End::ByItself || failed.is_none(), "the writer failed: {failed:?}");
    lines
}

/// What was said of one kind.
fn of<'a>(lines: &'a [String], kind: &'a str) -> impl Iterator<Item = &'a str> {
    lines.iter().filter_map(move |line| line.strip_prefix(kind)?.strip_prefix(' '))
}

/// Everything that was acknowledged, over all rounds.
#[derive(Default)]
struct Promised {
    entries: BTreeMap<u64, Hash>,
    deeds: BTreeMap<u64, Hash>,
    attachments: Vec<Hash>,
    accounts: Vec<String>,
    kept: BTreeMap<String, Hash>,
    erased: Vec<String>,
    snapshot: Option<u64>,
}

impl Promised {
    fn add(&mut self, lines: &[String]) {
        let pairs = |kind| of(lines, kind).map(|line| line.split_once(' ').expect("two words"));
        let numbered = |kind| {
            pairs(kind).map(|(seq, hash)| (seq.parse::<u64>().unwrap(), hash.parse::<Hash>().unwrap()))
        };
        self.entries.extend(numbered("entry"));
        self.deeds.extend(numbered("deed"));
        self.attachments.extend(of(lines, "attachment").map(|hash| hash.parse::<Hash>().unwrap()));
        self.accounts.extend(of(lines, "account").map(str::to_owned));
        self.kept.extend(pairs("kept").map(|(id, hash)| (id.to_owned(), hash.parse::<Hash>().unwrap())));
        self.erased.extend(of(lines, "erased").map(str::to_owned));
        self.snapshot = of(lines, "snapshot").last().map(|seq| seq.parse().unwrap()).or(self.snapshot);
    }

    /// Opens the store as after the next start and looks for everything.
    fn hold(&self, dir: &Path) {
        let store = Store::open_with(dir, Access::Create, HashCost::Test).unwrap();
        let report = store.verify(&mut |_| {});
        assert!(report.is_whole(), "{:#?}", report.findings);
        let entries = store.reader.read(0, usize::MAX).unwrap();
        for (seq, hash) in &self.entries {
            assert_eq!(entries.get(*seq as usize - 1).map(|entry| entry.hash), Some(*hash), "entry {seq}");
        }
        let deeds = store.audit.read(0, usize::MAX).unwrap();
        for (seq, hash) in &self.deeds {
            assert_eq!(deeds.get(*seq as usize - 1).map(|entry| entry.hash), Some(*hash), "deed {seq}");
        }
        for hash in &self.attachments {
            store.attachments.check(*hash).unwrap();
        }
        for name in &self.accounts {
            store.accounts.account(name).unwrap();
        }
        for (id, keyed_hash) in &self.kept {
            store.vault.check(&VaultRef { id: id.clone(), keyed_hash: *keyed_hash }).unwrap();
        }
        for id in &self.erased {
            let reference = VaultRef { id: id.clone(), keyed_hash: self.kept[id] };
            assert!(matches!(store.vault.check(&reference), Ok(VaultState::Erased { .. })), "{id} came back");
        }
        let loaded = store.snapshots.load(&*store.reader).unwrap();
        assert_eq!(loaded.skipped, []);
        assert!(loaded.snapshot.map(|snapshot| snapshot.seq) >= self.snapshot);
    }
}

impl std::fmt::Display for Promised {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (entries, deeds, kept) = (self.entries.len(), self.deeds.len(), self.kept.len());
        let (attachments, accounts) = (self.attachments.len(), self.accounts.len());
        write!(
            f,
            "{entries} entries, {deeds} deeds, {kept} vault references, {attachments} attachments, {accounts} accounts"
        )
    }
}
