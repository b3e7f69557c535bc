//! How much a contraction would add, counted before it is done.

use super::NONE;
use crate::roads::RoadsError;

/// More arcs than this for each node and input arc, and the order is no use: neither time nor memory would
/// suffice. Road networks need two to four; the constant lets small dense graphs pass.
const MOST_FILL: (usize, usize) = (64, 1 << 20);

/// Refuses an order that is not a permutation of the nodes, or whose contraction would explode.
///
/// Counts the arcs of the contracted graph without building it: the lower neighbours of each node, each
/// followed up the elimination tree to what has been counted for this node.
pub(crate) fn check_fill(order: &[u32], arcs: &[(u32, u32)]) -> Result<(), RoadsError> {
    let nodes = order.len();
    let limit = MOST_FILL.0 * (nodes + arcs.len()) + MOST_FILL.1;
    let mut rank = vec![NONE; nodes];
    for (position, &node) in order.iter().enumerate() {
        match rank.get_mut(node as usize) {
            Some(slot) if *slot == NONE => *slot = position as u32,
            _ => return Err(crate::roads::bytes::broken("the order of junctions is not a permutation")),
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
    let mut parent = vec![NONE; nodes];
    let mut counted_for = vec![NONE; nodes];
    let mut fill = 0usize;
    for (upper, lower) in lower {
        let mut node = lower;
        while node != upper && counted_for[node as usize] != upper {
            counted_for[node as usize] = upper;
            fill += 1;
            if parent[node as usize] == NONE {
                parent[node as usize] = upper;
            }
            node = parent[node as usize];
        }
        if fill > limit {
            return Err(RoadsError::TooLarge { what: "shortcuts between states", limit: limit as u64 });
        }
    }
    Ok(())
}
