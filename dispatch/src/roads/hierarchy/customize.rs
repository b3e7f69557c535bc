//! Weights for all arcs of a hierarchy from those of the graph.
//!
//! A node's arcs are lowered to the weights of the ways over its lower neighbours, which must be final by then.
//! Subtrees of the elimination tree touch nothing of each other, so each is worked off by one thread; then, for
//! all nodes above them side by side, what comes from the subtrees, and last what these nodes give each other.
//! Each weight is a minimum over the same ways whoever takes it, so the result depends on no thread.

use super::{Hierarchy, NO_WAY, NONE};
use std::ops::Range;

/// Weights for a [`Hierarchy`], with those of all shortcuts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customized {
    /// By arc: from its lower end to its upper end, and back.
    pub(super) up: Vec<u32>,
    pub(super) down: Vec<u32>,
    /// By the caller's arcs, as given.
    pub(super) given: Vec<u32>,
}

/// How the work is shared out; found at contraction.
#[derive(Default)]
pub(super) struct Shares {
    /// Subtrees, as runs of ranks, ascending.
    runs: Vec<Range<u32>>,
    /// The nodes in no run, ascending.
    top: Vec<u32>,
}

/// Below so many arcs threads cost more than they bring.
const WORTH_THREADS: usize = 1 << 14;

/// How many threads work at once.
const THREADS: usize = 2;

/// A subtree of more than this share of all work is not given to one thread.
const PIECES: u64 = 24;

impl Shares {
    /// Shares out the nodes of a hierarchy.
    pub fn of(hierarchy: &Hierarchy) -> Self {
        let nodes = hierarchy.nodes();
        let mut shares = Self::default();
        if hierarchy.contracted_arcs() < WORTH_THREADS {
            shares.top = (0..nodes as u32).collect();
            return shares;
        }
        let (mut work, mut size) = (vec![0u64; nodes], vec![1u32; nodes]);
        for node in 0..nodes {
            let up = hierarchy.up(node as u32).len() as u64;
            work[node] += up * up + 1;
            let parent = hierarchy.parent[node];
            if parent != NONE {
                work[parent as usize] += work[node];
                size[parent as usize] += size[node];
            }
        }
        let most =
            (0..nodes).filter(|&node| hierarchy.parent[node] == NONE).map(|root| work[root]).sum::<u64>();
        let mut node = nodes;
        while node > 0 {
            node -= 1;
            if work[node] <= most / PIECES {
                let first = node + 1 - size[node] as usize;
                shares.runs.push(first as u32..node as u32 + 1);
                node = first;
            } else {
                shares.top.push(node as u32);
            }
        }
        shares.runs.reverse();
        shares.top.reverse();
        shares
    }

    /// For each of so many nodes whether it is in no run.
    pub fn marks(&self, nodes: usize) -> Vec<bool> {
        let mut marks = vec![false; nodes];
        self.top.iter().for_each(|&node| marks[node as usize] = true);
        marks
    }
}

/// The arcs of a run of nodes, with their weights.
struct Run<'a> {
    nodes: Range<u32>,
    first_arc: usize,
    up: &'a mut [u32],
    down: &'a mut [u32],
}

impl Hierarchy {
    /// Gives every arc its weight (in the order of the arcs given to [`Hierarchy::contract`]); what weighs
    /// [`NO_WAY`] or more is closed.
    ///
    /// # Panics
    /// When the number of weights is not that of the arcs.
    pub fn customize(&self, weights: &[u32]) -> Customized {
        assert_eq!(weights.len(), self.slot.len(), "one weight for each arc");
        let given: Vec<u32> = weights.iter().map(|&weight| weight.min(NO_WAY)).collect();
        let arcs = self.contracted_arcs();
        let (mut up, mut down) = (vec![NO_WAY; arcs], vec![NO_WAY; arcs]);
        for (&slot, &weight) in self.slot.iter().zip(&given) {
            if slot != NONE {
                let side = if slot.is_multiple_of(2) { &mut up } else { &mut down };
                let place = &mut side[slot as usize / 2];
                *place = weight.min(*place);
            }
        }
        if !self.shares.runs.is_empty() {
            self.relax_runs(&mut up, &mut down);
            self.relax_top_from_runs(&mut up, &mut down);
        }
        self.relax_top(&mut up, &mut down);
        Customized { up, down, given }
    }

    fn relax_runs(&self, mut up: &mut [u32], mut down: &mut [u32]) {
        let mut work: [Vec<Run>; THREADS] = [(); THREADS].map(|()| Vec::new());
        let mut loads = [0usize; THREADS];
        let mut passed = 0;
        for nodes in &self.shares.runs {
            let arcs = self.up(nodes.start).start..self.up(nodes.end - 1).end;
            let (skipped, length) = (arcs.start - passed, arcs.len());
            let (own_up, own_down);
            (own_up, up) = std::mem::take(&mut up).split_at_mut(skipped).1.split_at_mut(length);
            (own_down, down) = std::mem::take(&mut down).split_at_mut(skipped).1.split_at_mut(length);
            passed = arcs.end;
            let least = (0..THREADS).min_by_key(|&thread| loads[thread]).unwrap_or(0);
            loads[least] += arcs.len();
            work[least].push(Run { nodes: nodes.clone(), first_arc: arcs.start, up: own_up, down: own_down });
        }
        std::thread::scope(|scope| {
            for runs in work {
                scope.spawn(move || {
                    let mut place = vec![0u32; self.nodes()];
                    for mut run in runs {
                        for node in run.nodes.clone() {
                            self.relax_within(node, &mut run, &mut place);
                        }
                    }
                });
            }
        });
    }

    /// Lowers the arcs of a node of a run; its lower neighbours are of the run too.
    fn relax_within(&self, node: u32, run: &mut Run, place: &mut [u32]) {
        let own = self.up(node);
        self.note_places(node, place);
        let (lower_up, own_up) = run.up.split_at_mut(own.start - run.first_arc);
        let (lower_down, own_down) = run.down.split_at_mut(own.start - run.first_arc);
        for index in self.down(node) {
            let arc = self.down_arc[index] as usize;
            let beyond = arc + 1..self.up(self.down_tail[index]).end;
            let heads = &self.head[beyond.clone()];
            let here = arc - run.first_arc;
            let beyond = here + 1..beyond.end - run.first_arc;
            lower(own_up, lower_down[here], heads, &lower_up[beyond.clone()], place);
            lower(own_down, lower_up[here], heads, &lower_down[beyond], place);
        }
    }

    /// Lowers the arcs of the nodes above the runs to what comes from the runs.
    fn relax_top_from_runs(&self, up: &mut [u32], down: &mut [u32]) {
        let top = &self.shares.top;
        let sizes: Vec<usize> = top.iter().map(|&node| self.up(node).len()).collect();
        let gather = |side: &[u32]| -> Vec<u32> {
            top.iter().flat_map(|&node| side[self.up(node)].iter().copied()).collect()
        };
        let (mut own_up, mut own_down) = (gather(up), gather(down));
        // What a node costs goes by the ways below it; equal shares of that, as runs of nodes.
        let cost = |node: u32| 1 + self.down(node).len() * self.up(node).len();
        let all: usize = top.iter().map(|&node| cost(node)).sum();
        let (up_before, down_before) = (&*up, &*down);
        std::thread::scope(|scope| {
            let (mut rest_up, mut rest_down) = (own_up.as_mut_slice(), own_down.as_mut_slice());
            let (mut first, mut so_far) = (0, 0);
            for thread in 1..=THREADS {
                let mut end = first;
                let mut arcs = 0;
                while end < top.len() && (thread == THREADS || so_far < all * thread / THREADS) {
                    so_far += cost(top[end]);
                    arcs += sizes[end];
                    end += 1;
                }
                let nodes = &top[first..end];
                let (mine_up, mine_down);
                (mine_up, rest_up) = std::mem::take(&mut rest_up).split_at_mut(arcs);
                (mine_down, rest_down) = std::mem::take(&mut rest_down).split_at_mut(arcs);
                first = end;
                scope.spawn(move || self.pull(nodes, (mine_up, mine_down), (up_before, down_before)));
            }
        });
        let mut from = 0;
        for (&node, size) in top.iter().zip(sizes) {
            up[self.up(node)].copy_from_slice(&own_up[from..from + size]);
            down[self.up(node)].copy_from_slice(&own_down[from..from + size]);
            from += size;
        }
    }

    fn pull(
        &self,
        nodes: &[u32],
        (mut own_up, mut own_down): (&mut [u32], &mut [u32]),
        (up, down): (&[u32], &[u32]),
    ) {
        let mut place = vec![0u32; self.nodes()];
        for &node in nodes {
            self.note_places(node, &mut place);
            let size = self.up(node).len();
            let (node_up, node_down);
            (node_up, own_up) = std::mem::take(&mut own_up).split_at_mut(size);
            (node_down, own_down) = std::mem::take(&mut own_down).split_at_mut(size);
            for index in self.down(node).filter(|&index| !self.is_top(self.down_tail[index])) {
                let arc = self.down_arc[index] as usize;
                let beyond = arc + 1..self.up(self.down_tail[index]).end;
                let heads = &self.head[beyond.clone()];
                lower(node_up, down[arc], heads, &up[beyond.clone()], &place);
                lower(node_down, up[arc], heads, &down[beyond], &place);
            }
        }
    }

    /// Lowers the arcs of the nodes above the runs to what these give each other.
    fn relax_top(&self, up: &mut [u32], down: &mut [u32]) {
        let mut place = vec![0u32; self.nodes()];
        for &node in &self.shares.top {
            let own = self.up(node);
            self.note_places(node, &mut place);
            let (lower_up, own_up) = up.split_at_mut(own.start);
            let (lower_down, own_down) = down.split_at_mut(own.start);
            for index in self.down(node).filter(|&index| self.is_top(self.down_tail[index])) {
                let arc = self.down_arc[index] as usize;
                let beyond = arc + 1..self.up(self.down_tail[index]).end;
                let heads = &self.head[beyond.clone()];
                lower(own_up, lower_down[arc], heads, &lower_up[beyond.clone()], &place);
                lower(own_down, lower_up[arc], heads, &lower_down[beyond], &place);
            }
        }
    }

    fn is_top(&self, node: u32) -> bool {
        self.top[node as usize]
    }

    fn note_places(&self, node: u32, place: &mut [u32]) {
        for (index, &head) in self.head[self.up(node)].iter().enumerate() {
            place[head as usize] = index as u32;
        }
    }
}

/// Lowers a node's arcs to the ways over one lower neighbour: `first` to there, and onwards to its other heads.
fn lower(own: &mut [u32], first: u32, heads: &[u32], onwards: &[u32], place: &[u32]) {
    let (Some(&lowest), Some(&highest)) = (heads.first(), heads.last()) else { return };
    if first == NO_WAY {
        return;
    }
    let (start, last) = (place[lowest as usize] as usize, place[highest as usize] as usize);
    if last - start + 1 == heads.len() {
        // The same heads without a gap, as mostly near the top: no need to look each up.
        for (slot, &onwards) in own[start..=last].iter_mut().zip(onwards) {
            *slot = (*slot).min(first + onwards);
        }
    } else {
        for (&head, &onwards) in heads.iter().zip(onwards) {
            let slot = &mut own[place[head as usize] as usize];
            *slot = (*slot).min(first + onwards);
        }
    }
}
