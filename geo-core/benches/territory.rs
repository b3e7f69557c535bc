//! How long a large plan takes to load, to edit and to validate, and how much memory it holds: 50,176 faces, 1.16
//! million points, four levels and 100,352 buildings.
//!
//! Then the same of a map whose areas are islands in one, and of real layers where there are any.
//!
//! While edits are made a reader keeps the state before each, as the service does. Refused edits and new names are told
//! apart from those that draw.

#[path = "scenario/edits.rs"]
mod edits;
#[path = "../tests/territory_common/layer.rs"]
mod layer;
mod scenario;

use edits::{Times, any_edit};
use geo_core::planar::Tolerance;
use geo_core::territory::{
    Area, AreaId, Border, BorderId, Building, BuildingId, Check, Face, FaceId, Ids, Node, NodeId, Records,
    Territory,
};
use geo_core::{Level, Polygon, Position, Shape};
use scenario::{Dice, Stopwatch};
use std::collections::BTreeMap;

/// Faces along a side.
const SIDE: i32 = 224;
/// Units of 1e-7 degree along the side of a face: about 400 m.
const CELL: i32 = 40_000;
/// Points of a border between its ends.
const BENDS: i32 = 11;
const EDITS: usize = 20_000;
/// Units that points are dragged at most: about 9 m.
const REACH: i32 = 900;
/// Compounds along a side of the map of islands.
const COMPOUNDS: i32 = 142;
/// Edits of the other maps.
const FEWER_EDITS: usize = 4_000;

fn main() {
    let before = resident();
    let records = made_map();
    let points =
        records.nodes.len() + records.borders.iter().map(|(_, border)| border.points.len()).sum::<usize>();
    let faces = records.faces.len();
    println!(
        "{faces} faces, {} borders, {points} points, {} buildings",
        records.borders.len(),
        records.buildings.len()
    );
    let start = Stopwatch::start();
    let mut territory = Territory::from_records(records, Check::Links).unwrap();
    println!("load and index: {:.3} s", start.seconds());
    if let (Some(before), Some(after)) = (before, resident()) {
        let kibibytes = after.saturating_sub(before);
        println!("memory: {} MiB, {} bytes for each face", kibibytes / 1024, kibibytes * 1024 / faces as u64);
    }
    validate(&territory);
    edit(&mut territory, EDITS, REACH);
    validate(&territory);
    drop(territory);

    let mut compounds = made_compounds();
    println!("\n{} areas as islands in one", compounds.counts().faces - 1);
    validate(&compounds);
    edit(&mut compounds, FEWER_EDITS, REACH);
    validate(&compounds);
    drop(compounds);

    for layer in layer::LAYERS {
        println!();
        let start = Stopwatch::start();
        let Some(mut territory) = layer.territory() else { continue };
        let counts = territory.counts();
        println!("{}: {counts:?}, read and built in {:.2} s", layer.name, start.seconds());
        let records = territory.records();
        let start = Stopwatch::start();
        let loaded = Territory::from_records(records, Check::Links).unwrap();
        println!("load and index: {:.3} s", start.seconds());
        assert_eq!(loaded.hash(), territory.hash());
        validate(&territory);
        edit(&mut territory, FEWER_EDITS, layer.reach());
        validate(&territory);
    }
}

fn validate(territory: &Territory) {
    let (start, used) = (std::time::Instant::now(), on_all_processors());
    let faults = territory.validate();
    let clock = start.elapsed().as_secs_f64();
    let used = used
        .zip(on_all_processors())
        .map_or("not told".to_owned(), |(before, after)| format!("{:.2} s", after - before));
    println!("full validation: {clock:.2} s by the clock, {used} on two processors together");
    assert!(faults.is_empty(), "{:?}", faults.first());
}

/// Seconds that all threads have run, to a hundredth, where the system tells.
fn on_all_processors() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/stat").ok()?;
    // After the name, which may hold anything, fields 14 and 15 are ticks in and out of the kernel.
    let mut fields = status.rsplit(')').next()?.split_whitespace().skip(11);
    let ticks: f64 = fields.next()?.parse::<f64>().ok()? + fields.next()?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}

fn edit(territory: &mut Territory, edits: usize, reach: i32) {
    let (mut dice, mut times) = (Dice(7), Times::default());
    for _ in 0..edits {
        let (kind, edit) = any_edit(territory, &mut dice, reach);
        times.measure(territory, kind, &edit);
    }
    times.print();
}

/// Compounds with streets between them that are one area.
fn made_compounds() -> Territory {
    let mut dice = Dice(3);
    let (west, south, step) = (1_140_000_000, 300_000_000, 20_000);
    let at = |x: i32, y: i32| Position::from_e7(x, y).unwrap();
    let end = COMPOUNDS * step;
    let mut streets = Polygon {
        outer: [(0, 0), (end, 0), (end, end), (0, end)].map(|(x, y)| at(west + x, south + y)).to_vec(),
        holes: Vec::new(),
    };
    let mut compounds = Vec::new();
    for (column, row) in (0..COMPOUNDS).flat_map(|column| (0..COMPOUNDS).map(move |row| (column, row))) {
        let mut side = |place: fn(i32) -> (i32, i32)| -> Vec<Position> {
            let point = |step_on: i32| {
                let (x, y) = place(4_000 + step_on * 3_000);
                let mut off = || dice.below(800) as i32;
                at(west + column * step + x + off(), south + row * step + y + off())
            };
            (0..4).map(point).collect()
        };
        let sides = [
            side(|x| (x, 4_000)),
            side(|y| (16_000, y)),
            side(|x| (20_000 - x, 16_000)),
            side(|y| (4_000, 20_000 - y)),
        ];
        let outer: Vec<Position> = sides.concat();
        streets.holes.push(outer.iter().rev().copied().collect());
        compounds.push(Shape { polygons: vec![Polygon { outer, holes: Vec::new() }] });
    }
    let streets = Shape { polygons: vec![streets] };
    let grid = |id: u32| Area::named(Level::Grid, format!("grid {id}")).under(AreaId(1));
    let community = (AreaId(1), Area::named(Level::Community, "community"), None);
    let grids = (2..)
        .zip([&streets].into_iter().chain(&compounds))
        .map(|(id, shape)| (AreaId(id), grid(id), Some(shape)));
    Territory::build([community].into_iter().chain(grids), Tolerance::NONE).unwrap()
}

/// A lattice of shaken nodes with wiggly borders: grids in communities of 4 × 4, townships of 16 × 16, one district.
fn made_map() -> Records {
    let mut dice = Dice(1);
    let node = |column: i32, row: i32| NodeId((column * (SIDE + 1) + row + 1) as u32);
    let inside = |place: i32| (0..SIDE).contains(&place);
    let face = |column: i32, row: i32| match inside(column) && inside(row) {
        true => FaceId((column * SIDE + row + 1) as u32),
        false => FaceId::OUTSIDE,
    };
    let mut places = Vec::new();
    for place in (0..=SIDE).flat_map(|column| (0..=SIDE).map(move |row| (column, row))) {
        let mut shaken = |place: i32, base: i32| base + place * CELL + dice.below(CELL as u32 / 4) as i32;
        places.push((shaken(place.0, 1_140_000_000), shaken(place.1, 300_000_000)));
    }
    let place = |id: NodeId| places[id.0 as usize - 1];
    let mut borders = Vec::new();
    for (column, row) in (0..=SIDE).flat_map(|column| (0..=SIDE).map(move |row| (column, row))) {
        let ways = [
            (inside(column), node(column + 1, row), face(column, row), face(column, row - 1)),
            (inside(row), node(column, row + 1), face(column - 1, row), face(column, row)),
        ];
        for (_, to, left, right) in ways.into_iter().filter(|(is_there, ..)| *is_there) {
            let from = node(column, row);
            let ((ax, ay), (bx, by)) = (place(from), place(to));
            let mut wiggle = |a: i32, b: i32, step: i32| {
                (i64::from(a) + i64::from(b - a) * i64::from(step) / i64::from(BENDS + 1)) as i32
                    + dice.below(1600) as i32
                    - 800
            };
            let points = (1..=BENDS)
                .map(|step| Position::from_e7(wiggle(ax, bx, step), wiggle(ay, by, step)).unwrap())
                .collect();
            borders.push((BorderId(borders.len() as u32 + 1), Border { from, to, points, left, right }));
        }
    }
    let cells = || (0..SIDE).flat_map(|column| (0..SIDE).map(move |row| (column, row)));
    let mut areas = vec![(AreaId(1), Area::named(Level::District, "district"))];
    let mut above = BTreeMap::new();
    for (level, block) in [(Level::Township, 16), (Level::Community, 4), (Level::Grid, 1)] {
        for (column, row) in cells().filter(|(column, row)| column % block == 0 && row % block == 0) {
            let wider = (column / (block * 4) * block * 4, row / (block * 4) * block * 4);
            let parent = above.get(&(block * 4, wider)).copied().unwrap_or(AreaId(1));
            let id = AreaId(areas.len() as u32 + 1);
            above.insert((block, (column, row)), id);
            areas.push((id, Area::named(level, format!("{level} {}", id.0)).under(parent)));
        }
    }
    let grid = |column, row| above[&(1, (column, row))];
    let faces =
        cells().map(|(column, row)| (face(column, row), Face { area: Some(grid(column, row)) })).collect();
    let buildings = cells().flat_map(|(column, row)| {
        let ((x, y), area) = (place(node(column, row)), grid(column, row));
        [CELL / 3, CELL / 2].map(|off| {
            let at = Position::from_e7(x + off, y + off).unwrap();
            Building { at, households: 40, area, footprint: None, name: String::new() }
        })
    });
    Records {
        buildings: (1..).map(BuildingId).zip(buildings).collect(),
        nodes: (1..)
            .map(NodeId)
            .zip(&places)
            .map(|(id, (x, y))| (id, Node { at: Position::from_e7(*x, *y).unwrap() }))
            .collect(),
        borders,
        faces,
        areas,
        next: Ids::default(),
    }
}

/// This process's memory in KiB, where the system tells.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
