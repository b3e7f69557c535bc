//! The part of the network where everything reaches everything, and the pieces that are cut off from it.

use super::adjacency::Adjacency;
use super::network::Segment;
use super::stats::{LISTED_PIECES, StrandedPiece};
use geo_core::{Metres, Position};

const UNSEEN: u32 = u32::MAX;

/// The strongly connected component with the most nodes, as a mark for each node. Of several equally large
/// ones, that which holds the node of lowest index (and so of lowest OpenStreetMap id).
///
/// `open(step)` says whether a step may be walked. Tarjan's algorithm, without recursion.
pub(crate) fn largest_component(
    adjacency: &Adjacency,
    segments: &[Segment],
    open: impl Fn(super::adjacency::Step) -> bool,
) -> Vec<bool> {
    let nodes = adjacency.nodes();
    let mut search = Search {
        number: vec![UNSEEN; nodes],
        low: vec![0; nodes],
        component: vec![UNSEEN; nodes],
        waiting: Vec::new(),
        sizes: Vec::new(),
    };
    // The node being explored and how many of its steps have been tried.
    let mut path: Vec<(u32, u32)> = Vec::new();
    let mut count = 0u32;
    for root in 0..nodes {
        if search.number[root] != UNSEEN {
            continue;
        }
        search.enter(root, &mut count);
        path.push((root as u32, 0));
        while let Some((node, tried)) = path.last_mut() {
            let at = *node as usize;
            if let Some(&step) = adjacency.steps(at).get(*tried as usize) {
                *tried += 1;
                let head = step.head(segments) as usize;
                if !open(step) || search.component[head] != UNSEEN {
                    continue;
                }
                if search.number[head] == UNSEEN {
                    search.enter(head, &mut count);
                    path.push((head as u32, 0));
                } else {
                    search.low[at] = search.low[at].min(search.number[head]);
                }
            } else {
                path.pop();
                search.leave(at);
                if let Some(&(parent, _)) = path.last() {
                    let parent = parent as usize;
                    search.low[parent] = search.low[parent].min(search.low[at]);
                }
            }
        }
    }
    // The first node of the greatest size decides, so ties go to the lowest index.
    let greatest = search.sizes.iter().copied().max().unwrap_or(0);
    let winner =
        search.component.iter().copied().find(|&component| search.sizes[component as usize] == greatest);
    search.component.iter().map(|&component| Some(component) == winner).collect()
}

struct Search {
    number: Vec<u32>,
    low: Vec<u32>,
    component: Vec<u32>,
    waiting: Vec<u32>,
    sizes: Vec<u32>,
}

impl Search {
    fn enter(&mut self, node: usize, count: &mut u32) {
        self.number[node] = *count;
        self.low[node] = *count;
        *count += 1;
        self.waiting.push(node as u32);
    }

    fn leave(&mut self, node: usize) {
        if self.low[node] != self.number[node] {
            return;
        }
        let mut size = 0;
        while let Some(member) = self.waiting.pop() {
            self.component[member as usize] = self.sizes.len() as u32;
            size += 1;
            if member as usize == node {
                break;
            }
        }
        self.sizes.push(size);
    }
}

/// Groups the stranded segments that share nodes. Returns how many groups there are and the longest of them.
pub(crate) fn stranded_pieces(
    adjacency: &Adjacency,
    segments: &[Segment],
    is_stranded: impl Fn(usize) -> bool,
    length: impl Fn(usize) -> Metres,
    describe: impl Fn(usize) -> (Position, i64),
) -> (usize, Vec<StrandedPiece>) {
    let mut seen = vec![false; segments.len()];
    let mut pieces = Vec::new();
    let mut open = Vec::new();
    for first in 0..segments.len() {
        if seen[first] || !is_stranded(first) {
            continue;
        }
        seen[first] = true;
        open.push(first);
        let (place, way) = describe(first);
        let mut piece = StrandedPiece { place, way, segments: 0, length: Metres(0.0) };
        while let Some(segment) = open.pop() {
            piece.segments += 1;
            piece.length.0 += length(segment).0;
            for node in [segments[segment].from, segments[segment].to] {
                for step in adjacency.steps(node as usize) {
                    let next = step.segment();
                    if !seen[next] && is_stranded(next) {
                        seen[next] = true;
                        open.push(next);
                    }
                }
            }
        }
        pieces.push(piece);
    }
    let count = pieces.len();
    pieces.sort_by(|a, b| b.length.0.total_cmp(&a.length.0).then(a.way.cmp(&b.way)));
    pieces.truncate(LISTED_PIECES);
    (count, pieces)
}
