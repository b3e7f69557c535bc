//! Roads on the two large networks: import, order, load, customize, one target for 500 sources, route, memory.
//!
//! `cargo bench -p dispatch --bench roads [-- PART-OF-A-NAME]` prints one line for each measure; files that are absent are
//! skipped with a line. The best of many is what a quiet machine would do. Beside the time by the clock stands the processor time of all threads (Linux only, in
//! hundredths of a second), which a busy machine distorts less. The figures in `ROADS.md` come from here.

use dispatch::roads::{
    ClosureSet, Effect, MetricCache, Overlay, Phase, Profile, RoadNetwork, Router, TravelTimes, UnderClosures,
};
use geo_core::{Position, Shape};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::{Duration, Instant};

const SOURCES: usize = 500;

fn main() {
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    for name in ["roads-porto/porto_portugal.osm.pbf", "roads-wuhan/wuhan.osm.pbf"] {
        if !wanted.is_empty() && !wanted.iter().any(|part| name.contains(part.as_str())) {
            continue;
        }
        let root = std::env::var_os("MUSTER_DATA").map_or_else(
            || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")),
            PathBuf::from,
        );
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
    let network = RoadNetwork::from_osm_file(bytes, &mut |progress| {
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
    println!("  {} barriers, {:?}", stats.barriers, stats.restrictions);
    let kept = network.to_bytes();
    println!("  kept: {} bytes", kept.len());
    drop(network);
    println!("  peak memory after import: {} MiB", peak_mebibytes());

    let before = used_mebibytes();
    let network = || RoadNetwork::from_bytes(&kept).expect("kept bytes load");
    let router = Router::new(network());
    println!("  memory of a router: {} MiB", used_mebibytes().saturating_sub(before));
    repeat("load: from bytes", 10, network);
    repeat("load: all, with contraction, three metrics and the index", 10, || Router::new(network()));

    for profile in Profile::ALL {
        let weights = router.network().weights(profile);
        let size = router.size(profile);
        println!(
            "  {profile:?}: {} states, {} moves, {} arcs after contraction",
            size.states, size.moves, size.contracted
        );
        repeat("customize this profile", 30, || router.customize(profile, weights.clone()));
    }

    let places: Vec<Position> = router.network().lines().map(|road| road.line[0]).collect();
    let mut next = 1u64;
    let mut pick = || {
        next = next.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        places[(next >> 33) as usize % places.len()]
    };
    let sources: Vec<Position> = (0..SOURCES).map(|_| pick()).collect();
    for profile in Profile::ALL {
        let what = format!("one target, {SOURCES} sources, {profile:?}");
        repeat(&what, 400, || router.travel_to(profile, pick(), &sources));
        // Nobody has been there before.
        repeat(&format!("{what}, each source somewhere new"), 100, || {
            let sources: Vec<Position> = (0..SOURCES).map(|_| pick()).collect();
            router.travel_to(profile, pick(), &sources)
        });
    }
    for meters in [200, 1_000, 3_000] {
        let mut closures = || {
            let at = pick();
            // A hundred-thousandth of a degree is about a metre.
            let side = f64::from(meters) / 2e5;
            let ring = [(-side, -side), (side, -side), (side, side), (-side, side)];
            let ring = ring.map(|(east, north)| [at.lon() + east, at.lat() + north]).to_vec();
            let area = Shape::from_degrees(&[vec![ring]]).expect("a square");
            let segments = router.network().segments_within(&area);
            ClosureSet::new(vec![Overlay { segments, profiles: Profile::ALL.to_vec(), effect: Effect::Shut }])
        };
        repeat(&format!("a flood of about {meters} m drawn, one profile ready"), 20, || {
            router.under(Profile::Car, &closures())
        });
        repeat(&format!("a flood of about {meters} m drawn, all profiles ready"), 20, || {
            let cache = MetricCache::new(NonZeroUsize::MIN.saturating_add(Profile::ALL.len()));
            UnderClosures { router: &router, cache: &cache, closures: &closures() }.prepare();
            cache
        });
    }
    for size in [100, 1000] {
        let sources: Vec<Position> = (0..size).map(|_| pick()).collect();
        let targets: Vec<Position> = (0..size).map(|_| pick()).collect();
        repeat(&format!("table {size} x {size}, car"), 5, || router.table(Profile::Car, &sources, &targets));
    }
    let many: Vec<Position> = (0..10_000).map(|_| pick()).collect();
    let metric = router.metric(Profile::Car);
    repeat("nearest 10 of 10,000 by road", 50, || router.nearest_to(metric, pick(), &many, 10));
    repeat("route with line and names", 2000, || router.route(Profile::Car, pick(), pick()));
}

fn repeat<T>(what: &str, times: u32, mut work: impl FnMut() -> T) {
    let before = processor_time();
    let mut measured: Vec<Duration> = (0..times)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(work());
            start.elapsed()
        })
        .collect();
    let processor = (processor_time() - before) / times;
    measured.sort();
    let at = |share: usize| measured[(measured.len() - 1) * share / 100];
    println!(
        "  {what}: best {:.3?}, median {:.3?}, 95 % {:.3?}, processor {processor:.3?}",
        at(0),
        at(50),
        at(95)
    );
}

fn line(what: &str, took: Duration) {
    println!("  {what}: {took:.3?}");
}

/// The processor time of all threads so far; zero where there is no `/proc`.
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let hundredths: u64 =
        after_name.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<u64>().ok()).sum();
    Duration::from_millis(hundredths * 10)
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
