//! Roads on the two large networks: import, order, load, customize, one target for 500 sources, route, memory.
//!
//! `cargo bench -p dispatch --bench roads` prints one line for each measure; files that are absent are
//! skipped with a line. The figures in `ROADS.md` come from here.

use dispatch::roads::{Phase, Profile, RoadNetwork, Router, TravelTimes};
use geo_core::Position;
use std::path::PathBuf;
use std::time::{Duration, Instant};

const SOURCES: usize = 500;

fn main() {
    for name in ["roads-porto/porto_portugal.osm.pbf", "roads-wuhan/wuhan.osm.pbf"] {
        let root = std::env::var_os("MUSTER_DATA")
            .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")), PathBuf::from);
        match std::fs::read(root.join(name)) {
            Ok(bytes) => measure(name, &bytes),
            Err(_) => println!("skipped: {name} is not there"),
        }
    }
}

fn measure(name: &str, bytes: &[u8]) {
    println!("{name}");
    let (mut ordering, mut ordered) = (None, Duration::ZERO);
    let start = Instant::now();
    let network = RoadNetwork::from_osm_pbf(bytes, &mut |progress| {
        if progress.phase == Phase::Ordering {
            match ordering.take() {
                None => ordering = Some(Instant::now()),
                Some(since) => ordered = Instant::elapsed(&since),
            }
        }
    })
    .expect("the file is a road network");
    line("import without order", start.elapsed() - ordered);
    line("order", ordered);
    let stats = network.stats();
    println!(
        "  {} ways, {} segments, {} nodes, {} junctions, {:.0} km by car",
        stats.ways,
        stats.segments,
        stats.nodes,
        stats.junctions,
        stats.profiles[0].length.0 / 1000.0
    );
    let kept = network.to_bytes();
    println!("  kept: {} bytes", kept.len());
    drop(network);
    println!("  peak memory after import: {} MiB", peak_mebibytes());

    let start = Instant::now();
    let network = RoadNetwork::from_bytes(&kept).expect("kept bytes load");
    line("load: from bytes", start.elapsed());
    let start = Instant::now();
    let router = Router::new(network);
    line("load: contract, customize three profiles, index", start.elapsed());
    println!("  memory in use: {} MiB", used_mebibytes());

    let weights = router.network().weights(Profile::Car);
    let times = repeat(20, || router.customize(weights.clone()));
    quantiles("customize one profile", times);

    let places: Vec<Position> = router.network().lines().map(|road| road.line[0]).collect();
    let mut next = 1u64;
    let mut pick = || {
        next = next.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        places[(next >> 33) as usize % places.len()]
    };
    let sources: Vec<Position> = (0..SOURCES).map(|_| pick()).collect();
    for profile in Profile::ALL {
        let times = repeat(200, || router.travel_to(profile, pick(), &sources));
        quantiles(&format!("one target, {SOURCES} sources, {profile:?}"), times);
    }
    quantiles("route with line and names", repeat(200, || router.route(Profile::Car, pick(), pick())));
}

fn repeat<T>(times: usize, mut work: impl FnMut() -> T) -> Vec<Duration> {
    let mut measured: Vec<Duration> = (0..times)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(work());
            start.elapsed()
        })
        .collect();
    measured.sort();
    measured
}

fn quantiles(what: &str, sorted: Vec<Duration>) {
    let at = |share: usize| sorted[(sorted.len() - 1) * share / 100];
    println!("  {what}: best {:.3?}, median {:.3?}, 95 % {:.3?}", at(0), at(50), at(95));
}

fn line(what: &str, took: Duration) {
    println!("  {what}: {took:.3?}");
}

/// A line of the process's status on Linux, in MiB; zero elsewhere.
fn status_mebibytes(key: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(key)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kibibytes| kibibytes.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn peak_mebibytes() -> u64 {
    status_mebibytes("VmHWM:")
}

fn used_mebibytes() -> u64 {
    status_mebibytes("VmRSS:")
}
