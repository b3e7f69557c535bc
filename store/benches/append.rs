//! Appends per second, durable each time: one entry at a time, and in batches of 64.
//!
//! The figure is that of the disk's flush; the share of the store itself is printed beside it, from
//! a run of the same work on a folder in memory.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};
use store::conformance::draft;
use store::{Access, Store};

/// How long each figure is measured.
const BUDGET: Duration = Duration::from_secs(3);

fn main() {
    let disk = tempfile::tempdir_in(option_env!("CARGO_TARGET_TMPDIR").unwrap_or("."))
        .expect("a folder on the disk");
    measure("disk", disk.path());
    match tempfile::tempdir_in("/dev/shm") {
        Ok(memory) => measure("memory", memory.path()),
        Err(error) => println!("skipped: no folder in memory ({error})"),
    }
}

fn measure(medium: &str, dir: &Path) {
    let mut store = Store::open(&dir.join("store"), Access::Create).expect("a new store opens");
    let mut head = 0;
    for batch in [1_u64, 64] {
        let start = Instant::now();
        let mut appends = 0_u64;
        while start.elapsed() < BUDGET {
            let drafts = (1..=batch).map(|n| draft(head + n)).collect();
            head += store.journal.append(head, drafts).expect("the store appends").len() as u64;
            appends += 1;
        }
        let seconds = start.elapsed().as_secs_f64();
        let entries = appends * batch;
        println!(
            "append, {medium}, batch of {batch:2}: {:8.0} entries/s, {:7.3} ms a batch",
            entries as f64 / seconds,
            seconds * 1e3 / appends as f64
        );
    }
    let start = Instant::now();
    let mut after = 0;
    loop {
        let page = store.reader.read(after, 1_000).expect("the journal reads");
        let Some(last) = page.last() else { break };
        after = black_box(last.seq);
    }
    println!(
        "read and verify, {medium}: {:8.0} entries/s ({head} entries)",
        head as f64 / start.elapsed().as_secs_f64()
    );
}
