//! What is said beside the figures: why slots are empty, who was passed over, what changes and whom it harms.

use super::facts::Facts;
use super::{Fault, Places};
use crate::joint::{Bond, Change, Elsewhere, Harm, Optimum, PassedOver, Replacement, WhyUnfilled};

/// Where what is said is not so.
pub(super) fn judge(facts: &Facts<'_>, places: &Places, optimum: &Optimum, faults: &mut Vec<Fault>) {
    for pairing in &optimum.pairings {
        let Some(slot) = facts.slot(&pairing.slot) else { continue };
        let right = if facts.is_settled(slot) {
            PassedOver::default()
        } else {
            passed_over(facts, places, slot, Some(pairing.cost))
        };
        if pairing.passed_over != right {
            faults.push(Fault::WrongPassedOver { slot: pairing.slot.clone(), right });
        }
    }
    for unfilled in &optimum.unfilled {
        let Some(slot) = facts.slot(&unfilled.slot) else { continue };
        let right = why_unfilled(facts, places, slot);
        if unfilled.why != right {
            faults.push(Fault::WrongWhy { slot: unfilled.slot.clone(), right });
        }
    }
    let right: Vec<Change> = (0..facts.slots.len()).filter_map(|slot| change(facts, places, slot)).collect();
    if optimum.changes != right {
        faults.push(Fault::WrongChanges { right });
    }
}

fn passed_over(facts: &Facts<'_>, places: &Places, slot: usize, than: Option<i128>) -> PassedOver {
    let mut cheaper: Vec<(i128, usize)> = Vec::new();
    for candidate in facts.slots[slot].candidates() {
        let (unit, cost) = (facts.unit_of(candidate), facts.cost(slot, candidate));
        let counts = than.is_none_or(|than| cost < than) && places.unit_of[slot] != Some(unit);
        if counts && facts.is_open(slot, unit) {
            cheaper.push((cost, unit));
        }
    }
    let count = cheaper.len() as u32;
    cheaper.sort_unstable();
    cheaper.truncate(PassedOver::SHOWN);
    let elsewhere = |(cost, unit): (i128, usize)| {
        Some(Elsewhere {
            unit: facts.units[unit].clone(),
            arrival: facts.candidate(slot, unit)?.arrival,
            cost,
            serves: places.slot_of[unit].map(|slot| facts.slot_id(slot)),
        })
    };
    PassedOver { count, cheapest: cheaper.into_iter().filter_map(elsewhere).collect() }
}

fn why_unfilled(facts: &Facts<'_>, places: &Places, slot: usize) -> WhyUnfilled {
    let candidates = facts.slots[slot].candidates();
    if candidates.is_empty() {
        return WhyUnfilled::NobodyEligible;
    }
    let open = passed_over(facts, places, slot, None);
    if open.count > 0 {
        return WhyUnfilled::AllServeOthers(open);
    }
    let (mut on_scene, mut not_to_be_taken, mut by_hand) = (0, 0, 0);
    for candidate in candidates {
        match facts.standing_of[facts.unit_of(candidate)] {
            Some((_, Bond::OnScene)) => on_scene += 1,
            Some((stands, _)) => {
                let (from, to) = (&facts.slots[stands], &facts.slots[slot]);
                let same = from.incident.incident == to.incident.incident;
                if same || facts.situation.preemption.may_take(to.tier, from.tier) {
                    by_hand += 1;
                } else {
                    not_to_be_taken += 1;
                }
            }
            None => by_hand += 1,
        }
    }
    WhyUnfilled::AllBarred { on_scene, not_to_be_taken, by_hand }
}

/// What becomes of the pair that stands at the slot, if it does not stay.
fn change(facts: &Facts<'_>, places: &Places, slot: usize) -> Option<Change> {
    let (unit, Bond::Underway { price }) = facts.standing_at(slot)? else { return None };
    if places.slot_of[unit] == Some(slot) {
        return None;
    }
    let siblings = facts.siblings(slot);
    let replacement = places.unit_of[slot].and_then(|unit| {
        let arrival = facts.candidate(slot, unit)?.arrival;
        Some(Replacement { unit: facts.units[unit].clone(), arrival })
    });
    Some(Change {
        unit: facts.units[unit].clone(),
        leaves: facts.slot_id(slot),
        takes: places.slot_of[unit].map(|slot| facts.slot_id(slot)),
        price,
        harm: Harm {
            incident: facts.slots[slot].incident.incident.clone(),
            would_arrive: facts.open_candidate(slot, unit).map(|candidate| candidate.arrival),
            replacement,
            filled_before: siblings.clone().filter(|&slot| facts.standing_at(slot).is_some()).count() as u32,
            filled_after: siblings.filter(|&slot| places.unit_of[slot].is_some()).count() as u32,
        },
    })
}
