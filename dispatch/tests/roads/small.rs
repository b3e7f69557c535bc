//! Hand-made networks, each the smallest that shows its case. A hundredth of a degree of longitude on the
//! equator is 1 113.195 m, of latitude there 1 105.743 m; at 30 km/h they take 133 583 and 132 689 ms.

use dispatch::roads::{
    NoRoute, OsmWay, Profile, RoadNetwork, RoadsError, Router, SegmentWeights, Travel, TravelTimes,
};
use geo_core::Position;

/// Time over a hundredth of a degree of longitude on a residential street by car.
const HUNDREDTH: u64 = 133_583;

/// Half of it, rounded up.
const HALF: u64 = 66_792;

/// Time over a hundredth of a degree of latitude.
const NORTHWARD: u64 = 132_689;

fn at(lon: f64, lat: f64) -> Position {
    Position::new(lon, lat).unwrap()
}

/// Nodes 0, 1, 2, … along the equator, a hundredth of a degree apart.
fn row(count: i64) -> Vec<(i64, Position)> {
    (0..count).map(|id| (id, at(0.01 * id as f64, 0.0))).collect()
}

fn way(id: i64, nodes: &[i64], tags: &[(&str, &str)]) -> OsmWay {
    let mut all = vec![("highway".to_owned(), "residential".to_owned())];
    all.extend(tags.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())));
    OsmWay { id, nodes: nodes.to_vec(), tags: all }
}

fn router(nodes: Vec<(i64, Position)>, ways: Vec<OsmWay>) -> Router {
    Router::new(RoadNetwork::build(nodes, ways).unwrap())
}

fn drive(router: &Router, profile: Profile, from: Position, to: Position) -> Option<u64> {
    match router.travel_to(profile, to, &[from])[0] {
        Travel::Road { drive, .. } => Some(drive.0),
        _ => None,
    }
}

#[test]
fn within_one_segment_both_ways_and_against_a_one_way_round_the_block() {
    let ring = |oneway| {
        let nodes = vec![(0, at(0.0, 0.0)), (1, at(0.01, 0.0)), (2, at(0.01, 0.01)), (3, at(0.0, 0.01))];
        router(nodes, vec![way(1, &[0, 1, 2, 3, 0], &[("oneway", oneway)])])
    };
    let (a, b) = (at(0.0025, 0.0), at(0.0075, 0.0));
    let both = ring("no");
    assert_eq!(drive(&both, Profile::Car, a, b), Some(HALF));
    assert_eq!(drive(&both, Profile::Car, b, a), Some(HALF));
    let one = ring("yes");
    assert_eq!(drive(&one, Profile::Car, a, b), Some(HALF));
    let round = drive(&one, Profile::Car, b, a).unwrap();
    // Three sides, and two quarters of 33 395.75 each rounded up; the northern side is as long by a hair.
    assert_eq!(round, HUNDREDTH + 2 * NORTHWARD + 2 * 33_396);
    assert_eq!(drive(&one, Profile::Foot, b, a), Some(400_750), "walkers turn round");
}

#[test]
fn a_roundabout_is_entered_and_left_the_right_way_round() {
    // West arm at node 1, east arm at node 3, ring 1 → 2 (south) → 3 → 4 (north) → 1.
    let nodes = vec![
        (0, at(0.00, 0.0)),
        (1, at(0.01, 0.0)),
        (2, at(0.02, -0.01)),
        (3, at(0.03, 0.0)),
        (4, at(0.02, 0.01)),
        (5, at(0.04, 0.0)),
    ];
    let ring = way(9, &[1, 2, 3, 4, 1], &[("junction", "roundabout"), ("name", "环岛")]);
    let router = router(nodes, vec![way(1, &[0, 1], &[]), ring, way(2, &[3, 5], &[])]);
    let east = router.route(Profile::Car, at(0.0, 0.0), at(0.04, 0.0)).unwrap();
    assert!(east.line.contains(&at(0.02, -0.01)) && !east.line.contains(&at(0.02, 0.01)));
    let west = router.route(Profile::Car, at(0.04, 0.0), at(0.0, 0.0)).unwrap();
    assert!(west.line.contains(&at(0.02, 0.01)) && !west.line.contains(&at(0.02, -0.01)));
    let names: Vec<_> = east.legs.iter().map(|leg| leg.name.as_deref()).collect();
    assert_eq!(names, [None, Some("环岛"), None]);
}

#[test]
fn a_dead_end_is_left_by_turning_round_at_once() {
    let nodes = [row(3), vec![(7, at(0.01, 0.01))]].concat();
    let router = router(nodes, vec![way(1, &[0, 1, 2], &[]), way(2, &[1, 7], &[])]);
    let half_way_up = at(0.01, 0.005);
    let seen = drive(&router, Profile::Car, half_way_up, at(0.02, 0.0)).unwrap();
    assert_eq!(seen, 66_345 + HUNDREDTH, "half of 132 689, rounded up");
}

#[test]
fn an_island_is_reported_and_never_snapped_to() {
    let mut nodes = row(4);
    nodes.extend([(10, at(0.015, 0.001)), (11, at(0.016, 0.001))]);
    let router = router(nodes, vec![way(1, &[0, 1, 2, 3], &[]), way(2, &[10, 11], &[])]);
    let stats = &router.network().stats().profiles[0];
    assert_eq!(stats.stranded_count, 1);
    assert_eq!((stats.longest_stranded[0].way, stats.longest_stranded[0].segments), (2, 1));
    assert_eq!(stats.longest_stranded[0].place, at(0.015, 0.001));
    assert!((stats.stranded.0 - 111.319).abs() < 0.001, "{}", stats.stranded);
    let Travel::Road { walk, drive, .. } =
        router.travel_to(Profile::Car, at(0.0, 0.0), &[at(0.015, 0.001)])[0]
    else {
        panic!("the main road is near")
    };
    assert_eq!(walk.0, 79_613, "110.574 m at 5 km/h");
    assert_eq!(drive.0, HUNDREDTH + HALF);
}

#[test]
fn a_one_way_that_leads_nowhere_is_stranded() {
    let nodes = [row(2), vec![(7, at(0.01, 0.01))]].concat();
    let router = router(nodes, vec![way(1, &[0, 1], &[]), way(2, &[1, 7], &[("oneway", "yes")])]);
    let stats = router.network().stats();
    assert_eq!(stats.profiles[Profile::Car as usize].stranded_count, 1);
    assert_eq!(stats.profiles[Profile::Foot as usize].stranded_count, 0);
}

#[test]
fn nodes_on_one_spot_cost_a_millisecond_a_pair() {
    let nodes = vec![(0, at(0.0, 0.0)), (1, at(0.0, 0.0)), (2, at(0.0, 0.0)), (3, at(0.01, 0.0))];
    let router = router(nodes, vec![way(1, &[0, 1, 2, 3], &[])]);
    // The nearest point is on the lowest segment of equally near ones: the one between nodes 0 and 1.
    assert_eq!(drive(&router, Profile::Car, at(0.0, 0.0), at(0.01, 0.0)), Some(HUNDREDTH + 2));
    assert_eq!(drive(&router, Profile::Car, at(0.01, 0.0), at(0.01, 0.0)), Some(0));
}

#[test]
fn far_from_any_road_there_is_no_answer_and_a_reason() {
    let router = router(row(2), vec![way(1, &[0, 1], &[])]);
    let (near, far) = (at(0.0, 0.0), at(0.005, 0.0182));
    let reason = |from, to| match router.travel_to(Profile::Car, to, &[from])[0] {
        Travel::Unreachable { reason } => Some(reason),
        _ => None,
    };
    assert_eq!(reason(far, near), Some(NoRoute::StartOffRoad));
    assert_eq!(reason(near, far), Some(NoRoute::EndOffRoad));
    assert_eq!(router.route(Profile::Car, near, far), Err(NoRoute::EndOffRoad));
    assert_eq!(reason(at(0.005, 0.0179), near), None, "1979 m are walked");
}

#[test]
fn missing_nodes_cut_a_way_and_are_counted() {
    let mut nodes = row(6);
    nodes.remove(3);
    let network =
        RoadNetwork::build(nodes, vec![way(1, &[0, 1, 2, 3, 4, 5, 5], &[]), way(1, &[0, 1], &[])]).unwrap();
    let skipped = network.stats().skipped;
    assert_eq!((skipped.missing_segments, skipped.loop_segments, skipped.repeated_ways), (2, 1, 1));
    assert_eq!(network.lines().map(|road| road.line.len()).collect::<Vec<_>>(), [3, 2]);
    let nothing = RoadNetwork::build(vec![], vec![way(1, &[0, 1], &[])]);
    assert_eq!(nothing.err(), Some(RoadsError::NoRoads { ways: 1, missing_nodes: 2 }));
}

#[test]
fn a_closure_turns_the_way_or_parts_it() {
    // A square of which the lower side is closed for cars.
    let nodes = vec![(0, at(0.0, 0.0)), (1, at(0.01, 0.0)), (2, at(0.01, 0.01)), (3, at(0.0, 0.01))];
    let router = router(nodes, vec![way(1, &[0, 1], &[]), way(2, &[1, 2, 3, 0], &[])]);
    let mut weights = router.network().weights(Profile::Car);
    let (west, east) = (at(0.0, 0.0), at(0.01, 0.0));
    let by = |weights: &SegmentWeights| {
        let metric = router.customize(Profile::Car, weights.clone());
        router.travel_to_by(&metric, east, &[west])[0].total().map(|total| total.0)
    };
    assert_eq!(by(&weights), Some(HUNDREDTH));
    (weights.along[0], weights.against[0]) = (SegmentWeights::CLOSED, SegmentWeights::CLOSED);
    assert!(by(&weights).unwrap() > 2 * HUNDREDTH);
    weights.along[3] = SegmentWeights::CLOSED;
    weights.against[3] = SegmentWeights::CLOSED;
    // Now no open road comes to the west corner: who stands there walks 1,106 m to the next one.
    let metric = router.customize(Profile::Car, weights.clone());
    let Travel::Road { walk, drive, .. } = router.travel_to_by(&metric, east, &[west])[0] else {
        panic!("there is a road within reach")
    };
    assert!((796_000..796_300).contains(&walk.0) && drive.0 > HUNDREDTH, "{walk:?}, {drive:?}");
    for segment in [1, 2] {
        weights.along[segment] = SegmentWeights::CLOSED;
        weights.against[segment] = SegmentWeights::CLOSED;
    }
    assert_eq!(by(&weights), None, "nothing is open");
}
