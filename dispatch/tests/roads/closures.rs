//! Closures opened and ended at random: every time the answers are those of a Dijkstra search under the same
//! closures, the metric is the one made anew, and when all have ended it is the first again.

use crate::real::{Dice, data};
use crate::reference::Roads;
use dispatch::roads::{
    Basis, ClosureSet, Effect, MetricCache, NoRoute, Overlay, Profile, RoadNetwork, Router, Selection,
    Slowdown, Travel, TravelTimes, UnderClosures,
};
use geo_core::{Position, Shape};
use std::num::NonZeroUsize;

fn selection(network: &RoadNetwork, dice: &mut Dice, places: &[Position]) -> Selection {
    let place = places[dice.roll(places.len() as u64) as usize];
    let moved =
        |east: i32, north: i32| Position::from_e7(place.lon_e7() + east, place.lat_e7() + north).unwrap();
    match dice.roll(4) {
        0 => network.segments_crossing(&[moved(-3_000, -2_000), moved(3_000, 2_000)]),
        1 => {
            let side = 1_000 + dice.roll(40_000) as i32;
            let corners = [(-side, -side), (side, -side), (side, side), (-side, side)];
            let ring = corners.map(|(east, north)| moved(east, north)).map(|at| [at.lon(), at.lat()]);
            network.segments_within(&Shape::from_degrees(&[vec![ring.to_vec()]]).unwrap())
        }
        2 => {
            let named = network.lines().filter_map(|road| road.name);
            let names: Vec<&str> = named.step_by(17).collect();
            match names.len() {
                0 => Selection::default(),
                count => network.segments_named(names[dice.roll(count as u64) as usize]),
            }
        }
        _ => {
            let ways: Vec<i64> = network.lines().map(|road| road.way).step_by(13).collect();
            network.segments_of_way(ways[dice.roll(ways.len() as u64) as usize])
        }
    }
}

fn open_and_end(name: &str, events: usize, pairs: usize) {
    let Some(bytes) = data(name) else { return };
    let router = Router::new(RoadNetwork::from_osm_file(&bytes, &mut |_| {}).unwrap());
    let mut reference = Roads::read(&bytes).unwrap();
    let network = router.network();
    let places: Vec<Position> = network.lines().flat_map(|road| road.line).collect();
    let mut dice = Dice(events as u64);
    let mut in_force: Vec<Overlay> = Vec::new();
    let (mut changed, mut compared) = (0, 0);
    for event in 0..events {
        if in_force.len() > 6 || (!in_force.is_empty() && dice.roll(3) == 0) {
            in_force.remove(dice.roll(in_force.len() as u64) as usize);
        } else {
            let effect = match dice.roll(3) {
                0 => Effect::Slow(Slowdown::percent(100 + dice.roll(900) as u32).unwrap()),
                _ => Effect::Shut,
            };
            let profiles = Profile::ALL.into_iter().filter(|_| dice.roll(4) > 0).collect();
            let segments = selection(network, &mut dice, &places);
            in_force.push(Overlay { segments, profiles, effect });
        }
        let closures = ClosureSet::new(in_force.clone());
        reference.close(&in_force);
        let profile = Profile::ALL[event % 3];
        let metric = router.under(profile, &closures);
        let anew = router.customize(profile, closures.weights(network, profile));
        assert!(metric == anew, "{name}, event {event}: not the metric made anew");
        for _ in 0..pairs {
            let pick = |dice: &mut Dice| {
                let place = places[dice.roll(places.len() as u64) as usize];
                dice.near(place)
            };
            let target = pick(&mut dice);
            let sources = [pick(&mut dice), pick(&mut dice), dice.near(target)];
            let said = router.travel_to_by(&metric, target, &sources);
            let right = reference.travel_to(profile, target, &sources);
            assert_eq!(said, right, "{name}, event {event}, {profile:?} to {target}");
            changed += usize::from(said != router.travel_to(profile, target, &sources));
            compared += said.len();
        }
    }
    for profile in Profile::ALL {
        let restored = router.under(profile, &ClosureSet::new(vec![]));
        assert!(restored == *router.metric(profile), "{name}: {profile:?} is not as it was");
    }
    println!("{name}: {events} events, {compared} times compared, {changed} answers of three changed");
}

fn soak() -> bool {
    std::env::var_os("MUSTER_SOAK").is_some()
}

#[test]
fn closures_in_monaco_come_and_go() {
    open_and_end("roads-small/monaco.osm.pbf", if soak() { 1000 } else { 60 }, 2);
}

#[test]
fn closures_in_wuhan_come_and_go() {
    open_and_end("roads-wuhan/wuhan.osm.pbf", if soak() { 1000 } else { 6 }, 1);
}

#[test]
fn closures_in_porto_come_and_go() {
    open_and_end("roads-porto/porto_portugal.osm.pbf", if soak() { 1000 } else { 4 }, 1);
}

#[test]
fn answers_under_closures_name_them_and_few_metrics_are_kept() {
    let Some(bytes) = data("roads-small/monaco.osm.pbf") else { return };
    let router = Router::new(RoadNetwork::from_osm_file(&bytes, &mut |_| {}).unwrap());
    let cache = MetricCache::new(NonZeroUsize::new(2).unwrap());
    let places: Vec<Position> = router.network().lines().map(|road| road.line[0]).collect();
    let shut = |line: &[Position]| Overlay {
        segments: router.network().segments_crossing(line),
        profiles: Profile::ALL.to_vec(),
        effect: Effect::Shut,
    };
    let sets: Vec<ClosureSet> =
        (0..4).map(|number| ClosureSet::new(vec![shut(&places[number..number + 1])])).collect();
    for closures in sets.iter().chain([&ClosureSet::default()]) {
        let under = UnderClosures { router: &router, cache: &cache, closures };
        let metric = router.under(Profile::Car, closures);
        let (target, sources) = (places[40], &places[..30]);
        let open = router.travel_to(Profile::Car, target, sources);
        let mut expected = router.travel_to_by(&metric, target, sources);
        for (closed, open) in expected.iter_mut().zip(open) {
            if closed.total().is_none() && open.total().is_some() {
                *closed = Travel::Unreachable { reason: NoRoute::CutOff };
            }
        }
        for _ in 0..2 {
            assert_eq!(under.travel_to(Profile::Car, target, sources), expected);
        }
        let version = router.network().version();
        let name = match closures.key() {
            "" => version.to_owned(),
            key => format!("{version}+{key}"),
        };
        assert_eq!(under.basis(), Basis::Roads { version: name });
        assert!(cache.len() <= 2);
    }
    assert_eq!(cache.len(), 2);
}
