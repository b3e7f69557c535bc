//! Who is chosen, and why: a table of situations, then properties over random ones.

use dispatch::choose::{
    Call, Duty, Finding, Policy, Proposal, Standing, Unit, Verdict, Whereabouts, check, propose,
};
use dispatch::roads::StraightLine;
use dispatch::{Profile, TeamKind};
use geo_core::{AreaCode, Milliseconds, Position};
use proptest::prelude::*;

const POLICY: Policy =
    Policy { home_handicap: Milliseconds::from_minutes(3), stale_after: Milliseconds::from_minutes(10) };

fn at(lon: f64, lat: f64) -> Position {
    Position::new(lon, lat).unwrap()
}

fn area(code: &str) -> AreaCode {
    code.parse().unwrap()
}

fn call() -> Call {
    Call {
        position: at(114.300, 30.600),
        areas: ["420102", "420102001", "420102001001", "42010200100100101"].map(area).to_vec(),
        suited: vec![TeamKind::Patrol, TeamKind::LiaisonTeam],
    }
}

/// A patrol car `east` thousandths of a degree (about 96 m each) east of the call: free, on duty, fresh.
fn patrol(name: &str, east: f64) -> Unit {
    Unit {
        team: name.parse().unwrap(),
        kind: TeamKind::Patrol,
        profile: Profile::Car,
        home: None,
        duty: Duty::On,
        standing: Standing::Free,
        unavailable: None,
        retired: false,
        turnout: Milliseconds(0),
        whereabouts: Whereabouts::Fix {
            position: at(114.300 + east / 1000.0, 30.600),
            age: Milliseconds(1_000),
        },
    }
}

fn home_team(name: &str, east: f64) -> Unit {
    Unit { kind: TeamKind::LiaisonTeam, home: Some(area("42010200100100101")), ..patrol(name, east) }
}

fn order(proposal: &Proposal) -> Vec<&str> {
    proposal.ranked.iter().map(|candidate| candidate.team.as_str()).collect()
}

fn bars<'a>(proposal: &'a Proposal, team: &str) -> Vec<&'a Finding> {
    let candidate =
        proposal.ruled_out.iter().find(|candidate| candidate.team.as_str() == team).expect("ruled out");
    candidate
        .reasons
        .iter()
        .filter(|reason| reason.verdict == Verdict::Bars)
        .map(|reason| &reason.finding)
        .collect()
}

#[test]
fn the_nearest_goes_first() {
    let proposal = propose(
        &call(),
        &[patrol("far", 9.0), patrol("near", 1.0), patrol("middle", 4.0)],
        &StraightLine,
        &POLICY,
    );
    assert_eq!(order(&proposal), ["near", "middle", "far"]);
    assert_eq!(
        proposal.ranked.iter().map(|candidate| candidate.rank).collect::<Vec<_>>(),
        [Some(1), Some(2), Some(3)]
    );
}

#[test]
fn the_home_team_goes_first_within_the_handicap_and_not_beyond() {
    // At 25 km/h with a detour of 1.4, three minutes are about 893 m of air: 9.3 thousandths of a degree.
    let within = propose(&call(), &[patrol("near", 0.0), home_team("home", 9.0)], &StraightLine, &POLICY);
    assert_eq!(order(&within), ["home", "near"]);
    let beyond = propose(&call(), &[patrol("near", 0.0), home_team("home", 9.6)], &StraightLine, &POLICY);
    assert_eq!(order(&beyond), ["near", "home"]);
}

#[test]
fn the_home_team_that_is_later_by_just_the_handicap_still_goes_first() {
    let units = [patrol("a near", 1.0), home_team("home", 9.0)];
    let times = units.clone().map(|unit| propose(&call(), &[unit], &StraightLine, &POLICY).ranked[0].travel);
    let [near, home] = times.map(|travel| travel.unwrap().total().unwrap().0);
    for (handicap, first) in [(home - near - 1, "a near"), (home - near, "home"), (home - near + 1, "home")] {
        let policy = Policy { home_handicap: Milliseconds(handicap), ..POLICY };
        let proposal = propose(&call(), &units, &StraightLine, &policy);
        assert_eq!(order(&proposal)[0], first, "{handicap} ms");
        assert_eq!(check(&call(), &units, &policy, &proposal), []);
    }
    let side_by_side = [patrol("a near", 1.0), home_team("home", 1.0)];
    let policy = Policy { home_handicap: Milliseconds(0), ..POLICY };
    let proposal = propose(&call(), &side_by_side, &StraightLine, &policy);
    assert_eq!(order(&proposal), ["home", "a near"]);
    assert_eq!(check(&call(), &side_by_side, &policy, &proposal), []);
}

#[test]
fn only_the_liaison_team_of_the_finest_area_is_the_home_team() {
    let local_patrol = Unit { home: Some(area("420102001")), ..patrol("local", 5.0) };
    let grid_team = Unit { home: Some(area("420102001001")), ..home_team("grid", 5.1) };
    let proposal = propose(&call(), &[local_patrol, grid_team, patrol("near", 1.0)], &StraightLine, &POLICY);
    assert_eq!(order(&proposal), ["near", "local", "grid"]);
    assert!(
        proposal.ranked[1].reasons.iter().any(|reason| matches!(reason.finding, Finding::HomeArea { .. }))
    );
}

#[test]
fn each_bar_is_named() {
    let cases: Vec<(Unit, Finding)> = vec![
        (
            Unit { duty: Duty::Off { starts_in: Some(Milliseconds(5)) }, ..patrol("t", 1.0) },
            Finding::OffDuty { starts_in: Some(Milliseconds(5)) },
        ),
        (
            Unit { standing: Standing::Bound("20261122-0001".parse().unwrap()), ..patrol("t", 1.0) },
            Finding::Busy { incident: "20261122-0001".parse().unwrap() },
        ),
        (
            Unit { unavailable: Some("修车".into()), ..patrol("t", 1.0) },
            Finding::Unavailable { reason: "修车".into() },
        ),
        (Unit { retired: true, ..patrol("t", 1.0) }, Finding::Retired),
        (Unit { kind: TeamKind::DutyGroup, ..patrol("t", 1.0) }, Finding::KindUnsuited),
        (Unit { whereabouts: Whereabouts::Unknown, ..patrol("t", 1.0) }, Finding::PositionUnknown),
        (
            Unit {
                whereabouts: Whereabouts::Fix { position: at(114.3, 30.6), age: Milliseconds(600_001) },
                ..patrol("t", 1.0)
            },
            Finding::PositionStale { age: Milliseconds(600_001) },
        ),
    ];
    for (unit, expected) in cases {
        let proposal = propose(&call(), &[unit], &StraightLine, &POLICY);
        assert!(proposal.ranked.is_empty());
        assert_eq!(bars(&proposal, "t"), [&expected]);
    }
}

#[test]
fn a_team_at_its_post_is_reckoned_from_there_and_says_so() {
    let unit =
        Unit { whereabouts: Whereabouts::Post { position: at(114.301, 30.6) }, ..home_team("home", 0.0) };
    let proposal = propose(&call(), &[unit], &StraightLine, &POLICY);
    let reasons = &proposal.ranked[0].reasons;
    assert!(
        reasons
            .iter()
            .any(|reason| reason.finding == Finding::PositionAssumed && reason.verdict == Verdict::Neutral)
    );
}

#[test]
fn a_team_ruled_out_still_shows_how_near_it_is() {
    let busy = Unit { standing: Standing::Bound("20261122-0001".parse().unwrap()), ..patrol("busy", 1.0) };
    let proposal = propose(&call(), &[busy], &StraightLine, &POLICY);
    assert!(proposal.ruled_out[0].travel.is_some() && proposal.ruled_out[0].cost.is_none());
}

prop_compose! {
    fn any_unit()(
        number in 0u32..1000,
        east in -50.0..50.0f64,
        kind in prop_oneof![Just(TeamKind::Patrol), Just(TeamKind::LiaisonTeam), Just(TeamKind::DutyGroup)],
        profile in prop_oneof![Just(Profile::Car), Just(Profile::Motorcycle), Just(Profile::Foot)],
        home in prop_oneof![Just(None), Just(Some(area("42010200100100101"))), Just(Some(area("420102001"))), Just(Some(area("420103")))],
        on_duty in prop::bool::weighted(0.8),
        bound in prop::bool::weighted(0.2),
        away in prop::bool::weighted(0.1),
        retired in prop::bool::weighted(0.05),
        age in 0u64..900_000,
        place in 0..4,
    ) -> Unit {
        let fix = at(114.3 + east / 1000.0, 30.6);
        Unit {
            team: format!("T{number:03}").parse().unwrap(), kind, profile, home,
            duty: if on_duty { Duty::On } else { Duty::Off { starts_in: None } },
            standing: if bound { Standing::Bound("20261122-0009".parse().unwrap()) } else { Standing::Free },
            unavailable: away.then(|| "用餐".to_owned()),
            retired,
            whereabouts: match place {
                0 => Whereabouts::Unknown,
                1 => Whereabouts::Post { position: fix },
                _ => Whereabouts::Fix { position: fix, age: Milliseconds(age) },
            },
        }
    }
}

fn any_units() -> impl Strategy<Value = Vec<Unit>> {
    prop::collection::vec(any_unit(), 0..40).prop_map(|mut units| {
        units.sort_by(|a, b| a.team.cmp(&b.team));
        units.dedup_by(|a, b| a.team == b.team);
        units
    })
}

proptest! {
    #[test]
    fn the_order_of_the_units_does_not_matter((units, shuffled) in any_units().prop_flat_map(|units| (Just(units.clone()), Just(units).prop_shuffle()))) {
        prop_assert_eq!(propose(&call(), &units, &StraightLine, &POLICY), propose(&call(), &shuffled, &StraightLine, &POLICY));
    }

    #[test]
    fn every_unit_appears_once_and_only_barred_ones_are_ruled_out(units in any_units()) {
        let proposal = propose(&call(), &units, &StraightLine, &POLICY);
        let mut named: Vec<_> = proposal.ranked.iter().chain(&proposal.ruled_out).map(|candidate| candidate.team.clone()).collect();
        named.sort();
        prop_assert_eq!(named, units.iter().map(|unit| unit.team.clone()).collect::<Vec<_>>());
        prop_assert!(proposal.ranked.iter().all(|candidate| !candidate.is_barred() && candidate.cost.is_some()));
        prop_assert!(proposal.ruled_out.iter().all(|candidate| candidate.is_barred() && candidate.rank.is_none()));
    }

    #[test]
    fn another_unit_never_changes_the_order_of_the_rest(units in any_units(), extra in any_unit()) {
        prop_assume!(units.iter().all(|unit| unit.team != extra.team));
        let before = propose(&call(), &units, &StraightLine, &POLICY);
        let mut more = units;
        more.push(extra.clone());
        let after = propose(&call(), &more, &StraightLine, &POLICY);
        let rest: Vec<_> = order(&after).into_iter().filter(|team| *team != extra.team.as_str()).collect();
        prop_assert_eq!(order(&before), rest);
    }
}
