//! From the file to what it says of roads (§1).

use dispatch::roads::{OsmKind, OsmMember, OsmNode, OsmRelation, OsmRoads, OsmWay};
use geo_core::Position;
use osmpbf::{Element, ElementReader, RelMemberType};
use std::collections::HashSet;
use std::io::Cursor;

/// The ways with a `highway` tag, their nodes, and the relations of type `restriction`.
pub fn read(bytes: &[u8]) -> osmpbf::Result<OsmRoads> {
    let mut roads = OsmRoads::default();
    ElementReader::new(Cursor::new(bytes)).for_each(|element| match element {
        Element::Way(way) if way.tags().any(|(key, _)| key == "highway") => roads.ways.push(OsmWay {
            id: way.id(),
            nodes: way.refs().collect(),
            tags: way.tags().map(owned).collect(),
        }),
        Element::Relation(relation) if relation.tags().any(|tag| tag == ("type", "restriction")) => {
            let member = |member: osmpbf::RelMember| OsmMember {
                role: member.role().unwrap_or_default().to_owned(),
                kind: match member.member_type {
                    RelMemberType::Node => OsmKind::Node,
                    RelMemberType::Way => OsmKind::Way,
                    RelMemberType::Relation => OsmKind::Relation,
                },
                id: member.member_id,
            };
            roads.relations.push(OsmRelation {
                tags: relation.tags().map(owned).collect(),
                members: relation.members().map(member).collect(),
            });
        }
        _ => {}
    })?;
    let needed: HashSet<i64> = roads.ways.iter().flat_map(|way| &way.nodes).copied().collect();
    let mut take = |id: i64, lon: i64, lat: i64, tags: Vec<(String, String)>| {
        let position = || {
            let [lon, lat] = [i32::try_from(lon / 100).ok()?, i32::try_from(lat / 100).ok()?];
            Position::from_e7(lon, lat).ok()
        };
        roads.nodes.extend(position().map(|position| OsmNode { id, position, tags }));
    };
    ElementReader::new(Cursor::new(bytes)).for_each(|element| match element {
        Element::Node(node) if needed.contains(&node.id()) => {
            take(node.id(), node.nano_lon(), node.nano_lat(), node.tags().map(owned).collect());
        }
        Element::DenseNode(node) if needed.contains(&node.id()) => {
            take(node.id(), node.nano_lon(), node.nano_lat(), node.tags().map(owned).collect());
        }
        _ => {}
    })?;
    Ok(roads)
}

fn owned((key, value): (&str, &str)) -> (String, String) {
    (key.to_owned(), value.to_owned())
}
