//! Many sources to one target: a walk up the elimination tree from the target, then, for the sources together,
//! each ancestor evaluated once from above.

use super::{Customized, Hierarchy, NO_WAY, NONE};
use crate::roads::weight::sum;

impl Hierarchy {
    /// Prepares answers to one target: a set of nodes, each with the weight still to come from there.
    pub fn to_target<'a>(&'a self, customized: &'a Customized, entries: &[(u32, u32)]) -> Targets<'a> {
        let nodes = self.nodes();
        let mut targets = Targets {
            hierarchy: self,
            customized,
            weight: vec![NO_WAY; nodes],
            is_final: vec![false; nodes],
            pending: Vec::new(),
        };
        targets.seed(entries);
        targets
    }
}

/// The way from any node to one target.
pub struct Targets<'a> {
    hierarchy: &'a Hierarchy,
    customized: &'a Customized,
    /// By rank. Until final: the best weight to the target going down only.
    weight: Vec<u32>,
    is_final: Vec<bool>,
    pending: Vec<u32>,
}

impl Targets<'_> {
    fn seed(&mut self, entries: &[(u32, u32)]) {
        // Parents rank above their children, so ascending ranks finish each node before it is passed on.
        let mut ancestors = Vec::new();
        for &(node, weight) in entries {
            let rank = self.hierarchy.rank[node as usize];
            self.weight[rank as usize] = self.weight[rank as usize].min(weight);
            let mut ancestor = rank;
            while ancestor != NONE {
                ancestors.push(ancestor);
                ancestor = self.hierarchy.parent[ancestor as usize];
            }
        }
        ancestors.sort_unstable();
        ancestors.dedup();
        for node in ancestors {
            let reached = self.weight[node as usize];
            let arcs = self.hierarchy.up(node);
            for (&head, &down) in self.hierarchy.head[arcs.clone()].iter().zip(&self.customized.down[arcs]) {
                let slot = &mut self.weight[head as usize];
                *slot = (*slot).min(sum(reached, down));
            }
        }
    }

    /// The least weight from a node to the target, or "no way".
    pub fn weight_from(&mut self, node: u32) -> u32 {
        let rank = self.hierarchy.rank[node as usize];
        let mut ancestor = rank;
        while ancestor != NONE && !self.is_final[ancestor as usize] {
            self.pending.push(ancestor);
            ancestor = self.hierarchy.parent[ancestor as usize];
        }
        // From the top down: all heads of a node's arcs are its ancestors, and final by then.
        while let Some(node) = self.pending.pop() {
            let arcs = self.hierarchy.up(node);
            let up = self.hierarchy.head[arcs.clone()].iter().zip(&self.customized.up[arcs]);
            let best = up.fold(self.weight[node as usize], |best, (&head, &weight)| {
                best.min(sum(self.weight[head as usize], weight))
            });
            self.weight[node as usize] = best;
            self.is_final[node as usize] = true;
        }
        self.weight[rank as usize]
    }
}
