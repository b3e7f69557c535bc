//! From the file to segments with weights (§1, §3).

use super::law::{Grant, Tags};
use super::{NO_WAY, Segment};
use geo_core::{Position, distance};
use osmpbf::{Element, ElementReader};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

pub struct File {
    pub positions: Vec<Position>,
    pub segments: Vec<Segment>,
    pub missing_segments: usize,
    pub loop_segments: usize,
}

struct RoadWay {
    nodes: Vec<i64>,
    grants: [Option<Grant>; 3],
}

pub fn read(path: &Path) -> osmpbf::Result<File> {
    let ways = ways(path)?;
    let needed: HashSet<i64> = ways.values().flat_map(|way| &way.nodes).copied().collect();
    let nodes = nodes(path, &needed)?;

    let (mut pairs, mut missing_segments, mut loop_segments) = (Vec::new(), 0, 0);
    for (&id, way) in &ways {
        for (index, pair) in way.nodes.windows(2).enumerate() {
            let [from, to] = [pair[0], pair[1]];
            if !(nodes.contains_key(&from) && nodes.contains_key(&to)) {
                missing_segments += 1;
            } else if from == to {
                loop_segments += 1;
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
    Ok(File { positions, segments, missing_segments, loop_segments })
}

fn weights(length: f64, grant: Option<Grant>) -> [Option<u64>; 2] {
    let Some(Grant { speed, open }) = grant else { return [None, None] };
    let weight = ((length * 3_600_000.0 / speed as f64).round() as u64).max(1);
    open.map(|open| (open && weight < NO_WAY).then_some(weight))
}

/// The road ways by their ids; of equal ids the first.
fn ways(path: &Path) -> osmpbf::Result<BTreeMap<i64, RoadWay>> {
    let mut ways = BTreeMap::new();
    ElementReader::from_path(path)?.for_each(|element| {
        if let Element::Way(way) = element
            && let Some(grants) = Tags(way.tags().collect()).grants()
        {
            ways.entry(way.id()).or_insert_with(|| RoadWay { nodes: way.refs().collect(), grants });
        }
    })?;
    Ok(ways)
}

/// The positions of the needed nodes; of equal ids the first, and none that is off the earth.
fn nodes(path: &Path, needed: &HashSet<i64>) -> osmpbf::Result<HashMap<i64, Position>> {
    let mut nodes: HashMap<i64, Option<Position>> = HashMap::new();
    let mut take = |id: i64, lon: i64, lat: i64| {
        if needed.contains(&id) {
            let position = || {
                let [lon, lat] = [i32::try_from(lon / 100).ok()?, i32::try_from(lat / 100).ok()?];
                Position::from_e7(lon, lat).ok()
            };
            nodes.entry(id).or_insert_with(position);
        }
    };
    ElementReader::from_path(path)?.for_each(|element| match element {
        Element::Node(node) => take(node.id(), node.nano_lon(), node.nano_lat()),
        Element::DenseNode(node) => take(node.id(), node.nano_lon(), node.nano_lat()),
        Element::Way(_) | Element::Relation(_) => {}
    })?;
    Ok(nodes.into_iter().filter_map(|(id, position)| Some((id, position?))).collect())
}
