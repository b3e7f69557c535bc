//! From ways to segments with weights (§1, §3).

use super::law::{Grant, Tags};
use super::{NO_WAY, Segment};
use dispatch::roads::OsmRoads;
use geo_core::{Position, distance};
use std::collections::{BTreeMap, HashMap};

/// A way that somebody may use.
pub struct RoadWay<'a> {
    pub nodes: &'a [i64],
    pub grants: [Option<Grant>; 3],
}

pub struct Segments<'a> {
    /// The ids of the nodes in use, ascending, and where they are.
    pub ids: Vec<i64>,
    pub positions: Vec<Position>,
    /// By way, then by place in the way.
    pub segments: Vec<Segment>,
    pub ways: BTreeMap<i64, RoadWay<'a>>,
    pub missing: usize,
    pub loops: usize,
}

pub fn segments(roads: &OsmRoads) -> Segments<'_> {
    let mut ways = BTreeMap::new();
    for way in &roads.ways {
        let tags = Tags(way.tags.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect());
        if let Some(grants) = tags.grants() {
            ways.entry(way.id).or_insert(RoadWay { nodes: &way.nodes, grants });
        }
    }
    let mut nodes: HashMap<i64, Position> = HashMap::new();
    for node in &roads.nodes {
        nodes.entry(node.id).or_insert(node.position);
    }
    let (mut pairs, mut missing, mut loops) = (Vec::new(), 0, 0);
    for (&id, way) in &ways {
        for (index, pair) in way.nodes.windows(2).enumerate() {
            let [from, to] = [pair[0], pair[1]];
            if !(nodes.contains_key(&from) && nodes.contains_key(&to)) {
                missing += 1;
            } else if from == to {
                loops += 1;
            } else {
                pairs.push((id, index, [from, to], way.grants));
            }
        }
    }
    let mut ids: Vec<i64> = pairs.iter().flat_map(|(_, _, ends, _)| *ends).collect();
    ids.sort_unstable();
    ids.dedup();
    let place: HashMap<i64, usize> = ids.iter().enumerate().map(|(place, &id)| (id, place)).collect();
    let segment = |(way, index, [from, to], grants): (i64, usize, [i64; 2], [Option<Grant>; 3])| {
        let length = distance(nodes[&from], nodes[&to]).0;
        Segment {
            way,
            index,
            ends: [place[&from], place[&to]],
            length,
            weights: grants.map(|grant| weights(length, grant)),
        }
    };
    let segments = pairs.into_iter().map(segment).collect();
    let positions = ids.iter().map(|id| nodes[id]).collect();
    Segments { ids, positions, segments, ways, missing, loops }
}

fn weights(length: f64, grant: Option<Grant>) -> [Option<u64>; 2] {
    let Some(Grant { speed, open }) = grant else { return [None, None] };
    let weight = ((length * 3_600_000.0 / speed as f64).round() as u64).max(1);
    open.map(|open| (open && weight < NO_WAY).then_some(weight))
}
