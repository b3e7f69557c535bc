//! A customizable contraction hierarchy over any directed graph: ordered once, weighed in milliseconds,
//! asked in microseconds (Dibbelt, Strasser, Wagner, "Customizable Contraction Hierarchies", JEA 2016).
//!
//! [`Hierarchy::contract`] fixes the structure, [`Hierarchy::customize`] puts weights on it. What is asked then:
//! many sources to one target ([`Hierarchy::to_target`]), many to many ([`Hierarchy::table`]), and a way from some
//! nodes to others ([`Hierarchy::path`]). When few weights change, [`Hierarchy::recustomize`] is quicker. Every weight is a `u32` below [`NO_WAY`]; every result is that of a Dijkstra search,
//! whatever the order, and depends on no thread.

mod customize;
mod fill;
mod order;
mod path;
mod recustomize;
mod table;
mod targets;

use super::RoadsError;
pub use super::weight::NO_WAY;
pub use customize::Customized;
use customize::Shares;
pub(crate) use fill::check_fill;
pub use order::{order_by_place, order_by_structure};
pub use path::Found;
pub use targets::Targets;

/// No node, no arc.
const NONE: u32 = u32::MAX;

/// A contracted graph.
///
/// ```
/// use dispatch::roads::hierarchy::Hierarchy;
/// // 0 → 1 → 2, and a slow arc straight from 0 to 2.
/// let hierarchy = Hierarchy::contract(&[1, 0, 2], &[(0, 1), (1, 2), (0, 2)]).unwrap();
/// let customized = hierarchy.customize(&[3, 4, 9]);
/// let mut to_target = hierarchy.to_target(&customized, &[(2, 0)]);
/// assert_eq!((to_target.weight_from(0), to_target.weight_from(1)), (7, 4));
/// assert_eq!(hierarchy.path(&customized, &[(0, 0)], &[(2, 0)]).unwrap().arcs, [0, 1]);
/// ```
///
/// Nodes are numbered by rank: in the order of contraction, changed so that every subtree of the elimination
/// tree is a run of ranks. All arcs go up; each has a weight up and a weight down.
pub struct Hierarchy {
    rank: Vec<u32>,
    /// The elimination tree: the lowest upper neighbour of each node, or [`NONE`].
    parent: Vec<u32>,
    /// The arcs of each node, ascending by head.
    first_up: Vec<u32>,
    head: Vec<u32>,
    /// The arcs into each node, ascending by tail.
    first_down: Vec<u32>,
    down_tail: Vec<u32>,
    down_arc: Vec<u32>,
    /// For each of the caller's arcs the slot that it weighs on: 2 × arc upwards, the next number downwards,
    /// [`NONE`] for loops.
    slot: Vec<u32>,
    /// The caller's arcs by slot.
    inputs: Vec<(u32, u32)>,
    shares: Shares,
    /// Whether a node is above the shares, by rank.
    top: Vec<bool>,
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
        let nodes = order.len();
        let mut given = vec![0u32; nodes];
        for (rank, &node) in order.iter().enumerate() {
            given[node as usize] = rank as u32;
        }
        let mut upper: Vec<Vec<u32>> = vec![Vec::new(); nodes];
        for &(tail, head) in arcs {
            let (a, b) = (given[tail as usize], given[head as usize]);
            if a != b {
                upper[a.min(b) as usize].push(a.max(b));
            }
        }
        // Each node joins its upper neighbours; it is enough that the lowest of them learns of the others.
        let mut parent = vec![NONE; nodes];
        for node in 0..nodes {
            let mut heads = std::mem::take(&mut upper[node]);
            heads.sort_unstable();
            heads.dedup();
            if let Some((&lowest, others)) = heads.split_first() {
                parent[node] = lowest;
                upper[lowest as usize].extend_from_slice(others);
            }
            heads.shrink_to_fit();
            upper[node] = heads;
        }
        let rerank = postorder(&parent);
        let mut hierarchy = Self::of_upper(&upper, &rerank);
        drop(upper);
        hierarchy.rank = given.iter().map(|&rank| rerank[rank as usize]).collect();
        hierarchy.slot = arcs.iter().map(|&(tail, head)| hierarchy.slot_of(tail, head)).collect();
        let slots = hierarchy.slot.iter().enumerate().filter(|(_, slot)| **slot != NONE);
        hierarchy.inputs = slots.map(|(arc, &slot)| (slot, arc as u32)).collect();
        hierarchy.inputs.sort_unstable();
        hierarchy.shares = Shares::of(&hierarchy);
        hierarchy.top = hierarchy.shares.marks(nodes);
        hierarchy
    }

    /// The structure from the upper neighbours of each node, renumbered.
    fn of_upper(upper: &[Vec<u32>], rerank: &[u32]) -> Self {
        let nodes = upper.len();
        let mut old = vec![0u32; nodes];
        rerank.iter().enumerate().for_each(|(node, &rank)| old[rank as usize] = node as u32);
        let mut first_up = vec![0u32; nodes + 1];
        let mut first_down = vec![0u32; nodes + 1];
        let mut head = Vec::with_capacity(upper.iter().map(Vec::len).sum());
        for rank in 0..nodes {
            // The upper neighbours are ancestors, whose sequence renumbering keeps.
            for &upper in &upper[old[rank] as usize] {
                let upper = rerank[upper as usize];
                head.push(upper);
                first_down[upper as usize + 1] += 1;
            }
            first_up[rank + 1] = head.len() as u32;
        }
        for rank in 0..nodes {
            first_down[rank + 1] += first_down[rank];
        }
        let mut next = first_down.clone();
        let (mut down_tail, mut down_arc) = (vec![0u32; head.len()], vec![0u32; head.len()]);
        for rank in 0..nodes as u32 {
            for arc in first_up[rank as usize]..first_up[rank as usize + 1] {
                let slot = &mut next[head[arc as usize] as usize];
                down_tail[*slot as usize] = rank;
                down_arc[*slot as usize] = arc;
                *slot += 1;
            }
        }
        let parent_of = |rank: usize| {
            let (first, end) = (first_up[rank] as usize, first_up[rank + 1] as usize);
            head[first..end].first().copied().unwrap_or(NONE)
        };
        let parent = (0..nodes).map(parent_of).collect();
        Self {
            rank: Vec::new(),
            parent,
            first_up,
            head,
            first_down,
            down_tail,
            down_arc,
            slot: Vec::new(),
            inputs: Vec::new(),
            shares: Shares::default(),
            top: Vec::new(),
        }
    }

    fn slot_of(&self, tail: u32, head: u32) -> u32 {
        let (tail, head) = (self.rank[tail as usize], self.rank[head as usize]);
        if tail == head {
            return NONE;
        }
        let arcs = self.up(tail.min(head));
        let place =
            self.head[arcs.clone()].binary_search(&tail.max(head)).expect("contraction keeps every arc");
        2 * (arcs.start + place) as u32 + u32::from(tail > head)
    }

    /// The arcs of a node, by its rank.
    fn up(&self, rank: u32) -> std::ops::Range<usize> {
        self.first_up[rank as usize] as usize..self.first_up[rank as usize + 1] as usize
    }

    /// The places in `down_tail` and `down_arc` of the arcs into a node, by its rank.
    fn down(&self, rank: u32) -> std::ops::Range<usize> {
        self.first_down[rank as usize] as usize..self.first_down[rank as usize + 1] as usize
    }

    /// The number of nodes.
    pub fn nodes(&self) -> usize {
        self.parent.len()
    }

    /// The number of arcs after contraction.
    pub fn contracted_arcs(&self) -> usize {
        self.head.len()
    }
}

/// A number for each node of a forest such that every subtree is a run, children before parents.
fn postorder(parent: &[u32]) -> Vec<u32> {
    let nodes = parent.len();
    let mut size = vec![1u32; nodes];
    for node in 0..nodes {
        if parent[node] != NONE {
            size[parent[node] as usize] += size[node];
        }
    }
    // Each node's subtree ends just before what its parent has left; parents come after their children.
    let mut left: Vec<u32> = vec![0; nodes];
    let mut rest = nodes as u32;
    let mut number = vec![0; nodes];
    for node in (0..nodes).rev() {
        let end = match parent[node] {
            NONE => &mut rest,
            parent => &mut left[parent as usize],
        };
        let last = *end - 1;
        *end -= size[node];
        number[node] = last;
        left[node] = last;
    }
    number
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
        let path = |from, to| Some(hierarchy.path(&customized, &[(from, 0)], &[(to, 0)])?.arcs);
        assert_eq!(path(0, 2), Some(vec![1, 3]));
        let mut to_zero = hierarchy.to_target(&customized, &[(0, 0)]);
        assert_eq!(to_zero.weight_from(2), NO_WAY);
        assert_eq!(path(2, 0), None);
    }
}
