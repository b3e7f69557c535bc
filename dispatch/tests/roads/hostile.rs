//! Maps that nobody means, small as files and immense as graphs: refused or left out, and time and memory go by what
//! was given.

use crate::reference::Roads;
use dispatch::roads::{
    OsmKind, OsmMember, OsmNode, OsmRelation, OsmRoads, OsmWay, RestrictionCounts, RoadNetwork, RoadsError,
};
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

/// What becomes of a restriction with these members on streets 0-1, 1-2, 2-3 and 1-4, which are ways 0 to 3.
fn counted(from: &[i64], via: &[i64], to: &[i64]) -> RestrictionCounts {
    let mut roads = streets(5, [vec![0, 1], vec![1, 2], vec![2, 3], vec![1, 4]].into_iter());
    let members = [("from", from), ("via", via), ("to", to)].map(|(role, ids)| {
        let member = |&id: &i64| OsmMember { role: role.to_owned(), kind: OsmKind::Way, id };
        ids.iter().map(member).collect::<Vec<_>>()
    });
    let tags = tags(&[("type", "restriction"), ("restriction", "no_entry")]);
    roads.relations.push(OsmRelation { tags, members: members.concat() });
    let counts = RoadNetwork::from_osm(roads.clone()).unwrap().stats().restrictions;
    assert_eq!(counts, Roads::of(&roads).restrictions());
    counts
}

#[test]
fn a_restriction_over_a_way_without_end_has_no_effect() {
    let to_and_fro = |times: usize| counted(&[0], &vec![1; times], &[2]);
    let (obeyed, effectless) = (
        RestrictionCounts { obeyed: 1, ..RestrictionCounts::default() },
        RestrictionCounts { without_effect: 1, ..RestrictionCounts::default() },
    );
    assert_eq!([1, 249, 251].map(to_and_fro), [obeyed, obeyed, effectless]);
    assert_eq!(to_and_fro(200_001), effectless);
}

#[test]
fn a_restriction_of_more_pairs_than_a_crossing_has_is_unclear() {
    let square = |side: usize| counted(&vec![0; side], &[1], &vec![2; side]);
    assert_eq!((square(8).obeyed, square(9).unclear), (1, 1));
    assert_eq!(square(50_000).unclear, 1);
}
