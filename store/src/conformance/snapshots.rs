//! Stories of snapshots.

use super::{Candidate, draft};
use crate::SnapshotFault;
use world::Hash;

/// Three are saved; the newest comes back, after a restart too, and the first is gone.
pub fn the_newest_is_loaded_and_two_are_kept(candidate: &dyn Candidate) {
    let mut store = candidate.open();
    assert_eq!(store.snapshots.load(&*store.reader).unwrap().snapshot, None);
    let entries = store.journal.append(0, (1..=9).map(draft).collect()).unwrap();
    for seq in [3, 6, 9] {
        let bytes = vec![u8::try_from(seq).unwrap(); 100_000];
        store
            .snapshots
            .save(seq, entries[usize::try_from(seq).unwrap() - 1].hash, Hash([7; 32]), &bytes)
            .unwrap();
    }
    drop(store);
    let store = candidate.open();
    let loaded = store.snapshots.load(&*store.reader).unwrap();
    assert_eq!(loaded.skipped, []);
    let snapshot = loaded.snapshot.unwrap();
    assert_eq!((snapshot.seq, snapshot.head_hash, snapshot.state_hash), (9, entries[8].hash, Hash([7; 32])));
    assert_eq!(snapshot.bytes, vec![9; 100_000]);
}

/// A snapshot ahead of the journal, or of another journal, is named and an older one is used; the
/// next one saved is not crowded out by it.
pub fn a_snapshot_of_another_life_is_not_used(candidate: &dyn Candidate) {
    let mut store = candidate.open();
    let entries = store.journal.append(0, (1..=3).map(draft).collect()).unwrap();
    store.snapshots.save(1, entries[0].hash, Hash::default(), b"one").unwrap();
    store.snapshots.save(2, Hash([9; 32]), Hash::default(), b"another journal's").unwrap();
    let loaded = store.snapshots.load(&*store.reader).unwrap();
    assert_eq!(loaded.snapshot.unwrap().bytes, b"one");
    assert_eq!(
        loaded.skipped.iter().map(|skipped| &skipped.reason).collect::<Vec<_>>(),
        [&SnapshotFault::OtherJournal]
    );
    store.snapshots.save(50, Hash([9; 32]), Hash::default(), b"ahead").unwrap();
    let loaded = store.snapshots.load(&*store.reader).unwrap();
    assert_eq!(loaded.skipped[0].reason, SnapshotFault::AheadOfJournal { head: 3 });
    store.snapshots.save(3, entries[2].hash, Hash::default(), b"three").unwrap();
    let loaded = store.snapshots.load(&*store.reader).unwrap();
    assert_eq!((loaded.snapshot.unwrap().seq, loaded.skipped), (3, Vec::new()));
}
