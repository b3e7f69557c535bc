//! What was acknowledged is there after the process was killed, and after the power was cut.
//!
//! The real program serves a small demo district; four clients take calls as fast as they are answered; in the
//! middle of it the process gets SIGKILL. Then `muster check` must find the store whole (its replay from nothing
//! has the hash of snapshot and tail), and a restarted service must know every incident that was acknowledged.
//! The second story runs on a file layer that throws away whatever was not synced, because SIGKILL alone leaves the
//! page cache to the kernel and proves little.

mod client;
mod program;

#[path = "../power-cut/shim.rs"]
mod shim;

use client::Client;
use program::Program;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Clients that write at the same time, so that commands share transactions.
const WRITERS: usize = 4;

/// What the rounds of one story came to.
#[derive(Debug, Default)]
struct Figures {
    rounds: usize,
    acknowledged: usize,
    lost: usize,
    slowest_restart: Duration,
}

/// Writes until `wanted` calls were acknowledged since the round began, then kills; returns the acknowledged ids.
fn write_and_kill(program: &mut Program, first: &Client, wanted: usize, round: usize) -> Vec<String> {
    let (acknowledged, stop) = (Mutex::new(Vec::new()), AtomicBool::new(false));
    let count = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (acknowledged, stop, count) = (&acknowledged, &stop, &count);
            scope.spawn(move || {
                let mut client = first.another();
                for number in 0.. {
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                    // Once the process is gone there is no answer, and what was not answered was not promised.
                    let Some(id) =
                        client.take_call(&format!("round {round} writer {writer} number {number}"))
                    else {
                        break;
                    };
                    acknowledged.lock().unwrap_or_else(PoisonError::into_inner).push(id);
                    count.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let patience = Instant::now();
        while count.load(Ordering::Relaxed) < wanted && patience.elapsed() < Duration::from_secs(120) {
            std::thread::sleep(Duration::from_millis(1));
        }
        program.kill();
        stop.store(true, Ordering::Relaxed);
    });
    acknowledged.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Runs the story; `layer` puts each service under the file layer.
fn story(layer: Option<&shim::Unsynced>, writes: usize, per_round: usize) -> Figures {
    let folder = tempfile::tempdir().expect("a folder for the store");
    let data = folder.path().join("data");
    program::make_demo(&data);
    let mut figures = Figures::default();
    let mut known: Vec<String> = Vec::new();
    while figures.acknowledged < writes {
        let started = Instant::now();
        let mut program = Program::serve(&data, layer);
        figures.slowest_restart = figures.slowest_restart.max(started.elapsed());
        let mut reader = Client::sign_in(&program.link);
        let lost: Vec<&String> = known.iter().filter(|id| !reader.knows(id)).collect();
        assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
        figures.lost += lost.len();
        known = write_and_kill(&mut program, &reader, per_round, figures.rounds);
        assert!(known.len() >= per_round, "the service answers until it is killed");
        figures.acknowledged += known.len();
        figures.rounds += 1;
        let report = program::check(&data);
        assert!(report.contains("whole"), "after round {}: {report}", figures.rounds);
    }
    let program = Program::serve(&data, layer);
    let mut reader = Client::sign_in(&program.link);
    assert!(known.iter().all(|id| reader.knows(id)), "the last round is there too");
    figures
}

fn budget() -> (usize, usize) {
    if tests::soak() { (5_000, 250) } else { (1_000, 250) }
}

#[test]
fn every_acknowledged_call_survives_kill_9() {
    let (writes, per_round) = budget();
    let figures = story(None, writes, per_round);
    println!("kill -9: {figures:?}");
}

#[test]
fn every_acknowledged_call_survives_a_power_cut() {
    let layer = match shim::Unsynced::build() {
        Ok(layer) => layer,
        Err(reason) => return println!("skipped: {reason}"),
    };
    let (writes, per_round) = budget();
    let figures = story(Some(&layer), writes, per_round);
    println!("power cut: {figures:?}");
}
