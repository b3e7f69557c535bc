//! How long the survey of a city takes, 55,225 grids with 1.1 million vertices, and how much memory it holds: once
//! where everything fits, once where every tenth grid was drawn 30 units (33 cm) beside its place.

mod scenario;

use geo_core::planar::{Counts, PlanarMap, Slivers, Tolerance};
use geo_core::{Level, Position, Shape};
use scenario::{Stopwatch, city};

/// Units by which some grids are moved.
const MOVED: i32 = 30;

fn main() {
    let mut areas: Vec<(u32, Shape)> = city(235)
        .into_iter()
        .filter(|(level, ..)| *level == Level::Grid)
        .map(|(_, key, shape)| (key, shape))
        .collect();
    let vertices: usize =
        areas.iter().flat_map(|(_, shape)| &shape.polygons).map(|part| part.outer.len()).sum();
    println!("{} areas, {vertices} vertices", areas.len());
    measure("all fits", &areas);
    for (_, shape) in areas.iter_mut().step_by(10) {
        for position in shape.polygons.iter_mut().flat_map(|part| &mut part.outer) {
            let moved = Position::from_e7(position.lon_e7() + MOVED, position.lat_e7() + MOVED);
            *position = moved.expect("the city lies far from any edge of the earth");
        }
    }
    measure("every tenth moved", &areas);
}

fn measure(name: &str, areas: &[(u32, Shape)]) {
    let before = resident("VmRSS:");
    // Linux forgets the peak on this word; elsewhere the memory is not told.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let start = Stopwatch::start();
    let map = PlanarMap::build(areas.iter().map(|(key, shape)| (*key, shape)), Tolerance::default())
        .expect("a city is not tangled");
    let built = start.seconds();
    let survey = map.survey();
    let seconds = start.seconds();
    let Counts { nodes, edges, faces, components } = map.counts();
    println!("{name}: {nodes} nodes, {edges} edges, {faces} faces, {components} components");
    println!("{name}: {} overlaps, {} gaps", survey.overlaps.len(), survey.gaps.len());
    println!("{name}: {seconds:.2} s, of these {built:.2} s for the map");
    let start = Stopwatch::start();
    let fixes = map.fixes(Slivers::default());
    let proposed = start.seconds();
    let outlines = map.accept(&fixes.fixes).expect("they were proposed").outlines();
    println!(
        "{name}: {} fixes proposed in {proposed:.2} s, {} outlines after all of them in {:.2} s",
        fixes.fixes.len(),
        outlines.len(),
        start.seconds() - proposed
    );
    if let (Some(before), Some(peak), Some(after)) = (before, resident("VmHWM:"), resident("VmRSS:")) {
        let mebibytes = |kibibytes: u64| kibibytes as f64 / 1024.0;
        println!(
            "{name}: {:.0} MiB at most, {:.0} MiB kept, beyond the outlines",
            mebibytes(peak.saturating_sub(before)),
            mebibytes(after.saturating_sub(before))
        );
    }
}

/// A figure of this process's memory in KiB, where the system tells.
fn resident(what: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(what))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
