//! Random pairs on real extracts: every time equal to the reference's, every route equal to its time.

use crate::reference::Roads;
use dispatch::roads::{NoRoute, Profile, RoadNetwork, Router, Travel, TravelTimes};
use geo_core::Position;
use std::path::PathBuf;

/// A file of the shared data, or nothing with a printed line.
pub fn data(name: &str) -> Option<Vec<u8>> {
    let root = std::env::var_os("MUSTER_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")),
        PathBuf::from,
    );
    let bytes = std::fs::read(root.join(name));
    if bytes.is_err() {
        println!("skipped: {name} is not there");
    }
    bytes.ok()
}

/// A small generator of pseudo-random numbers (splitmix64), so that failures can be repeated.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }

    /// A position up to a hundred metres away.
    pub fn near(&mut self, at: Position) -> Position {
        let jump = |dice: &mut Self| dice.roll(20_000) as i32 - 10_000;
        let (lon, lat) = (jump(self), jump(self));
        Position::from_e7(at.lon_e7() + lon, at.lat_e7() + lat).unwrap()
    }
}

fn compare(name: &str, targets: usize, sources: usize) {
    let Some(bytes) = data(name) else { return };
    let network = RoadNetwork::from_osm_file(&bytes, &mut |_| {}).unwrap();
    let reference = Roads::read(&bytes).unwrap();
    assert_eq!(network.stats().restrictions, reference.restrictions(), "{name}");
    let router = Router::new(network);
    let mut dice = Dice(name.len() as u64);
    let mut answered = 0;
    let anywhere: Vec<Position> = router.network().lines().flat_map(|road| road.line).collect();
    for profile in Profile::ALL {
        let pick = |dice: &mut Dice| {
            let node = anywhere[dice.roll(anywhere.len() as u64) as usize];
            // Often right on a node, where several segments are equally near.
            if dice.roll(3) == 0 { node } else { dice.near(node) }
        };
        for _ in 0..targets {
            let target = pick(&mut dice);
            let mut from: Vec<Position> = (0..sources).map(|_| pick(&mut dice)).collect();
            from.push(target);
            from.push(dice.near(target));
            let travels = router.travel_to(profile, target, &from);
            assert_eq!(
                travels,
                reference.travel_to(profile, target, &from),
                "{name} {profile:?} to {target}"
            );
            for (&source, travel) in from.iter().zip(&travels) {
                check_route(&router, profile, source, target, travel);
                answered += usize::from(travel.total().is_some());
            }
        }
    }
    assert!(answered > targets * sources, "{name}: too few answers to mean anything");
}

fn check_route(router: &Router, profile: Profile, source: Position, target: Position, travel: &Travel) {
    match (router.route(profile, source, target), travel) {
        (Ok(route), Travel::Road { total, drive, walk }) => {
            assert_eq!((route.total, route.drive, route.walk), (*total, *drive, *walk));
            assert_eq!(route.legs.iter().map(|leg| leg.time.0).sum::<u64>(), drive.0);
            assert!(route.line.len() >= 2);
            assert!(route.legs.windows(2).all(|pair| pair[0].name != pair[1].name));
            let along: f64 = route.legs.iter().map(|leg| leg.length.0).sum();
            assert!((along - route.length.0).abs() < 1e-6);
        }
        (Err(refused), Travel::Unreachable { reason }) => {
            assert!(refused == *reason || refused == NoRoute::EndOffRoad);
        }
        (route, travel) => panic!("{route:?} but {travel:?}"),
    }
}

#[test]
fn monaco_agrees_with_dijkstra() {
    compare("roads-small/monaco.osm.pbf", 4, 8);
}

#[test]
fn andorra_agrees_with_dijkstra() {
    compare("roads-small/andorra.osm.pbf", 4, 8);
}

#[test]
fn liechtenstein_agrees_with_dijkstra() {
    compare("roads-small/liechtenstein.osm.pbf", 3, 6);
}

#[test]
fn san_francisco_agrees_with_dijkstra_in_miles() {
    compare("roads-small/sf-downtown.osm.pbf", 2, 6);
}

#[test]
fn a_cathedral_with_no_left_turns_agrees_with_dijkstra() {
    compare("roads-small/cathedral-no-left.osm.pbf", 8, 24);
}

#[test]
fn porto_agrees_with_dijkstra() {
    compare("roads-porto/porto_portugal.osm.pbf", 2, 40);
}
