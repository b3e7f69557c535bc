//! Stories of the audit log.

use super::{Candidate, minute};
use crate::{AuditEntry, Deed, Head, Store, chain_hash};
use world::Hash;

fn deed(number: u64) -> Deed {
    Deed {
        at: minute(i64::try_from(number).expect("a small number")),
        who: "duty1".to_owned(),
        what: "camera_point_viewed".to_owned(),
        target: Some(format!("P-{number}")),
        purpose: (number.is_multiple_of(2)).then(|| "走失老人".to_owned()),
        detail: None,
    }
}

fn with_deeds(candidate: &dyn Candidate, count: u64) -> (Store, Vec<AuditEntry>) {
    let store = candidate.open();
    let written = (1..=count).map(|number| store.audit.append(deed(number)).unwrap()).collect();
    (store, written)
}

/// Deeds come back after a restart, numbered, chained by the formula of the journal.
pub fn deeds_are_numbered_and_chained(candidate: &dyn Candidate) {
    let (store, written) = with_deeds(candidate, 5);
    drop(store);
    let store = candidate.open();
    assert_eq!(store.audit.read(0, 100).unwrap(), written);
    let mut previous = Hash::default();
    for entry in &written {
        previous = chain_hash(previous, entry.seq, &serde_json::to_vec(&entry.deed).unwrap());
        assert_eq!(entry.hash, previous);
    }
    assert_eq!(store.audit.head().unwrap(), Head { seq: 5, hash: previous });
}

/// As an administrator pages through it.
pub fn pages_go_from_the_newest_back(candidate: &dyn Candidate) {
    let (store, _) = with_deeds(candidate, 7);
    let page = |before, limit| -> Vec<u64> {
        store.audit.page(before, limit).unwrap().iter().map(|entry| entry.seq).collect()
    };
    assert_eq!(page(None, 3), [7, 6, 5]);
    assert_eq!(page(Some(5), 3), [4, 3, 2]);
    assert_eq!(page(Some(2), 3), [1]);
    assert_eq!(page(Some(1), 3), [0; 0]);
    assert_eq!(page(None, usize::MAX).len(), 7);
    assert_eq!(page(Some(u64::MAX), 3), [7, 6, 5], "before what is not written yet is before the end");
}
