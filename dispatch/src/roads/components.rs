//! The part of the network where everything reaches everything, and the pieces that are cut off from it.

use super::adjacency::Adjacency;
use super::network::Segment;
use super::stats::{LISTED_PIECES, StrandedPiece};
use geo_core::{Metres, Position};

const UNSEEN: u32 = u32::MAX;

/// What may follow on what: for each thing the things that follow.
pub(crate) struct Following {
    first: Vec<u32>,
    next: Vec<u32>,
}

impl Following {
    /// Collects pairs of a thing and what follows, of so many things.
    pub fn of(count: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut first = vec![0u32; count + 1];
        pairs.clone().for_each(|(thing, _)| first[thing as usize + 1] += 1);
        for thing in 0..count {
            first[thing + 1] += first[thing];
        }
        let mut slot = first.clone();
        let mut next = vec![0; first[count] as usize];
        for (thing, following) in pairs {
            next[slot[thing as usize] as usize] = following;
            slot[thing as usize] += 1;
        }
        Self { first, next }
    }

    /// What follows on a thing.
    pub fn after(&self, thing: u32) -> &[u32] {
        &self.next[self.first[thing as usize] as usize..self.first[thing as usize + 1] as usize]
    }

    fn count(&self) -> usize {
        self.first.len() - 1
    }

    /// The same pairs the other way round.
    pub fn reversed(&self) -> Self {
        let all =
            (0..self.count() as u32).flat_map(|thing| self.after(thing).iter().map(move |&to| (to, thing)));
        Self::of(self.count(), all)
    }

    /// Everything that follows on some things, and those themselves.
    pub fn reached_from(&self, starts: impl Iterator<Item = u32>) -> Vec<bool> {
        let mut reached = vec![false; self.count()];
        let mut open: Vec<u32> = starts.collect();
        open.iter().for_each(|&start| reached[start as usize] = true);
        while let Some(thing) = open.pop() {
            for &next in self.after(thing) {
                if !std::mem::replace(&mut reached[next as usize], true) {
                    open.push(next);
                }
            }
        }
        reached
    }

    /// The strongly connected component of each thing, numbered in no particular order, and how many there
    /// are; [`UNSEEN`] for things that have no way round to themselves. Tarjan's algorithm, without recursion.
    fn components(&self) -> (Vec<u32>, u32) {
        let count = self.count();
        let mut search = Search {
            number: vec![UNSEEN; count],
            low: vec![0; count],
            component: vec![UNSEEN; count],
            waiting: Vec::new(),
            left: vec![false; count],
            components: 0,
        };
        // The thing being explored and how many of those that follow have been tried.
        let mut path: Vec<(u32, u32)> = Vec::new();
        let mut entered = 0u32;
        for root in 0..count as u32 {
            if search.number[root as usize] != UNSEEN {
                continue;
            }
            search.enter(root, &mut entered);
            path.push((root, 0));
            while let Some((thing, tried)) = path.last_mut() {
                let at = *thing;
                if let Some(&next) = self.after(at).get(*tried as usize) {
                    *tried += 1;
                    if search.left[next as usize] {
                        continue;
                    }
                    if search.number[next as usize] == UNSEEN {
                        search.enter(next, &mut entered);
                        path.push((next, 0));
                    } else {
                        search.lower(at, search.number[next as usize]);
                    }
                } else {
                    path.pop();
                    search.leave(at, self.after(at).contains(&at));
                    if let Some(&(parent, _)) = path.last() {
                        search.lower(parent, search.low[at as usize]);
                    }
                }
            }
        }
        (search.component, search.components)
    }

    /// The greatest set in which everything follows on everything; sizes and ties by what `measure` says of each
    /// thing: how much it counts, and which of equally great sets is taken, the one with the lowest number.
    pub fn core(&self, measure: impl Fn(u32) -> (usize, u32)) -> Vec<u32> {
        let (component, count) = self.components();
        let mut measured = vec![(0usize, std::cmp::Reverse(u32::MAX)); count as usize];
        let members = || (0..self.count() as u32).filter(|&thing| component[thing as usize] != UNSEEN);
        for thing in members() {
            let (size, number) = measure(thing);
            let slot = &mut measured[component[thing as usize] as usize];
            *slot = (slot.0 + size, slot.1.max(std::cmp::Reverse(number)));
        }
        let best = (0..count).max_by_key(|&one| measured[one as usize]);
        members().filter(|&thing| Some(component[thing as usize]) == best).collect()
    }
}

struct Search {
    number: Vec<u32>,
    low: Vec<u32>,
    component: Vec<u32>,
    waiting: Vec<u32>,
    /// Whether a thing's component is known.
    left: Vec<bool>,
    components: u32,
}

impl Search {
    fn enter(&mut self, thing: u32, entered: &mut u32) {
        self.number[thing as usize] = *entered;
        self.low[thing as usize] = *entered;
        *entered += 1;
        self.waiting.push(thing);
    }

    fn lower(&mut self, thing: u32, to: u32) {
        self.low[thing as usize] = self.low[thing as usize].min(to);
    }

    fn leave(&mut self, thing: u32, follows_itself: bool) {
        if self.low[thing as usize] != self.number[thing as usize] {
            return;
        }
        let is_circle = follows_itself || self.waiting.last() != Some(&thing);
        while let Some(member) = self.waiting.pop() {
            self.left[member as usize] = true;
            if is_circle {
                self.component[member as usize] = self.components;
            }
            if member == thing {
                break;
            }
        }
        self.components += u32::from(is_circle);
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
