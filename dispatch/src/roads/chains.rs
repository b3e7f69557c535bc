//! Joining the segments between two junctions into one chain, so that the search meets junctions only.
//!
//! A node is a junction when other than two segment ends meet there, counting the segments of every
//! profile; so one topology serves all profiles, and a chain that a profile may not walk from end to end
//! simply weighs "no way" in that direction. This is exact: a shortest path never turns round inside a
//! chain, and positions inside a chain are reached from its ends ([`Chains::place`]). A ring without
//! junction gets one, its node of lowest index.

use super::adjacency::{Adjacency, Step};
use super::network::Segment;
use super::weight::sum;

/// The chains of a network and the junctions they join.
#[derive(Debug)]
pub(crate) struct Chains {
    /// The node of each junction.
    pub junctions: Vec<u32>,
    /// The junctions at both ends of each chain.
    pub ends: Vec<(u32, u32)>,
    first_step: Vec<u32>,
    steps: Vec<Step>,
    /// Where each segment's step stands in `steps`.
    step_of_segment: Vec<u32>,
}

impl Chains {
    /// Joins segments into chains.
    pub fn of(adjacency: &Adjacency, segments: &[Segment]) -> Self {
        const NONE: u32 = u32::MAX;
        let mut chains = Self {
            junctions: Vec::new(),
            ends: Vec::new(),
            first_step: vec![0],
            steps: Vec::with_capacity(segments.len()),
            step_of_segment: vec![NONE; segments.len()],
        };
        let mut junction_of_node = vec![NONE; adjacency.nodes()];
        for (node, junction) in junction_of_node.iter_mut().enumerate() {
            if adjacency.steps(node).len() != 2 {
                *junction = chains.junctions.len() as u32;
                chains.junctions.push(node as u32);
            }
        }
        for index in 0..chains.junctions.len() {
            chains.follow_all(chains.junctions[index] as usize, adjacency, segments, &junction_of_node);
        }
        for node in 0..adjacency.nodes() {
            if adjacency.steps(node).iter().any(|step| chains.step_of_segment[step.segment()] == NONE) {
                junction_of_node[node] = chains.junctions.len() as u32;
                chains.junctions.push(node as u32);
                chains.follow_all(node, adjacency, segments, &junction_of_node);
            }
        }
        chains
    }

    fn follow_all(
        &mut self,
        start: usize,
        adjacency: &Adjacency,
        segments: &[Segment],
        junction_of_node: &[u32],
    ) {
        const NONE: u32 = u32::MAX;
        for &first in adjacency.steps(start) {
            if self.step_of_segment[first.segment()] != NONE {
                continue;
            }
            let mut step = first;
            loop {
                self.step_of_segment[step.segment()] = self.steps.len() as u32;
                self.steps.push(step);
                let node = step.head(segments) as usize;
                if junction_of_node[node] != NONE {
                    self.ends.push((junction_of_node[start], junction_of_node[node]));
                    break;
                }
                // Two steps leave this node: back where we came from, and on.
                let &[one, other] = adjacency.steps(node) else { unreachable!("not a junction") };
                step = if one.segment() == step.segment() { other } else { one };
            }
            self.first_step.push(self.steps.len() as u32);
        }
    }

    /// The steps of a chain from its first end to its second.
    pub fn steps(&self, chain: usize) -> &[Step] {
        &self.steps[self.first_step[chain] as usize..self.first_step[chain + 1] as usize]
    }

    /// The chain of a segment and the segment's place in it.
    pub fn place(&self, segment: usize) -> (usize, usize) {
        let step = self.step_of_segment[segment];
        let chain = self.first_step.partition_point(|&first| first <= step) - 1;
        (chain, (step - self.first_step[chain]) as usize)
    }

    /// The steps of one of [`Chains::arcs`], in the order they are walked.
    pub fn walk(&self, arc: usize) -> impl Iterator<Item = Step> {
        let steps = self.steps(arc / 2);
        let back = arc % 2 == 1;
        (0..steps.len()).map(move |index| {
            let step = steps[if back { steps.len() - 1 - index } else { index }];
            Step::new(step.segment(), step.is_reversed() != back)
        })
    }

    /// The arcs between junctions: each chain from its first end to its second, then back.
    pub fn arcs(&self) -> Vec<(u32, u32)> {
        self.ends.iter().flat_map(|&(start, end)| [(start, end), (end, start)]).collect()
    }

    /// The weight of each of [`Chains::arcs`]: the sum over its segments.
    pub fn arc_weights(&self, along: &[u32], against: &[u32]) -> Vec<u32> {
        let mut weights = Vec::with_capacity(self.ends.len() * 2);
        for chain in 0..self.ends.len() {
            let (mut there, mut back) = (0u32, 0u32);
            for step in self.steps(chain) {
                there = sum(there, step.weight(along, against));
                back = sum(back, step.weight(against, along));
            }
            weights.extend([there, back]);
        }
        weights
    }
}
