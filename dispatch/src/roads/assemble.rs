//! Joining judged ways with the places of their nodes.

use super::network::{JudgedWay, NO_NAME, Part, Segment, Way};
use super::resolve::resolve;
use super::restrictions::{JudgedRestriction, RestrictionCounts};
use super::rules::Rule;
use super::stats::Skipped;
use super::{RoadsError, SegmentWeights};
use geo_core::Position;
use std::collections::HashMap;

/// The most segments in a network. A step is a segment and a direction in 32 bits; this leaves room.
pub(crate) const MOST_SEGMENTS: u64 = 1 << 26;

/// Everything of a file that has been judged and not yet been put together.
#[derive(Default)]
pub(crate) struct Judged {
    pub nodes: Vec<(i64, Position)>,
    /// The ids of nodes with a barrier, each with a bit for each profile that may not pass.
    pub barriers: Vec<(i64, u8)>,
    pub ways: Vec<JudgedWay>,
    pub restrictions: Vec<JudgedRestriction>,
    pub skipped: Skipped,
    pub counts: RestrictionCounts,
}

/// Ways and nodes that fit each other, numbered from zero.
pub(crate) struct Assembly {
    /// The nodes in use, by ascending OpenStreetMap id.
    pub positions: Vec<Position>,
    /// The ways with segments, by ascending id.
    pub ways: Vec<Way>,
    /// By way, then by place in the way.
    pub parts: Vec<Part>,
    /// By part; so ascending in (way id, segment index), the order of ties.
    pub segments: Vec<Segment>,
    pub names: Vec<Box<str>>,
    /// The nodes with a barrier, ascending, each with a bit for each profile that may not pass.
    pub barriers: Vec<(u32, u8)>,
    /// The turn restrictions obeyed.
    pub rules: Vec<Rule>,
    pub counts: RestrictionCounts,
    pub skipped: Skipped,
    pub missing_nodes: usize,
}

/// Joins ways and nodes; see `dispatch/ROADS.md` §1 for what is skipped.
pub(crate) fn assemble(judged: Judged) -> Result<Assembly, RoadsError> {
    let Judged { mut nodes, barriers, ways: mut judged, restrictions, mut skipped, counts } = judged;
    let named: u64 = judged.iter().map(|way| way.nodes.len() as u64).sum();
    if named > MOST_SEGMENTS || nodes.len() as u64 > u64::from(SegmentWeights::CLOSED) {
        return Err(RoadsError::TooLarge { what: "segments", limit: MOST_SEGMENTS });
    }
    nodes.sort_by_key(|&(id, _)| id);
    nodes.dedup_by_key(|&mut (id, _)| id);
    judged.sort_by_key(|way| way.id);
    let before = judged.len();
    judged.dedup_by_key(|way| way.id);
    skipped.repeated_ways += before - judged.len();

    let mut assembly = Assembly {
        positions: Vec::new(),
        ways: Vec::with_capacity(judged.len()),
        parts: Vec::with_capacity(judged.len()),
        segments: Vec::with_capacity(named as usize),
        names: Vec::new(),
        barriers: Vec::new(),
        rules: Vec::new(),
        counts,
        skipped,
        missing_nodes: 0,
    };
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut found = Vec::new();
    for way in judged {
        found.clear();
        found.extend(way.nodes.iter().map(|id| nodes.binary_search_by_key(id, |&(id, _)| id).ok()));
        assembly.missing_nodes += found.iter().filter(|node| node.is_none()).count();
        if assembly.add_segments(&found) {
            let name = way.name.map_or(NO_NAME, |name| {
                let next = numbers.len() as u32;
                *numbers.entry(name).or_insert(next)
            });
            assembly.ways.push(Way { id: way.id, allows: way.allows, name });
        }
    }
    let mut names: Vec<(String, u32)> = numbers.into_iter().collect();
    names.sort_by_key(|&(_, number)| number);
    assembly.names = names.into_iter().map(|(name, _)| name.into_boxed_str()).collect();
    let ids = assembly.number_nodes(&nodes);
    assembly.barriers = numbered(barriers, &ids);
    let mut counts = assembly.counts;
    assembly.rules = resolve(&assembly, &ids, &restrictions, &mut counts);
    assembly.counts = counts;
    Ok(assembly)
}

/// Barriers by the numbers of their nodes; of several on one node the first counts.
fn numbered(mut barriers: Vec<(i64, u8)>, ids: &[i64]) -> Vec<(u32, u8)> {
    barriers.sort_by_key(|&(id, _)| id);
    barriers.dedup_by_key(|&mut (id, _)| id);
    let number = |(id, blocked): (i64, u8)| Some((ids.binary_search(&id).ok()? as u32, blocked));
    barriers.into_iter().filter(|&(_, blocked)| blocked != 0).filter_map(number).collect()
}

impl Assembly {
    /// Adds the segments of the next way; says whether there were any.
    fn add_segments(&mut self, found: &[Option<usize>]) -> bool {
        let before = self.segments.len();
        let mut follows = false;
        for (index, pair) in found.windows(2).enumerate() {
            let (Some(from), Some(to)) = (pair[0], pair[1]) else {
                self.skipped.missing_segments += 1;
                follows = false;
                continue;
            };
            if from == to {
                self.skipped.loop_segments += 1;
                follows = false;
                continue;
            }
            if !follows {
                self.parts.push(Part {
                    way: self.ways.len() as u32,
                    first_index: index as u32,
                    first_segment: self.segments.len() as u32,
                });
                follows = true;
            }
            let part = self.parts.len() as u32 - 1;
            self.segments.push(Segment { from: from as u32, to: to as u32, part });
        }
        self.segments.len() > before
    }

    /// Renumbers the nodes in use from zero, keeping the order of their ids, which are returned.
    fn number_nodes(&mut self, nodes: &[(i64, Position)]) -> Vec<i64> {
        const UNUSED: u32 = u32::MAX;
        let mut number = vec![UNUSED; nodes.len()];
        for segment in &self.segments {
            number[segment.from as usize] = 0;
            number[segment.to as usize] = 0;
        }
        let mut ids = Vec::new();
        for (slot, &(id, position)) in number.iter_mut().zip(nodes) {
            if *slot != UNUSED {
                *slot = self.positions.len() as u32;
                self.positions.push(position);
                ids.push(id);
            }
        }
        for segment in &mut self.segments {
            segment.from = number[segment.from as usize];
            segment.to = number[segment.to as usize];
        }
        ids
    }
}
