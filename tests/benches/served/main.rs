//! The whole program as people meet it: the release binary, its store on the disk, HTTP over 127.0.0.1.
//!
//! `cargo build --release -p server && cargo bench -p tests --bench served`; the words `city`, `duty` and `crowd` as
//! arguments measure one of them only. The city (1.3 million places, 45,000 cameras, 14,000 grids) is for starting
//! and for tiles; the duty room (the demo's streets and areas, 1,000 patrols) for proposals and for the live feed.
//! Client and server share the machine's cores, so every figure includes what the client costs.

mod city;
mod client;
mod crowd;
mod dice;
mod duty;
mod live;
mod proposal;
mod restart;
mod service;
mod tile;

use std::time::Duration;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let measures = |what: &str| wanted.is_empty() || wanted.iter().any(|word| word == what);
    println!(
        "client and server share the {} cores of this machine",
        std::thread::available_parallelism().map_or(1, usize::from)
    );
    // The store is to lie on a disk; the system's folder for temporary files may be memory.
    let folder = tempfile::tempdir_in(option_env!("CARGO_TARGET_TMPDIR").unwrap_or("."))
        .expect("a folder for the stores");
    if measures("city") {
        let city = city::import(&folder.path().join("city"));
        let (service, session) = restart::measure(&city);
        tile::measure(&service, &session);
    }
    if measures("duty") {
        let (service, session, places) = duty::open(&folder.path().join("duty"));
        proposal::measure(&service, &session, &places);
        live::measure(&service, &session, &places);
        drop(service);
    }
    if measures("crowd") {
        let (service, session, places) = duty::open(&folder.path().join("crowd"));
        crowd::measure(&service, &session, &places);
    }
}

/// The middle and the ninety-ninth percentile, in milliseconds.
fn middle_and_p99(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1e3;
    format!("{:.2} ms median, {:.2} ms p99", at(50), at(99))
}
