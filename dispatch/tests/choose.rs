//! Who is chosen, and why: a table of situations, then properties over random ones.

use dispatch::choose::{
    Around, Away, CERTAIN_FOR, Call, Duty, Finding, Hold, Policy, Proposal, Reason, Rung, Standing, Unit,
    Verdict, WayOut, Whereabouts, Whose, check, propose, ways_out,
};
use dispatch::roads::StraightLine;
use dispatch::{Profile, TeamId, TeamKind};
use geo_core::{AreaCode, Level, Milliseconds, Position};
use proptest::prelude::*;
use std::collections::BTreeSet;

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
        around: Around {
            levels: [Level::District, Level::Township, Level::Community, Level::MicroArea].to_vec(),
            neighbours: vec![area("420102002")],
        },
    }
}

/// A patrol car `east` thousandths of a degree (about 96 m each) east of the call: free, on duty, fresh.
fn patrol(name: &str, east: f64) -> Unit {
    Unit {
        team: name.parse().unwrap(),
        kind: TeamKind::Patrol,
        profile: Profile::Car,
        home: None,
        above: vec![],
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
    let home = area("42010200100100101");
    Unit { kind: TeamKind::LiaisonTeam, above: above(Some(&home)), home: Some(home), ..patrol(name, east) }
}

/// An area and what it lies in, by its code.
fn above(home: Option<&AreaCode>) -> Vec<AreaCode> {
    let Some(home) = home.map(AreaCode::as_str) else { return vec![] };
    [6, 9, 12, 17].into_iter().filter_map(|digits| home.get(..digits)).map(area).collect()
}

#[test]
fn each_rung_has_its_units() {
    let bound = |name: &str, home: &str| Unit {
        above: above(Some(&area(home))),
        home: Some(area(home)),
        ..patrol(name, 1.0)
    };
    let units = [
        home_team("home", 1.0),
        bound("micro", "42010200100100101"),
        bound("community", "420102001001"),
        bound("next door", "42010200100100102"),
        bound("township", "420102001"),
        bound("beyond", "420102002001"),
        bound("district", "420102"),
        bound("far", "420102009"),
        patrol("free", 1.0),
    ];
    let proposal = propose(&call(), &units, &StraightLine, &POLICY);
    assert_eq!(check(&call(), &units, &POLICY, &proposal), []);
    let mut rungs: Vec<_> = proposal.ranked.iter().map(|one| (one.rung, one.team.as_str())).collect();
    rungs.sort();
    use Rung::*;
    assert_eq!(
        rungs,
        [
            (Home, "home"),
            (Grid, "micro"),
            (Community, "community"),
            (Community, "next door"),
            (Township, "township"),
            (Neighbours, "beyond"),
            (District, "district"),
            (District, "far"),
            (District, "free"),
        ]
    );
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
            held(patrol("t", 1.0), "陈"),
            Finding::Held {
                by: "陈".into(),
                incident: "20261122-0001".parse().unwrap(),
                left: Milliseconds(40_000),
            },
        ),
        (
            Unit { unavailable: Some(Away::ByHand { reason: "修车".into() }), ..patrol("t", 1.0) },
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

/// Held by an account for forty seconds.
#[test]
fn where_nobody_may_go_it_is_said_what_stands_in_the_way_and_no_more() {
    let busy = |name: &str, east| Unit {
        standing: Standing::Bound("20261122-0009".parse().unwrap()),
        ..patrol(name, east)
    };
    let units = [
        busy("busy and near", 2.0),
        busy("busy and far", 9.0),
        Unit { duty: Duty::Off { starts_in: None }, ..patrol("off duty", 1.0) },
        // Both: whoever lifts one of them has others.
        Unit { duty: Duty::Off { starts_in: None }, ..busy("off duty and busy", 0.5) },
        Unit {
            kind: TeamKind::DutyGroup,
            unavailable: Some(Away::ByHand { reason: "用餐".into() }),
            ..patrol("another kind", 0.1)
        },
    ];
    let proposal = propose(&call(), &units, &StraightLine, &POLICY);
    let ways = ways_out(&proposal);
    let said: Vec<_> = ways
        .iter()
        .map(|way| (way.bars.as_slice(), way.units.iter().map(TeamId::as_str).collect::<Vec<_>>()))
        .collect();
    assert_eq!(
        said,
        [
            (&["off_duty"][..], vec!["off duty"]),
            (&["busy"][..], vec!["busy and near", "busy and far"]),
            (&["kind_unsuited", "unavailable"][..], vec!["another kind"]),
        ]
    );
    let near = proposal.ruled_out.iter().find(|one| one.team == ways[1].units[0]).unwrap();
    assert_eq!(ways[1].arrival, near.arrival());
    let somebody = propose(&call(), &[busy("busy", 1.0), patrol("free", 5.0)], &StraightLine, &POLICY);
    assert_eq!(ways_out(&somebody), []);
}

fn held(unit: Unit, by: &str) -> Unit {
    let hold = Hold {
        by: by.into(),
        incident: "20261122-0001".parse().unwrap(),
        left: Milliseconds(40_000),
        whose: Whose::Other,
    };
    Unit { standing: Standing::Held(hold), ..unit }
}

#[test]
fn a_hold_bars_everybody_but_its_holder() {
    let unit = held(patrol("t", 1.0), "陈");
    let mine = propose(&call(), &[unit.clone().seen_by("陈")], &StraightLine, &POLICY);
    let said = |reason: &Reason| matches!(reason.finding, Finding::HeldByAsker { .. });
    assert!(mine.ranked[0].reasons.iter().any(said));
    let others = propose(&call(), &[unit.seen_by("李")], &StraightLine, &POLICY);
    assert!(others.ranked.is_empty() && !bars(&others, "t")[0].may_be_overridden());
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
fn who_is_out_already_goes_before_who_must_get_ready_first() {
    let ready = Milliseconds::from_minutes(2);
    let at_post = Unit { turnout: ready, ..patrol("at its post", 1.0) };
    let units = [at_post, patrol("out", 6.0)];
    let proposal = propose(&call(), &units, &StraightLine, &POLICY);
    assert_eq!(check(&call(), &units, &POLICY, &proposal), []);
    assert_eq!(order(&proposal), ["out", "at its post"], "six times as far, and sooner there");
    let late = &proposal.ranked[1];
    let way = late.travel.unwrap().total().unwrap();
    assert_eq!((late.turnout, late.arrival()), (ready, Some(way + ready)));
}

#[test]
fn an_old_position_widens_the_arrival_by_its_age() {
    let seen = |name: &str, age: Milliseconds| {
        let Whereabouts::Fix { position, .. } = patrol(name, 12.0).whereabouts else { unreachable!() };
        Unit {
            turnout: Milliseconds(5_000),
            whereabouts: Whereabouts::Fix { position, age },
            ..patrol(name, 12.0)
        }
    };
    let units = [
        seen("a minute ago", CERTAIN_FOR),
        seen("longer ago", CERTAIN_FOR + Milliseconds(1)),
        seen("long ago", Milliseconds::from_minutes(9)),
    ];
    let proposal = propose(&call(), &units, &StraightLine, &POLICY);
    assert_eq!(check(&call(), &units, &POLICY, &proposal), []);
    let of = |team: &str| proposal.ranked.iter().find(|one| one.team.as_str() == team).unwrap();
    assert_eq!(of("a minute ago").between, None);
    let arrival = of("longer ago").arrival().unwrap();
    let between = of("longer ago").between.unwrap();
    assert_eq!((between.earliest.0, between.latest.0), (arrival.0 - 60_001, arrival.0 + 60_001));
    let between = of("long ago").between.unwrap();
    assert_eq!(
        between.earliest,
        Milliseconds(5_000),
        "it may be there already, and would still have to set off"
    );
    assert_eq!(between.latest, arrival + Milliseconds::from_minutes(9));
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
        standing in 0..12,
        away in prop::bool::weighted(0.1),
        retired in prop::bool::weighted(0.05),
        age in 0u64..900_000,
        place in 0..4,
    ) -> Unit {
        let fix = at(114.3 + east / 1000.0, 30.6);
        Unit {
            team: format!("T{number:03}").parse().unwrap(), kind, profile, above: above(home.as_ref()), home,
            duty: if on_duty { Duty::On } else { Duty::Off { starts_in: None } },
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
            retired,
            turnout: Milliseconds(age % 7 * 20_000),
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
    fn lifting_a_way_out_and_no_less_of_it_lets_its_units_go(units in any_units()) {
        let proposal = propose(&call(), &units, &StraightLine, &POLICY);
        let bars = |team: &TeamId| -> BTreeSet<&'static str> {
            let candidate = proposal.ruled_out.iter().find(|one| one.team == *team).unwrap();
            let reasons = candidate.reasons.iter().filter(|reason| reason.verdict == Verdict::Bars);
            reasons.map(|reason| reason.finding.code()).collect()
        };
        let ways = ways_out(&proposal);
        prop_assert_eq!(ways.is_empty(), !proposal.ranked.is_empty() || proposal.ruled_out.is_empty());
        for way in &ways {
            let lifted: BTreeSet<_> = way.bars.iter().copied().collect();
            for team in &way.units {
                prop_assert_eq!(&bars(team), &lifted);
            }
            // With one of them left, nobody at all could go.
            for kept in &lifted {
                let fewer: BTreeSet<_> = lifted.iter().copied().filter(|bar| bar != kept).collect();
                prop_assert!(!proposal.ruled_out.iter().any(|one| bars(&one.team).is_subset(&fewer)));
            }
        }
        // Whoever is in none is barred by all of one way, and by more.
        for one in proposal.ruled_out.iter().filter(|_| proposal.ranked.is_empty()) {
            let covered = |way: &WayOut| way.bars.iter().all(|bar| bars(&one.team).contains(bar));
            prop_assert!(ways.iter().any(covered));
        }
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
