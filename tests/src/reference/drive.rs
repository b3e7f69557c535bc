//! The drive (§6), by Dijkstra's algorithm from the target backwards.

use super::meet::WHOLE;
use super::{Meeting, NO_WAY, Roads, Segment};
use dispatch::Profile;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

/// The arcs that lead to each node, as the node they come from and their weight.
pub struct Arcs {
    first: Vec<usize>,
    arcs: Vec<(usize, u64)>,
}

impl Arcs {
    pub fn of(profile: Profile, nodes: usize, segments: &[Segment]) -> Self {
        let open = || {
            segments.iter().flat_map(|segment| {
                let [a, b] = segment.ends;
                let [along, against] = segment.weight(profile);
                [(a, b, along), (b, a, against)]
                    .into_iter()
                    .filter_map(|(from, to, weight)| Some((from, to, weight?)))
            })
        };
        let mut first = vec![0; nodes + 1];
        open().for_each(|(_, to, _)| first[to + 1] += 1);
        for node in 0..nodes {
            first[node + 1] += first[node];
        }
        let mut free = first.clone();
        let mut arcs = vec![(0, 0); first[nodes]];
        for (from, to, weight) in open() {
            arcs[free[to]] = (from, weight);
            free[to] += 1;
        }
        Self { first, arcs }
    }

    fn into(&self, node: usize) -> &[(usize, u64)] {
        &self.arcs[self.first[node]..self.first[node + 1]]
    }
}

/// What a share of a segment costs; none of it costs nothing, even where the segment is closed.
fn cost(share: u64, weight: Option<u64>) -> Option<u64> {
    if share == 0 { Some(0) } else { weight.map(|weight| (weight * share + (WHOLE >> 1)) >> 20) }
}

impl Roads {
    /// The least drive in milliseconds from each of the sources to the target.
    pub(super) fn drives_to(
        &self,
        profile: Profile,
        target: Meeting,
        sources: &[Meeting],
    ) -> Vec<Option<u64>> {
        let wanted = sources.iter().flat_map(|source| self.segments[source.segment].ends).collect();
        let sums = self.sums_to(profile, target, wanted);
        let drive = |source: &Meeting| {
            let segment = &self.segments[source.segment];
            let [along, against] = segment.weight(profile);
            let onwards = |node: usize, out: Option<u64>| Some(out? + sums[node]?);
            let ways = [
                onwards(segment.ends[1], cost(WHOLE - source.share, along)),
                onwards(segment.ends[0], cost(source.share, against)),
                self.within(profile, *source, target),
            ];
            ways.into_iter().flatten().min().filter(|&drive| drive < NO_WAY)
        };
        sources.iter().map(drive).collect()
    }

    /// The drive that never leaves the one segment on which both lie.
    fn within(&self, profile: Profile, source: Meeting, target: Meeting) -> Option<u64> {
        if source.segment != target.segment {
            return None;
        }
        let [along, against] = self.segments[source.segment].weight(profile);
        let onwards = target.share.checked_sub(source.share).and_then(|share| cost(share, along));
        let back = source.share.checked_sub(target.share).and_then(|share| cost(share, against));
        onwards.into_iter().chain(back).min()
    }

    /// The least sum from each node to the target; right for all that are wanted, and for those nearer.
    fn sums_to(&self, profile: Profile, target: Meeting, mut wanted: HashSet<usize>) -> Vec<Option<u64>> {
        let arcs = &self.shares[profile as usize].arcs;
        let mut least: Vec<Option<u64>> = vec![None; self.positions.len()];
        let mut waiting = BinaryHeap::new();
        let segment = &self.segments[target.segment];
        let [along, against] = segment.weight(profile);
        let last = [
            (segment.ends[0], cost(target.share, along)),
            (segment.ends[1], cost(WHOLE - target.share, against)),
        ];
        for (node, cost) in last {
            waiting.extend(cost.map(|cost| Reverse((cost, node))));
        }
        while let Some(Reverse((sum, node))) = waiting.pop() {
            if least[node].is_some() {
                continue;
            }
            least[node] = Some(sum);
            if wanted.remove(&node) && wanted.is_empty() {
                break;
            }
            let next = arcs.into(node).iter().filter(|(from, _)| least[*from].is_none());
            waiting.extend(next.map(|&(from, weight)| Reverse((sum + weight, from))));
        }
        least
    }
}
