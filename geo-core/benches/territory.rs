//! How long a large plan takes to load, to edit and to validate, and how much memory it holds: 50,176 faces, 1.16
//! million points, four levels and 100,352 buildings.
//!
//! While edits are made a reader keeps the state before each, as the service does.

mod scenario;

use geo_core::territory::{
    Area, AreaId, Border, BorderId, Building, BuildingId, Carved, CarvedGround, Check, Edit, Face, FaceId,
    Ids, NewArea, Node, NodeId, Records, SplitInto, Swallowed, Territory,
};
use geo_core::{Level, Position};
use scenario::{Dice, Stopwatch};
use std::collections::BTreeMap;

/// Faces along a side.
const SIDE: i32 = 224;
/// Units of 1e-7 degree along the side of a face: about 400 m.
const CELL: i32 = 40_000;
/// Points of a border between its ends.
const BENDS: i32 = 11;
const EDITS: usize = 20_000;

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
    edit(&mut territory);
    validate(&territory);
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

fn edit(territory: &mut Territory) {
    let mut dice = Dice(7);
    let mut times: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for _ in 0..EDITS {
        let (kind, edit) = any_edit(territory, &mut dice);
        let published = territory.clone();
        let start = Stopwatch::start();
        let decided = territory.decide(&edit);
        let judged = start.seconds();
        let kind = if let Ok(edited) = decided {
            territory.apply(&edited.patch).unwrap();
            kind
        } else {
            "refused"
        };
        let all = start.seconds();
        times.entry(kind).or_default().push(judged);
        times.entry("all: decide").or_default().push(judged);
        times.entry("all: decide and apply").or_default().push(all);
        drop(published);
    }
    for (kind, mut times) in times {
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize] * 1e6;
        println!(
            "{kind:22} {:6} times, µs: p50 {:5.0}, p99 {:5.0}, most {:5.0}",
            times.len(),
            at(0.5),
            at(0.99),
            at(1.0)
        );
    }
}

/// An edit somewhere, mostly drags of points.
fn any_edit(territory: &Territory, dice: &mut Dice) -> (&'static str, Edit) {
    let borders = territory.next_ids().border;
    let (id, border) = loop {
        let id = BorderId(dice.below(borders));
        if let Some(border) = territory.border(id).filter(|border| border.points.len() > 2) {
            break (id, border);
        }
    };
    let bend = border.points[dice.below(border.points.len() as u32) as usize];
    let mut near = |place: Position, reach: i32| {
        let mut off = || dice.below(2 * reach as u32) as i32 - reach;
        Position::from_e7(place.lon_e7() + off(), place.lat_e7() + off()).unwrap()
    };
    let area = [border.left, border.right].into_iter().find_map(|face| territory.area_of(face)).unwrap();
    let other = [border.right, border.left].into_iter().find_map(|face| territory.area_of(face)).unwrap();
    match dice_of(&bend) % 100 {
        0..50 => ("move a bend", Edit::MovePoint { at: bend, to: near(bend, 900) }),
        50..65 => {
            let at = territory.node(border.from).unwrap().at;
            ("move a node", Edit::MovePoint { at, to: near(at, 900) })
        }
        65..70 => {
            let after = border.points.iter().position(|point| *point == bend).unwrap();
            ("insert a point", Edit::InsertPoint { border: id, after, at: near(bend, 300) })
        }
        70..74 => ("remove a point", Edit::RemovePoint { at: bend }),
        74..78 => {
            let path = border.points.iter().map(|point| near(*point, 500)).collect();
            ("reshape", Edit::Reshape { border: id, path })
        }
        78..84 => {
            let (west, east) = (bend.lon_e7() - CELL * 2, bend.lon_e7() + CELL * 2);
            let path = [west, east].map(|x| Position::from_e7(x, bend.lat_e7() + 700).unwrap()).to_vec();
            ("split", Edit::Split { area, path, into: SplitInto::Sibling(NewArea::named("new")) })
        }
        84..88 => ("merge", Edit::Merge { areas: vec![other], into: area }),
        88..92 => {
            let face = territory.faces_of(area)[0];
            ("give a face", Edit::GiveFaces { faces: vec![face], to: other })
        }
        92..96 => {
            let (x, y) = (bend.lon_e7(), bend.lat_e7());
            let corners = [(-8000, -7000), (8000, -7500), (7000, 8000), (-7500, 7000)];
            let ring = corners.map(|(dx, dy)| Position::from_e7(x + dx, y + dy).unwrap()).to_vec();
            let to = Carved::Existing { area };
            ("carve", Edit::Carve { ring, to, swallowed: Swallowed::Refuse, ground: CarvedGround::OfAreas })
        }
        96..98 => {
            let building = BuildingId(dice_of(&bend) as u32 % territory.next_ids().building);
            ("give a building", Edit::GiveBuildings { buildings: vec![building], to: area })
        }
        _ => ("name", Edit::SetName { area, name: "湖滨".to_owned() }),
    }
}

fn dice_of(place: &Position) -> u64 {
    Dice(u64::from(place.lon_e7() as u32) << 32 | u64::from(place.lat_e7() as u32)).next()
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
