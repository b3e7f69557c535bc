//! Which segments meet at a node.

use super::network::Segment;

/// A segment walked in one direction: along its way (`Along`) or against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step(u32);

impl Step {
    /// A step over the segment, against its way when `reversed`.
    pub fn new(segment: usize, reversed: bool) -> Self {
        Self((segment as u32) << 1 | u32::from(reversed))
    }

    /// The segment walked.
    pub fn segment(self) -> usize {
        (self.0 >> 1) as usize
    }

    /// Whether it is walked against the order of its way.
    pub fn is_reversed(self) -> bool {
        self.0 & 1 == 1
    }

    /// The node where this step ends.
    pub fn head(self, segments: &[Segment]) -> u32 {
        let segment = &segments[self.segment()];
        if self.is_reversed() { segment.from } else { segment.to }
    }

    /// What the step costs, given the weights along and against the ways.
    pub fn weight(self, along: &[u32], against: &[u32]) -> u32 {
        (if self.is_reversed() { against } else { along })[self.segment()]
    }
}

/// The steps out of every node, in the order of the segments.
pub(crate) struct Adjacency {
    first: Vec<u32>,
    steps: Vec<Step>,
}

impl Adjacency {
    /// Collects the steps out of each of `nodes` nodes.
    pub fn of(nodes: usize, segments: &[Segment]) -> Self {
        let mut first = vec![0u32; nodes + 1];
        for segment in segments {
            first[segment.from as usize + 1] += 1;
            first[segment.to as usize + 1] += 1;
        }
        for node in 0..nodes {
            first[node + 1] += first[node];
        }
        let mut next = first.clone();
        let mut steps = vec![Step(0); segments.len() * 2];
        for (index, segment) in segments.iter().enumerate() {
            for (node, reversed) in [(segment.from, false), (segment.to, true)] {
                let slot = &mut next[node as usize];
                steps[*slot as usize] = Step::new(index, reversed);
                *slot += 1;
            }
        }
        Self { first, steps }
    }

    /// How many nodes there are.
    pub fn nodes(&self) -> usize {
        self.first.len() - 1
    }

    /// The steps out of a node, whether or not anyone may walk them.
    pub fn steps(&self, node: usize) -> &[Step] {
        &self.steps[self.first[node] as usize..self.first[node + 1] as usize]
    }
}
