//! A second opinion on a joint optimum.
//!
//! [`check`] judges an [`Optimum`] by the [`Situation`] alone. It shares the values with the solver and no step: who
//! is open to whom, what a pair costs, what the objective is and what is to be said are worked out here once more,
//! slowly and plainly. That nothing is better is proved from the certificate, by adding up (see [`Certificate`]).
//!
//! What it does not judge is the choice among equals: an optimum that is as good as the one of the rule passes.
//!
//! [`Certificate`]: super::Certificate

mod certificate;
mod crews;
mod facts;
mod fault;
mod words;

pub use crews::{CrewFault, check_crews};
pub use fault::Fault;

use super::{Bond, Objective, Optimum, Origin, Pairing, Situation, TierObjective};
use facts::Facts;

/// Everything that is wrong with the optimum; nothing when it is sound, and proved best.
pub fn check(situation: &Situation, optimum: &Optimum) -> Vec<Fault> {
    let mut faults = Vec::new();
    let facts = match Facts::of(situation) {
        Ok(facts) => facts,
        Err(fault) => return vec![fault],
    };
    let Some(places) = places(&facts, optimum, &mut faults) else { return faults };
    settled_stay(&facts, &places, &mut faults);
    let objective = objective(&facts, &places);
    if objective != optimum.objective {
        faults.push(Fault::WrongObjective { reckoned: objective, given: optimum.objective.clone() });
    }
    certificate::judge(&facts, &places, &optimum.certificate, &mut faults);
    words::judge(&facts, &places, optimum, &mut faults);
    faults
}

/// Who is where, by place in [`Facts`].
struct Places {
    unit_of: Vec<Option<usize>>,
    slot_of: Vec<Option<usize>>,
}

/// Reads the pairs and looks at each by itself; nothing if they name somebody who is not there.
fn places(facts: &Facts<'_>, optimum: &Optimum, faults: &mut Vec<Fault>) -> Option<Places> {
    let mut places =
        Places { unit_of: vec![None; facts.slots.len()], slot_of: vec![None; facts.units.len()] };
    let mut told = vec![false; facts.slots.len()];
    for pairing in &optimum.pairings {
        let (Some(unit), Some(slot)) = (facts.unit(&pairing.unit), facts.slot(&pairing.slot)) else {
            faults.push(Fault::Stranger { unit: pairing.unit.clone(), slot: pairing.slot.clone() });
            return None;
        };
        if places.slot_of[unit].replace(slot).is_some() {
            faults.push(Fault::UnitTwice { unit: pairing.unit.clone() });
        }
        if places.unit_of[slot].replace(unit).is_some() {
            faults.push(Fault::SlotTwice { slot: pairing.slot.clone() });
        }
        told[slot] = true;
        judge_pairing(facts, pairing, unit, slot, faults);
    }
    for unfilled in &optimum.unfilled {
        match facts.slot(&unfilled.slot) {
            Some(slot) if !told[slot] => told[slot] = true,
            _ => faults.push(Fault::SlotTwice { slot: unfilled.slot.clone() }),
        }
    }
    for (slot, _) in told.iter().enumerate().filter(|(_, told)| !**told) {
        faults.push(Fault::SlotMissing { slot: facts.slot_id(slot) });
    }
    Some(places)
}

fn judge_pairing(facts: &Facts<'_>, pairing: &Pairing, unit: usize, slot: usize, faults: &mut Vec<Fault>) {
    let (given_unit, given_slot) = (pairing.unit.clone(), pairing.slot.clone());
    let standing = facts.standing_of[unit].filter(|(stands, _)| *stands == slot);
    let origin = match standing {
        Some((_, Bond::OnScene)) => Origin::OnScene,
        Some((_, Bond::Underway { .. })) => Origin::Kept,
        None => Origin::New,
    };
    if origin != pairing.origin {
        faults.push(Fault::WrongOrigin { unit: given_unit.clone(), slot: given_slot.clone(), origin });
    }
    let (arrival, cost) = if origin == Origin::OnScene {
        (geo_core::Milliseconds(0), 0)
    } else if let Some(candidate) = facts.open_candidate(slot, unit) {
        (candidate.arrival, facts.cost(slot, candidate))
    } else {
        return faults.push(Fault::NotOpen { unit: given_unit, slot: given_slot });
    };
    if (arrival, cost) != (pairing.arrival, pairing.cost) {
        faults.push(Fault::WrongFigures { unit: given_unit, slot: given_slot, arrival, cost });
    }
}

/// Units on scene are where they were.
fn settled_stay(facts: &Facts<'_>, places: &Places, faults: &mut Vec<Fault>) {
    for (unit, standing) in facts.standing_of.iter().enumerate() {
        if let Some((slot, Bond::OnScene)) = standing
            && places.slot_of[unit] != Some(*slot)
        {
            faults
                .push(Fault::TakenFromScene { unit: facts.units[unit].clone(), slot: facts.slot_id(*slot) });
        }
    }
}

/// The objective, pair by pair.
fn objective(facts: &Facts<'_>, places: &Places) -> Objective {
    let of_tier = |&tier: &super::Tier| {
        let mut sum = TierObjective { tier, pins_unmet: 0, unfilled: 0, cost: 0 };
        for slot in (0..facts.slots.len()).filter(|&slot| facts.slots[slot].tier == tier) {
            match places.unit_of[slot] {
                None => sum.unfilled += 1,
                Some(unit) => {
                    let on_scene = facts.standing_of[unit] == Some((slot, Bond::OnScene));
                    let candidate = facts.open_candidate(slot, unit).filter(|_| !on_scene);
                    sum.cost += candidate.map_or(0, |candidate| facts.cost(slot, candidate));
                }
            }
            if let Some((unit, Bond::Underway { price })) = facts.standing_at(slot)
                && places.unit_of[slot] != Some(unit)
            {
                sum.cost += i128::from(price.0);
            }
        }
        for (unit, pin) in facts.pin_of.iter().enumerate() {
            if let Some(pin) = pin
                && facts.tier_of(pin) == Some(tier)
                && !places.slot_of[unit].is_some_and(|slot| facts.points_at(pin, slot))
            {
                sum.pins_unmet += 1;
            }
        }
        sum
    };
    Objective(facts.tiers.iter().map(of_tier).collect())
}
