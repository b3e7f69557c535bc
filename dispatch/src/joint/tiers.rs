//! Tier after tier, each on what the earlier leave open.
//!
//! By complementary slackness **all** optima of a tier use only pairs whose reduced cost is nothing, leave only slots
//! unfilled whose potential allows it, and use every unit that has a price. So a later tier is solved on exactly
//! these: it may move a slot of an earlier tier along such pairs, at no cost to it, and may not touch a unit with a
//! price. No optimum is lost, and none can be made worse.

use super::Candidate;
use super::augment::{Matching, Pairs, Search};
use super::certificate::TierPotentials;
use super::problem::{JointProblem, NONE, TierSlots};
use super::scale::Whole;

/// What all tiers together leave open, and one choice from it.
pub(super) struct Solved {
    pub matching: Matching,
    /// For each slot the units it has in some optimum.
    pub tight: Vec<Vec<u32>>,
    /// For each slot whether some optimum leaves it unfilled.
    pub may_stay_empty: Vec<bool>,
    /// For each unit whether some optimum may leave it out.
    pub may_stay_home: Vec<bool>,
    /// The certificate, from the highest tier down.
    pub potentials: Vec<TierPotentials>,
}

/// A pair that is settled before anything is chosen: it takes part in no search.
pub(super) type Settled = (u32, u32);

/// Solves all tiers; `forced` is a pair that an enquirer wants to see.
pub(super) fn solve_tiers(problem: &JointProblem, forced: Option<Settled>) -> Solved {
    let slots = problem.slot_count() as usize;
    let mut solved = Solved {
        matching: Matching { unit_of: vec![NONE; slots], slot_of: vec![NONE; problem.unit_count() as usize] },
        tight: Vec::with_capacity(slots),
        may_stay_empty: Vec::with_capacity(slots),
        may_stay_home: vec![true; problem.unit_count() as usize],
        potentials: Vec::new(),
    };
    for tier in &problem.tiers {
        let step = Step { problem, forced, tier };
        if tier.scale.largest <= i128::from(i64::MAX) {
            step.solve::<i64>(&mut solved);
        } else {
            step.solve::<i128>(&mut solved);
        }
    }
    settle(problem, forced, &mut solved.matching);
    solved
}

/// Writes the settled pairs into the answer.
fn settle(problem: &JointProblem, forced: Option<Settled>, matching: &mut Matching) {
    let served = (0..problem.slot_count()).filter_map(|slot| Some((slot, problem.server(slot)?)));
    for (slot, unit) in served.chain(forced) {
        matching.unit_of[slot as usize] = unit;
        matching.slot_of[unit as usize] = slot;
    }
}

/// One tier.
struct Step<'a> {
    problem: &'a JointProblem,
    forced: Option<Settled>,
    tier: &'a TierSlots,
}

impl Step<'_> {
    fn is_settled(&self, slot: u32) -> bool {
        self.problem.is_served(slot) || self.forced.is_some_and(|(forced, _)| forced == slot)
    }

    fn solve<W: Whole>(&self, solved: &mut Solved) {
        let (starts, units, costs) = self.open_pairs::<W>(&solved.may_stay_home);
        let pairs = Pairs {
            inherited: &solved.tight,
            may_stay_empty: &solved.may_stay_empty,
            first: self.tier.slots.start,
            starts,
            units,
            costs,
            unfilled: W::of(self.tier.scale.unfilled),
        };
        let mut search = Search::new(pairs, solved.matching.slot_of.len());
        for slot in self.tier.slots.clone().filter(|&slot| !self.is_settled(slot)) {
            search.let_in(slot, &mut solved.matching);
        }
        let (tight, may_stay_empty) = search.open();
        let scaled =
            |potentials: &[W]| potentials.iter().map(|of| self.tier.scale.potential(of.wide())).collect();
        solved.potentials.push(TierPotentials {
            tier: self.tier.tier,
            slots: scaled(&search.slots),
            units: scaled(&search.units),
        });
        for (may_stay_home, &price) in solved.may_stay_home.iter_mut().zip(&search.units) {
            *may_stay_home &= price == W::ZERO;
        }
        (solved.tight, solved.may_stay_empty) = (tight, may_stay_empty);
    }

    /// The pairs of the tier that are open and hurt no earlier one: where those of each slot begin and end, units,
    /// costs.
    fn open_pairs<W: Whole>(&self, may_stay_home: &[bool]) -> (Vec<usize>, Vec<u32>, Vec<W>) {
        let Self { problem, .. } = self;
        let count = self.tier.slots.clone().map(|slot| problem.candidates(slot).len()).sum();
        let (mut units, mut costs) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let mut starts = vec![0];
        let mut is_free = may_stay_home.to_vec();
        if let Some((_, unit)) = self.forced {
            is_free[unit as usize] = false;
        }
        for slot in self.tier.slots.clone() {
            if !self.is_settled(slot) {
                for candidate in problem.candidates(slot) {
                    let unit = problem.rank_of(candidate);
                    if is_free[unit as usize] && problem.admits(slot, unit) {
                        units.push(unit);
                        costs.push(W::of(self.scaled_cost(slot, unit, candidate)));
                    }
                }
            }
            starts.push(units.len());
        }
        (starts, units, costs)
    }

    fn scaled_cost(&self, slot: u32, unit: u32, candidate: &Candidate) -> i128 {
        let cost = self.problem.cost(slot, unit, candidate);
        // An open pair of a pinned unit meets the pin.
        let pinned = !self.problem.unbound[unit as usize] && self.problem.ties[unit as usize].pin.is_some();
        if pinned { cost - self.tier.scale.pin } else { cost }
    }
}
