//! The drive (§8), by Dijkstra's algorithm from the target backwards.

use super::meet::WHOLE;
use super::walks::Walks;
use super::{Meeting, NO_WAY, Roads};
use dispatch::Profile;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What a share of a segment costs.
fn cost(share: u64, weight: u64) -> u64 {
    (weight * share + (WHOLE >> 1)) >> 20
}

/// Where a meeting is: on a node, or within a segment.
enum Spot {
    Node(usize),
    Within { segment: usize, share: u64 },
}

impl Roads {
    fn spot(&self, meeting: Meeting) -> Spot {
        let [a, b] = self.segments[meeting.segment].ends;
        match meeting.share {
            0 => Spot::Node(a),
            WHOLE => Spot::Node(b),
            share => Spot::Within { segment: meeting.segment, share },
        }
    }

    fn weight(&self, profile: Profile, step: usize) -> Option<u64> {
        self.segments[step / 2].weight(profile)[step % 2]
    }

    /// The least drive in milliseconds from each of the sources to the target.
    pub(super) fn drives_to(
        &self,
        profile: Profile,
        target: Meeting,
        sources: &[Meeting],
    ) -> Vec<Option<u64>> {
        let walks = &self.shares[profile as usize].walks;
        let target = self.spot(target);
        let sums = self.sums_to(profile, walks, &target);
        let starts_at = |step: usize| self.segments[step / 2].ends[step % 2];
        let drive = |source: &Meeting| {
            // What it takes to the end of each step with which one may begin, and without any whole step.
            let mut ways: Vec<Option<u64>> = Vec::new();
            match (self.spot(*source), &target) {
                (Spot::Node(here), target) => {
                    for &step in &walks.leaving[here] {
                        ways.push(self.weight(profile, step).zip(sums[step]).map(|(a, b)| a + b));
                    }
                    match *target {
                        Spot::Node(there) => ways.push((here == there).then_some(0)),
                        Spot::Within { segment, share } => {
                            for (step, share) in [(2 * segment, share), (2 * segment + 1, WHOLE - share)] {
                                let weight = self.weight(profile, step).filter(|_| starts_at(step) == here);
                                ways.push(weight.map(|weight| cost(share, weight)));
                            }
                        }
                    }
                }
                (Spot::Within { segment, share }, target) => {
                    for (step, left) in [(2 * segment, WHOLE - share), (2 * segment + 1, share)] {
                        let weight = self.weight(profile, step);
                        ways.push(
                            weight.map(|weight| cost(left, weight)).zip(sums[step]).map(|(a, b)| a + b),
                        );
                    }
                    if let Spot::Within { segment: other, share: there } = *target
                        && other == segment
                    {
                        let [along, against] = self.segments[segment].weight(profile);
                        let onwards = there.checked_sub(share).zip(along);
                        let back = share.checked_sub(there).zip(against);
                        ways.extend(
                            [onwards, back].map(|way| way.map(|(share, weight)| cost(share, weight))),
                        );
                        ways.push((share == there).then_some(0));
                    }
                }
            }
            ways.into_iter().flatten().min().filter(|&drive| drive < NO_WAY)
        };
        sources.iter().map(drive).collect()
    }

    /// The least sum from each state, at the end of its step, to the target.
    fn sums_to(&self, profile: Profile, walks: &Walks, target: &Spot) -> Vec<Option<u64>> {
        let mut least: Vec<Option<u64>> = vec![None; walks.step.len()];
        let mut waiting = BinaryHeap::new();
        match *target {
            Spot::Node(node) => waiting.extend(walks.arriving[node].iter().map(|&state| Reverse((0, state)))),
            Spot::Within { segment, share } => {
                for (step, share) in [(2 * segment, share), (2 * segment + 1, WHOLE - share)] {
                    let Some(weight) = self.weight(profile, step) else { continue };
                    // Into this step by all its states: nothing, or something, may be remembered.
                    let states = (0..walks.step.len()).filter(|&state| walks.step[state] == step);
                    let before = states.flat_map(|state| &walks.entered_from[state]);
                    waiting.extend(before.map(|&state| Reverse((cost(share, weight), state))));
                }
            }
        }
        while let Some(Reverse((sum, state))) = waiting.pop() {
            if least[state as usize].is_some() {
                continue;
            }
            least[state as usize] = Some(sum);
            let Some(weight) = self.weight(profile, walks.step[state as usize]) else { continue };
            let before = walks.entered_from[state as usize].iter();
            let before = before.filter(|&&before| least[before as usize].is_none());
            waiting.extend(before.map(|&before| Reverse((sum + weight, before))));
        }
        least
    }
}
