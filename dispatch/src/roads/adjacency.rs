//! Which segments meet at a node.

use super::network::Segment;

/// A segment walked in one direction: along its way (`Along`) or against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Step(u32);

impl Step {
    /// A step over the segment, against its way when `reversed`.
    pub fn new(segment: usize, reversed: bool) -> Self {
        Self((segment as u32) << 1 | u32::from(reversed))
    }

    /// The step as a number, and [`Step::from_number`] back again.
    pub fn number(self) -> u32 {
        self.0
    }

    /// The step of a number.
    pub fn from_number(number: u32) -> Self {
        Self(number)
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

    /// The node where this step begins.
    pub fn tail(self, segments: &[Segment]) -> u32 {
        self.back().head(segments)
    }

    /// The same segment walked the other way.
    pub fn back(self) -> Self {
        Self(self.0 ^ 1)
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
        Self::among(nodes, segments, |_| true)
    }

    /// Collects the steps over the chosen segments only.
    pub fn among(nodes: usize, segments: &[Segment], chosen: impl Fn(usize) -> bool) -> Self {
        let mut first = vec![0u32; nodes + 1];
        for (_, segment) in segments.iter().enumerate().filter(|&(index, _)| chosen(index)) {
            first[segment.from as usize + 1] += 1;
            first[segment.to as usize + 1] += 1;
        }
        for node in 0..nodes {
            first[node + 1] += first[node];
        }
        let mut next = first.clone();
        let mut steps = vec![Step(0); first[nodes] as usize];
        for (index, segment) in segments.iter().enumerate().filter(|&(index, _)| chosen(index)) {
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

    /// How often a step could follow on another, whoever may: a node where `n` segments end counts `n²`.
    pub fn turns(&self) -> u64 {
        (0..self.nodes()).map(|node| (self.steps(node).len() as u64).pow(2)).sum()
    }

    /// The steps out of a node, whether or not anyone may walk them.
    pub fn steps(&self, node: usize) -> &[Step] {
        &self.steps[self.first[node] as usize..self.first[node + 1] as usize]
    }
}
