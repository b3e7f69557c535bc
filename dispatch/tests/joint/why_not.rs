//! What forcing a pair costs is what exhaustive search and a pin by hand say; what bars it is minimal.

use crate::brute;
use crate::cases::{SMALL, Shape, draw};
use dispatch::choose::Finding;
use dispatch::joint::{
    Bar, Bond, ByHand, Candidate, Difference, ExtraCost, JointProblem, Objective, Preemption, Situation,
    SlotId, Target, TierObjective, UnitAt, WhyNot, optimize, why_not,
};
use geo_core::Milliseconds;

fn targets(situation: &Situation) -> Vec<Target> {
    let of = |open: &dispatch::joint::OpenIncident| {
        let incident = open.incident.clone();
        let slots = (0..open.slots.len() as u16)
            .map(|number| Target::Slot(SlotId { incident: open.incident.clone(), number }));
        slots.chain([Target::Incident(incident)]).collect::<Vec<_>>()
    };
    situation.incidents.iter().flat_map(of).collect()
}

fn slots(situation: &Situation, target: &Target) -> Vec<SlotId> {
    let all = targets(situation).into_iter().filter_map(|slot| match slot {
        Target::Slot(slot) => Some(slot),
        Target::Incident(_) => None,
    });
    all.filter(|slot| match target {
        Target::Incident(incident) => slot.incident == *incident,
        Target::Slot(target) => slot == target,
    })
    .collect()
}

/// By how much exhaustive search finds things worse.
fn exhaustive(
    situation: &Situation,
    objective: &Objective,
    target: &Target,
    unit: usize,
) -> Option<Difference> {
    let forced = slots(situation, target).into_iter().filter_map(|slot| {
        let (figures, _) = brute::best(situation, Some((&situation.units[unit], &slot)))?;
        let tiers = objective.0.iter().zip(figures).map(|(of, (pins, unfilled, cost))| TierObjective {
            tier: of.tier,
            pins_unmet: pins as u32,
            unfilled: unfilled as u32,
            cost,
        });
        Some(&Objective(tiers.collect()) - objective)
    });
    forced.min()
}

#[test]
fn forcing_costs_what_exhaustive_search_says() {
    let shape = Shape { slots_at_most: 4, units: 4, ..SMALL };
    let mut asked = 0;
    for seed in 0..1_000 {
        let situation = draw(seed, shape);
        let problem = JointProblem::new(situation.clone()).unwrap();
        let optimum = optimize(&problem);
        for (unit, name) in situation.units.iter().enumerate() {
            for target in targets(&situation) {
                let told = why_not(&problem, &optimum, name, &target, &|_| Vec::new()).unwrap();
                let expected = exhaustive(&situation, &optimum.objective, &target, unit);
                match told {
                    WhyNot::Chosen { .. } => assert!(expected.unwrap().is_nothing(), "seed {seed}"),
                    WhyNot::Worse { by, .. } => {
                        assert_eq!(Some(by), expected, "seed {seed}");
                        asked += 1;
                    }
                    WhyNot::Barred(_) => assert_eq!(expected, None, "seed {seed}: {name} {target:?}"),
                }
            }
        }
    }
    assert!(asked > 1_000, "{asked}");
}

#[test]
fn forcing_costs_what_a_pin_by_hand_costs() {
    let shape = Shape { incidents: 20, slots_at_most: 30, units: 20, arrivals: 90_000, ..SMALL };
    for seed in 0..30 {
        let situation = Situation { pins: Vec::new(), ..draw(seed, shape) };
        let problem = JointProblem::new(situation.clone()).unwrap();
        let optimum = optimize(&problem);
        for (name, target) in situation.units.iter().zip(targets(&situation)) {
            let told = why_not(&problem, &optimum, name, &target, &|_| Vec::new()).unwrap();
            if let WhyNot::Worse { by, .. } = told {
                let mut pinned = situation.clone();
                pinned.pins.push(ByHand { unit: name.clone(), target });
                let pinned = optimize(&JointProblem::new(pinned).unwrap());
                assert_eq!(by, &pinned.objective - &optimum.objective, "seed {seed}");
            }
        }
    }
}

/// Lifts one bar.
fn lift(situation: &mut Situation, unit: &dispatch::TeamId, slot: &SlotId, bar: &Bar) {
    match bar {
        Bar::Rule(_) | Bar::NotInTable => {
            let place = situation.units.iter().position(|other| other == unit).unwrap();
            let open = situation.incidents.iter_mut().find(|open| open.incident == slot.incident).unwrap();
            open.slots[usize::from(slot.number)].candidates.push(Candidate {
                unit: UnitAt(place as u32),
                arrival: Milliseconds(1),
                extra: ExtraCost(0),
            });
        }
        Bar::OnScene { .. } => situation.standing.retain(|pair| pair.unit != *unit),
        Bar::Served { .. } => situation.standing.retain(|pair| pair.slot != *slot),
        Bar::NotToBeTaken { from, .. } => {
            let tier = situation.incidents.iter().find(|open| open.incident == slot.incident).unwrap().tier;
            situation.preemption =
                std::mem::replace(&mut situation.preemption, Preemption::never()).allow(tier, *from);
        }
        Bar::Excluded => situation.exclusions.retain(|exclusion| exclusion.unit != *unit),
        Bar::PinnedElsewhere { .. } => situation.pins.retain(|pin| pin.unit != *unit),
    }
}

#[test]
fn without_all_bars_the_pair_is_open_and_with_one_it_is_not() {
    let (mut seen, mut several) = (0, 0);
    for seed in 0..600 {
        let situation = draw(seed, SMALL);
        let problem = JointProblem::new(situation.clone()).unwrap();
        let optimum = optimize(&problem);
        for (unit, target) in situation
            .units
            .iter()
            .flat_map(|unit| targets(&situation).into_iter().map(move |target| (unit, target)))
        {
            let rules = |_: &SlotId| vec![Finding::KindUnsuited, Finding::PositionUnknown];
            let WhyNot::Barred(barred) = why_not(&problem, &optimum, unit, &target, &rules).unwrap() else {
                continue;
            };
            for of_slot in barred {
                // The two findings are lifted together, by putting the pair into the table.
                let mut bars = of_slot.bars.clone();
                bars.retain(|bar| *bar != Bar::Rule(Finding::PositionUnknown));
                seen += 1;
                several += usize::from(bars.len() > 1);
                for left in 0..=bars.len() {
                    let mut other = situation.clone();
                    for (_, bar) in bars.iter().enumerate().filter(|(place, _)| *place != left) {
                        lift(&mut other, unit, &of_slot.slot, bar);
                    }
                    let other = JointProblem::new(other).unwrap();
                    let slot = Target::Slot(of_slot.slot.clone());
                    let told = why_not(&other, &optimize(&other), unit, &slot, &|_| Vec::new()).unwrap();
                    let open = !matches!(told, WhyNot::Barred(_));
                    assert_eq!(open, left == bars.len(), "seed {seed}: {unit} {slot:?} {bars:?} {left}");
                }
            }
        }
    }
    assert!(seen > 500 && several > 50, "{seen} {several}");
}

#[test]
fn an_incident_names_only_the_slots_that_ask_least() {
    for seed in 0..300 {
        let situation = draw(seed, SMALL);
        let problem = JointProblem::new(situation.clone()).unwrap();
        let optimum = optimize(&problem);
        for unit in &situation.units {
            for target in
                targets(&situation).into_iter().filter(|target| matches!(target, Target::Incident(_)))
            {
                let rules = |slot: &SlotId| {
                    let findings = [Finding::KindUnsuited, Finding::PositionUnknown];
                    findings[usize::from(slot.number % 2)..].to_vec()
                };
                let WhyNot::Barred(barred) = why_not(&problem, &optimum, unit, &target, &rules).unwrap()
                else {
                    continue;
                };
                let contains = |one: usize, other: usize| {
                    barred[other].bars.iter().all(|bar| barred[one].bars.contains(bar))
                };
                let pairs =
                    (0..barred.len()).flat_map(|one| (0..barred.len()).map(move |other| (one, other)));
                assert!(pairs.filter(|(one, other)| one != other).all(|(one, other)| !contains(one, other)));
                assert_eq!(barred.is_empty(), slots(&situation, &target).is_empty());
            }
        }
    }
}

#[test]
fn a_unit_on_scene_is_chosen_and_bars_others() {
    let mut situation = draw(3, SMALL);
    for seed in 3.. {
        situation = draw(seed, SMALL);
        if situation.standing.iter().any(|pair| pair.bond == Bond::OnScene) {
            break;
        }
    }
    let pair = situation.standing.iter().find(|pair| pair.bond == Bond::OnScene).unwrap().clone();
    let problem = JointProblem::new(situation).unwrap();
    let optimum = optimize(&problem);
    let target = Target::Slot(pair.slot.clone());
    let told = why_not(&problem, &optimum, &pair.unit, &target, &|_| Vec::new()).unwrap();
    assert_eq!(told, WhyNot::Chosen { slot: pair.slot });
}
