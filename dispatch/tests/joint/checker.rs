//! The checker accepts what the solver finds, and nothing that has been tampered with.

use crate::cases::{Dice, SMALL, Shape, draw};
use dispatch::joint::{Fault, JointProblem, Optimum, Origin, Situation, check, optimize};

const MIDDLING: Shape =
    Shape { incidents: 8, slots_each: 2, slots_at_most: 14, units: 12, arrivals: 50, ..SMALL };

/// Cases in which somebody is sent.
fn cases() -> impl Iterator<Item = (u64, Situation, Optimum)> {
    (0..400).filter_map(|seed| {
        let problem = JointProblem::new(draw(seed, MIDDLING)).unwrap();
        let optimum = optimize(&problem);
        (optimum.pairings.len() > 2).then(|| (seed, problem.situation().clone(), optimum))
    })
}

/// Tampers with every case, where it can, and wants a fault.
fn caught(tamper: impl Fn(&mut Optimum, &mut Dice) -> bool, fault: impl Fn(&Fault) -> bool) {
    let mut tried = 0;
    for (seed, situation, mut optimum) in cases() {
        if tamper(&mut optimum, &mut Dice(seed)) {
            let faults = check(&situation, &optimum);
            assert!(faults.iter().any(&fault), "seed {seed}: {faults:?}");
            assert!(faults.iter().all(|fault| !fault.to_string().is_empty()));
            tried += 1;
        }
    }
    assert!(tried > 20, "{tried}");
}

#[test]
fn what_the_solver_finds_is_sound() {
    assert!(cases().all(|(_, situation, optimum)| check(&situation, &optimum).is_empty()));
}

#[test]
fn a_unit_sent_twice() {
    let tamper = |optimum: &mut Optimum, _: &mut Dice| {
        optimum.pairings[1].unit = optimum.pairings[0].unit.clone();
        true
    };
    caught(tamper, |fault| matches!(fault, Fault::UnitTwice { .. }));
}

#[test]
fn a_slot_filled_twice_left_out_or_made_up() {
    let twice = |optimum: &mut Optimum, _: &mut Dice| {
        optimum.pairings[1].slot = optimum.pairings[0].slot.clone();
        true
    };
    caught(twice, |fault| matches!(fault, Fault::SlotTwice { .. }));
    caught(twice, |fault| matches!(fault, Fault::SlotMissing { .. }));
    let stranger = |optimum: &mut Optimum, _: &mut Dice| {
        optimum.pairings[0].slot.number = 99;
        true
    };
    caught(stranger, |fault| matches!(fault, Fault::Stranger { .. }));
}

#[test]
fn units_exchanged() {
    let tamper = |optimum: &mut Optimum, _: &mut Dice| {
        let (first, others) = optimum.pairings.split_at_mut(1);
        std::mem::swap(&mut first[0].unit, &mut others[0].unit);
        true
    };
    caught(tamper, |_| true);
}

#[test]
fn figures_that_flatter() {
    let arrival = |optimum: &mut Optimum, _: &mut Dice| {
        let pairing = optimum.pairings.iter_mut().find(|pairing| pairing.origin != Origin::OnScene);
        pairing.is_some_and(|pairing| {
            pairing.arrival.0 += 1;
            true
        })
    };
    caught(arrival, |fault| matches!(fault, Fault::WrongFigures { .. }));
    let objective = |optimum: &mut Optimum, dice: &mut Dice| {
        let place = dice.below(optimum.objective.0.len() as u64) as usize;
        optimum.objective.0[place].cost -= 1;
        true
    };
    caught(objective, |fault| matches!(fault, Fault::WrongObjective { .. }));
}

#[test]
fn potentials_that_prove_nothing() {
    let unit = |optimum: &mut Optimum, dice: &mut Dice| {
        let tiers = &mut optimum.certificate.0;
        let tier = dice.below(tiers.len() as u64) as usize;
        let units = &mut tiers[tier].units;
        let unit = dice.below(units.len() as u64) as usize;
        units[unit].cost += 1;
        // A unit on scene has no part in the proof.
        optimum.pairings.iter().all(|pairing| pairing.origin != Origin::OnScene)
    };
    caught(unit, |fault| matches!(fault, Fault::UnprovedUnit { .. } | Fault::UnprovedPair { .. }));
    let lost = |optimum: &mut Optimum, _: &mut Dice| optimum.certificate.0.pop().is_some();
    caught(lost, |fault| matches!(fault, Fault::CertificateMisshapen { .. }));
    let huge = |optimum: &mut Optimum, _: &mut Dice| {
        optimum.certificate.0[0].units[0].cost = i128::MIN;
        true
    };
    caught(huge, |fault| matches!(fault, Fault::CertificateMisshapen { .. }));
}

/// Any other choice, honestly told, is unproved: the certificate of the best proves it worse.
#[test]
fn a_worse_choice_with_the_certificate_of_the_best() {
    let mut tried = 0;
    for (seed, situation, optimum) in cases() {
        let Some(place) = optimum.pairings.iter().position(|pairing| pairing.origin == Origin::New) else {
            continue;
        };
        // The same situation without one pair has another optimum, which is told wholly and rightly.
        let mut without = situation.clone();
        let pairing = &optimum.pairings[place];
        let unit = situation.units.iter().position(|unit| *unit == pairing.unit).unwrap();
        let open = without.incidents.iter_mut().find(|open| open.incident == pairing.slot.incident).unwrap();
        open.slots[usize::from(pairing.slot.number)]
            .candidates
            .retain(|candidate| candidate.unit.0 as usize != unit);
        let mut other = optimize(&JointProblem::new(without).unwrap());
        if other.objective <= optimum.objective {
            continue;
        }
        other.certificate = optimum.certificate.clone();
        let faults = check(&situation, &other);
        let unproved = |fault: &Fault| {
            matches!(
                fault,
                Fault::UnprovedPair { .. } | Fault::UnprovedSlot { .. } | Fault::UnprovedUnit { .. }
            )
        };
        assert!(faults.iter().any(unproved), "seed {seed}: {faults:?}");
        tried += 1;
    }
    assert!(tried > 50, "{tried}");
}

#[test]
fn words_that_are_not_so() {
    let passed = |optimum: &mut Optimum, _: &mut Dice| {
        optimum.pairings[0].passed_over.count += 1;
        true
    };
    caught(passed, |fault| matches!(fault, Fault::WrongPassedOver { .. }));
    let harm = |optimum: &mut Optimum, _: &mut Dice| {
        optimum.changes.first_mut().is_some_and(|change| {
            change.harm.filled_after += 1;
            true
        })
    };
    caught(harm, |fault| matches!(fault, Fault::WrongChanges { .. }));
    let silent = |optimum: &mut Optimum, _: &mut Dice| optimum.changes.pop().is_some();
    caught(silent, |fault| matches!(fault, Fault::WrongChanges { .. }));
    let origin = |optimum: &mut Optimum, _: &mut Dice| {
        let pairing = &mut optimum.pairings[0];
        pairing.origin = if pairing.origin == Origin::New { Origin::Kept } else { Origin::New };
        true
    };
    caught(origin, |fault| matches!(fault, Fault::WrongOrigin { .. }));
}
