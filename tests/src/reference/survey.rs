//! How much road there is, and how much of it is stranded (§6).

use super::Roads;
use dispatch::Profile;
use dispatch::roads::RestrictionCounts;

/// The roads of one profile, counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Survey {
    /// The length of all open segments, in metres.
    pub length: f64,
    /// The length of the usable ones, in metres.
    pub connected: f64,
    /// The number of stranded pieces.
    pub stranded: usize,
}

impl Roads {
    /// How many segments and nodes there are, and how many pairs were missing a node or named one twice.
    pub fn counts(&self) -> [usize; 4] {
        [self.segments.len(), self.positions.len(), self.missing_segments, self.loop_segments]
    }

    /// How many nodes have a barrier against somebody.
    pub fn barriers(&self) -> usize {
        self.barriers
    }

    /// What became of the turn restrictions.
    pub fn restrictions(&self) -> RestrictionCounts {
        self.restrictions
    }

    /// What a profile may use.
    pub fn survey(&self, profile: Profile) -> Survey {
        let usable = &self.shares[profile as usize].usable;
        let mut survey = Survey { length: 0.0, connected: 0.0, stranded: 0 };
        let mut pieces = Pieces { parent: (0..self.positions.len()).collect() };
        let mut stranded_nodes = Vec::new();
        for (segment, &usable) in
            self.segments.iter().zip(usable).filter(|(segment, _)| segment.is_open(profile))
        {
            survey.length += segment.length;
            if usable {
                survey.connected += segment.length;
            } else {
                pieces.join(segment.ends);
                stranded_nodes.extend(segment.ends);
            }
        }
        stranded_nodes.sort_unstable();
        stranded_nodes.dedup();
        survey.stranded = stranded_nodes.into_iter().filter(|&node| pieces.root(node) == node).count();
        survey
    }
}

struct Pieces {
    parent: Vec<usize>,
}

impl Pieces {
    fn root(&mut self, mut node: usize) -> usize {
        while self.parent[node] != node {
            self.parent[node] = self.parent[self.parent[node]];
            node = self.parent[node];
        }
        node
    }

    fn join(&mut self, [a, b]: [usize; 2]) {
        let [a, b] = [self.root(a), self.root(b)];
        self.parent[a] = b;
    }
}
