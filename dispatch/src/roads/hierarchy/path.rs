//! One way, with the arcs it goes over.

use super::{Customized, Hierarchy, NO_WAY, NONE};
use crate::roads::weight::sum;
use std::collections::BTreeMap;

/// A shortest way from one of some nodes to one of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it weighs, with what the ends weigh.
    pub weight: u32,
    /// At which of the starts it begins, and at which of the ends it ends: places in the lists given.
    pub start: usize,
    /// See `start`.
    pub end: usize,
    /// The caller's arcs that it goes over; none when it ends where it begins.
    pub arcs: Vec<usize>,
}

/// How a node was reached: weight, and the arc and node before it, or which seed it is.
#[derive(Clone, Copy)]
enum Came {
    Seed(usize),
    By { arc: u32, from: u32 },
}

/// The best way to each ancestor of the seeds, going up.
type Climbed = BTreeMap<u32, (u32, Came)>;

impl Hierarchy {
    /// A shortest way from one of `starts` to one of `ends`, each a node with a weight of its own; nothing when
    /// there is none. Among equally short ones the choice is always the same.
    pub fn path(&self, customized: &Customized, starts: &[(u32, u32)], ends: &[(u32, u32)]) -> Option<Found> {
        let from = self.climb(starts, &customized.up);
        let to = self.climb(ends, &customized.down);
        let met = from.iter().filter_map(|(node, (out, _))| Some((sum(*out, to.get(node)?.0), *node)));
        let (weight, top) = met.min().filter(|(weight, _)| *weight < NO_WAY)?;
        let (start, mut up) = descend(&from, top);
        let (end, down) = descend(&to, top);
        up.reverse();
        let mut arcs = Vec::new();
        up.into_iter().for_each(|arc| self.unpack(customized, 2 * arc, &mut arcs));
        down.into_iter().for_each(|arc| self.unpack(customized, 2 * arc + 1, &mut arcs));
        Some(Found { weight, start, end, arcs })
    }

    fn climb(&self, seeds: &[(u32, u32)], weights: &[u32]) -> Climbed {
        let mut climbed = Climbed::new();
        for (seed, &(node, weight)) in seeds.iter().enumerate() {
            let mut rank = self.rank[node as usize];
            let slot = climbed.entry(rank).or_insert((NO_WAY, Came::Seed(seed)));
            if weight < slot.0 {
                *slot = (weight, Came::Seed(seed));
            }
            while self.parent[rank as usize] != NONE {
                rank = self.parent[rank as usize];
                climbed.entry(rank).or_insert((NO_WAY, Came::Seed(seed)));
            }
        }
        let mut next = climbed.first_key_value().map(|(rank, _)| *rank);
        while let Some(rank) = next {
            let reached = climbed[&rank].0;
            for arc in self.up(rank).filter(|_| reached < NO_WAY) {
                let weight = sum(reached, weights[arc]);
                let slot = climbed.get_mut(&self.head[arc]).expect("upper neighbours are ancestors");
                if weight < slot.0 {
                    *slot = (weight, Came::By { arc: arc as u32, from: rank });
                }
            }
            next = climbed.range(rank + 1..).next().map(|(rank, _)| *rank);
        }
        climbed
    }

    /// Adds the caller's arcs under a slot: its own, or those of the two arcs below that weigh as much.
    fn unpack(&self, customized: &Customized, slot: u32, arcs: &mut Vec<usize>) {
        let mut waiting = vec![slot];
        while let Some(slot) = waiting.pop() {
            let arc = slot as usize / 2;
            let is_up = slot.is_multiple_of(2);
            let weight = if is_up { customized.up[arc] } else { customized.down[arc] };
            let own = self.inputs.partition_point(|&(of, _)| of < slot);
            let own = self.inputs[own..].iter().take_while(|(of, _)| *of == slot);
            let own = own.map(|&(_, input)| input as usize).find(|&input| customized.given[input] == weight);
            if let Some(input) = own {
                arcs.push(input);
                continue;
            }
            let high = self.head[arc];
            let low = self.tail_of(arc as u32);
            let (first, second) = self
                .below(low, high)
                .map(|(to_low, to_high)| {
                    // Down from one end, then up to the other.
                    if is_up { (2 * to_low + 1, 2 * to_high) } else { (2 * to_high + 1, 2 * to_low) }
                })
                .find(|&(first, second)| {
                    let down = customized.down[first as usize / 2];
                    sum(down, customized.up[second as usize / 2]) == weight
                })
                .expect("a shortcut weighs what some way below it weighs");
            waiting.extend([second, first]);
        }
    }

    pub(super) fn tail_of(&self, arc: u32) -> u32 {
        self.first_up.partition_point(|&first| first <= arc) as u32 - 1
    }

    /// The pairs of arcs from one node below to both of these.
    pub(super) fn below(&self, low: u32, high: u32) -> impl Iterator<Item = (u32, u32)> {
        let (lows, highs) = (self.down(low), self.down(high));
        let mut other = highs.start;
        lows.filter_map(move |one| {
            let tail = self.down_tail[one];
            while other < highs.end && self.down_tail[other] < tail {
                other += 1;
            }
            let both = other < highs.end && self.down_tail[other] == tail;
            both.then(|| (self.down_arc[one], self.down_arc[other]))
        })
    }
}

/// The seed from which the best way climbs to a node, and its arcs from the top down.
fn descend(climbed: &Climbed, top: u32) -> (usize, Vec<u32>) {
    let mut arcs = Vec::new();
    let mut node = top;
    loop {
        match climbed[&node].1 {
            Came::Seed(seed) => return (seed, arcs),
            Came::By { arc, from } => {
                arcs.push(arc);
                node = from;
            }
        }
    }
}
