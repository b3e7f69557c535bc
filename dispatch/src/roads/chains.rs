//! Joining the segments between two junctions into one chain, so that the search meets junctions only.
//!
//! A node is a junction when other than two segment ends meet there, when the two that meet are open to
//! different profiles, or when something is said about passing it: a barrier, a turn restriction. So whoever
//! may walk the first segment of a chain may walk it to its end, and a chain is all or nothing for each profile.
//! This is exact: a shortest path never turns round inside a chain, and positions inside a chain are reached
//! from its ends (the module `place`). A ring without junction gets one, its node of lowest index.
//!
//! A *course* is a chain walked in one direction: number 2 × chain from its first end to its second, the odd
//! number after that the way back.

use super::adjacency::{Adjacency, Step};
use super::network::Segment;
use super::weight::sum;

const NONE: u32 = u32::MAX;

/// The chains of some of the segments and the junctions they join.
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
    /// The courses that leave each junction.
    first_leaving: Vec<u32>,
    leaving: Vec<u32>,
}

impl Chains {
    /// Joins the segments of `adjacency`; `is_junction` says of a node where two of them meet whether they
    /// must be kept apart.
    pub fn of(
        adjacency: &Adjacency,
        segments: &[Segment],
        is_junction: impl Fn(u32, [Step; 2]) -> bool,
    ) -> Self {
        let mut chains = Self {
            junctions: Vec::new(),
            ends: Vec::new(),
            first_step: vec![0],
            steps: Vec::new(),
            step_of_segment: vec![NONE; segments.len()],
            first_leaving: Vec::new(),
            leaving: Vec::new(),
        };
        let mut junction_of_node = vec![NONE; adjacency.nodes()];
        for (node, junction) in junction_of_node.iter_mut().enumerate() {
            let meets = match *adjacency.steps(node) {
                [] => false,
                [one, other] => is_junction(node as u32, [one, other]),
                _ => true,
            };
            if meets {
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
        chains.sort_leaving();
        chains
    }

    fn follow_all(
        &mut self,
        start: usize,
        adjacency: &Adjacency,
        segments: &[Segment],
        junction_of_node: &[u32],
    ) {
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

    fn sort_leaving(&mut self) {
        let courses = 0..self.courses() as u32;
        self.first_leaving = vec![0; self.junctions.len() + 1];
        for course in courses.clone() {
            let junction = self.tail(course) as usize;
            self.first_leaving[junction + 1] += 1;
        }
        for junction in 0..self.junctions.len() {
            self.first_leaving[junction + 1] += self.first_leaving[junction];
        }
        let mut next = self.first_leaving.clone();
        self.leaving = vec![0; self.courses()];
        for course in courses {
            let slot = &mut next[self.tail(course) as usize];
            self.leaving[*slot as usize] = course;
            *slot += 1;
        }
    }

    /// The number of courses.
    pub fn courses(&self) -> usize {
        self.ends.len() * 2
    }

    /// The junction where a course begins.
    pub fn tail(&self, course: u32) -> u32 {
        let (start, end) = self.ends[course as usize / 2];
        if course.is_multiple_of(2) { start } else { end }
    }

    /// The junction where a course ends.
    pub fn head(&self, course: u32) -> u32 {
        self.tail(course ^ 1)
    }

    /// The courses that begin at a junction, ascending.
    pub fn leaving(&self, junction: u32) -> &[u32] {
        let junction = junction as usize;
        &self.leaving[self.first_leaving[junction] as usize..self.first_leaving[junction + 1] as usize]
    }

    /// The first step of a course.
    pub fn first(&self, course: u32) -> Step {
        let steps = self.steps(course as usize / 2);
        if course.is_multiple_of(2) { steps[0] } else { steps[steps.len() - 1].back() }
    }

    /// The course that begins with a step.
    pub fn beginning_with(&self, step: Step) -> Option<u32> {
        let course = self.course_of(step)?;
        (self.first(course) == step).then_some(course)
    }

    /// The course that ends with a step.
    pub fn ending_with(&self, step: Step) -> Option<u32> {
        Some(self.beginning_with(step.back())? ^ 1)
    }

    /// The course that a step is part of; nothing when its segment is not joined here.
    pub fn course_of(&self, step: Step) -> Option<u32> {
        let (chain, at) = self.place(step.segment())?;
        Some(chain as u32 * 2 + u32::from(self.steps(chain)[at] != step))
    }

    /// The steps of a chain from its first end to its second.
    pub fn steps(&self, chain: usize) -> &[Step] {
        &self.steps[self.first_step[chain] as usize..self.first_step[chain + 1] as usize]
    }

    /// The chain of a segment and the segment's place in it; nothing when it is not joined here.
    pub fn place(&self, segment: usize) -> Option<(usize, usize)> {
        let step = self.step_of_segment[segment];
        if step == NONE {
            return None;
        }
        let chain = self.first_step.partition_point(|&first| first <= step) - 1;
        Some((chain, (step - self.first_step[chain]) as usize))
    }

    /// The steps of a course, in the order they are walked.
    pub fn walk(&self, course: u32) -> impl Iterator<Item = Step> {
        let steps = self.steps(course as usize / 2);
        let back = course % 2 == 1;
        (0..steps.len()).map(move |index| {
            let step = steps[if back { steps.len() - 1 - index } else { index }];
            if back { step.back() } else { step }
        })
    }

    /// The weight of each course: the sum over its segments. Two threads take halves of them.
    pub fn course_weights(&self, along: &[u32], against: &[u32]) -> Vec<u32> {
        const THREADS: usize = 2;
        let mut weights = vec![0u32; self.courses()];
        let share = (self.courses() / THREADS).next_multiple_of(2).max(2);
        std::thread::scope(|scope| {
            for (number, weights) in weights.chunks_mut(share).enumerate() {
                scope.spawn(move || {
                    let first = number * share / 2;
                    for (chain, both) in weights.chunks_exact_mut(2).enumerate() {
                        for step in self.steps(first + chain) {
                            both[0] = sum(both[0], step.weight(along, against));
                            both[1] = sum(both[1], step.weight(against, along));
                        }
                    }
                });
            }
        });
        weights
    }
}
