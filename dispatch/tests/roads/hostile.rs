//! Maps that nobody means, small as files and immense as graphs: refused or left out, and time and memory go by what
//! was given.

use dispatch::roads::{OsmNode, OsmRoads, OsmWay, RoadNetwork, RoadsError};
use geo_core::Position;

fn tags(tags: &[(&str, &str)]) -> Vec<(String, String)> {
    tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// Nodes on the equator, and streets among them by their numbers.
fn streets(nodes: i64, streets: impl Iterator<Item = Vec<i64>>) -> OsmRoads {
    let position = |id: i64| Position::from_e7(id as i32 * 10_000, 0).unwrap();
    OsmRoads {
        nodes: (0..nodes).map(|id| OsmNode { id, position: position(id), tags: Vec::new() }).collect(),
        ways: (0..)
            .zip(streets)
            .map(|(id, nodes)| OsmWay { id, nodes, tags: tags(&[("highway", "residential")]) })
            .collect(),
        relations: Vec::new(),
    }
}

/// So many streets that meet at node 0.
fn star(rays: i64) -> OsmRoads {
    streets(rays + 1, (1..=rays).map(|ray| vec![0, ray]))
}

#[test]
fn a_star_of_too_many_streets_is_refused_before_its_turns_are_listed() {
    let network = RoadNetwork::from_osm(star(300)).unwrap();
    assert_eq!(network.stats().segments, 300);
    let refused = RoadNetwork::from_osm(star(20_000)).err();
    let limit = 64 * 20_000 + (1 << 20);
    assert_eq!(refused, Some(RoadsError::TooLarge { what: "turns at its nodes", limit }));
}
