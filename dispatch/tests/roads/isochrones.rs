//! Isochrones: exactly what a route says is reached, outlines that hold it, each within the next.

use crate::real::{Dice, data};
use dispatch::roads::{Profile, RoadNetwork, Router, Travel, TravelTimes, isochrones};
use geo_core::{Milliseconds, Polygon, Position, Shape, local_projection};

fn holds(ring: &[Position], at: Position) -> bool {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    let crossed = |(a, b): &(&Position, &Position)| {
        (a.lat() > at.lat()) != (b.lat() > at.lat())
            && at.lon() < a.lon() + (at.lat() - a.lat()) / (b.lat() - a.lat()) * (b.lon() - a.lon())
    };
    pairs.filter(crossed).count() % 2 == 1
}

fn inside(shape: &Shape, at: Position) -> bool {
    shape
        .polygons
        .iter()
        .any(|Polygon { outer, holes }| holds(outer, at) && !holes.iter().any(|hole| holds(hole, at)))
}

/// Whether a road passes through a position without a node there.
fn is_stacked(network: &RoadNetwork, at: Position) -> bool {
    let map = local_projection(at);
    let on = |position: Position| {
        let offset = map.offset(position);
        [offset.east.0, offset.north.0]
    };
    network.lines().any(|road| {
        !road.line.contains(&at)
            && road.line.windows(2).any(|pair| {
                let [a, b] = [pair[0], pair[1]].map(on);
                let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
                let along = (-(a[0] * dx + a[1] * dy) / (dx * dx + dy * dy).max(1e-9)).clamp(0.0, 1.0);
                (a[0] + along * dx).hypot(a[1] + along * dy) < 0.01
            })
    })
}

/// Whether a point is within five centimetres of an outline.
fn is_on(shape: &Shape, at: Position) -> bool {
    let map = local_projection(at);
    let on = |position: Position| {
        let offset = map.offset(position);
        [offset.east.0, offset.north.0]
    };
    let is_near = |a: [f64; 2], b: [f64; 2]| {
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let along = (-(a[0] * dx + a[1] * dy) / (dx * dx + dy * dy).max(1e-9)).clamp(0.0, 1.0);
        (a[0] + along * dx).hypot(a[1] + along * dy) < 0.05
    };
    let rings =
        shape.polygons.iter().flat_map(|polygon| std::iter::once(&polygon.outer).chain(&polygon.holes));
    rings
        .into_iter()
        .any(|ring| ring.iter().zip(ring.iter().cycle().skip(1)).any(|(a, b)| is_near(on(*a), on(*b))))
}

/// Every place a route reaches in time is driven and lies inside, no place it does not reach in time is driven, the
/// outlines are sound shapes, and whatever lies in one lies in the next.
fn proves(name: &str, rounds: u64, minutes: [u64; 3]) {
    let Some(bytes) = data(name) else { return };
    let router = Router::new(RoadNetwork::from_osm_file(&bytes, &mut |_| {}).unwrap());
    let places: Vec<Position> = router.network().lines().flat_map(|road| road.line).collect();
    let mut dice = Dice(rounds);
    let limits = minutes.map(Milliseconds::from_minutes);
    for round in 0..rounds {
        let start = places[dice.roll(places.len() as u64) as usize];
        let start = dice.near(start);
        let profile = Profile::ALL[round as usize % 3];
        let metric = router.metric(profile);
        let Ok(reach) = router.reach(metric, start, limits[2]) else { continue };
        let outlines = isochrones(&reach, &limits);
        for driven in &reach.driven {
            assert!(driven.times[0] <= driven.times[1] && driven.times[1] <= limits[2]);
        }
        // Some of what was driven, against the route there.
        for _ in 0..40.min(reach.driven.len()) {
            let driven = reach.driven[dice.roll(reach.driven.len() as u64) as usize];
            let told = router.travel_to(profile, driven.ends[1], &[start])[0].total();
            // A part ends between nodes: its end is rounded to a centimetre, which is driven, or walked to.
            let rounding = if driven.times[1] == limits[2] { 20 } else { 0 };
            // A position under a bridge may meet the bridge: then the route goes somewhere else.
            assert!(
                told.is_some_and(|told| told.0 <= driven.times[1].0 + rounding)
                    || is_stacked(router.network(), driven.ends[1]),
                "{name}: {} is said to be reached in {:?}, a route needs {told:?}",
                driven.ends[1],
                driven.times[1]
            );
        }
        // Some places, by the route there.
        for _ in 0..200 {
            let place = places[dice.roll(places.len() as u64) as usize];
            let Some(total) = router.travel_to(profile, place, &[start])[0].total() else { continue };
            // There and back on foot between the place and the road: most places stand on one.
            let Travel::Road { walk, .. } = router.travel_to(profile, place, &[place])[0] else { continue };
            if walk.0 > 2 * 72_000 {
                continue;
            }
            for outline in &outlines {
                assert!(
                    total > outline.within || inside(&outline.shape, place),
                    "{name}: {place} is reached in {total:?} and lies outside of {:?}",
                    outline.within
                );
            }
            if total <= limits[2] && walk.0 == 0 {
                let near =
                    |at: Position| (at.lon() - place.lon()).abs() + (at.lat() - place.lat()).abs() < 2e-7;
                assert!(
                    reach.driven.iter().any(|driven| driven.ends.into_iter().any(near)),
                    "{place} is not driven to"
                );
            }
        }
        for pair in outlines.windows(2) {
            let corners = pair[0].shape.polygons.iter().flat_map(|polygon| &polygon.outer);
            for &corner in corners.step_by(7) {
                // Of a point on the line one cannot say on which side it is.
                assert!(
                    inside(&pair[1].shape, corner) || is_on(&pair[1].shape, corner),
                    "{name}: {corner} of {:?} lies outside of {:?}",
                    pair[0].within,
                    pair[1].within
                );
            }
            assert!(reach.length_within(pair[0].within).0 <= reach.length_within(pair[1].within).0);
        }
        // Who walks longer than that to the road reaches nothing.
        for outline in outlines.iter().filter(|outline| !outline.shape.polygons.is_empty()) {
            let degrees = |ring: &Vec<Position>| ring.iter().map(|at| [at.lon(), at.lat()]).collect();
            let parts: Vec<Vec<Vec<[f64; 2]>>> = (outline.shape.polygons.iter())
                .map(|polygon| std::iter::once(&polygon.outer).chain(&polygon.holes).map(degrees).collect())
                .collect();
            let sound = Shape::from_degrees(&parts);
            assert!(sound.is_ok(), "{name}: {}", sound.unwrap_err());
        }
    }
}

#[test]
fn isochrones_of_monaco_hold_what_is_reached() {
    proves("roads-small/monaco.osm.pbf", 24, [2, 5, 10]);
}

#[test]
fn isochrones_of_porto_hold_what_is_reached() {
    proves("roads-porto/porto_portugal.osm.pbf", 2, [3, 6, 12]);
}
