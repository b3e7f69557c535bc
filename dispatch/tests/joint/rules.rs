//! What a situation may not say, and each rule by itself.

use crate::cases::{SMALL, draw};
use dispatch::joint::{
    Bond, ByHand, Candidate, ExtraCost, JointError, JointProblem, OpenIncident, Price, Situation, Slot,
    SlotId, StandingPair, Target, Tier, UnitAt, Weight, optimize, why_not,
};
use geo_core::Milliseconds;

fn candidate(unit: u32, arrival: u64) -> Candidate {
    Candidate { unit: UnitAt(unit), arrival: Milliseconds(arrival), extra: ExtraCost(0) }
}

fn slot(incident: &str, number: u16) -> SlotId {
    SlotId { incident: incident.parse().unwrap(), number }
}

/// Two units, two incidents of a slot each, everybody everywhere.
fn plain() -> Situation {
    let open = |incident: &str| OpenIncident {
        incident: incident.parse().unwrap(),
        tier: Tier(1),
        weight: Weight(1),
        slots: vec![Slot { candidates: vec![candidate(0, 1), candidate(1, 2)] }],
    };
    Situation {
        incidents: vec![open("I1"), open("I2")],
        units: vec!["A".parse().unwrap(), "B".parse().unwrap()],
        ..Situation::default()
    }
}

fn stands(unit: &str, incident: &str, number: u16) -> StandingPair {
    StandingPair {
        unit: unit.parse().unwrap(),
        slot: slot(incident, number),
        bond: Bond::Underway { price: Price(1) },
    }
}

fn by_hand(unit: &str, target: Target) -> ByHand {
    ByHand { unit: unit.parse().unwrap(), target }
}

#[test]
fn contradictions_are_refused_by_name() {
    type Change = fn(&mut Situation);
    let cases: [(&str, Change); 13] = [
        ("joint_unit_twice", |it| it.units[1] = it.units[0].clone()),
        ("joint_incident_twice", |it| it.incidents[1].incident = it.incidents[0].incident.clone()),
        ("joint_incident_twice", |it| {
            it.incidents[1].incident = it.incidents[0].incident.clone();
            it.incidents[1].tier = Tier(2);
        }),
        ("joint_candidate_unknown", |it| it.incidents[1].slots[0].candidates[0].unit = UnitAt(2)),
        ("joint_candidate_twice", |it| it.incidents[1].slots[0].candidates[0].unit = UnitAt(1)),
        ("joint_unit_unknown", |it| it.standing = vec![stands("C", "I1", 0)]),
        ("joint_incident_unknown", |it| it.standing = vec![stands("A", "I3", 0)]),
        ("joint_slot_unknown", |it| it.standing = vec![stands("A", "I1", 1)]),
        ("joint_stands_twice", |it| it.standing = vec![stands("A", "I1", 0), stands("A", "I2", 0)]),
        ("joint_slot_stands_twice", |it| it.standing = vec![stands("A", "I1", 0), stands("B", "I1", 0)]),
        ("joint_pinned_twice", |it| {
            it.pins =
                vec![by_hand("A", Target::Slot(slot("I1", 0))), by_hand("A", Target::Slot(slot("I2", 0)))];
        }),
        ("joint_slot_unknown", |it| it.exclusions = vec![by_hand("A", Target::Slot(slot("I2", 7)))]),
        ("joint_too_many", |it| it.incidents[0].slots = vec![Slot::default(); 65_536]),
    ];
    for (code, change) in cases {
        let mut situation = plain();
        change(&mut situation);
        let error = JointProblem::new(situation).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(error.to_string().len() > 20);
    }
    assert!(JointProblem::new(plain()).is_ok());
}

#[test]
fn figures_at_the_edge_are_exact_or_refused() {
    let mut situation = plain();
    for open in &mut situation.incidents {
        open.weight = Weight(u32::MAX);
        for candidate in &mut open.slots[0].candidates {
            candidate.arrival = Milliseconds(u64::MAX - u64::from(candidate.unit.0));
        }
    }
    situation.incidents[1].slots[0].candidates[0].arrival = Milliseconds(u64::MAX - 2);
    let optimum = optimize(&JointProblem::new(situation.clone()).unwrap());
    assert_eq!(optimum.objective.0[0].cost, i128::from(u32::MAX) * (2 * i128::from(u64::MAX) - 3));

    // With a pin and this many slots the tuple of the tier needs more than 128 bits.
    situation.incidents[0].slots = vec![situation.incidents[0].slots[0].clone(); 60_000];
    situation.pins = vec![by_hand("A", Target::Incident("I1".parse().unwrap()))];
    assert_eq!(JointProblem::new(situation).unwrap_err(), JointError::CostsTooLarge { tier: Tier(1) });
}

#[test]
fn nothing_at_all_is_a_situation() {
    let optimum = optimize(&JointProblem::new(Situation::default()).unwrap());
    assert!(optimum.pairings.is_empty() && optimum.objective.0.is_empty());
    let alone = Situation { units: plain().units, ..Situation::default() };
    assert!(optimize(&JointProblem::new(alone).unwrap()).pairings.is_empty());
}

#[test]
fn questions_about_strangers_are_refused() {
    let problem = JointProblem::new(draw(1, SMALL)).unwrap();
    let optimum = optimize(&problem);
    let stranger = "nobody".parse().unwrap();
    let target = Target::Incident("I0".parse().unwrap());
    let error = why_not(&problem, &optimum, &stranger, &target, &|_| Vec::new()).unwrap_err();
    assert_eq!(error.code(), "joint_unit_unknown");
}
