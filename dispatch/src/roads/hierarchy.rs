//! A customizable contraction hierarchy over any directed graph: ordered once, weighed in milliseconds,
//! asked in microseconds.
//!
//! Ordering, contraction, customization and unpacking are those of the `cch` crate. What is added here is
//! the query that dispatch lives on, many sources to one target ([`Targets`]): a walk up the elimination
//! tree from the target, then, for the sources together, each ancestor evaluated once from above.

use super::RoadsError;
use super::weight::{NO_WAY, sum};
use cch::bundle::INVALID_ID;
use cch::{Cch, Metric};
use geo_core::Position;

/// More arcs than this for each node and input arc, and the order is no use: neither time nor memory would
/// suffice. Road networks need two to four; the constant lets small dense graphs pass.
const MOST_FILL: (usize, usize) = (64, 1 << 20);

/// An order of contraction by inertial flow over the nodes' places; `arcs` are (tail, head).
/// Costs about half a minute for a million nodes, and is always the same for the same input.
pub fn order_by_place(places: &[Position], arcs: &[(u32, u32)]) -> Vec<u32> {
    let (tails, heads): (Vec<u32>, Vec<u32>) = arcs.iter().copied().unzip();
    let latitudes: Vec<f32> = places.iter().map(|place| place.lat() as f32).collect();
    let longitudes: Vec<f32> = places.iter().map(|place| place.lon() as f32).collect();
    cch::inertial_order(places.len() as u32, &tails, &heads, &latitudes, &longitudes)
}

/// Refuses an order that is not a permutation of the nodes, or whose contraction would explode.
///
/// Counts the arcs of the contracted graph without building it: the lower neighbours of each node, each
/// followed up the elimination tree to what has been counted for this node.
pub(crate) fn check_fill(order: &[u32], arcs: &[(u32, u32)]) -> Result<(), RoadsError> {
    let nodes = order.len();
    let limit = MOST_FILL.0 * (nodes + arcs.len()) + MOST_FILL.1;
    let mut rank = vec![INVALID_ID; nodes];
    for (position, &node) in order.iter().enumerate() {
        match rank.get_mut(node as usize) {
            Some(slot) if *slot == INVALID_ID => *slot = position as u32,
            _ => return Err(super::bytes::broken("the order of junctions is not a permutation")),
        }
    }
    let mut lower: Vec<(u32, u32)> = arcs
        .iter()
        .map(|&(tail, head)| (rank[tail as usize], rank[head as usize]))
        .filter(|(a, b)| a != b)
        .map(|(a, b)| (a.max(b), a.min(b)))
        .collect();
    lower.sort_unstable();
    lower.dedup();
    let mut parent = vec![INVALID_ID; nodes];
    let mut counted_for = vec![INVALID_ID; nodes];
    let mut fill = 0usize;
    for (upper, lower) in lower {
        let mut node = lower;
        while node != upper && counted_for[node as usize] != upper {
            counted_for[node as usize] = upper;
            fill += 1;
            if parent[node as usize] == INVALID_ID {
                parent[node as usize] = upper;
            }
            node = parent[node as usize];
        }
        if fill > limit {
            return Err(RoadsError::TooLarge { what: "shortcuts between junctions", limit: limit as u64 });
        }
    }
    Ok(())
}

/// A contracted graph.
///
/// ```
/// use dispatch::roads::hierarchy::Hierarchy;
/// // 0 → 1 → 2, and a slow arc straight from 0 to 2.
/// let hierarchy = Hierarchy::contract(&[1, 0, 2], &[(0, 1), (1, 2), (0, 2)]).unwrap();
/// let customized = hierarchy.customize(&[3, 4, 9]);
/// let mut to_target = hierarchy.to_target(&customized, &[(2, 0)]);
/// assert_eq!((to_target.weight_from(0), to_target.weight_from(1)), (7, 4));
/// assert_eq!(hierarchy.path(&customized, 0, 2), Some(vec![0, 1]));
/// ```
pub struct Hierarchy {
    cch: Cch,
    /// The caller's arcs sorted by tail: for each of `cch`'s input arcs, the caller's index.
    arc_of_slot: Vec<u32>,
    first_out: Vec<u32>,
    head: Vec<u32>,
}

/// Weights for a [`Hierarchy`], with those of all shortcuts.
pub struct Customized {
    metric: Metric,
    /// By slot, as given.
    weights: Vec<u32>,
}

impl Hierarchy {
    /// Contracts the graph of `arcs` (tail, head) in the given order. Parallel arcs and loops are allowed.
    ///
    /// # Errors
    /// [`RoadsError`] when the order is not a permutation of the nodes or contraction would explode.
    ///
    /// # Panics
    /// When an arc names a node that `order` does not have.
    pub fn contract(order: &[u32], arcs: &[(u32, u32)]) -> Result<Self, RoadsError> {
        check_fill(order, arcs)?;
        Ok(Self::contract_checked(order, arcs))
    }

    /// As [`Hierarchy::contract`], for an order that has passed [`check_fill`] already.
    pub(crate) fn contract_checked(order: &[u32], arcs: &[(u32, u32)]) -> Self {
        let mut first_out = vec![0u32; order.len() + 1];
        for &(tail, _) in arcs {
            first_out[tail as usize + 1] += 1;
        }
        for node in 0..order.len() {
            first_out[node + 1] += first_out[node];
        }
        let mut next = first_out.clone();
        let mut arc_of_slot = vec![0u32; arcs.len()];
        let mut head = vec![0u32; arcs.len()];
        for (arc, &(tail, to)) in arcs.iter().enumerate() {
            let slot = &mut next[tail as usize];
            arc_of_slot[*slot as usize] = arc as u32;
            head[*slot as usize] = to;
            *slot += 1;
        }
        let graph = cch::graph::Graph { first_out, head, weight: Vec::new() };
        let cch = Cch::build(&graph, order);
        Self { cch, arc_of_slot, first_out: graph.first_out, head: graph.head }
    }

    /// The number of arcs after contraction.
    pub fn contracted_arcs(&self) -> usize {
        self.cch.cch_arc_count()
    }

    /// Gives every arc its weight (in the order of the arcs given to [`Hierarchy::contract`]).
    ///
    /// # Panics
    /// When the number of weights is not that of the arcs.
    pub fn customize(&self, weights: &[u32]) -> Customized {
        let weights: Vec<u32> =
            self.arc_of_slot.iter().map(|&arc| weights[arc as usize].min(NO_WAY)).collect();
        Customized { metric: self.cch.customize(&weights), weights }
    }

    /// Prepares answers to one target: a set of nodes, each with the weight still to come from there.
    pub fn to_target<'a>(&'a self, customized: &'a Customized, entries: &[(u32, u32)]) -> Targets<'a> {
        let nodes = self.cch.node_count();
        let mut targets = Targets {
            cch: &self.cch,
            metric: &customized.metric,
            weight: vec![NO_WAY; nodes],
            is_final: vec![false; nodes],
            pending: Vec::new(),
        };
        targets.seed(entries);
        targets
    }

    /// The arcs of a shortest path, in the caller's numbers; nothing when there is none. Among parallel arcs
    /// of equal weight, the first.
    pub fn path(&self, customized: &Customized, from: u32, to: u32) -> Option<Vec<usize>> {
        let nodes = cch::node_path(&self.cch.view(), &customized.metric.view(), from, to)?;
        let arcs = nodes.windows(2).map(|pair| {
            let slots =
                self.first_out[pair[0] as usize] as usize..self.first_out[pair[0] as usize + 1] as usize;
            let best = slots
                .filter(|&slot| self.head[slot] == pair[1])
                .min_by_key(|&slot| (customized.weights[slot], self.arc_of_slot[slot]));
            self.arc_of_slot[best.expect("an unpacked pair of nodes is an arc")] as usize
        });
        Some(arcs.collect())
    }
}

/// The way from any node to one target.
pub struct Targets<'a> {
    cch: &'a Cch,
    metric: &'a Metric,
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
            let rank = self.cch.rank[node as usize];
            self.weight[rank as usize] = self.weight[rank as usize].min(weight);
            let mut ancestor = rank;
            while ancestor != INVALID_ID {
                ancestors.push(ancestor);
                ancestor = self.cch.elimination_tree_parent[ancestor as usize];
            }
        }
        ancestors.sort_unstable();
        ancestors.dedup();
        for node in ancestors {
            let reached = self.weight[node as usize];
            let arcs = self.up_arcs(node);
            for (&head, &down) in self.cch.up_head[arcs.clone()].iter().zip(&self.metric.backward[arcs]) {
                let slot = &mut self.weight[head as usize];
                *slot = (*slot).min(sum(reached, down));
            }
        }
    }

    fn up_arcs(&self, rank: u32) -> std::ops::Range<usize> {
        self.cch.up_first_out[rank as usize] as usize..self.cch.up_first_out[rank as usize + 1] as usize
    }

    /// The least weight from a node to the target, or "no way".
    pub fn weight_from(&mut self, node: u32) -> u32 {
        let rank = self.cch.rank[node as usize];
        let mut ancestor = rank;
        while ancestor != INVALID_ID && !self.is_final[ancestor as usize] {
            self.pending.push(ancestor);
            ancestor = self.cch.elimination_tree_parent[ancestor as usize];
        }
        // From the top down: all heads of a node's arcs are its ancestors, and final by then.
        while let Some(node) = self.pending.pop() {
            let arcs = self.up_arcs(node);
            let up = self.cch.up_head[arcs.clone()].iter().zip(&self.metric.forward[arcs]);
            let best = up.fold(self.weight[node as usize], |best, (&head, &weight)| {
                best.min(sum(self.weight[head as usize], weight))
            });
            self.weight[node as usize] = best;
            self.is_final[node as usize] = true;
        }
        self.weight[rank as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_must_name_every_node_once() {
        for order in [vec![0, 0, 1], vec![0, 1, 3]] {
            let error = Hierarchy::contract(&order, &[(0, 1)]).err().unwrap();
            assert_eq!(error.code(), "roads_not_a_network");
        }
    }

    #[test]
    fn an_order_that_explodes_is_refused_before_it_does() {
        // A star, hub first: contracting the hub joins all rays with each other.
        let rays = 4000;
        let arcs: Vec<(u32, u32)> = (1..=rays).map(|ray| (0, ray)).collect();
        let hub_first: Vec<u32> = (0..=rays).collect();
        assert_eq!(Hierarchy::contract(&hub_first, &arcs).err().unwrap().code(), "roads_too_large");
        let hub_last: Vec<u32> = (0..=rays).rev().collect();
        assert_eq!(Hierarchy::contract(&hub_last, &arcs).unwrap().contracted_arcs(), rays as usize);
    }

    #[test]
    fn parallel_arcs_loops_and_zero_weights_are_fine() {
        let arcs = [(0, 1), (0, 1), (1, 1), (1, 2), (2, 0)];
        let hierarchy = Hierarchy::contract(&[0, 1, 2], &arcs).unwrap();
        let customized = hierarchy.customize(&[5, 0, 7, 0, NO_WAY]);
        assert_eq!(hierarchy.path(&customized, 0, 2), Some(vec![1, 3]));
        let mut to_zero = hierarchy.to_target(&customized, &[(0, 0)]);
        assert_eq!(to_zero.weight_from(2), NO_WAY);
        assert_eq!(hierarchy.path(&customized, 2, 0), None);
    }
}
