//! The one door without HTTP: what fails leaves no trace, what was acknowledged stays.

use crate::district;
use crate::support::call;
use geo_core::Milliseconds;
use server::desk::{Clock, Desk, DeskError, ManualClock, News, Parts, open_state};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::{Access, AppendError, Head, Journal, JournalRead, ReadError, StorageError, Store};
use world::{Actor, Command, Draft, Entry, Role, Scope, Submission};

/// A journal whose disk can be taken away.
struct Flaky {
    inner: Box<dyn Journal>,
    broken: Arc<AtomicBool>,
}

impl JournalRead for Flaky {
    fn head(&self) -> Result<Head, ReadError> {
        self.inner.head()
    }
    fn hash_of(&self, seq: u64) -> Result<Option<world::Hash>, ReadError> {
        self.inner.hash_of(seq)
    }
    fn read(&self, after: u64, limit: usize) -> Result<Vec<Entry>, ReadError> {
        self.inner.read(after, limit)
    }
}

impl Journal for Flaky {
    fn append(&mut self, expected_seq: u64, drafts: Vec<Draft>) -> Result<Vec<Entry>, AppendError> {
        if self.broken.load(Ordering::SeqCst) {
            return Err(AppendError::Storage(StorageError::DiskFull { doing: "appending to the journal" }));
        }
        self.inner.append(expected_seq, drafts)
    }
}

struct Room {
    desk: Arc<Desk>,
    broken: Arc<AtomicBool>,
    clock: Arc<ManualClock>,
    reader: Arc<dyn JournalRead>,
    snapshots: Arc<dyn store::Snapshots>,
    _folder: tempfile::TempDir,
}

fn room() -> Room {
    let folder = tempfile::TempDir::new().unwrap();
    let store = Store::open(&folder.path().join("store"), Access::Create).unwrap();
    let clock = Arc::new(ManualClock::at("2026-11-22T06:00:00Z".parse().unwrap()));
    let broken = Arc::new(AtomicBool::new(false));
    let journal = Box::new(Flaky { inner: store.journal, broken: broken.clone() });
    let parts =
        Parts { journal, snapshots: store.snapshots.clone(), clock: clock.clone(), listeners: Vec::new() };
    let (desk, _) = Desk::open(parts, &*store.reader).unwrap();
    for command in district::commands() {
        desk.submit_blocking(submission(command, None)).unwrap();
    }
    Room {
        desk: Arc::new(desk),
        broken,
        clock,
        reader: store.reader,
        snapshots: store.snapshots,
        _folder: folder,
    }
}

fn submission(command: Command, request: Option<&str>) -> Submission {
    let actor = Actor { account: "officer".to_owned(), role: Role::Administrator, scope: Scope::district() };
    Submission { actor, request: request.map(str::to_owned), command }
}

fn open_incident() -> Command {
    let form = call();
    Command::OpenIncident {
        kind: serde_json::from_value(form["kind"].clone()).unwrap(),
        severity: serde_json::from_value(form["severity"].clone()).unwrap(),
        position: serde_json::from_value(form["position"].clone()).unwrap(),
        address: None,
        channel: serde_json::from_value(form["channel"].clone()).unwrap(),
        external_no: None,
        narrative: None,
    }
}

#[test]
fn a_failed_append_changes_nothing_and_the_next_one_tries_again() {
    let room = room();
    let before = room.desk.state().world().state_hash();
    room.broken.store(true, Ordering::SeqCst);
    let failed = room.desk.submit_blocking(submission(open_incident(), Some("r1")));
    assert_eq!(failed.err(), Some(DeskError::Unavailable { code: "disk_full" }));
    assert_eq!(room.desk.state().world().state_hash(), before, "readers see what is durable");
    let unknown = Command::OpenCase { incident: "20200101-0001".parse().unwrap() };
    assert!(
        matches!(room.desk.submit_blocking(submission(unknown, None)), Err(DeskError::Refused(_))),
        "judging needs no disk"
    );
    room.broken.store(false, Ordering::SeqCst);
    let done = room.desk.submit_blocking(submission(open_incident(), Some("r1"))).unwrap();
    assert_eq!(done.news, News::Changed);
    assert_eq!(done.state.world().incident_register().len(), 1);
}

#[test]
fn a_hundred_threads_are_answered_each_with_their_own_incident() {
    let room = room();
    let threads: Vec<_> = (0..100)
        .map(|index| {
            let desk = room.desk.clone();
            // Each request is sent twice, at the same time as its twin.
            std::thread::spawn(move || {
                desk.submit_blocking(submission(open_incident(), Some(&format!("r{}", index / 2)))).unwrap()
            })
        })
        .collect();
    let done: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    let changed = done.iter().filter(|done| done.news == News::Changed).count();
    assert_eq!((changed, room.desk.state().world().incident_register().len()), (50, 50));
    for pair in done.chunks(2) {
        assert_eq!(pair[0].seq, pair[1].seq, "both are told the entry that did it");
    }
    assert!(done.iter().all(|done| done.state.world().seq() >= done.seq), "nobody is answered from before");
}

#[test]
fn time_never_runs_backwards() {
    let room = room();
    room.clock.advance(Milliseconds::from_minutes(5));
    let later = room.desk.submit_blocking(submission(open_incident(), None)).unwrap().state.world().at();
    room.clock.set("2020-01-01T00:00:00Z".parse().unwrap());
    let done = room.desk.submit_blocking(submission(open_incident(), None)).unwrap();
    assert_eq!(done.state.world().at(), later);
    assert_eq!(room.desk.now(), later);
    assert!(room.clock.now() < later);
}

#[test]
fn a_restart_ends_in_the_same_state_by_snapshot_and_from_nothing() {
    let room = room();
    for _ in 0..20 {
        room.desk.submit_blocking(submission(open_incident(), None)).unwrap();
    }
    let state = room.desk.state().world().state_hash();
    room.desk.close();
    assert_eq!(room.desk.submit_blocking(submission(open_incident(), None)).err(), Some(DeskError::Stopping));
    let (world, replayed) = open_state(&*room.reader, &*room.snapshots).unwrap();
    assert_eq!((world.state_hash(), replayed.from), (state, replayed.to), "the last snapshot has everything");
    let from_nothing = server::desk::replay(&*room.reader, world::World::default()).unwrap();
    assert_eq!(from_nothing.state_hash(), state);
    assert!(from_nothing.invariants().is_empty());
}

#[test]
fn on_its_day_a_plan_takes_force_also_when_the_first_command_is_refused() {
    let room = room();
    let day = Milliseconds::from_minutes(24 * 60);
    let base = room.desk.state().world().plan_versions().last().map_or(0, |version| version.number);
    let plan = world::Publication {
        base,
        name: "明日方案".to_owned(),
        effective_from: room.clock.now().after(day),
        note: None,
        draft: "d-1".to_owned(),
        head: world::Hash([7; 32]),
        input: world::Hash([8; 32]),
        put: vec![],
        retired: vec![],
        lineage: vec![],
        heirs: vec![],
        homes: vec![],
        members: vec![],
        recoded: vec![],
        alike: vec![],
    };
    room.desk.submit_blocking(submission(Command::PublishPlan(Box::new(plan)), None)).unwrap();
    room.clock.advance(day);
    let unknown = Command::OpenCase { incident: "20200101-0001".parse().unwrap() };
    assert!(matches!(room.desk.submit_blocking(submission(unknown, None)), Err(DeskError::Refused(_))));
    let state = room.desk.state();
    assert_eq!(state.world().plan_state(base + 1), world::PlanState::InForce);
    let last = room.reader.read(state.world().seq() - 1, 1).unwrap();
    assert_eq!(last[0].draft.actor, "system:plans");
}
