//! Cases of the size that the service meets: the figures of another solver, and the certificate.

use crate::cases::Dice;
use dispatch::joint::{
    Bond, Candidate, ExtraCost, JointProblem, OpenIncident, Optimum, Preemption, Price, Situation, Slot,
    SlotId, StandingPair, Tier, UnitAt, Weight, check, optimize,
};
use geo_core::Milliseconds;

/// A table of arrivals drawn row by row: one incident with one slot for each row, one unit for each column.
fn dense(rows: usize, columns: usize, limit: u64, seed: u64) -> Situation {
    let mut dice = Dice(seed);
    let mut row = |row: usize| OpenIncident {
        incident: format!("I{row:05}").parse().unwrap(),
        tier: Tier(1),
        weight: Weight(1),
        slots: vec![Slot {
            candidates: (0..columns as u32)
                .map(|unit| Candidate {
                    unit: UnitAt(unit),
                    arrival: Milliseconds(dice.below(limit)),
                    extra: ExtraCost(0),
                })
                .collect(),
        }],
    };
    Situation {
        incidents: (0..rows).map(&mut row).collect(),
        units: (0..columns).map(|unit| format!("T{unit:05}").parse().unwrap()).collect(),
        preemption: Preemption::by_higher_tiers(),
        ..Situation::default()
    }
}

fn proved(situation: Situation) -> (Situation, Optimum) {
    let problem = JointProblem::new(situation).unwrap();
    let optimum = optimize(&problem);
    assert_eq!(check(problem.situation(), &optimum), []);
    (problem.situation().clone(), optimum)
}

/// Optima found by `scipy.optimize.linear_sum_assignment` (SciPy 1.17.1) on the same numbers.
#[test]
fn dense_tables_cost_what_scipy_finds() {
    for (rows, columns, limit, seed, optimum) in [
        (500, 2_000, 1_800_000, 1, 483_951),
        (2_000, 2_000, 1_800_000, 2, 2_965_794),
        (2_000, 2_000, 100, 3, 0),
        (2_000, 500, 3_600_000, 4, 896_605),
    ] {
        let (_, solved) = proved(dense(rows, columns, limit, seed));
        assert_eq!(solved.objective.0[0].cost, optimum, "{rows} × {columns}");
        assert_eq!(solved.pairings.len(), rows.min(columns));
    }
}

#[test]
fn four_tiers_at_full_size_are_proved_and_stay_when_acted_upon() {
    let mut situation = dense(500, 2_000, 1_800_000, 5);
    let mut dice = Dice(6);
    for open in &mut situation.incidents {
        open.tier = Tier(1 + dice.below(4) as u8);
        open.weight = Weight(1 + dice.below(9) as u32);
        let second = open.slots[0].clone();
        open.slots.push(second);
    }
    let (mut situation, before) = proved(situation);
    assert_eq!(before.pairings.len(), 1_000);
    situation.standing = before
        .pairings
        .iter()
        .map(|pairing| StandingPair {
            unit: pairing.unit.clone(),
            slot: pairing.slot.clone(),
            bond: Bond::Underway { price: Price(60_000) },
        })
        .collect();
    let (_, after) = proved(situation);
    assert_eq!(after.changes, []);
    assert!(before.pairings.iter().zip(&after.pairings).all(|(one, other)| one.unit == other.unit));
}

#[test]
fn ten_thousand_incidents_that_are_all_alike_go_by_their_numbers() {
    let (incidents, units) = (10_000, 500_usize);
    let everybody: Vec<Candidate> = (0..units as u32)
        .map(|unit| Candidate { unit: UnitAt(unit), arrival: Milliseconds(60_000), extra: ExtraCost(0) })
        .collect();
    let situation = Situation {
        incidents: (0..incidents)
            .map(|number| OpenIncident {
                incident: format!("I{number:05}").parse().unwrap(),
                tier: Tier(3),
                weight: Weight(1),
                slots: vec![Slot { candidates: everybody.iter().copied().take(40 + number % 30).collect() }],
            })
            .collect(),
        units: (0..units).map(|unit| format!("T{unit:05}").parse().unwrap()).collect(),
        ..Situation::default()
    };
    let (_, solved) = proved(situation);
    let first: Vec<SlotId> = solved.pairings.iter().map(|pairing| pairing.slot.clone()).collect();
    // Sixty-nine units are in somebody's list. The first forty incidents take those that all know; of the others,
    // each takes the first it knows that is left.
    assert_eq!(solved.pairings.len(), 69);
    assert!(first.windows(2).all(|pair| pair[0] < pair[1]));
    assert_eq!(solved.unfilled.len(), incidents - 69);
    assert_eq!(solved.pairings[0].unit.as_str(), "T00000");
}
