//! What must hold of any joint optimum, on cases too large to search.

use crate::cases::{Dice, Shape, draw, shuffled};
use dispatch::TeamId;
use dispatch::joint::{
    Bond, JointProblem, Objective, Optimum, Origin, Preemption, Price, Situation, SlotId, StandingPair, Tier,
    check, optimize,
};
use std::collections::BTreeSet;

const CASES: u64 = 300;
const MIDDLING: Shape = Shape {
    incidents: 30,
    slots_each: 3,
    slots_at_most: 60,
    units: 40,
    tiers: 4,
    arrivals: 900_000,
    density: 50,
};
/// Arrivals in few values, so that most optima have many equals.
const COARSE: Shape = Shape { arrivals: 4, ..MIDDLING };

fn solved(situation: &Situation) -> Optimum {
    let problem = JointProblem::new(situation.clone()).unwrap();
    let optimum = optimize(&problem);
    assert_eq!(check(situation, &optimum), []);
    optimum
}

/// Draws cases of both shapes and hands them over.
fn all(judge: impl Fn(u64, Situation)) {
    for seed in 0..CASES {
        judge(seed, draw(seed, MIDDLING));
        judge(seed, draw(seed + CASES, COARSE));
    }
}

/// The situation after the optimum has been acted upon, with a price for each pair that was not there before.
fn acted_upon(situation: &Situation, optimum: &Optimum, price: impl Fn(usize) -> Price) -> Situation {
    let pairs = optimum.pairings.iter().enumerate().map(|(place, pairing)| {
        let stood =
            situation.standing.iter().find(|pair| pair.unit == pairing.unit && pair.slot == pairing.slot);
        let bond = stood.map_or(Bond::Underway { price: price(place) }, |pair| pair.bond);
        StandingPair { unit: pairing.unit.clone(), slot: pairing.slot.clone(), bond }
    });
    Situation { standing: pairs.collect(), ..situation.clone() }
}

#[test]
fn nobody_is_in_two_places_and_no_slot_has_two() {
    all(|seed, situation| {
        let optimum = solved(&situation);
        let units: BTreeSet<_> = optimum.pairings.iter().map(|pairing| &pairing.unit).collect();
        let slots: BTreeSet<_> = optimum.pairings.iter().map(|pairing| &pairing.slot).collect();
        assert_eq!((units.len(), slots.len()), (optimum.pairings.len(), optimum.pairings.len()), "{seed}");
    });
}

#[test]
fn order_does_not_matter() {
    all(|seed, situation| {
        assert_eq!(solved(&situation), solved(&shuffled(&situation, seed ^ 0xabc)), "{seed}")
    });
}

#[test]
fn threads_do_not_matter() {
    let situations: Vec<Situation> = (0..20).map(|seed| draw(seed, COARSE)).collect();
    let alone: Vec<Optimum> = situations.iter().map(solved).collect();
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..4).map(|_| scope.spawn(|| situations.iter().map(solved).collect::<Vec<_>>())).collect();
        threads.into_iter().for_each(|thread| assert_eq!(thread.join().unwrap(), alone));
    });
}

#[test]
fn more_units_never_cost_more() {
    all(|seed, situation| {
        let mut fewer = situation.clone();
        // Whoever stands or is pinned somewhere is no unit to be added.
        let bound = |unit| {
            situation.standing.iter().any(|pair| pair.unit == unit)
                || situation.pins.iter().any(|pin| pin.unit == unit)
        };
        let Some(gone) = (0..situation.units.len()).find(|&unit| !bound(situation.units[unit].clone()))
        else {
            return;
        };
        for slot in fewer.incidents.iter_mut().flat_map(|open| &mut open.slots) {
            slot.candidates.retain(|candidate| candidate.unit.0 as usize != gone);
        }
        assert!(solved(&situation).objective <= solved(&fewer).objective, "{seed}");
    });
}

#[test]
fn tiers_are_never_traded() {
    all(|seed, situation| {
        let whole = solved(&situation);
        for (place, tier) in whole.objective.0.iter().enumerate() {
            // Without all lower tiers, the higher ones get just what they got beside them. Units that stand with or
            // are pinned to what is left out stay as they were bound.
            let mut higher = situation.clone();
            for open in higher.incidents.iter_mut().filter(|open| open.tier > tier.tier) {
                open.slots.iter_mut().for_each(|slot| slot.candidates.clear());
            }
            let higher = solved(&higher);
            assert_eq!(higher.objective.0[..=place], whole.objective.0[..=place], "{seed}");
        }
    });
}

#[test]
fn what_has_been_acted_upon_stays() {
    let everybody = (0..=9).flat_map(|taker| (0..=9).map(move |from| (Tier(taker), Tier(from))));
    let everybody = everybody.fold(Preemption::never(), |matrix, (taker, from)| matrix.allow(taker, from));
    all(|seed, mut situation| {
        situation.preemption = everybody.clone();
        let before = solved(&situation);
        let mut dice = Dice(seed);
        let prices: Vec<Price> = before.pairings.iter().map(|_| Price(dice.below(3))).collect();
        let mut later = acted_upon(&situation, &before, |place| prices[place]);
        for matrix in [Preemption::never(), Preemption::by_higher_tiers(), everybody.clone()] {
            later.preemption = matrix;
            let after = solved(&later);
            assert_eq!(after.changes, [], "{seed}");
            let pairs = |optimum: &Optimum| -> Vec<_> {
                let pairs = optimum.pairings.iter();
                pairs.map(|pairing| (pairing.slot.clone(), pairing.unit.clone(), pairing.arrival)).collect()
            };
            assert_eq!(pairs(&before), pairs(&after), "{seed}");
            assert!(after.pairings.iter().all(|pairing| pairing.origin != Origin::New), "{seed}");
        }
    });
}

/// A unit that nobody else might take, and that its own incident sends home, is free for all once that is done. That
/// is a cause for changes, and each round of them brings a gain, so it comes to rest.
#[test]
fn acting_again_and_again_comes_to_rest() {
    let most = std::cell::Cell::new(0);
    all(|seed, mut situation| {
        let mut rounds = 0;
        let mut optimum = solved(&situation);
        loop {
            situation = acted_upon(&situation, &optimum, |_| Price(0));
            let next = solved(&situation);
            if next.changes.is_empty() && next.pairings.iter().all(|pairing| pairing.origin != Origin::New) {
                break;
            }
            assert!(next.objective < optimum.objective, "{seed}");
            optimum = next;
            rounds += 1;
            assert!(rounds < 100, "{seed}");
        }
        most.set(rounds.max(most.get()));
    });
    assert!(most.get() > 0, "units that are sent home occur");
}

/// The objective when these standing pairs are held fast. A unit on scene costs nothing: what it cost is added.
fn holding(situation: &Situation, held: &[(&TeamId, &SlotId)]) -> Objective {
    let mut frozen = situation.clone();
    for pair in frozen.standing.iter_mut().filter(|pair| held.iter().any(|(unit, _)| pair.unit == **unit)) {
        pair.bond = Bond::OnScene;
    }
    let mut objective = solved(&frozen).objective;
    for (unit, slot) in held {
        let open = situation.incidents.iter().find(|open| open.incident == slot.incident).unwrap();
        let unit = situation.units.iter().position(|other| other == *unit).unwrap();
        let candidates = &open.slots[usize::from(slot.number)].candidates;
        let at = candidates.iter().find(|candidate| candidate.unit.0 as usize == unit).unwrap();
        let tier = objective.0.iter_mut().find(|tier| tier.tier == open.tier).unwrap();
        tier.cost += i128::from(open.weight.0) * i128::from(at.arrival.0) + i128::from(at.extra.0);
    }
    objective
}

#[test]
fn nothing_changes_without_a_gain() {
    let gains = std::cell::Cell::new(0);
    all(|seed, mut situation| {
        // Nothing but the rule for equals speaks for what stands.
        for pair in &mut situation.standing {
            if let Bond::Underway { price } = &mut pair.bond {
                *price = Price(0);
            }
        }
        let optimum = solved(&situation);
        let kept = optimum.pairings.iter().filter(|pairing| pairing.origin == Origin::Kept);
        let kept: Vec<_> = kept.map(|pairing| (&pairing.unit, &pairing.slot)).collect();
        assert_eq!(holding(&situation, &kept), optimum.objective, "{seed}");
        for change in optimum.changes.iter().filter(|change| change.harm.would_arrive.is_some()) {
            // Held beside all that is kept, it makes things worse: nothing is given up for nothing.
            let held: Vec<_> = kept.iter().copied().chain([(&change.unit, &change.leaves)]).collect();
            assert!(optimum.objective < holding(&situation, &held), "{seed}: {change:?}");
            gains.set(gains.get() + 1);
        }
    });
    assert!(gains.get() > 100, "{}", gains.get());
}

#[test]
fn a_higher_price_never_brings_more_changes_of_one_pair() {
    all(|seed, situation| {
        let optimum = solved(&situation);
        let kept = optimum.pairings.iter().filter(|pairing| pairing.origin == Origin::Kept);
        for pairing in kept.take(3) {
            let mut dearer = situation.clone();
            let pair = dearer.standing.iter_mut().find(|pair| pair.unit == pairing.unit).unwrap();
            let Bond::Underway { price } = &mut pair.bond else { panic!("kept pairs are under way") };
            price.0 += 1_000;
            let dearer = solved(&dearer);
            assert!(dearer.changes.iter().all(|change| change.unit != pairing.unit), "{seed}");
        }
    });
}
