//! A journal of every release replays for ever.
//!
//! `tests/journals/<release>.ndjson` is a journal as that release wrote it, an entry a line: number, hash, and the
//! very bytes that the chain is over. `<release>.seen.json` is what people saw at its end, in the words of [`seen`].
//! A release adds a pair of files (`MUSTER_RECORD=1 cargo test -p tests --test stories releases`) and changes none.

mod everything;
mod seen;

use crate::drivers::journal_of;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::path::{Path, PathBuf};
use world::{Draft, Entry, Hash, World};

/// An entry as a line of a file.
#[derive(Serialize, Deserialize)]
struct Line {
    seq: u64,
    hash: Hash,
    draft: Box<RawValue>,
}

fn journals() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("journals")
}

fn journal_file(release: &str) -> PathBuf {
    journals().join(format!("{release}.ndjson"))
}

fn seen_file(release: &str) -> PathBuf {
    journals().join(format!("{release}.seen.json"))
}

/// The world at the end of a journal, whose chain is checked on the way.
fn replayed(release: &str, text: &str) -> World {
    let mut world = World::default();
    for line in text.lines() {
        let Line { seq, hash, draft } = serde_json::from_str(line).expect("a line is an entry");
        let at = format!("entry {seq} of release {release}");
        assert_eq!(
            store::chain_hash(world.head(), seq, draft.get().as_bytes()),
            hash,
            "{at}: the chain is broken"
        );
        let parsed: Draft = serde_json::from_str(draft.get()).unwrap_or_else(|error| panic!("{at}: {error}"));
        world.apply(&Entry { seq, previous: world.head(), hash, draft: parsed });
        assert_eq!(world.invariants(), [""; 0], "{at}");
    }
    world
}

fn recorded() -> String {
    let line = |entry: &Entry| {
        let draft = serde_json::to_string(&entry.draft).expect("a draft can be written");
        let draft = RawValue::from_string(draft).expect("a draft is JSON");
        serde_json::to_string(&Line { seq: entry.seq, hash: entry.hash, draft })
            .expect("a line can be written")
            + "\n"
    };
    journal_of(everything::all_that_can_happen).iter().map(line).collect()
}

#[test]
fn journals_of_all_releases_replay() {
    if std::env::var_os("MUSTER_RECORD").is_some() {
        let (journal, release) = (recorded(), server::VERSION);
        let seen = serde_json::to_string_pretty(&seen::by_people(&replayed(release, &journal)));
        std::fs::write(journal_file(release), journal).expect("the journal can be written");
        std::fs::write(seen_file(release), seen.expect("it can be written") + "\n")
            .expect("it can be written");
    }
    assert!(journal_file(server::VERSION).exists(), "release {} has no sample journal", server::VERSION);
    for file in std::fs::read_dir(journals()).expect("there are journals") {
        let path = file.expect("a folder can be read").path();
        let Some(release) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".ndjson")) else {
            continue;
        };
        let journal = std::fs::read_to_string(&path).expect("a journal can be read");
        let expected = std::fs::read_to_string(seen_file(release)).expect("what was seen can be read");
        let expected: serde_json::Value = serde_json::from_str(&expected).expect("what was seen is JSON");
        assert_eq!(seen::by_people(&replayed(release, &journal)), expected, "release {release}");
    }
}

/// A sample that lacks a kind of event proves nothing about it.
#[test]
fn the_sample_of_this_release_has_every_event() {
    let journal = recorded();
    let missing: Vec<_> =
        everything::EVENTS.iter().filter(|name| !journal.contains(&format!("\"event\":\"{name}/"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
