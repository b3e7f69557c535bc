//! The demo district holds what it promises, and comes in through the ordinary readers.

use data::demo::{DemoDistrict, DemoSize, generate};
use data::{
    AreaOptions, Outcome, ReadOptions, read_areas, read_depots, read_places, read_sensing_points,
    read_shifts, read_teams,
};
use geo_core::{AreaCode, Level, Position};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;
use world::records::{DepotTier, GridKind, SensingKind};
use world::{NewArea, Timestamp};

const SEED: u64 = 20_261_122;

fn demo() -> &'static DemoDistrict {
    static DEMO: OnceLock<DemoDistrict> = OnceLock::new();
    DEMO.get_or_init(|| generate(SEED, DemoSize::District))
}

fn now() -> Timestamp {
    "2026-11-22T13:47:00+08:00".parse().unwrap()
}

fn level(level: Level) -> &'static [NewArea] {
    &demo().areas[Level::ALL.iter().position(|given| *given == level).unwrap()]
}

/// Directed border edges of some areas, those that neighbours share struck out.
fn outer_edges<'a>(areas: impl IntoIterator<Item = &'a NewArea>) -> BTreeSet<(Position, Position)> {
    let mut edges = BTreeSet::new();
    for part in areas.into_iter().flat_map(|new| &new.outline.polygons) {
        for ring in std::iter::once(&part.outer).chain(&part.holes) {
            for (from, to) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                if !edges.remove(&(*to, *from)) {
                    assert!(edges.insert((*from, *to)), "two areas run along one side of a border at {from}");
                }
            }
        }
    }
    edges
}

#[test]
fn it_has_the_size_that_one_real_district_reports() {
    let demo = demo();
    assert_eq!(level(Level::District).len(), 1);
    assert!((8..=12).contains(&level(Level::Township).len()));
    assert!((40..=60).contains(&level(Level::Community).len()));
    assert_eq!(level(Level::Grid).len(), 228);
    assert_eq!(level(Level::MicroArea).len(), 565);
    assert_eq!(demo.sensing_points.len(), 514);
    let poles: BTreeSet<_> = demo.sensing_points.iter().filter_map(|point| point.pole.as_ref()).collect();
    assert_eq!(poles.len(), 435);
    assert!(demo.cameras.iter().all(|camera| camera.kind == SensingKind::Camera
        && camera.pole.as_ref().is_none_or(|pole| poles.contains(pole))));
    assert_eq!(demo.cameras.len(), 1500);
    assert!((3000..=6000).contains(&demo.buildings.len()), "{} buildings", demo.buildings.len());
    for tier in [DepotTier::District, DepotTier::Township, DepotTier::Village] {
        assert!(demo.depots.iter().any(|depot| depot.tier == tier));
    }
    println!(
        "measured: {} townships, {} communities, {} buildings, {} places, {} depots, {} teams",
        level(Level::Township).len(),
        level(Level::Community).len(),
        demo.buildings.len(),
        demo.places.len(),
        demo.depots.len(),
        demo.teams.len(),
    );
}

#[test]
fn every_level_partitions_the_district_exactly() {
    let district = outer_edges(level(Level::District));
    for areas in &demo().areas {
        assert_eq!(outer_edges(areas), district, "{}", areas[0].area.level);
    }
    let whole = level(Level::District)[0].area.square_metres;
    for areas in &demo().areas {
        let sum: f64 = areas.iter().map(|new| new.area.square_metres).sum();
        assert!((sum - whole).abs() < 1e-6 * whole, "{}: {sum} of {whole}", areas[0].area.level);
    }
}

#[test]
fn children_cover_their_parents_exactly() {
    for pair in demo().areas.windows(2) {
        let mut children: BTreeMap<&AreaCode, Vec<&NewArea>> = BTreeMap::new();
        for child in &pair[1] {
            children.entry(child.area.parent.as_ref().unwrap()).or_default().push(child);
        }
        assert_eq!(children.len(), pair[0].len(), "every area has parts");
        for parent in &pair[0] {
            let code = &parent.area.code;
            assert_eq!(outer_edges([parent]), outer_edges(children[code].iter().copied()), "{code}");
            assert!(children[code].iter().all(|child| child.area.code.as_str().starts_with(code.as_str())));
        }
    }
}

#[test]
fn grids_have_the_households_that_grids_have() {
    let mut households: HashMap<String, u32> = HashMap::new();
    for building in &demo().buildings {
        *households.entry(building.code[1..16].to_owned()).or_default() += building.households.unwrap_or(0);
    }
    let (least, most) = (households.values().min().unwrap(), households.values().max().unwrap());
    println!("measured: {least} to {most} households a grid, {} in all", households.values().sum::<u32>());
    let usual = households.values().filter(|count| (300..=500).contains(*count)).count();
    assert!(usual * 10 > 228 * 9, "{usual} of 228 grids have 300 to 500 households");
    assert!(level(Level::Grid).iter().any(|grid| grid.area.grid_kind == Some(GridKind::DedicatedGrid)));
}

#[test]
fn buildings_and_points_lie_in_the_district() {
    let shapes = level(Level::Grid).iter().map(|new| (Level::Grid, new.area.code.clone(), &*new.outline));
    let index = geo_core::AreaIndex::build(shapes);
    let demo = demo();
    for building in &demo.buildings {
        let grid = index.locate(building.position).finest().map(|(_, code)| code.clone());
        assert_eq!(grid.unwrap().as_str(), &building.code[1..16], "{} stands in its grid", building.name);
    }
    let points = demo.sensing_points.iter().chain(&demo.cameras).map(|point| point.position);
    for position in points
        .chain(demo.places.iter().map(|place| place.position))
        .chain(demo.depots.iter().map(|depot| depot.position))
    {
        assert!(index.locate(position).finest().is_some(), "{position} lies in a grid");
    }
}

fn clean<T>(name: &str, outcome: Result<Outcome<T>, data::FileError>) -> Vec<T> {
    let outcome = outcome.unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(outcome.is_clean(), "{name}: {}", outcome.errors[0]);
    outcome.rows
}

#[test]
fn every_file_comes_in_through_the_ordinary_readers() {
    let demo = demo();
    let files: HashMap<String, Vec<u8>> = demo.files(now(), 3).into_iter().collect();
    let options = ReadOptions::default();
    let mut known: BTreeSet<AreaCode> = BTreeSet::new();
    for (level, areas) in Level::ALL.iter().zip(&demo.areas) {
        let name = format!("areas-{level}.geojson");
        let read =
            clean(&name, read_areas(&files[&name], &AreaOptions::new(*level), &|code| known.contains(code)));
        assert_eq!(&read, areas, "{name}");
        known.extend(read.into_iter().map(|new| new.area.code));
    }
    assert_eq!(clean("teams", read_teams(&files["teams.csv"], &options)), demo.teams);
    assert_eq!(clean("shifts", read_shifts(&files["shifts.csv"], &options)), demo.shifts(now(), 3));
    assert_eq!(clean("depots", read_depots(&files["depots.csv"], &options)), demo.depots);
    assert_eq!(
        clean("points", read_sensing_points(&files["sensing-points.csv"], &options)),
        demo.sensing_points
    );
    assert_eq!(clean("cameras", read_sensing_points(&files["cameras.csv"], &options)), demo.cameras);
    assert_eq!(clean("places", read_places(&files["places.csv"], &options)), demo.places);
    assert_eq!(clean("buildings", read_places(&files["buildings.geojson"], &options)), demo.buildings);
}

#[test]
fn somebody_is_on_duty_at_every_hour() {
    let demo = demo();
    let shifts = demo.shifts(now(), 7);
    assert!(
        shifts.iter().map(|shift| &shift.code).collect::<BTreeSet<_>>().len() == shifts.len(),
        "codes are unique"
    );
    let midnight: Timestamp = "2026-11-22T00:00:00+08:00".parse().unwrap();
    for hour in 0..7 * 24 {
        let at = Timestamp(midnight.0 + hour * 3_600_000);
        let on_duty: BTreeSet<&str> =
            shifts.iter().filter(|shift| shift.covers(at)).map(|shift| shift.team.as_str()).collect();
        let patrols = on_duty.iter().filter(|team| team.starts_with("巡逻")).count();
        assert_eq!((patrols, on_duty.len() - patrols), (10, 14), "at {at}");
    }
    let homes: BTreeSet<_> = demo
        .teams
        .iter()
        .filter(|team| team.kind == dispatch::TeamKind::LiaisonTeam)
        .filter_map(|team| team.home.clone())
        .collect();
    assert_eq!(homes.len(), 565, "each micro-area has its own liaison team");
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_another_district() {
    let again = generate(SEED, DemoSize::District);
    assert!(again.files(now(), 3) == demo().files(now(), 3));
    let small = [1, 2].map(|seed| generate(seed, DemoSize::Small));
    assert_ne!(small[0].roads, small[1].roads);
    assert_eq!((small[0].areas[3].len(), small[0].areas[4].len()), (12, 30));
}

#[test]
fn its_tables_know_its_kinds() {
    let tables = data::default_tables();
    let known: BTreeSet<&str> = tables.place_kinds.iter().map(|kind| kind.code.as_str()).collect();
    let demo = demo();
    for place in demo.places.iter().chain(&demo.buildings) {
        assert!(known.contains(place.kind.as_str()), "{}", place.kind);
    }
}

/// Whether every node can be reached from the first, along `edges`.
fn reaches_all(nodes: usize, edges: &HashMap<i64, Vec<i64>>, start: i64) -> bool {
    let mut seen = BTreeSet::from([start]);
    let mut waiting = vec![start];
    while let Some(node) = waiting.pop() {
        for next in edges.get(&node).into_iter().flatten() {
            if seen.insert(*next) {
                waiting.push(*next);
            }
        }
    }
    seen.len() == nodes
}

#[test]
fn the_streets_hang_together_in_both_directions() {
    let (mut forward, mut backward): (HashMap<i64, Vec<i64>>, HashMap<i64, Vec<i64>>) = Default::default();
    let (mut nodes, mut one_ways, mut bridges, mut named) = (BTreeSet::new(), 0, 0, 0);
    osmpbf::ElementReader::new(&demo().roads[..])
        .for_each(|element| {
            let osmpbf::Element::Way(way) = element else { return };
            let tags: HashMap<&str, &str> = way.tags().collect();
            if !tags.contains_key("highway") {
                return;
            }
            one_ways += usize::from(tags.contains_key("oneway"));
            bridges += usize::from(tags.contains_key("bridge"));
            named += usize::from(tags.contains_key("name"));
            let refs: Vec<i64> = way.refs().collect();
            nodes.extend(refs.iter().copied());
            for pair in refs.windows(2) {
                let mut edge = |from: i64, to: i64| {
                    forward.entry(from).or_default().push(to);
                    backward.entry(to).or_default().push(from);
                };
                edge(pair[0], pair[1]);
                if !tags.contains_key("oneway") {
                    edge(pair[1], pair[0]);
                }
            }
        })
        .unwrap();
    let start = *nodes.first().unwrap();
    assert!(reaches_all(nodes.len(), &forward, start), "every street can be reached");
    assert!(reaches_all(nodes.len(), &backward, start), "every street can be left");
    assert!(
        one_ways > 3 && bridges > 2 && named > 500,
        "{one_ways} one-ways, {bridges} bridges, {named} named"
    );
    println!(
        "measured: {} nodes, {one_ways} one-ways, {bridges} bridges, {named} named ways, {} bytes",
        nodes.len(),
        demo().roads.len()
    );
}
