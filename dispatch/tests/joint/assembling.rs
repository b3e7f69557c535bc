//! From calls and units to a situation: who is let in, who keeps what they have.

use dispatch::choose::{Duty, Finding, Policy, Standing, Unit, Whereabouts};
use dispatch::joint::{
    Assembled, Bond, Bound, JointProblem, OpenCall, Optimum, Preemption, Prices, Tier, Weight, assemble,
    check, findings_against, optimize,
};
use dispatch::roads::StraightLine;
use dispatch::{Profile, TeamKind};
use geo_core::{Milliseconds, Position};
use proptest::prelude::*;

const POLICY: Policy =
    Policy { home_handicap: Milliseconds::from_minutes(3), stale_after: Milliseconds::from_minutes(10) };

fn prices() -> Prices {
    Prices { switching: Milliseconds::from_minutes(2), preemption: Preemption::by_higher_tiers() }
}

fn east(thousandths: f64) -> Position {
    Position::new(114.3 + thousandths / 1000.0, 30.6).unwrap()
}

fn patrol(name: &str, thousandths: f64) -> Unit {
    Unit {
        team: name.parse().unwrap(),
        kind: TeamKind::Patrol,
        profile: Profile::Car,
        home: None,
        duty: Duty::On,
        above: Vec::new(),
        standing: Standing::Free,
        unavailable: None,
        retired: false,
        turnout: Milliseconds(0),
        whereabouts: Whereabouts::Fix { position: east(thousandths), age: Milliseconds(1_000) },
    }
}

fn sent_to(unit: Unit, incident: &str) -> Unit {
    Unit { standing: Standing::Bound(incident.parse().unwrap()), ..unit }
}

fn call(incident: &str, tier: u8, thousandths: f64, needs: Vec<Vec<TeamKind>>) -> OpenCall {
    OpenCall {
        incident: incident.parse().unwrap(),
        tier: Tier(tier),
        weight: Weight(1),
        position: east(thousandths),
        areas: vec!["42010200100100101".parse().unwrap()],
        needs,
        home_handicap: None,
        crews: Vec::new(),
        serves: Vec::new(),
        bound: Vec::new(),
    }
}

fn bound(unit: &str) -> Bound {
    Bound { unit: unit.parse().unwrap(), on_scene: false, expected: None }
}

fn solved(calls: &[OpenCall], units: &[Unit]) -> (Assembled, Optimum) {
    let assembled = assemble(calls, units, &StraightLine, &POLICY, &prices());
    let problem = JointProblem::new(assembled.situation.clone()).unwrap();
    let optimum = optimize(&problem);
    assert_eq!(check(problem.situation(), &optimum), []);
    (assembled, optimum)
}

fn pairs(optimum: &Optimum) -> Vec<String> {
    optimum.pairings.iter().map(|pairing| format!("{} {}", pairing.slot, pairing.unit)).collect()
}

#[test]
fn each_need_gets_a_unit_of_its_kind_and_the_home_team_has_its_handicap() {
    let home = Unit {
        kind: TeamKind::LiaisonTeam,
        profile: Profile::Foot,
        home: Some("42010200100100101".parse().unwrap()),
        ..patrol("包户一队", 2.0)
    };
    let calls =
        [call("I1", 3, 0.0, vec![vec![TeamKind::Patrol], vec![TeamKind::LiaisonTeam, TeamKind::Patrol]])];
    let (_, optimum) = solved(&calls, &[patrol("一队", 1.0), patrol("二队", 4.0), home]);
    assert_eq!(pairs(&optimum), ["I1#0 一队", "I1#1 包户一队"]);
}

/// A patrol on its way keeps going although another is a little nearer; and a fire may have it.
#[test]
fn who_is_on_the_way_is_called_off_only_for_a_price_or_a_higher_tier() {
    let mut dispute = call("I1", 4, 0.0, vec![vec![TeamKind::Patrol]]);
    dispute.bound = vec![bound("一队")];
    let units = [sent_to(patrol("一队", 5.0), "I1"), patrol("二队", 4.5)];
    assert_eq!(pairs(&solved(std::slice::from_ref(&dispute), &units).1), ["I1#0 一队"]);
    let fire = call("I2", 1, 5.5, vec![vec![TeamKind::Patrol]]);
    assert_eq!(pairs(&solved(&[dispute, fire], &units).1), ["I2#0 一队", "I1#0 二队"]);
}

#[test]
fn two_bound_units_share_the_needs_so_that_both_serve_one() {
    let group = Unit { kind: TeamKind::DutyGroup, ..patrol("排水组", 1.0) };
    let mut flood =
        call("I1", 2, 0.0, vec![vec![TeamKind::Patrol, TeamKind::DutyGroup], vec![TeamKind::Patrol]]);
    // The patrol claims first and could take either; the group fits the first only.
    flood.bound = vec![bound("一队"), bound("排水组")];
    let units = [sent_to(patrol("一队", 1.0), "I1"), sent_to(group, "I1")];
    let (assembled, optimum) = solved(&[flood], &units);
    assert_eq!(pairs(&optimum), ["I1#0 排水组", "I1#1 一队"]);
    assert_eq!(assembled.needs, [[Some(0), Some(1)]]);
}

#[test]
fn a_unit_beyond_all_needs_counts_and_one_that_nobody_can_reckon_is_left_alone() {
    let mut brawl = call("I1", 2, 0.0, vec![vec![TeamKind::Patrol]]);
    brawl.bound = vec![bound("一队"), bound("二队")];
    let silent = Unit { whereabouts: Whereabouts::Unknown, ..patrol("二队", 0.0) };
    let units = [sent_to(patrol("一队", 3.0), "I1"), sent_to(silent, "I1")];
    let (assembled, optimum) = solved(&[brawl], &units);
    assert_eq!(assembled.needs, [[Some(0), None]]);
    assert_eq!(pairs(&optimum), ["I1#0 一队", "I1#1 二队"]);
    assert_eq!(assembled.situation.standing[1].bond, Bond::OnScene);
}

#[test]
fn who_would_not_be_sent_again_goes_on_and_nowhere_else() {
    let mut brawl = call("I1", 3, 0.0, vec![vec![TeamKind::Patrol]]);
    brawl.bound = vec![bound("一队")];
    let fire = call("I2", 1, 2.0, vec![vec![TeamKind::Patrol]]);
    let tired = Unit { duty: Duty::Off { starts_in: None }, ..sent_to(patrol("一队", 2.0), "I1") };
    let (_, optimum) = solved(&[brawl.clone(), fire.clone()], std::slice::from_ref(&tired));
    assert_eq!(pairs(&optimum), ["I1#0 一队"]);
    let calls = [brawl, fire];
    let found = findings_against(&calls[1], &calls[1].needs[0], &tired, &calls, None, &POLICY);
    assert_eq!(found, [Finding::OffDuty { starts_in: None }], "that it is busy is no rule here");
}

#[test]
fn a_unit_bound_by_something_else_stays_out() {
    let elsewhere = sent_to(patrol("一队", 0.5), "I9");
    let (_, optimum) = solved(&[call("I1", 1, 0.0, vec![vec![TeamKind::Patrol]])], &[elsewhere]);
    assert_eq!(pairs(&optimum), Vec::<String>::new());
}

fn kinds() -> impl Strategy<Value = Vec<TeamKind>> {
    proptest::sample::subsequence(TeamKind::ALL.to_vec(), 1..=3)
}

prop_compose! {
    fn any_unit(number: usize)(
        kind in 0..3_usize, away in -20.0..20.0, on in prop::bool::weighted(0.8), known in prop::bool::weighted(0.8),
        binding in prop::option::of(0..5_usize),
    ) -> (Unit, Option<usize>) {
        let plain = patrol(&format!("{number}队"), away);
        let whereabouts = if known { plain.whereabouts } else { Whereabouts::Unknown };
        let duty = if on { Duty::On } else { Duty::Off { starts_in: None } };
        let standing = binding.map_or(Standing::Free, |at| Standing::Bound(format!("I{at}").parse().unwrap()));
        (Unit { kind: TeamKind::ALL[kind], duty, whereabouts, standing, ..plain }, binding)
    }
}

proptest! {
    /// Whatever is bound to whatever: the situation is sound, every unit on its way goes on or is called off by
    /// name, and nobody whom a rule bars is sent anywhere new.
    #[test]
    fn what_is_assembled_is_sound(
        units in (0..7_usize).prop_flat_map(|count| (0..count).map(any_unit).collect::<Vec<_>>()),
        calls in prop::collection::vec((1..4_u8, -20.0..20.0, prop::collection::vec(kinds(), 0..4)), 0..4),
        turned in any::<bool>(),
    ) {
        let mut calls: Vec<OpenCall> = calls.into_iter().enumerate()
            .map(|(at, (tier, away, needs))| call(&format!("I{at}"), tier, away, needs)).collect();
        for (unit, binding) in &units {
            if let Some(call) = binding.and_then(|at| calls.get_mut(at)) {
                call.bound.push(bound(unit.team.as_str()));
            }
        }
        let mut units: Vec<Unit> = units.into_iter().map(|(unit, _)| unit).collect();
        let (assembled, optimum) = solved(&calls, &units);
        for unit in &units {
            let stands = assembled.situation.standing.iter().find(|pair| pair.unit == unit.team);
            let goes = optimum.pairings.iter().find(|pairing| pairing.unit == unit.team);
            let new = goes.is_some_and(|goes| stands.is_none_or(|stands| stands.slot != goes.slot));
            prop_assert!(!new || unit.duty == Duty::On && unit.whereabouts != Whereabouts::Unknown);
            let called_off = optimum.changes.iter().any(|change| change.unit == unit.team);
            let kept = goes.is_some() && !new;
            prop_assert_eq!(stands.is_some(), called_off || kept);
        }
        if turned {
            units.reverse();
            let (_, again) = solved(&calls, &units);
            prop_assert_eq!(pairs(&again), pairs(&optimum));
        }
    }
}
