//! Stories of the streams beside the district's life.

use super::{Candidate, draft};
use crate::AppendError;

/// Two drafts and the district grow side by side; each keeps its own numbers and its own chain, also when opened again.
pub fn streams_keep_apart(candidate: &dyn Candidate) {
    let mut store = candidate.open();
    assert!(store.streams.names().unwrap().is_empty());
    store.journal.append(0, vec![draft(1), draft(2)]).unwrap();
    let one = store.streams.append("plan/d-1", 0, vec![draft(3)]).unwrap();
    let two = store.streams.append("plan/d-2", 0, vec![draft(4), draft(5)]).unwrap();
    let more = store.streams.append("plan/d-1", 1, vec![draft(6)]).unwrap();
    assert_eq!((one[0].seq, two[1].seq, more[0].seq), (1, 2, 2));
    assert_eq!(more[0].previous, one[0].hash);
    drop(store);
    let store = candidate.open();
    assert_eq!(store.streams.names().unwrap(), ["plan/d-1", "plan/d-2"]);
    assert_eq!(store.streams.read("plan/d-1", 0, 10).unwrap(), [one, more.clone()].concat());
    assert_eq!(store.streams.read("plan/d-2", 1, 10).unwrap(), two[1..]);
    assert_eq!(store.streams.head("plan/d-1").unwrap().hash, more[0].hash);
    assert_eq!(store.streams.head("plan/d-9").unwrap().seq, 0);
    assert_eq!(store.reader.head().unwrap().seq, 2, "the district's own life went on by itself");
    let report = store.verify(&mut |_| ());
    assert!(report.is_whole(), "{report:?}");
    assert_eq!((report.entries, report.draft_entries), (2, 4));
}

/// Two planners draw on one draft from two machines: the second learns that the first was faster.
pub fn a_stale_planner_is_told_the_head(candidate: &dyn Candidate) {
    let store = candidate.open();
    store.streams.append("plan/d-1", 0, vec![draft(1)]).unwrap();
    store.streams.append("plan/d-1", 1, vec![draft(2)]).unwrap();
    let head = store.streams.head("plan/d-1").unwrap();
    let refused = store.streams.append("plan/d-1", 1, vec![draft(3)]).unwrap_err();
    assert_eq!(refused, AppendError::Conflict { expected: 1, head });
    assert_eq!(store.streams.head("plan/d-1").unwrap(), head);
}
