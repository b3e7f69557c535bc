//! The proof, added up.
//!
//! For any allowed choice, its objective is the sum of the costs of its pairs, of `(0, 1, 0)` for each slot left
//! unfilled, and of what is the same for all choices. Take every potential off once: what remains is a sum of reduced
//! costs, less the potentials themselves, which again are the same for all. So the choice whose reduced costs are all
//! nothing is best if none can be less than nothing. The tiers are the digits of these sums, the highest first.

use super::facts::Facts;
use super::{Fault, Places};
use crate::joint::{Bond, Certificate, Potential, TierPotentials};
use std::cmp::Ordering;

/// Where a certificate fails to prove the choice best.
pub(super) fn judge(facts: &Facts<'_>, places: &Places, certificate: &Certificate, faults: &mut Vec<Fault>) {
    if let Err(what) = form(facts, certificate) {
        return faults.push(Fault::CertificateMisshapen { what });
    }
    let potentials = &certificate.0;
    for (unit, slot) in places.slot_of.iter().enumerate() {
        if facts.standing_of[unit].is_some_and(|(_, bond)| bond == Bond::OnScene) {
            continue;
        }
        let left_out = potentials.iter().map(|tier| -tier.units[unit]);
        if !proves(left_out, slot.is_none()) {
            faults.push(Fault::UnprovedUnit { unit: facts.units[unit].clone() });
        }
    }
    for slot in (0..facts.slots.len()).filter(|&slot| !facts.is_settled(slot)) {
        judge_slot(facts, places, potentials, slot, faults);
    }
}

/// The slot left unfilled, and every pair of it.
fn judge_slot(
    facts: &Facts<'_>,
    places: &Places,
    potentials: &[TierPotentials],
    slot: usize,
    faults: &mut Vec<Fault>,
) {
    let tier = facts.slots[slot].tier;
    let of_slot = |of: &TierPotentials| of.slots.get(slot).copied().unwrap_or_default();
    let reduced = |of: &TierPotentials, cost: Potential| {
        (if of.tier == tier { cost } else { Potential::default() }) - of_slot(of)
    };
    let unfilled = Potential { pins: 0, unfilled: 1, cost: 0 };
    if !proves(potentials.iter().map(|of| reduced(of, unfilled)), places.unit_of[slot].is_none()) {
        faults.push(Fault::UnprovedSlot { slot: facts.slot_id(slot) });
    }
    for candidate in facts.slots[slot].candidates() {
        let unit = facts.unit_of(candidate);
        if !facts.is_open(slot, unit) {
            continue;
        }
        let saved = match facts.standing_of[unit] {
            Some((stands, Bond::Underway { price })) if stands == slot => i128::from(price.0),
            _ => 0,
        };
        let pins = -i64::from(facts.pin_of[unit].is_some());
        let cost = Potential { pins, unfilled: 0, cost: facts.cost(slot, candidate) - saved };
        let digits = potentials.iter().map(|of| reduced(of, cost) - of.units[unit]);
        if !proves(digits, places.unit_of[slot] == Some(unit)) {
            let (unit, slot) = (facts.units[unit].clone(), facts.slot_id(slot));
            faults.push(Fault::UnprovedPair { unit, slot });
        }
    }
}

/// Whether the digits are nothing or more together, and nothing for what was chosen.
fn proves(mut digits: impl Iterator<Item = Potential>, chosen: bool) -> bool {
    let first = digits.find(|digit| *digit != Potential::default());
    match first.map(|digit| digit.cmp(&Potential::default())) {
        None => true,
        Some(Ordering::Greater) => !chosen,
        Some(_) => false,
    }
}

/// A certificate speaks of each tier once, of everybody in it, and in numbers that can be added.
fn form(facts: &Facts<'_>, certificate: &Certificate) -> Result<(), String> {
    if !certificate.0.iter().map(|of| &of.tier).eq(&facts.tiers) {
        return Err("it is not of the tiers of the situation".into());
    }
    for of in &certificate.0 {
        let slots = facts.slots.partition_point(|slot| slot.tier <= of.tier);
        if of.slots.len() != slots || of.units.len() != facts.units.len() {
            return Err(format!("tier {} is not of the slots and units of the situation", of.tier.0));
        }
        // A cost is below 2^98; of three such numbers the sum must fit.
        let fits = |potential: &Potential| {
            potential.pins.unsigned_abs() < 1 << 40
                && potential.unfilled.unsigned_abs() < 1 << 40
                && potential.cost.unsigned_abs() < 1 << 124
        };
        if !of.slots.iter().chain(&of.units).all(fits) {
            return Err(format!("tier {} has a potential too large to be true", of.tier.0));
        }
    }
    Ok(())
}
