//! From a situation to its optimum, told in names.

use super::Bond;
use super::admit::{Bar, plain_cost};
use super::certificate::Certificate;
use super::equals::choose_among_equals;
use super::optimum::{
    Change, Elsewhere, Harm, Optimum, Origin, Pairing, PassedOver, Replacement, Unfilled, WhyUnfilled,
};
use super::problem::{JointProblem, NONE};
use super::tiers::solve_tiers;
use geo_core::Milliseconds;

/// The best choice, and the only one that the rule for equals names.
///
/// Takes no chance and asks no clock; the answer is the same in whatever order incidents, units and candidates were
/// given. Once it has been acted upon, solving again changes nothing, with one exception: a unit that no other
/// incident might take, and that its own incident sends home, is free for others only then.
pub fn optimize(problem: &JointProblem) -> Optimum {
    let mut solved = solve_tiers(problem, None);
    choose_among_equals(problem, &mut solved);
    let told = Telling { problem, unit_of: &solved.matching.unit_of, slot_of: &solved.matching.slot_of };
    let slots = 0..problem.slot_count();
    Optimum {
        pairings: slots.clone().filter_map(|slot| told.pairing(slot)).collect(),
        unfilled: slots.clone().filter_map(|slot| told.unfilled(slot)).collect(),
        changes: slots.filter_map(|slot| told.change(slot)).collect(),
        objective: problem.objective(told.unit_of),
        certificate: Certificate(solved.potentials),
    }
}

/// A matching, and what is to be said of it.
struct Telling<'a> {
    problem: &'a JointProblem,
    unit_of: &'a [u32],
    slot_of: &'a [u32],
}

impl Telling<'_> {
    fn pairing(&self, slot: u32) -> Option<Pairing> {
        let unit = self.unit_at(slot)?;
        let problem = self.problem;
        let origin = match problem.server(slot) {
            Some(_) => Origin::OnScene,
            None if problem.stands[slot as usize] == unit => Origin::Kept,
            None => Origin::New,
        };
        let (arrival, cost, passed_over) = match problem.candidate(slot, unit) {
            Some(candidate) if origin != Origin::OnScene => {
                let cost = plain_cost(problem.weight_of(slot), candidate);
                (candidate.arrival, cost, self.passed_over(slot, cost))
            }
            _ => (Milliseconds(0), 0, PassedOver::default()),
        };
        let (slot, unit) = (problem.slot_id(slot), problem.unit_id(unit));
        Some(Pairing { slot, unit, origin, arrival, cost, passed_over })
    }

    fn unit_at(&self, slot: u32) -> Option<u32> {
        Some(self.unit_of[slot as usize]).filter(|&unit| unit != NONE)
    }

    /// Open units elsewhere that would cost the slot less than this.
    fn passed_over(&self, slot: u32, than: i128) -> PassedOver {
        let mut cheaper: Vec<(i128, u32, Milliseconds)> = Vec::new();
        let weight = self.problem.weight_of(slot);
        for candidate in self.problem.candidates(slot) {
            let unit = self.problem.rank_of(candidate);
            let cost = plain_cost(weight, candidate);
            if cost < than && self.slot_of[unit as usize] != slot && self.problem.admits(slot, unit) {
                cheaper.push((cost, unit, candidate.arrival));
            }
        }
        let count = cheaper.len() as u32;
        if cheaper.len() > PassedOver::SHOWN {
            cheaper.select_nth_unstable(PassedOver::SHOWN);
            cheaper.truncate(PassedOver::SHOWN);
        }
        cheaper.sort_unstable();
        let elsewhere = |(cost, unit, arrival): (i128, u32, Milliseconds)| Elsewhere {
            unit: self.problem.unit_id(unit),
            arrival,
            cost,
            serves: Some(self.slot_of[unit as usize])
                .filter(|&slot| slot != NONE)
                .map(|slot| self.problem.slot_id(slot)),
        };
        PassedOver { count, cheapest: cheaper.into_iter().map(elsewhere).collect() }
    }

    fn unfilled(&self, slot: u32) -> Option<Unfilled> {
        if self.unit_at(slot).is_some() {
            return None;
        }
        let problem = self.problem;
        let why = match self.passed_over(slot, i128::MAX) {
            _ if problem.candidates(slot).is_empty() => WhyUnfilled::NobodyEligible,
            PassedOver { count: 0, .. } => self.all_barred(slot),
            passed_over => WhyUnfilled::AllServeOthers(passed_over),
        };
        Some(Unfilled { slot: problem.slot_id(slot), why })
    }

    /// Counts each candidate under the first thing that bars it.
    fn all_barred(&self, slot: u32) -> WhyUnfilled {
        let (mut on_scene, mut not_to_be_taken, mut by_hand) = (0, 0, 0);
        for candidate in self.problem.candidates(slot) {
            match self.problem.bars(slot, self.problem.rank_of(candidate), Vec::new()).first() {
                Some(Bar::OnScene { .. }) => on_scene += 1,
                Some(Bar::NotToBeTaken { .. }) => not_to_be_taken += 1,
                _ => by_hand += 1,
            }
        }
        WhyUnfilled::AllBarred { on_scene, not_to_be_taken, by_hand }
    }

    /// What becomes of the standing pair of the slot, if it is given up.
    fn change(&self, slot: u32) -> Option<Change> {
        let problem = self.problem;
        let unit = Some(problem.stands[slot as usize]).filter(|&unit| unit != NONE)?;
        let (_, Bond::Underway { price }) = problem.ties[unit as usize].standing? else { return None };
        let takes = self.slot_of[unit as usize];
        if takes == slot {
            return None;
        }
        let would_arrive = problem
            .candidate(slot, unit)
            .filter(|_| problem.admits(slot, unit))
            .map(|candidate| candidate.arrival);
        let replacement = self.unit_at(slot).and_then(|unit| {
            let arrival = problem.candidate(slot, unit)?.arrival;
            Some(Replacement { unit: problem.unit_id(unit), arrival })
        });
        let slots = problem.siblings(slot);
        let filled = |units: &[u32]| {
            units[slots.start as usize..slots.end as usize].iter().filter(|&&unit| unit != NONE).count()
                as u32
        };
        let leaves = problem.slot_id(slot);
        Some(Change {
            unit: problem.unit_id(unit),
            takes: (takes != NONE).then(|| problem.slot_id(takes)),
            price,
            harm: Harm {
                incident: leaves.incident.clone(),
                would_arrive,
                replacement,
                filled_before: filled(&problem.stands),
                filled_after: filled(self.unit_of),
            },
            leaves,
        })
    }
}
