//! Cases small enough to follow by eye.

use dispatch::joint::{
    Bond, ByHand, Candidate, ExtraCost, Harm, JointProblem, OpenIncident, Optimum, Origin, Preemption, Price,
    Replacement, Situation, Slot, SlotId, StandingPair, Target, Tier, UnitAt, Weight, WhyNot, WhyUnfilled,
    check, optimize, why_not,
};
use geo_core::Milliseconds;

const UNITS: [&str; 3] = ["一队", "三队", "二队"];

fn minutes(minutes: u64) -> Milliseconds {
    Milliseconds::from_minutes(minutes)
}

/// A slot with the minutes of each unit; none for a unit that the rules bar.
fn slot(table: [Option<u64>; 3]) -> Slot {
    let candidates = table.into_iter().zip(0..).filter_map(|(arrival, unit)| {
        Some(Candidate { unit: UnitAt(unit), arrival: minutes(arrival?), extra: ExtraCost(0) })
    });
    Slot { candidates: candidates.collect() }
}

fn open(incident: &str, tier: u8, slots: Vec<Slot>) -> OpenIncident {
    OpenIncident { incident: incident.parse().unwrap(), tier: Tier(tier), weight: Weight(1), slots }
}

fn situation(incidents: Vec<OpenIncident>) -> Situation {
    Situation {
        incidents,
        units: UNITS.map(|unit| unit.parse().unwrap()).to_vec(),
        preemption: Preemption::by_higher_tiers(),
        ..Situation::default()
    }
}

fn at(incident: &str, number: u16) -> SlotId {
    SlotId { incident: incident.parse().unwrap(), number }
}

fn under_way(unit: &str, slot: SlotId, price: Price) -> StandingPair {
    StandingPair { unit: unit.parse().unwrap(), slot, bond: Bond::Underway { price } }
}

fn solved(situation: &Situation) -> Optimum {
    let optimum = optimize(&JointProblem::new(situation.clone()).unwrap());
    assert_eq!(check(situation, &optimum), []);
    optimum
}

fn sent(optimum: &Optimum) -> Vec<(String, &str)> {
    optimum.pairings.iter().map(|pairing| (pairing.slot.to_string(), pairing.unit.as_str())).collect()
}

/// A fire takes the only near team from a dispute, which gets another one eight minutes later.
#[test]
fn a_fire_takes_the_team_of_a_dispute_and_the_harm_is_shown() {
    let mut it = situation(vec![
        open("I1", 3, vec![slot([Some(2), Some(10), None])]),
        open("I2", 1, vec![slot([Some(3), Some(30), None])]),
    ]);
    it.standing = vec![under_way("一队", at("I1", 0), Price(300_000))];
    let optimum = solved(&it);
    assert_eq!(sent(&optimum), [("I2#0".into(), "一队"), ("I1#0".into(), "三队")]);
    let change = &optimum.changes[0];
    assert!(change.is_preemption() && change.takes == Some(at("I2", 0)));
    let expected = Harm {
        incident: "I1".parse().unwrap(),
        would_arrive: Some(minutes(2)),
        replacement: Some(Replacement { unit: "三队".parse().unwrap(), arrival: minutes(10) }),
        filled_before: 1,
        filled_after: 1,
    };
    assert_eq!(change.harm, expected);
    assert_eq!(change.harm.delay(), Some(8 * 60_000));
    // The price is the dispute's, not the fire's.
    assert_eq!(optimum.objective.0[0].cost, 3 * 60_000);
    assert_eq!(optimum.objective.0[1].cost, 10 * 60_000 + 300_000);

    // Where the matrix does not allow it, the fire has to wait for the far team.
    it.preemption = Preemption::never();
    let optimum = solved(&it);
    assert_eq!(sent(&optimum), [("I2#0".into(), "三队"), ("I1#0".into(), "一队")]);
    assert_eq!(optimum.pairings[1].origin, Origin::Kept);
    assert!(optimum.changes.is_empty());
}

#[test]
fn a_price_keeps_a_team_on_its_way_until_the_gain_is_larger() {
    let mut it = situation(vec![open("I1", 2, vec![slot([Some(9), Some(5), None])])]);
    for (price, unit) in [(3, "三队"), (4, "一队"), (5, "一队")] {
        it.standing = vec![under_way("一队", at("I1", 0), Price(price * 60_000))];
        let optimum = solved(&it);
        assert_eq!(optimum.pairings[0].unit.as_str(), unit, "{price}");
        if unit == "一队" {
            assert_eq!(optimum.pairings[0].passed_over.cheapest[0].serves, None);
        }
    }
}

#[test]
fn a_team_on_scene_stays_whatever_burns() {
    let mut it = situation(vec![
        open("I1", 9, vec![slot([Some(2), None, None])]),
        open("I2", 1, vec![slot([Some(3), None, None])]),
    ]);
    it.standing =
        vec![StandingPair { unit: "一队".parse().unwrap(), slot: at("I1", 0), bond: Bond::OnScene }];
    let optimum = solved(&it);
    assert_eq!(sent(&optimum), [("I1#0".into(), "一队")]);
    let why = WhyUnfilled::AllBarred { on_scene: 1, not_to_be_taken: 0, by_hand: 0 };
    assert_eq!((&optimum.unfilled[0].slot, &optimum.unfilled[0].why), (&at("I2", 0), &why));
}

#[test]
fn a_pin_is_kept_at_any_cost_below_it_and_an_exclusion_before_it() {
    let mut it = situation(vec![
        open("I1", 1, vec![slot([Some(1), Some(9), Some(9)])]),
        open("I2", 2, vec![slot([Some(50), Some(1), Some(1)])]),
    ]);
    it.pins =
        vec![ByHand { unit: "一队".parse().unwrap(), target: Target::Incident("I2".parse().unwrap()) }];
    let optimum = solved(&it);
    assert_eq!(sent(&optimum), [("I1#0".into(), "三队"), ("I2#0".into(), "一队")]);
    it.exclusions = vec![ByHand { unit: "一队".parse().unwrap(), target: Target::Slot(at("I2", 0)) }];
    let optimum = solved(&it);
    assert_eq!(sent(&optimum), [("I1#0".into(), "三队"), ("I2#0".into(), "二队")]);
    assert_eq!(optimum.objective.0[1].pins_unmet, 1);
}

#[test]
fn why_not_counts_what_the_detour_costs() {
    let it = situation(vec![
        open("I1", 1, vec![slot([Some(1), Some(4), None])]),
        open("I2", 2, vec![slot([Some(2), Some(7), None])]),
    ]);
    let problem = JointProblem::new(it).unwrap();
    let optimum = optimize(&problem);
    let why = |unit: &str, slot| {
        why_not(&problem, &optimum, &unit.parse().unwrap(), &Target::Slot(slot), &|_| Vec::new()).unwrap()
    };
    // The first team at the second call: three minutes lost above, five won below.
    let WhyNot::Worse { by, .. } = why("一队", at("I2", 0)) else { panic!("it may go there") };
    assert_eq!((by.0[0].cost, by.0[1].cost), (3 * 60_000, -5 * 60_000));
    assert_eq!(why("一队", at("I1", 0)), WhyNot::Chosen { slot: at("I1", 0) });
}

#[test]
fn of_two_like_calls_the_older_is_served_and_of_two_like_teams_the_first() {
    let it = situation(vec![
        open("I9", 1, vec![slot([Some(5), Some(5), None])]),
        open("I1", 1, vec![slot([Some(5), Some(5), None])]),
        open("I5", 1, vec![slot([Some(5), Some(5), None])]),
    ]);
    let optimum = solved(&it);
    assert_eq!(sent(&optimum), [("I1#0".into(), "一队"), ("I5#0".into(), "三队")]);
    let WhyUnfilled::AllServeOthers(others) = &optimum.unfilled[0].why else {
        panic!("both could have come")
    };
    assert_eq!((others.count, others.cheapest[0].serves.clone()), (2, Some(at("I1", 0))));
}
