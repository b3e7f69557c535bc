//! How far one gets along the roads within a time: every stretch of road reached, the last ones in part.

use super::place::Stretch;
use super::snap::{WHOLE, between};
use super::{NoRoute, RoadMetric, Router};
use geo_core::{Metres, Milliseconds, Position};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A stretch of road that was driven, with the times at its two ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Driven {
    /// Where it begins and ends.
    pub ends: [Position; 2],
    /// When one is at its ends, from the start on, the walk to the road included.
    pub times: [Milliseconds; 2],
    /// Which segment, and from which to which fraction of it in the order of its way.
    segment: u32,
    along: [u32; 2],
    /// The length of the whole segment.
    whole: f64,
}

/// Everything reached within a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    /// Where it starts.
    pub start: Position,
    /// Within how long.
    pub within: Milliseconds,
    /// The stretches, in each direction that one can drive in time. Where one gets on a road from both sides, it
    /// stands here twice.
    pub driven: Vec<Driven>,
}

impl Reach {
    /// The length of the roads reached within a time, each counted once.
    pub fn length_within(&self, within: Milliseconds) -> Metres {
        let mut reached: Vec<(u32, u32, u32, f64)> =
            self.driven.iter().filter_map(|driven| driven.until(within)).collect();
        reached.sort_unstable_by_key(|&(segment, from, to, _)| (segment, from, to));
        let (mut total, mut last) = (0.0, (u32::MAX, 0));
        for (segment, from, to, whole) in reached {
            // What was counted of this segment ends there.
            let counted = if last.0 == segment { last.1 } else { 0 };
            let from = from.max(counted);
            if to > from {
                total += whole * f64::from(to - from) / f64::from(WHOLE);
            }
            last = (segment, counted.max(to));
        }
        Metres(total)
    }
}

impl Driven {
    /// The part that is driven within a time: the segment, from and to in the order of its way, its whole length.
    fn until(&self, within: Milliseconds) -> Option<(u32, u32, u32, f64)> {
        let [from, to] = self.times.map(|time| time.0);
        let left = within.0.checked_sub(from)?;
        let [a, b] = self.along;
        let share =
            |length: u32| (u128::from(length) * u128::from(left) / u128::from((to - from).max(1))) as u32;
        let end = if within.0 >= to {
            b
        } else if b >= a {
            a + share(b - a)
        } else {
            a - share(a - b)
        };
        Some((self.segment, a.min(end), a.max(end), self.whole))
    }
}

/// What is known while searching.
struct Search<'a> {
    router: &'a Router,
    metric: &'a RoadMetric,
    within: u32,
    driven: Vec<Driven>,
}

impl Router {
    /// Everything that is reached from a position within a time. It is what [`Router::route_by`] would drive, to the
    /// millisecond.
    ///
    /// # Errors
    /// [`NoRoute::StartOffRoad`].
    pub fn reach(
        &self,
        metric: &RoadMetric,
        start: Position,
        within: Milliseconds,
    ) -> Result<Reach, NoRoute> {
        let (snap, place) = self.meet(metric, start).ok_or(NoRoute::StartOffRoad)?;
        let graph = self.network.graph(metric.profile);
        let within_ms = u32::try_from(within.0).unwrap_or(u32::MAX / 4).min(u32::MAX / 4);
        let mut search = Search { router: self, metric, within: within_ms, driven: Vec::new() };
        let walk = u32::try_from(snap.walk.0).unwrap_or(u32::MAX / 4);
        let mut first_move = vec![0u32; graph.states + 1];
        graph.moves().iter().for_each(|step| first_move[step.from as usize + 1] += 1);
        for state in 0..graph.states {
            first_move[state + 1] += first_move[state];
        }
        let mut slot = first_move.clone();
        let mut by_state = vec![0u32; graph.moves().len()];
        for (index, step) in graph.moves().iter().enumerate() {
            by_state[slot[step.from as usize] as usize] = index as u32;
            slot[step.from as usize] += 1;
        }
        let mut best = vec![u32::MAX; graph.states];
        let mut entered = vec![u32::MAX; graph.chains.courses()];
        let mut open = BinaryHeap::new();
        let mut arrive = |state: u32, at: u32, open: &mut BinaryHeap<Reverse<(u32, u32)>>| {
            if at < best[state as usize] {
                best[state as usize] = at;
                open.push(Reverse((at, state)));
            }
        };
        for (state, passage) in place.exits() {
            if let Some(at) = search.drive(walk, passage) {
                arrive(state, at, &mut open);
            }
        }
        let mut settled = vec![false; graph.states];
        while let Some(Reverse((at, state))) = open.pop() {
            if std::mem::replace(&mut settled[state as usize], true) {
                continue;
            }
            let moves = first_move[state as usize]..first_move[state as usize + 1];
            for &index in &by_state[moves.start as usize..moves.end as usize] {
                let step = graph.moves()[index as usize];
                if step.profiles & 1 << metric.profile as u8 == 0 {
                    continue;
                }
                // Whoever enters a course earlier reaches more of it; the later ones reach nothing new on it.
                let course = step.course as usize;
                let end = if at < entered[course] {
                    entered[course] = at;
                    let whole = |step| Stretch { step, from: 0, to: WHOLE };
                    search.drive(at, graph.chains.walk(step.course).map(whole).collect())
                } else {
                    search.end_of(at, graph.chains.walk(step.course))
                };
                if let Some(at) = end {
                    arrive(step.to, at, &mut open);
                }
            }
        }
        Ok(Reach { start, within, driven: search.driven })
    }
}

impl Search<'_> {
    /// Drives stretches one after the other as far as the time goes; the time at their end when that is reached.
    fn drive(&mut self, mut at: u32, way: Vec<Stretch>) -> Option<u32> {
        if at > self.within {
            return None;
        }
        for stretch in way {
            let weight = stretch.weight(&self.metric.weights);
            let left = self.within - at;
            if weight <= left {
                self.take(stretch, at, at + weight);
                at += weight;
                continue;
            }
            // Rounded down: one is never said to be farther than one gets.
            let part = u64::from(stretch.to - stretch.from) * u64::from(left) / u64::from(weight);
            let reached = Stretch { to: stretch.from + part as u32, ..stretch };
            if weight < super::SegmentWeights::CLOSED && reached.to > reached.from {
                self.take(reached, at, self.within);
            }
            return None;
        }
        Some(at)
    }

    /// The time at the end of a course that was driven before.
    fn end_of(&self, at: u32, way: impl Iterator<Item = super::adjacency::Step>) -> Option<u32> {
        let weights = &self.metric.weights;
        let total =
            way.fold(at, |total, step| total.saturating_add(step.weight(&weights.along, &weights.against)));
        (total <= self.within).then_some(total)
    }

    fn take(&mut self, stretch: Stretch, at: u32, until: u32) {
        let connected = self.router.network.connected[stretch.step.segment()];
        // Nobody is sent to where no way leads back from (§6).
        if connected & 1 << self.metric.profile as u8 == 0 {
            return;
        }
        let ends = [stretch.from, stretch.to].map(|fraction| self.point(stretch, fraction));
        let times = [at, until].map(|time| Milliseconds(u64::from(time)));
        let segment = stretch.step.segment();
        let along = [stretch.from, stretch.to];
        let along = if stretch.step.is_reversed() { along.map(|fraction| WHOLE - fraction) } else { along };
        let whole = self.router.network.length(segment).0;
        self.driven.push(Driven { ends, times, segment: segment as u32, along, whole });
    }

    fn point(&self, stretch: Stretch, fraction: u32) -> Position {
        let segment = &self.router.network.segments[stretch.step.segment()];
        let [a, b] = [segment.from, segment.to].map(|node| self.router.network.positions[node as usize]);
        between(a, b, if stretch.step.is_reversed() { WHOLE - fraction } else { fraction })
    }
}
