//! The checker accepts whatever the solver proposes, and nothing that has been tampered with.

use dispatch::choose::{
    Around, Away, Between, Call, Candidate, Duty, Fault, Finding, Hold, Policy, Proposal, Reason, Rung,
    Standing, Unit, Verdict, Whereabouts, Whose, check, propose,
};
use dispatch::roads::{Basis, NoRoute, StraightLine, Travel, TravelTimes};
use dispatch::{Profile, TeamKind};
use geo_core::{AreaCode, Level, Metres, Milliseconds, Position};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use std::cell::Cell;

const POLICY: Policy =
    Policy { home_handicap: Milliseconds::from_minutes(3), stale_after: Milliseconds::from_minutes(10) };

fn area(code: &str) -> AreaCode {
    code.parse().unwrap()
}

fn call() -> Call {
    Call {
        position: Position::new(114.3, 30.6).unwrap(),
        areas: ["420102", "420102001", "420102001001", "42010200100100101"].map(area).to_vec(),
        suited: vec![TeamKind::Patrol, TeamKind::LiaisonTeam],
        around: Around {
            levels: [Level::District, Level::Township, Level::Community, Level::MicroArea].to_vec(),
            neighbours: vec![area("420102002")],
        },
    }
}

/// An area and what it lies in, by its code.
fn above(home: Option<&str>) -> Vec<AreaCode> {
    let Some(home) = home else { return vec![] };
    [6, 9, 12, 17].into_iter().filter_map(|digits| home.get(..digits)).map(area).collect()
}

/// Roads made up of arithmetic: coarse times, so that many are equal, and some places without a way.
struct MadeUpRoads;

impl TravelTimes for MadeUpRoads {
    fn travel_to(&self, profile: Profile, _: Position, sources: &[Position]) -> Vec<Travel> {
        let travel = |source: &Position| match source.lon_e7().unsigned_abs() % 7 {
            0 => Travel::Unreachable { reason: NoRoute::StartOffRoad },
            1 => Travel::Unreachable { reason: NoRoute::NoWay },
            other => {
                let (drive, walk) =
                    (Milliseconds(u64::from(other) * 60_000), Milliseconds(profile as u64 * 30_000));
                Travel::Road { total: drive + walk, drive, walk }
            }
        };
        sources.iter().map(travel).collect()
    }

    fn basis(&self) -> Basis {
        Basis::Roads { version: "made up".into() }
    }
}

prop_compose! {
    fn any_unit()(
        number in 0u32..1000,
        east in -500_000..500_000i32,
        kind in prop_oneof![3 => Just(TeamKind::Patrol), 3 => Just(TeamKind::LiaisonTeam), 1 => Just(TeamKind::DutyGroup)],
        profile in prop::sample::select(&Profile::ALL[..]),
        home in prop::option::of(prop::sample::select(vec!["42010200100100101", "42010200100100102", "420102001", "420102002001", "420103"])),
        duty in prop_oneof![8 => Just(Duty::On), 1 => Just(Duty::Off { starts_in: None }), 1 => Just(Duty::Off { starts_in: Some(Milliseconds(7)) })],
        standing in 0..14,
        away in prop::bool::weighted(0.1),
        retired in prop::bool::weighted(0.05),
        // The limit itself must come up.
        age in prop_oneof![4 => 0u64..700_000, 1 => Just(600_000), 1 => Just(600_001), 1 => Just(60_000), 1 => Just(60_001)],
        turnout in prop_oneof![2 => Just(0), 1 => 1u64..300_000],
        place in 0..6,
    ) -> Unit {
        let position = Position::from_e7(1_143_000_000 + east, 306_000_000).unwrap();
        Unit {
            team: format!("T{number:03}").parse().unwrap(), kind, profile, above: above(home), home: home.map(area), duty, retired,
            standing: match standing {
                0 | 1 => Standing::Bound("20261122-0009".parse().unwrap()),
                2 | 3 => Standing::Held(Hold {
                    by: "陈".into(),
                    incident: "20261122-0009".parse().unwrap(),
                    left: Milliseconds(age),
                    whose: if standing == 2 { Whose::Asker } else { Whose::Other },
                }),
                _ => Standing::Free,
            },
            unavailable: away.then(|| Away::ByHand { reason: "用餐".to_owned() }),
            turnout: Milliseconds(turnout),
            whereabouts: match place {
                0 => Whereabouts::Unknown,
                1 => Whereabouts::Post { position },
                _ => Whereabouts::Fix { position, age: Milliseconds(age) },
            },
        }
    }
}

fn any_units() -> impl Strategy<Value = Vec<Unit>> {
    prop::collection::vec(any_unit(), 0..30).prop_map(|mut units| {
        units.sort_by(|a, b| a.team.cmp(&b.team));
        units.dedup_by(|a, b| a.team == b.team);
        units
    })
}

proptest! {
    #[test]
    fn what_the_solver_proposes_is_sound(units in any_units().prop_shuffle(), no_areas: bool) {
        let call = Call { areas: if no_areas { vec![] } else { call().areas }, ..call() };
        for proposal in [propose(&call, &units, &StraightLine, &POLICY), propose(&call, &units, &MadeUpRoads, &POLICY)] {
            prop_assert_eq!(check(&call, &units, &POLICY, &proposal), vec![]);
        }
    }
}

/// One way of tampering: what it is, the code that must come of it, and how; it answers whether the
/// proposal has what it needs.
type Tampering = (&'static str, &'static str, fn(&mut Proposal, usize) -> Option<()>);

fn all(proposal: &mut Proposal) -> impl Iterator<Item = &mut Candidate> {
    proposal.ranked.iter_mut().chain(&mut proposal.ruled_out)
}

/// The `pick`-th candidate, counted round, among those that `fit`.
fn one(proposal: &mut Proposal, pick: usize, fit: fn(&Candidate) -> bool) -> Option<&mut Candidate> {
    let count = all(proposal).filter(|candidate| fit(candidate)).count();
    all(proposal).filter(|candidate| fit(candidate)).nth(pick.checked_rem(count)?)
}

fn renumber(proposal: &mut Proposal) {
    for (rank, candidate) in (1..).zip(&mut proposal.ranked) {
        candidate.rank = Some(rank);
    }
}

const TAMPERINGS: &[Tampering] = &[
    ("swap two of the ranked, ranks put right", "proposal_out_of_order", |p, pick| {
        let second = 1 + pick.checked_rem(p.ranked.len().checked_sub(1)?)?;
        p.ranked.swap(0, second);
        renumber(p);
        Some(())
    }),
    ("swap two of those ruled out", "proposal_out_of_order", |p, pick| {
        let second = 1 + pick.checked_rem(p.ruled_out.len().checked_sub(1)?)?;
        p.ruled_out.swap(0, second);
        Some(())
    }),
    ("move one to another rung", "proposal_wrong_rung", |p, pick| {
        let candidate = one(p, pick, |_| true)?;
        candidate.rung = if candidate.rung == Rung::Home { Rung::District } else { Rung::Home };
        Some(())
    }),
    ("drop one of the ranked", "proposal_missing", |p, pick| {
        p.ranked.remove(pick.checked_rem(p.ranked.len())?);
        renumber(p);
        Some(())
    }),
    ("drop one of those ruled out", "proposal_missing", |p, pick| {
        p.ruled_out.remove(pick.checked_rem(p.ruled_out.len())?);
        Some(())
    }),
    ("name one twice", "proposal_repeated", |p, pick| {
        let index = pick.checked_rem(p.ruled_out.len())?;
        p.ruled_out.insert(index, p.ruled_out[index].clone());
        Some(())
    }),
    ("bring a stranger in", "proposal_stranger", |p, pick| {
        one(p, pick, |_| true)?.team = "nobody".parse().unwrap();
        Some(())
    }),
    ("call it another kind", "proposal_wrong_kind", |p, pick| {
        let candidate = one(p, pick, |_| true)?;
        candidate.kind =
            if candidate.kind == TeamKind::Patrol { TeamKind::DutyGroup } else { TeamKind::Patrol };
        Some(())
    }),
    ("put it on foot", "proposal_wrong_profile", |p, pick| {
        one(p, pick, |candidate| candidate.profile != Profile::Foot)?.profile = Profile::Foot;
        Some(())
    }),
    ("make its position younger", "proposal_wrong_position_age", |p, pick| {
        let age =
            &mut one(p, pick, |candidate| candidate.position_age.is_some_and(|age| age.0 > 0))?.position_age;
        *age = age.map(|age| Milliseconds(age.0 - 1));
        Some(())
    }),
    ("invent the age of a position", "proposal_wrong_position_age", |p, pick| {
        one(p, pick, |candidate| candidate.position_age.is_none())?.position_age = Some(Milliseconds(1));
        Some(())
    }),
    ("shorten a turnout", "proposal_wrong_turnout", |p, pick| {
        one(p, pick, |candidate| candidate.turnout.0 > 0)?.turnout.0 -= 1;
        Some(())
    }),
    ("promise a certain arrival", "proposal_wrong_bounds", |p, pick| {
        one(p, pick, |candidate| candidate.between.is_some())?.between = None;
        Some(())
    }),
    ("doubt a certain arrival", "proposal_wrong_bounds", |p, pick| {
        let sure = one(p, pick, |candidate| candidate.between.is_none() && candidate.arrival().is_some())?;
        let arrival = sure.arrival()?;
        sure.between = Some(Between { earliest: arrival, latest: arrival });
        Some(())
    }),
    ("promise an earlier arrival", "proposal_wrong_bounds", |p, pick| {
        one(p, pick, |candidate| candidate.between.is_some())?.between.as_mut()?.latest.0 -= 1;
        Some(())
    }),
    ("raise a cost", "proposal_wrong_cost", |p, pick| {
        *one(p, pick, |candidate| candidate.cost.is_some())?.cost.as_mut()? += 1;
        Some(())
    }),
    ("grant a handicap that is not due", "proposal_wrong_cost", |p, pick| {
        fn is_guest(candidate: &Candidate) -> bool {
            let home = |reason: &Reason| matches!(reason.finding, Finding::HomeTeam { .. });
            candidate.cost.is_some() && !candidate.reasons.iter().any(home)
        }
        *one(p, pick, is_guest)?.cost.as_mut()? -= POLICY.home_handicap.0 as i64;
        Some(())
    }),
    ("forget a cost", "proposal_wrong_cost", |p, pick| {
        one(p, pick, |candidate| candidate.cost.is_some())?.cost = None;
        Some(())
    }),
    ("give a unit ruled out a cost", "proposal_wrong_cost", |p, pick| {
        one(p, pick, |candidate| candidate.cost.is_none())?.cost = Some(0);
        Some(())
    }),
    ("give a unit ruled out a rank", "proposal_wrong_rank", |p, pick| {
        one(p, pick, |candidate| candidate.rank.is_none())?.rank = Some(1);
        Some(())
    }),
    ("count ranks from nought", "proposal_wrong_rank", |p, _| {
        p.ranked.first()?;
        p.ranked.iter_mut().for_each(|candidate| candidate.rank = candidate.rank.map(|rank| rank - 1));
        Some(())
    }),
    ("flip a verdict", "proposal_unfit_verdict", |p, pick| {
        let reason = &mut one(p, pick, |_| true)?.reasons[0];
        reason.verdict = if reason.verdict == Verdict::For { Verdict::Neutral } else { Verdict::For };
        Some(())
    }),
    ("take a reason away", "proposal_missing_reason", |p, pick| {
        let reasons = &mut one(p, pick, |_| true)?.reasons;
        reasons.remove(pick % reasons.len());
        Some(())
    }),
    ("take a bar away and rank the unit", "proposal_ranked_though_barred", |p, pick| {
        let mut candidate = p.ruled_out.remove(pick.checked_rem(p.ruled_out.len())?);
        candidate.reasons.retain(|reason| reason.verdict != Verdict::Bars);
        p.ranked.push(candidate);
        renumber(p);
        Some(())
    }),
    ("rule out without a bar", "proposal_ruled_out_without_bar", |p, pick| {
        let mut candidate = p.ranked.remove(pick.checked_rem(p.ranked.len())?);
        (candidate.rank, candidate.cost) = (None, None);
        p.ruled_out.push(candidate);
        Some(())
    }),
    ("rule out by an invented bar", "proposal_false_reason", |p, pick| {
        let mut candidate = p.ranked.remove(pick.checked_rem(p.ranked.len())?);
        (candidate.rank, candidate.cost) = (None, None);
        candidate.reasons.push(Finding::Retired.into());
        p.ruled_out.push(candidate);
        Some(())
    }),
    ("say that it is at home in a neighbouring area", "proposal_false_reason", |p, pick| {
        one(p, pick, |_| true)?.reasons.push(Finding::HomeArea { area: area("420104") }.into());
        Some(())
    }),
    ("give a reason twice", "proposal_repeated_reason", |p, pick| {
        let reasons = &mut one(p, pick, |_| true)?.reasons;
        reasons.push(reasons[0].clone());
        Some(())
    }),
    ("say another age in the reason", "proposal_false_reason", |p, pick| {
        fn age(reason: &mut Reason) -> Option<&mut Milliseconds> {
            match &mut reason.finding {
                Finding::PositionFresh { age } | Finding::PositionStale { age } => Some(age),
                _ => None,
            }
        }
        let candidate = one(p, pick, |candidate| candidate.position_age.is_some())?;
        candidate.reasons.iter_mut().find_map(age)?.0 += 1;
        Some(())
    }),
    ("forget a travel", "proposal_missing_travel", |p, pick| {
        one(p, pick, |candidate| candidate.travel.is_some())?.travel = None;
        Some(())
    }),
    ("let a unit travel from nowhere", "proposal_unfounded_travel", |p, pick| {
        let distance = Metres(1.0);
        one(p, pick, |candidate| candidate.travel.is_none())?.travel =
            Some(Travel::StraightLine { total: Milliseconds(1), distance });
        Some(())
    }),
    ("say that it cannot come", "proposal_missing_reason", |p, pick| {
        one(p, pick, |candidate| candidate.cost.is_some())?.travel =
            Some(Travel::Unreachable { reason: NoRoute::EndOffRoad });
        Some(())
    }),
    ("shorten a travel", "proposal_wrong_total", |p, pick| {
        let candidate = one(p, pick, |candidate| matches!(candidate.travel, Some(Travel::Road { .. })))?;
        if let Some(Travel::Road { total, .. }) = &mut candidate.travel {
            total.0 -= 1;
        }
        Some(())
    }),
    ("shorten a straight line", "proposal_wrong_distance", |p, pick| {
        fn is_far(candidate: &Candidate) -> bool {
            matches!(candidate.travel, Some(Travel::StraightLine { distance, .. }) if distance.0 > 100.0)
        }
        if let Some(Travel::StraightLine { distance, .. }) = &mut one(p, pick, is_far)?.travel {
            distance.0 *= 0.9;
        }
        Some(())
    }),
    ("rest on something else", "proposal_travel_off_basis", |p, _| {
        one(p, 0, |candidate| candidate.travel.is_some())?;
        p.basis = match p.basis {
            Basis::StraightLine => Basis::Roads { version: "1".into() },
            Basis::Roads { .. } => Basis::StraightLine,
        };
        Some(())
    }),
];

#[test]
fn no_tampering_goes_unnoticed() {
    for (name, code, tamper) in TAMPERINGS {
        let applied = Cell::new(0);
        let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(80) });
        let cases = runner.run(
            &(any_units(), any::<prop::sample::Index>(), any::<bool>()),
            |(units, pick, by_road)| {
                let travel_times: &dyn TravelTimes = if by_road { &MadeUpRoads } else { &StraightLine };
                let mut proposal = propose(&call(), &units, travel_times, &POLICY);
                if tamper(&mut proposal, pick.index(1000)).is_some() {
                    applied.set(applied.get() + 1);
                    let faults = check(&call(), &units, &POLICY, &proposal);
                    if !faults.iter().any(|fault| fault.code() == *code) {
                        return Err(TestCaseError::fail(format!("no {code} among {faults:?}")));
                    }
                }
                Ok(())
            },
        );
        if let Err(failure) = cases {
            panic!("{name}: {failure}");
        }
        // A tampering that never finds what it needs would prove nothing.
        assert!(applied.get() >= 10, "{name} was applied {} times only", applied.get());
    }
}

#[test]
fn facts_with_one_call_sign_twice_cannot_be_judged() {
    let mut runner = TestRunner::deterministic();
    let unit = any_unit().new_tree(&mut runner).unwrap().current();
    let units = [unit.clone(), unit.clone()];
    let faults = check(&call(), &units, &POLICY, &propose(&call(), &units, &StraightLine, &POLICY));
    assert!(faults.contains(&Fault::Ambiguous { team: unit.team }), "{faults:?}");
}

#[test]
fn a_fault_says_in_words_who_and_what() {
    let fault = Fault::UnfitVerdict {
        team: "三队".parse().unwrap(),
        finding: Finding::Busy { incident: "20261122-0001".parse().unwrap() },
        verdict: Verdict::For,
    };
    assert_eq!(fault.to_string(), "of 三队 it is said: bound by 20261122-0001; that means Bars, not For");
    assert_eq!((fault.code(), fault.team().as_str()), ("proposal_unfit_verdict", "三队"));
    let fault = Fault::WrongCost { team: "三队".parse().unwrap(), reckoned: Some(-5), proposed: None };
    assert_eq!(fault.to_string(), "the cost of 三队 is -5, not none");
}
