//! A second opinion on a choice with crews.
//!
//! Every crew and every unit is looked at in the situation as it was given, and the objective is added up once more
//! from it. The choice beside what was decided about crews is an assignment: that is judged by [`check`] with its
//! certificate. That nothing is better than the bound rests on the search alone; it is compared with every choice
//! there is in small cases.

use super::facts::Facts;
use super::{Fault, check};
use crate::TeamId;
use crate::joint::{Bond, CrewOptimum, Crews, Objective, Situation, SlotId, TierObjective};
use std::collections::{BTreeMap, BTreeSet};

/// Something that is wrong with a choice with crews.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CrewFault {
    /// What remains an assignment is not its optimum, or the situation is unsound.
    #[error(transparent)]
    Settled(#[from] Fault),
    /// A pair that is not open.
    #[error("{unit} may not serve {slot}")]
    NotOpen {
        /// Who.
        unit: TeamId,
        /// Where.
        slot: SlotId,
    },
    /// A slot has two units.
    #[error("{slot} has two units")]
    SlotTwice {
        /// Which.
        slot: SlotId,
    },
    /// A unit serves at two incidents, or more slots than it can.
    #[error("{unit} cannot serve all of {slots:?}")]
    UnitTorn {
        /// Who.
        unit: TeamId,
        /// Where.
        slots: Vec<SlotId>,
    },
    /// A crew is there in part.
    #[error("of the crew {slots:?} some are sent and some are not")]
    CrewTorn {
        /// Its slots.
        slots: Vec<SlotId>,
    },
    /// The objective is another.
    #[error("the objective is {reckoned:?}, not {given:?}")]
    WrongObjective {
        /// As it adds up.
        reckoned: Objective,
        /// As it was told.
        given: Objective,
    },
    /// The choice is better than what nothing can be better than.
    #[error("the bound {bound:?} is worse than the choice, {objective:?}")]
    BoundAbove {
        /// The bound.
        bound: Objective,
        /// The choice.
        objective: Objective,
    },
}

/// Everything that is wrong with the choice; nothing when it is sound.
pub fn check_crews(situation: &Situation, crews: &Crews, chosen: &CrewOptimum) -> Vec<CrewFault> {
    let (settled, optimum) = &chosen.settled;
    let mut faults: Vec<CrewFault> = check(settled, optimum).into_iter().map(CrewFault::from).collect();
    let facts = match Facts::of(situation) {
        Ok(facts) => facts,
        Err(fault) => return vec![fault.into()],
    };
    let mut unit_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut slots_of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for pairing in &optimum.pairings {
        let name = chosen.own_name(&pairing.unit);
        let (Some(unit), Some(slot)) = (facts.unit(&name), facts.slot(&pairing.slot)) else {
            faults.push(CrewFault::NotOpen { unit: name, slot: pairing.slot.clone() });
            continue;
        };
        let on_scene = facts.standing_of[unit] == Some((slot, Bond::OnScene));
        if !on_scene && facts.open_candidate(slot, unit).is_none() {
            faults.push(CrewFault::NotOpen { unit: name, slot: pairing.slot.clone() });
        }
        if unit_of.insert(slot, unit).is_some() {
            faults.push(CrewFault::SlotTwice { slot: pairing.slot.clone() });
        }
        slots_of.entry(unit).or_default().push(slot);
    }
    for (unit, slots) in &slots_of {
        let place = |slot: &usize| crews.serves.get(&facts.slot_id(*slot)).copied().unwrap_or(1).max(1);
        let incidents: BTreeSet<_> = slots.iter().map(|slot| &facts.slots[*slot].incident.incident).collect();
        let mut latest: Vec<u8> = slots.iter().map(place).collect();
        latest.sort_unstable();
        // The slot that must come earliest comes first, and so on.
        let in_turn = latest.iter().zip(1_usize..).all(|(latest, turn)| usize::from(*latest) >= turn);
        if incidents.len() > 1 || !in_turn || (slots.len() > 1 && facts.pin_of[*unit].is_some()) {
            let slots = slots.iter().map(|slot| facts.slot_id(*slot)).collect();
            faults.push(CrewFault::UnitTorn { unit: facts.units[*unit].clone(), slots });
        }
    }
    for slots in &crews.together {
        let places: Vec<usize> = slots.iter().filter_map(|slot| facts.slot(slot)).collect();
        let begun = places.iter().any(|slot| matches!(facts.standing_at(*slot), Some((_, Bond::OnScene))));
        let there = places.iter().filter(|slot| unit_of.contains_key(slot)).count();
        if !begun && there > 0 && there < slots.len() {
            faults.push(CrewFault::CrewTorn { slots: slots.clone() });
        }
    }
    let reckoned = objective(&facts, &unit_of, &slots_of);
    if reckoned != chosen.objective {
        faults.push(CrewFault::WrongObjective { reckoned, given: chosen.objective.clone() });
    }
    if chosen.bound > chosen.objective {
        let (bound, objective) = (chosen.bound.clone(), chosen.objective.clone());
        faults.push(CrewFault::BoundAbove { bound, objective });
    }
    faults
}

/// The objective, pair by pair; a unit may have several slots.
fn objective(
    facts: &Facts<'_>,
    unit_of: &BTreeMap<usize, usize>,
    slots_of: &BTreeMap<usize, Vec<usize>>,
) -> Objective {
    let of_tier = |&tier: &crate::joint::Tier| {
        let mut sum = TierObjective { tier, pins_unmet: 0, unfilled: 0, cost: 0 };
        for slot in (0..facts.slots.len()).filter(|&slot| facts.slots[slot].tier == tier) {
            let unit = unit_of.get(&slot).copied();
            match unit {
                None => sum.unfilled += 1,
                Some(unit) if facts.standing_of[unit] == Some((slot, Bond::OnScene)) => {}
                Some(unit) => {
                    sum.cost += facts.open_candidate(slot, unit).map_or(0, |other| facts.cost(slot, other));
                }
            }
            if let Some((stands, Bond::Underway { price })) = facts.standing_at(slot)
                && unit != Some(stands)
            {
                sum.cost += i128::from(price.0);
            }
        }
        for (unit, pin) in facts.pin_of.iter().enumerate() {
            if let Some(pin) = pin
                && facts.tier_of(pin) == Some(tier)
                && !slots_of.get(&unit).into_iter().flatten().any(|&slot| facts.points_at(pin, slot))
            {
                sum.pins_unmet += 1;
            }
        }
        sum
    };
    Objective(facts.tiers.iter().map(of_tier).collect())
}
