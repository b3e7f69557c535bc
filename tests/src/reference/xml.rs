//! From OpenStreetMap XML, plain or gzipped, to what it says of roads (§1): the whole file as a tree.

use dispatch::roads::{OsmKind, OsmMember, OsmNode, OsmRelation, OsmRoads, OsmWay};
use geo_core::Position;
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::HashSet;
use std::error::Error;
use std::io::Read;

/// The ways with a `highway` tag, their nodes, and the relations of type `restriction`.
pub fn read(bytes: &[u8]) -> Result<OsmRoads, Box<dyn Error>> {
    let mut text = String::new();
    match bytes {
        [0x1f, 0x8b, ..] => flate2::read::MultiGzDecoder::new(bytes).read_to_string(&mut text)?,
        mut plain => plain.read_to_string(&mut text)?,
    };
    let document = Document::parse_with_options(&text, ParsingOptions::default())?;
    let mut roads = OsmRoads::default();
    let is_there = |node: &Node| {
        node.attribute("visible") != Some("false") && node.attribute("action") != Some("delete")
    };
    let things = || document.root_element().children().filter(is_there);
    for thing in things() {
        let tags = tags(thing);
        let has = |key: &str| tags.iter().find(|(other, _)| other == key).map(|(_, value)| value.as_str());
        if thing.has_tag_name("way") && has("highway").is_some() {
            let nodes: Result<Vec<i64>, _> = parts(thing, "nd").map(|nd| id(nd, "ref")).collect();
            roads.ways.push(OsmWay { id: id(thing, "id")?, nodes: nodes?, tags });
        } else if thing.has_tag_name("relation") && has("type") == Some("restriction") {
            let members: Result<Vec<OsmMember>, _> = parts(thing, "member").map(member).collect();
            roads.relations.push(OsmRelation { tags, members: members? });
        }
    }
    let needed: HashSet<i64> = roads.ways.iter().flat_map(|way| &way.nodes).copied().collect();
    for thing in things().filter(|thing| thing.has_tag_name("node")) {
        let id = id(thing, "id")?;
        let degrees = |name| thing.attribute(name).and_then(units);
        let (true, Some(lon), Some(lat)) = (needed.contains(&id), degrees("lon"), degrees("lat")) else {
            continue;
        };
        if let Ok(position) = Position::from_e7(lon, lat) {
            roads.nodes.push(OsmNode { id, position, tags: tags(thing) });
        }
    }
    Ok(roads)
}

fn parts<'a>(thing: Node<'a, 'a>, name: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    thing.children().filter(move |part| part.has_tag_name(name))
}

fn tags(thing: Node) -> Vec<(String, String)> {
    let text = |part: Node, name| part.attribute(name).unwrap_or_default().to_owned();
    let parts = thing.children().filter(|part| part.has_tag_name("tag"));
    parts.map(|part| (text(part, "k"), text(part, "v"))).collect()
}

fn id(thing: Node, name: &str) -> Result<i64, Box<dyn Error>> {
    Ok(thing.attribute(name).ok_or_else(|| format!("no {name}"))?.parse()?)
}

fn member(part: Node) -> Result<OsmMember, Box<dyn Error>> {
    let kind = match part.attribute("type") {
        Some("node") => OsmKind::Node,
        Some("way") => OsmKind::Way,
        Some("relation") => OsmKind::Relation,
        other => return Err(format!("a member of type {other:?}").into()),
    };
    let role = part.attribute("role").unwrap_or_default().to_owned();
    Ok(OsmMember { role, kind, id: id(part, "ref")? })
}

/// Decimal degrees in units of 1e-7, the eighth decimal rounding away from zero.
fn units(text: &str) -> Option<i32> {
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digit = |place: usize| decimals.as_bytes().get(place).map_or(0, |digit| i64::from(digit - b'0'));
    let units = (0..7).fold(whole.parse::<i64>().ok()?, |units, place| 10 * units + digit(place));
    i32::try_from(sign * (units + i64::from(digit(7) >= 5))).ok()
}
