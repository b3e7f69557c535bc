//! Small cases in which everything is mixed: the same pairs as exhaustive search, not only the same figures.

use crate::brute;
use crate::cases::{SMALL, Shape, draw};
use dispatch::TeamId;
use dispatch::joint::{JointProblem, Objective, Optimum, Situation, SlotId, check, optimize};

/// Cases of each shape.
const CASES: u64 = 4_000;

fn figures(objective: &Objective) -> Vec<(usize, usize, i128)> {
    let tiers = objective.0.iter();
    tiers.map(|tier| (tier.pins_unmet as usize, tier.unfilled as usize, tier.cost)).collect()
}

fn pairs(optimum: &Optimum) -> Vec<(SlotId, Option<TeamId>)> {
    let filled = optimum.pairings.iter().map(|pairing| (pairing.slot.clone(), Some(pairing.unit.clone())));
    filled.chain(optimum.unfilled.iter().map(|unfilled| (unfilled.slot.clone(), None))).collect()
}

fn judge(situation: Situation, seed: u64) {
    let problem = JointProblem::new(situation).unwrap();
    let optimum = optimize(&problem);
    let (best, mut expected) = brute::best(problem.situation(), None).expect("units on scene can stay there");
    assert_eq!(figures(&optimum.objective), best, "seed {seed}: {:#?}", problem.situation());
    let mut got = pairs(&optimum);
    got.sort();
    expected.sort();
    assert_eq!(got, expected, "seed {seed}: {:#?}", problem.situation());
    assert_eq!(check(problem.situation(), &optimum), [], "seed {seed}: {:#?}", problem.situation());
}

#[test]
fn everything_mixed() {
    (0..CASES).for_each(|seed| judge(draw(seed, SMALL), seed));
}

#[test]
fn nothing_but_equals() {
    let shape = Shape { arrivals: 1, density: 80, tiers: 2, ..SMALL };
    (0..CASES).for_each(|seed| judge(draw(seed, shape), seed));
}

#[test]
fn one_tier_with_few_units() {
    let shape = Shape { tiers: 1, units: 3, ..SMALL };
    (0..CASES).for_each(|seed| judge(draw(seed, shape), seed));
}

#[test]
fn large_figures() {
    let shape = Shape { arrivals: u64::MAX, ..SMALL };
    (0..CASES / 4).for_each(|seed| judge(draw(seed, shape), seed));
}
