//! Stories of the journal.

use super::{Candidate, draft, minute};
use crate::{AppendError, Head, Store};
use geo_core::Metres;
use sha2::{Digest, Sha256};
use world::incidents::TaskState;
use world::{Draft, Entry, Event, Evidence, Hash};

fn numbers(entries: &[Entry]) -> Vec<u64> {
    entries.iter().map(|entry| entry.seq).collect()
}

/// Single entries and a batch, then the store is closed and opened: all is there, in order.
pub fn entries_are_numbered_chained_and_kept(candidate: &dyn Candidate) {
    let mut store = candidate.open();
    assert_eq!(store.journal.head().unwrap(), Head::default());
    let mut written = store.journal.append(0, vec![draft(1)]).unwrap();
    written.extend(store.journal.append(1, vec![draft(2), draft(3), draft(4)]).unwrap());
    assert_eq!(numbers(&written), [1, 2, 3, 4]);
    assert_eq!(written[0].previous, Hash::default());
    assert!(written.windows(2).all(|pair| pair[1].previous == pair[0].hash));
    assert_eq!(store.reader.read(0, 100).unwrap(), written, "readers see what was acknowledged");
    drop(store);
    let store = candidate.open();
    assert_eq!(store.journal.read(0, 100).unwrap(), written);
    assert_eq!(store.reader.head().unwrap(), Head { seq: 4, hash: written[3].hash });
    for entry in &written {
        assert_eq!(store.reader.hash_of(entry.seq).unwrap(), Some(entry.hash));
    }
    assert_eq!([0, 5].map(|seq| store.reader.hash_of(seq).unwrap()), [None, None]);
}

/// Anybody can recompute the hashes from the documented formula.
pub fn the_chain_is_the_documented_one(candidate: &dyn Candidate) {
    let mut store = candidate.open();
    store.journal.append(0, (1..=20).map(draft).collect()).unwrap();
    let mut previous = [0; 32];
    for entry in store.reader.read(0, 20).unwrap() {
        let mut bytes = previous.to_vec();
        bytes.extend_from_slice(&entry.seq.to_be_bytes());
        bytes.extend_from_slice(&serde_json::to_vec(&entry.draft).unwrap());
        previous = Sha256::digest(&bytes).into();
        assert_eq!(entry.hash, Hash(previous), "entry {}", entry.seq);
    }
}

/// Who expects another head is refused, learns the head, and has written nothing.
pub fn a_stale_writer_is_told_the_head(candidate: &dyn Candidate) {
    let mut store = candidate.open();
    let first = store.journal.append(0, vec![draft(1)]).unwrap();
    let head = Head { seq: 1, hash: first[0].hash };
    for expected in [0, 2, u64::MAX / 2] {
        let refused = store.journal.append(expected, vec![draft(2)]).unwrap_err();
        assert_eq!(refused, AppendError::Conflict { expected, head });
        assert_eq!(refused.code(), "journal_conflict");
    }
    assert_eq!(store.reader.head().unwrap(), head);
    assert_eq!(numbers(&store.journal.append(1, vec![draft(2)]).unwrap()), [2]);
}

/// One draft that cannot be written takes its whole batch with it.
pub fn a_batch_is_all_or_nothing(candidate: &dyn Candidate) {
    let mut store = candidate.open();
    store.journal.append(0, vec![draft(1)]).unwrap();
    let refused = store.journal.append(1, vec![draft(2), fix_at(f64::NAN), draft(3)]).unwrap_err();
    assert!(matches!(refused, AppendError::Unreadable { index: 1, .. }), "{refused}");
    assert_eq!(numbers(&store.reader.read(0, 10).unwrap()), [1]);
    store.journal.append(1, vec![draft(2), draft(3)]).unwrap();
    assert_eq!(numbers(&store.reader.read(0, 10).unwrap()), [1, 2, 3]);
}

/// Pages of any size, from anywhere, join to the whole.
pub fn pages_join_without_gap(candidate: &dyn Candidate) {
    let mut store = candidate.open();
    let written = store.journal.append(0, (1..=23).map(draft).collect()).unwrap();
    for limit in [1, 2, 7, 22, 23, 24, usize::MAX] {
        let mut joined = Vec::new();
        loop {
            let page = store.reader.read(joined.len() as u64, limit).unwrap();
            if page.is_empty() {
                break;
            }
            joined.extend(page);
        }
        assert_eq!(joined, written, "pages of {limit}");
    }
    assert_eq!(store.reader.read(5, 0).unwrap(), []);
    assert_eq!(store.reader.read(23, 5).unwrap(), []);
    assert_eq!(store.reader.read(1_000_000, 5).unwrap(), [], "behind the end there is nothing");
}

/// Numbers with a fraction come back to the last bit, so that a replayed state equals the first.
pub fn numbers_read_back_exactly(candidate: &dyn Candidate) {
    let mut store = candidate.open();
    // Bit patterns spread over all magnitudes by a multiplicative step; half of them not finite or
    // negative ones are turned into finite ones.
    let bits = (1..=500u64).map(|n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let values: Vec<f64> =
        bits.map(f64::from_bits).filter(|value| value.is_finite()).chain([0.1, 1e-300, 1.0 / 3.0]).collect();
    store.journal.append(0, values.iter().map(|value| fix_at(*value)).collect()).unwrap();
    for (entry, value) in store.reader.read(0, values.len()).unwrap().iter().zip(&values) {
        assert_eq!(entry.draft, fix_at(*value));
    }
}

/// A number that JSON cannot write must not enter: no restart would get past it.
pub fn what_would_not_read_back_is_refused(candidate: &dyn Candidate) {
    let mut store = candidate.open();
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let refused = store.journal.append(0, vec![fix_at(value)]).unwrap_err();
        assert_eq!(refused.code(), "draft_unreadable");
    }
    assert_eq!(store.reader.head().unwrap().seq, 0);
}

/// Readers in other threads see a whole chain at every moment, and only ever a longer one.
pub fn readers_see_whole_prefixes_while_one_writes(candidate: &dyn Candidate) {
    const BATCHES: u64 = 25;
    let Store { mut journal, reader, .. } = candidate.open();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            let reader = reader.clone();
            scope.spawn(move || {
                let mut seen = 0;
                while seen < BATCHES * 3 {
                    let entries = reader.read(0, usize::MAX).unwrap();
                    assert_eq!(entries.len() % 3, 0, "half a batch is visible");
                    assert!(entries.len() as u64 >= seen, "the chain became shorter");
                    seen = entries.len() as u64;
                }
            });
        }
        scope.spawn(move || {
            for batch in 0..BATCHES {
                let drafts = (1..=3).map(|n| draft(batch * 3 + n)).collect();
                journal.append(batch * 3, drafts).unwrap();
            }
        });
    });
}

/// An empty batch is no error, but a stale writer is told all the same.
pub fn no_drafts_give_no_entries(candidate: &dyn Candidate) {
    let mut store = candidate.open();
    assert_eq!(store.journal.append(0, Vec::new()).unwrap(), []);
    assert_eq!(store.journal.append(3, Vec::new()).unwrap_err().code(), "journal_conflict");
    assert_eq!(store.reader.head().unwrap(), Head::default());
}

fn fix_at(distance: f64) -> Draft {
    let event = Event::TaskMoved {
        incident: dispatch::IncidentId::new("20261122-0001").expect("a number"),
        team: dispatch::TeamId::new("一队").expect("a call sign"),
        state: TaskState::OnScene,
        evidence: Some(Evidence::Fix { at: minute(0), distance: Metres(distance) }),
        reason: None,
        device_at: None,
        report: None,
    };
    Draft { events: vec![event], ..draft(1) }
}
