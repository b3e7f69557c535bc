//! Turns: restrictions over nodes and over ways, barriers, turning round. The pictures are streets of a hundredth
//! of a degree on the equator, in one block after the other.

use crate::real::Dice;
use crate::reference::Roads;
use dispatch::roads::{
    OsmKind, OsmMember, OsmNode, OsmRelation, OsmRoads, OsmWay, Profile, RoadNetwork, Router, TravelTimes,
};
use geo_core::Position;

fn at(lon: i32, lat: i32) -> Position {
    Position::from_e7(lon * 100_000, lat * 100_000).unwrap()
}

fn tags(tags: &[(&str, &str)]) -> Vec<(String, String)> {
    tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn way(id: i64, nodes: &[i64], more: &[(&str, &str)]) -> OsmWay {
    let mut all = tags(&[("highway", "residential")]);
    all.extend(tags(more));
    OsmWay { id, nodes: nodes.to_vec(), tags: all }
}

fn restriction(more: &[(&str, &str)], from: &[i64], via: (OsmKind, &[i64]), to: &[i64]) -> OsmRelation {
    let mut all = tags(&[("type", "restriction")]);
    all.extend(tags(more));
    let members = |role: &str, kind, ids: &[i64]| -> Vec<OsmMember> {
        ids.iter().map(|&id| OsmMember { role: role.to_owned(), kind, id }).collect()
    };
    let members =
        [members("from", OsmKind::Way, from), members("via", via.0, via.1), members("to", OsmKind::Way, to)];
    OsmRelation { tags: all, members: members.concat() }
}

/// A crossing at node 0 with arms to the west (way 1), south (2), east (3), north (4), each one block long and
/// two-way; around it a ring road (ways 11 to 14) through the arms' ends, counted from west to north.
///
/// ```text
///        4
///      / | \
///     1--0--3
///      \ | /
///        2
/// ```
fn crossing(relations: Vec<OsmRelation>) -> OsmRoads {
    let places = [(0, 0), (-1, 0), (0, -1), (1, 0), (0, 1)];
    let node = |(id, &(lon, lat)): (usize, &(i32, i32))| OsmNode {
        id: id as i64,
        position: at(lon, lat),
        tags: Vec::new(),
    };
    let arms = (1..=4).map(|arm| way(arm, &[0, arm], &[]));
    let ring = (1..=4).map(|arm| way(10 + arm, &[arm, arm % 4 + 1], &[]));
    OsmRoads {
        nodes: places.iter().enumerate().map(node).collect(),
        ways: arms.chain(ring).collect(),
        relations,
    }
}

/// The travel times of the map by the product, which must be those of the reference.
fn drive(roads: &OsmRoads, profile: Profile, from: Position, to: Position) -> Option<u64> {
    let router = Router::new(RoadNetwork::from_osm(roads.clone()).unwrap());
    let travel = router.travel_to(profile, to, &[from]);
    assert_eq!(travel, Roads::of(roads).travel_to(profile, to, &[from]), "{roads:?}");
    let route = router.route(profile, from, to).ok().map(|route| route.total);
    assert_eq!(route, travel[0].total());
    travel[0].total().map(|total| total.0)
}

/// Half way down the arm to the west, and half way up that to the north.
const WEST: (i32, i32) = (-5, 0);
const NORTH: (i32, i32) = (0, 5);

fn half(place: (i32, i32)) -> Position {
    Position::from_e7(place.0 * 10_000, place.1 * 10_000).unwrap()
}

#[test]
fn a_forbidden_left_turn_is_driven_round_and_walked() {
    let free = crossing(vec![]);
    let no_left = restriction(&[("restriction", "no_left_turn")], &[1], (OsmKind::Node, &[0]), &[4]);
    let closed = crossing(vec![no_left.clone()]);
    let go = |roads: &OsmRoads, profile| drive(roads, profile, half(WEST), half(NORTH)).unwrap();
    for profile in [Profile::Car, Profile::Motorcycle] {
        assert!(go(&closed, profile) > go(&free, profile), "{profile:?}");
    }
    assert_eq!(go(&closed, Profile::Foot), go(&free, Profile::Foot));
    let back = drive(&closed, Profile::Car, half(NORTH), half(WEST));
    assert_eq!(back, drive(&free, Profile::Car, half(NORTH), half(WEST)), "the other way is free");
    // Whoever is on the crossing itself may leave it by any arm.
    assert_eq!(
        drive(&closed, Profile::Car, at(0, 0), half(NORTH)),
        drive(&free, Profile::Car, at(0, 0), half(NORTH))
    );
}

#[test]
fn exceptions_and_particular_restrictions_bind_whom_they_name() {
    let free = crossing(vec![]);
    for (tags, bound) in [
        (vec![("restriction", "no_left_turn"), ("except", "motorcar")], [false, true]),
        (vec![("restriction", "no_left_turn"), ("except", "psv;motorcycle")], [true, false]),
        (vec![("restriction:motorcar", "no_left_turn")], [true, false]),
        (vec![("restriction:hgv", "no_left_turn")], [false, false]),
        (vec![("restriction:conditional", "no_left_turn @ (Mo-Fr 07:00-09:00)")], [false, false]),
        (vec![("restriction", "only_straight_on")], [false, false]),
    ] {
        let closed = crossing(vec![restriction(&tags, &[1], (OsmKind::Node, &[0]), &[4])]);
        for (profile, bound) in [Profile::Car, Profile::Motorcycle].into_iter().zip(bound) {
            let go = |roads: &OsmRoads| drive(roads, profile, half(WEST), half(NORTH)).unwrap();
            assert_eq!(go(&closed) > go(&free), bound, "{tags:?} {profile:?}");
        }
    }
}

#[test]
fn a_command_forbids_every_other_turn_and_two_commands_permit_both() {
    let free = crossing(vec![]);
    let only = |to| restriction(&[("restriction", "only_straight_on")], &[1], (OsmKind::Node, &[0]), &[to]);
    let (east, south) = (half((5, 0)), half((0, -5)));
    let straight = crossing(vec![only(3)]);
    let go = |roads: &OsmRoads, to| drive(roads, Profile::Car, half(WEST), to).unwrap();
    assert_eq!(go(&straight, east), go(&free, east));
    assert!(go(&straight, south) > go(&free, south) && go(&straight, half(NORTH)) > go(&free, half(NORTH)));
    let both = crossing(vec![only(3), only(4)]);
    assert_eq!(go(&both, half(NORTH)), go(&free, half(NORTH)));
    assert!(go(&both, south) > go(&free, south));
}

/// A road from west to east (ways 1, 2, 3 over nodes 1 to 4) with a side road to the north at each inner node (5
/// at node 2, 6 at node 3), to the south at node 3 (7), and a far way back from all ends.
fn street(relations: Vec<OsmRelation>) -> OsmRoads {
    let places = [(1, 0, 0), (2, 1, 0), (3, 2, 0), (4, 3, 0), (5, 1, 1), (6, 2, 1), (7, 2, -1), (8, 9, 9)];
    let node = |&(id, lon, lat): &(i64, i32, i32)| OsmNode { id, position: at(lon, lat), tags: Vec::new() };
    let ways = vec![
        way(1, &[1, 2], &[]),
        way(2, &[2, 3], &[]),
        way(3, &[3, 4], &[]),
        way(5, &[2, 5], &[]),
        way(6, &[3, 6], &[]),
        way(7, &[3, 7], &[]),
        way(8, &[5, 8], &[]),
        way(9, &[6, 8], &[]),
        way(10, &[7, 8], &[]),
        way(11, &[1, 8], &[]),
    ];
    OsmRoads { nodes: places.iter().map(node).collect(), ways, relations }
}

#[test]
fn a_restriction_over_a_way_binds_only_who_came_along_it() {
    let free = street(vec![]);
    let over = |kind| restriction(&[("restriction", kind)], &[1], (OsmKind::Way, &[2]), &[6]);
    let forbidden = street(vec![over("no_left_turn")]);
    let (start, up, down) = (half((5, 0)), half((20, 5)), half((20, -5)));
    let go = |roads: &OsmRoads, from, to| drive(roads, Profile::Car, from, to).unwrap();
    assert!(go(&forbidden, start, up) > go(&free, start, up));
    assert_eq!(go(&forbidden, start, down), go(&free, start, down));
    assert_eq!(go(&forbidden, half((15, 0)), up), go(&free, half((15, 0)), up), "from the way between");
    assert_eq!(go(&forbidden, half((10, 5)), up), go(&free, half((10, 5)), up), "from the side road");
    let commanded = street(vec![over("only_left_turn")]);
    assert_eq!(go(&commanded, start, up), go(&free, start, up));
    assert!(go(&commanded, start, down) > go(&free, start, down));
    assert!(go(&commanded, start, half((10, 5))) > go(&free, start, half((10, 5))), "from the beginning on");
    assert_eq!(go(&commanded, half((15, 0)), down), go(&free, half((15, 0)), down));
}

#[test]
fn a_restriction_over_two_ways_and_members_that_do_not_fit() {
    let free = street(vec![]);
    let over =
        |via: &[i64], to| restriction(&[("restriction", "no_u_turn")], &[5], (OsmKind::Way, via), &[to]);
    let two = street(vec![over(&[2, 3], 3)]);
    let stats = RoadNetwork::from_osm(two).unwrap().stats().restrictions;
    assert_eq!((stats.obeyed, stats.without_effect), (1, 0), "back along the last way");
    let loose = street(vec![over(&[3, 2], 6), over(&[2], 77), over(&[2], 5)]);
    let stats = RoadNetwork::from_osm(loose.clone()).unwrap().stats().restrictions;
    assert_eq!((stats.obeyed, stats.without_effect), (0, 3));
    let go = |roads: &OsmRoads| drive(roads, Profile::Car, half((10, 5)), half((20, 5))).unwrap();
    assert_eq!(go(&loose), go(&free));
}

#[test]
fn who_may_not_turn_drives_to_a_dead_end_to_turn_round() {
    // A long road with a side road at node 2, and a short dead end at node 3.
    let places = [(1, 0, 0), (2, 10, 0), (3, 20, 0), (4, 60, 0), (5, 10, 10), (6, 20, 2)];
    let node =
        |&(id, lon, lat): &(i64, i32, i32)| OsmNode { id, position: half((lon, lat)), tags: Vec::new() };
    let mut roads = OsmRoads {
        nodes: places.iter().map(node).collect(),
        ways: vec![way(1, &[1, 2], &[]), way(2, &[2, 3, 4], &[]), way(5, &[2, 5], &[]), way(6, &[3, 6], &[])],
        relations: vec![restriction(&[("restriction", "no_left_turn")], &[1], (OsmKind::Node, &[2]), &[5])],
    };
    let (start, side) = (half((0, 0)), half((10, 10)));
    let block = 133_583;
    let round = drive(&roads, Profile::Car, start, side).unwrap();
    assert_eq!(round, 3 * block + 132_689 + 2 * 26_538, "through the dead end and not at the crossing");
    // A bollard in the side road stops a car, which may turn round at it, and not a motorcycle.
    roads.ways[2] = way(5, &[2, 7, 5], &[]);
    let bollard = tags(&[("barrier", "bollard")]);
    roads.nodes.push(OsmNode { id: 7, position: half((10, 5)), tags: bollard });
    let up_to = half((10, 4));
    assert!(drive(&roads, Profile::Car, start, up_to).is_some());
    let halves = round + 1;
    assert_eq!(drive(&roads, Profile::Motorcycle, start, side), Some(halves), "both halves are rounded up");
    let beyond = RoadNetwork::from_osm(roads.clone()).unwrap();
    assert_eq!(beyond.stats().barriers, 1);
    assert_eq!(beyond.stats().profiles[Profile::Car as usize].stranded_count, 1);
    drive(&roads, Profile::Car, start, side);
}

/// A random map on a coarse raster, so that nodes and lines coincide, with barriers and restrictions of all sorts.
fn tangle(dice: &mut Dice) -> OsmRoads {
    let count = 4 + dice.roll(12) as i64;
    let nodes = (0..count)
        .map(|id| OsmNode {
            id,
            position: raster(dice),
            tags: match dice.roll(12) {
                0 => tags(&[("barrier", "bollard")]),
                1 => tags(&[("barrier", "gate"), ("access", "no"), ("foot", "yes")]),
                2 => tags(&[("barrier", "wall")]),
                _ => Vec::new(),
            },
        })
        .collect();
    let ways: Vec<OsmWay> = (0..3 + dice.roll(8) as i64)
        .map(|id| {
            let refs: Vec<i64> = (0..2 + dice.roll(4)).map(|_| dice.roll(count as u64 + 1) as i64).collect();
            let oneway = ["no", "no", "no", "yes", "-1"][dice.roll(5) as usize];
            let access =
                [("motor_vehicle", "yes"), ("motor_vehicle", "no"), ("motorcar", "no"), ("foot", "no")];
            way(id, &refs, &[("oneway", oneway), access[[0, 0, 0, 1, 2, 3][dice.roll(6) as usize]]])
        })
        .collect();
    let relations = (0..dice.roll(14))
        .map(|_| {
            let kinds = ["no_left_turn", "no_u_turn", "no_entry", "only_straight_on", "only_right_turn"];
            let kind = kinds[dice.roll(5) as usize];
            let keys = ["restriction", "restriction", "restriction:motorcar", "restriction:motorcycle"];
            let key = keys[dice.roll(4) as usize];
            let any = |dice: &mut Dice| ways[dice.roll(ways.len() as u64) as usize].id;
            let from = any(dice);
            let end = |dice: &mut Dice, way: i64| {
                let nodes = &ways[way as usize].nodes;
                nodes[if dice.roll(2) == 0 { 0 } else { nodes.len() - 1 }]
            };
            let node = end(dice, from);
            // Most of the time something that joins.
            let mut near = |node: i64| {
                let joining: Vec<i64> =
                    ways.iter().filter(|way| way.nodes.contains(&node)).map(|way| way.id).collect();
                joining[dice.roll(joining.len() as u64) as usize]
            };
            let (one, two) = (near(node), near(node));
            match dice.roll(3) {
                0 => restriction(&[(key, kind)], &[from], (OsmKind::Node, &[node]), &[one]),
                1 => {
                    let beyond = end(dice, one);
                    let joining = ways.iter().filter(|way| way.nodes.contains(&beyond));
                    let to: Vec<i64> = joining.map(|way| way.id).take(1).collect();
                    restriction(&[(key, kind)], &[from], (OsmKind::Way, &[one]), &to)
                }
                _ => restriction(&[(key, kind)], &[from], (OsmKind::Way, &[one, two]), &[any(dice)]),
            }
        })
        .collect();
    OsmRoads { nodes, ways, relations }
}

fn raster(dice: &mut Dice) -> Position {
    Position::from_e7(dice.roll(8) as i32 * 9_000, dice.roll(8) as i32 * 9_000).unwrap()
}

#[test]
fn random_tangles_agree_with_dijkstra() {
    let mut dice = Dice(42);
    let rounds = if std::env::var_os("MUSTER_SOAK").is_some() { 20_000 } else { 400 };
    let (mut obeyed, mut reached) = (0, 0);
    for round in 0..rounds {
        let roads = tangle(&mut dice);
        let Ok(network) = RoadNetwork::from_osm(roads.clone()) else { continue };
        let reference = Roads::of(&roads);
        assert_eq!(network.stats().restrictions, reference.restrictions(), "round {round} {roads:?}");
        obeyed += reference.restrictions().obeyed;
        let bytes = network.to_bytes();
        let again = RoadNetwork::from_bytes(&bytes).unwrap();
        assert_eq!(again.stats(), network.stats());
        for router in [Router::new(network), Router::new(again)] {
            for profile in Profile::ALL {
                let from: Vec<Position> = (0..6).map(|_| raster(&mut dice)).collect();
                let to = raster(&mut dice);
                let said = router.travel_to(profile, to, &from);
                let right = reference.travel_to(profile, to, &from);
                assert_eq!(said, right, "round {round}, {profile:?}, {from:?} to {to}\n{roads:?}");
                for (&from, travel) in from.iter().zip(&said) {
                    let route = router.route(profile, from, to).ok().map(|route| route.total);
                    assert_eq!(route, travel.total(), "the route of round {round}, {profile:?}");
                    reached += usize::from(route.is_some());
                }
            }
        }
    }
    assert!(obeyed > rounds / 2 && reached > rounds, "{obeyed} restrictions, {reached} ways");
}
