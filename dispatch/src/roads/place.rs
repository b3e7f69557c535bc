//! From a point on a chain to the junctions at its ends, and to other points of the chain.

use super::adjacency::Step;
use super::chains::Chains;
use super::network::SegmentWeights;
use super::snap::{Snap, WHOLE, share};
use super::weight::{NO_WAY, sum};

/// A part of a segment walked in one direction; fractions count in that direction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch {
    pub step: Step,
    pub from: u32,
    pub to: u32,
}

impl Stretch {
    /// What the stretch costs.
    pub fn weight(&self, weights: &SegmentWeights) -> u32 {
        share(self.step.weight(&weights.along, &weights.against), self.to - self.from)
    }
}

/// A snapped position, seen along its chain.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    chains: &'a Chains,
    pub chain: usize,
    /// Which step of the chain.
    step: usize,
    /// How far along that step, in the direction of the chain.
    fraction: u32,
}

impl<'a> Place<'a> {
    /// Finds the place of a snap.
    pub fn of(chains: &'a Chains, snap: &Snap) -> Self {
        let (chain, step) = chains.place(snap.segment);
        let reversed = chains.steps(chain)[step].is_reversed();
        let fraction = if reversed { WHOLE - snap.fraction } else { snap.fraction };
        Self { chains, chain, step, fraction }
    }

    /// The point itself: a step and how far along it.
    pub fn point(&self) -> (Step, u32) {
        (self.chains.steps(self.chain)[self.step], self.fraction)
    }

    /// From here to the end of the chain, then from here back to its start: junction and stretches.
    pub fn exits(&self) -> [(u32, Vec<Stretch>); 2] {
        let (start, end) = self.chains.ends[self.chain];
        [(end, self.ahead()), (start, backwards(self.behind()))]
    }

    /// From the start of the chain to here, then from its end back to here: junction and stretches.
    pub fn entries(&self) -> [(u32, Vec<Stretch>); 2] {
        let (start, end) = self.chains.ends[self.chain];
        [(start, self.behind()), (end, backwards(self.ahead()))]
    }

    /// From here to another place without leaving the chain.
    pub fn within(&self, other: &Self) -> Option<Vec<Stretch>> {
        if self.chain != other.chain {
            return None;
        }
        if (self.step, self.fraction) <= (other.step, other.fraction) {
            Some(self.until(other))
        } else {
            Some(backwards(other.until(self)))
        }
    }

    fn ahead(&self) -> Vec<Stretch> {
        let steps = &self.chains.steps(self.chain)[self.step..];
        stretches(steps, self.fraction, WHOLE)
    }

    fn behind(&self) -> Vec<Stretch> {
        let steps = &self.chains.steps(self.chain)[..=self.step];
        stretches(steps, 0, self.fraction)
    }

    fn until(&self, later: &Self) -> Vec<Stretch> {
        let steps = &self.chains.steps(self.chain)[self.step..=later.step];
        stretches(steps, self.fraction, later.fraction)
    }
}

/// Consecutive steps, the first from a fraction on, the last up to a fraction; empty stretches left out.
fn stretches(steps: &[Step], from: u32, to: u32) -> Vec<Stretch> {
    let last = steps.len() - 1;
    let stretch = |(index, &step): (usize, &Step)| Stretch {
        step,
        from: if index == 0 { from } else { 0 },
        to: if index == last { to } else { WHOLE },
    };
    steps.iter().enumerate().map(stretch).filter(|stretch| stretch.from < stretch.to).collect()
}

/// The same stretches walked the other way.
fn backwards(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.reverse();
    for stretch in &mut stretches {
        *stretch = Stretch {
            step: Step::new(stretch.step.segment(), !stretch.step.is_reversed()),
            from: WHOLE - stretch.to,
            to: WHOLE - stretch.from,
        };
    }
    stretches
}

/// What consecutive stretches cost together.
pub(crate) fn weight_of(stretches: &[Stretch], weights: &SegmentWeights) -> u32 {
    stretches.iter().fold(0, |total, stretch| sum(total, stretch.weight(weights)).min(NO_WAY))
}
