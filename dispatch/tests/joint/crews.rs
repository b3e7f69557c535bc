//! Crews that must come together, and units that serve several slots: against every choice there is.

use crate::brute;
use crate::cases::{Dice, SMALL, Shape, draw};
use dispatch::joint::{
    Bond, Candidate, CrewOptimum, Crews, ExtraCost, JointProblem, NodeBudget, Objective, OpenIncident,
    Situation, Slot, SlotId, Tier, UnitAt, Weight, check_crews, optimize, optimize_crews,
};
use geo_core::Milliseconds;
use std::collections::{BTreeMap, BTreeSet};

const PLENTY: NodeBudget = NodeBudget(10_000);

/// Crews and units of several slots, drawn upon a situation.
fn some_crews(situation: &Situation, seed: u64) -> Crews {
    let mut dice = Dice(seed ^ 0xc4e5);
    let mut crews = Crews::default();
    for open in &situation.incidents {
        let slots = (0..open.slots.len() as u16)
            .map(|number| SlotId { incident: open.incident.clone(), number })
            .collect::<Vec<_>>();
        if slots.len() > 1 && dice.percent(60) {
            let most = if dice.percent(70) { slots.len() } else { 2 };
            crews.together.push(slots[..most].to_vec());
        }
        for slot in slots {
            if dice.percent(25) {
                crews.serves.insert(slot, 2 + dice.below(2) as u8);
            }
        }
    }
    crews
}

fn figures(objective: &Objective) -> brute::Figures {
    let tier =
        |tier: &dispatch::joint::TierObjective| (tier.pins_unmet as usize, tier.unfilled as usize, tier.cost);
    objective.0.iter().map(tier).collect()
}

const LARGER: Shape = Shape { incidents: 3, slots_each: 3, slots_at_most: 6, units: 4, ..SMALL };

#[test]
fn the_optimum_is_that_of_all_choices() {
    let (mut hard, mut stood_down, mut several) = (0, 0, 0);
    for seed in 0..12_000 {
        for shape in [SMALL, LARGER] {
            let mut situation = draw(seed, shape);
            // A pin may make a crew impossible that nothing else does; that is told apart below.
            situation.pins.clear();
            let crews = some_crews(&situation, seed);
            let chosen = optimize_crews(&situation, &crews, PLENTY).unwrap();
            assert_eq!(check_crews(&situation, &crews, &chosen), [], "{seed}");
            let (best, _) = brute::best_with(&situation, None, &crews).unwrap();
            assert_eq!(figures(&chosen.objective), best, "{seed} {crews:?}\n{situation:?}");
            assert!(chosen.gap().is_nothing(), "{seed}: {:?}", chosen.gap());
            hard += usize::from(chosen.nodes > 1);
            stood_down += usize::from(!chosen.stood_down.is_empty());
            let mut units: Vec<_> = chosen.pairings().into_iter().map(|pairing| pairing.unit).collect();
            let all = units.len();
            units.sort();
            units.dedup();
            several += usize::from(units.len() < all);
        }
    }
    assert!(hard > 200 && stood_down > 100 && several > 100, "{hard} {stood_down} {several}");
}

#[test]
fn with_pins_nothing_is_better_than_the_bound() {
    let mut proved = 0;
    for seed in 0..800 {
        let situation = draw(seed, LARGER);
        let crews = some_crews(&situation, seed);
        let chosen = optimize_crews(&situation, &crews, PLENTY).unwrap();
        assert_eq!(check_crews(&situation, &crews, &chosen), [], "{seed}");
        let (best, _) = brute::best_with(&situation, None, &crews).unwrap();
        assert!(figures(&chosen.bound) <= best && best <= figures(&chosen.objective), "{seed}");
        proved += usize::from(chosen.gap().is_nothing());
        assert!(!chosen.gap().is_nothing() || best == figures(&chosen.objective));
    }
    assert!(proved > 700, "{proved}");
}

#[test]
fn a_small_budget_gives_a_sound_choice_and_an_honest_gap() {
    let (mut open, mut closed) = (0, 0);
    for seed in 0..1_000 {
        let mut situation = draw(seed, LARGER);
        situation.pins.clear();
        let crews = some_crews(&situation, seed);
        let chosen = optimize_crews(&situation, &crews, NodeBudget(1)).unwrap();
        assert_eq!(check_crews(&situation, &crews, &chosen), [], "{seed}");
        let best = optimize_crews(&situation, &crews, PLENTY).unwrap().objective;
        assert!(chosen.bound <= best && best <= chosen.objective, "{seed}");
        if chosen.gap().is_nothing() { closed += 1 } else { open += 1 }
    }
    assert!(open > 20 && closed > 500, "{open} {closed}");
}

/// The same in another order.
fn shuffled(situation: &Situation, seed: u64) -> Situation {
    let mut dice = Dice(seed);
    let mut other = situation.clone();
    let mut order: Vec<u32> = (0..situation.units.len() as u32).collect();
    dice.shuffle(&mut order);
    other.units = order.iter().map(|&place| situation.units[place as usize].clone()).collect();
    for slot in other.incidents.iter_mut().flat_map(|open| &mut open.slots) {
        for candidate in &mut slot.candidates {
            candidate.unit.0 = order.iter().position(|place| *place == candidate.unit.0).unwrap() as u32;
        }
        dice.shuffle(&mut slot.candidates);
    }
    dice.shuffle(&mut other.incidents);
    dice.shuffle(&mut other.standing);
    other
}

#[test]
fn the_order_of_the_input_changes_nothing() {
    let told = |chosen: &CrewOptimum| {
        let pairs: Vec<_> =
            chosen.pairings().into_iter().map(|pairing| (pairing.slot, pairing.unit, pairing.cost)).collect();
        (pairs, chosen.objective.clone(), chosen.bound.clone(), chosen.nodes, chosen.stood_down.clone())
    };
    for seed in 0..600 {
        let situation = draw(seed, LARGER);
        let mut crews = some_crews(&situation, seed);
        let chosen = told(&optimize_crews(&situation, &crews, PLENTY).unwrap());
        crews.together.reverse();
        crews.together.iter_mut().for_each(|crew| crew.reverse());
        let again = optimize_crews(&shuffled(&situation, seed), &crews, PLENTY).unwrap();
        assert_eq!(told(&again), chosen, "{seed}");
    }
}

#[test]
fn without_crews_it_is_the_exact_assignment() {
    for seed in 0..500 {
        let situation = draw(seed, LARGER);
        let chosen = optimize_crews(&situation, &Crews::default(), PLENTY).unwrap();
        let optimum = optimize(&JointProblem::new(situation.clone()).unwrap());
        assert_eq!((chosen.nodes, &chosen.settled.1), (1, &optimum), "{seed}");
        assert_eq!(chosen.pairings(), optimum.pairings);
    }
}

#[test]
fn a_crew_that_has_begun_is_not_undone() {
    let mut begun = 0;
    for seed in 0..2_000 {
        let situation = draw(seed, LARGER);
        let crews = some_crews(&situation, seed);
        let chosen = optimize_crews(&situation, &crews, PLENTY).unwrap();
        for pair in situation.standing.iter().filter(|pair| pair.bond == Bond::OnScene) {
            let stays =
                |pairing: &dispatch::joint::Pairing| pairing.slot == pair.slot && pairing.unit == pair.unit;
            assert!(chosen.pairings().iter().any(stays), "{seed}: {pair:?}");
            begun += usize::from(crews.together.iter().flatten().any(|slot| *slot == pair.slot));
        }
    }
    assert!(begun > 50, "{begun}");
}

#[test]
fn hundreds_of_crews_by_halves_are_mended_in_a_few_rounds() {
    // Five hundred boats of two, and as many people as there are boats: the assignment fills whatever is nearest.
    let mut dice = Dice(7);
    const BOATS: u64 = 500;
    let mut slot = || Slot {
        candidates: BTreeSet::from_iter((0..12).map(|_| dice.below(BOATS) as u32))
            .into_iter()
            .map(|unit| Candidate {
                unit: UnitAt(unit),
                arrival: Milliseconds(60_000 + dice.below(900_000)),
                extra: ExtraCost(0),
            })
            .collect(),
    };
    let mut incidents = Vec::new();
    let mut crews = Crews::default();
    for number in 1..=BOATS {
        let incident: dispatch::IncidentId = format!("{number:04}").parse().unwrap();
        let slots = vec![slot(), slot()];
        incidents.push(OpenIncident { incident: incident.clone(), tier: Tier(1), weight: Weight(1), slots });
        crews.together.push([0, 1].map(|number| SlotId { incident: incident.clone(), number }).to_vec());
    }
    let units = (0..BOATS).map(|unit| format!("{unit:03}号").parse().unwrap()).collect();
    let situation = Situation { incidents, units, ..Situation::default() };
    let whole = optimize(&JointProblem::new(situation.clone()).unwrap());
    let halves = whole.pairings.iter().fold(BTreeMap::<_, usize>::new(), |mut at, pairing| {
        *at.entry(&pairing.slot.incident).or_default() += 1;
        at
    });
    assert!(halves.values().filter(|&&count| count == 1).count() > 200, "the case must be hard");
    let chosen = optimize_crews(&situation, &crews, NodeBudget(1)).unwrap();
    assert_eq!(check_crews(&situation, &crews, &chosen), []);
    assert!(chosen.nodes < 16, "{} relaxations", chosen.nodes);
    assert!(chosen.pairings().len() > 300, "{} of {BOATS} people are sent", chosen.pairings().len());
}
