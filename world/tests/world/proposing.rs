//! What a proposal rests on, and where teams are.

use crate::support::*;
use dispatch::choose::{Duty, Standing, Whereabouts};
use dispatch::roads::StraightLine;
use geo_core::Milliseconds;
use world::records::*;
use world::*;

fn fix(team: &str, lon: f64, lat: f64, at: Timestamp, source: FixSource) -> Fix {
    Fix { team: team.parse().unwrap(), position: self::at(lon, lat), at, heading: None, speed: None, source }
}

#[test]
fn the_home_team_goes_first_and_the_bound_one_says_why_not() {
    let mut desk = Desk::with_teams();
    let mut fixes = Fixes::default();
    fixes.accept(fix("P1", 114.011, 30.011, desk.now, FixSource::Device), desk.now).unwrap();
    fixes.accept(fix("P2", 114.012, 30.012, desk.now, FixSource::Device), desk.now).unwrap();
    let (id, other) = (desk.open(at(114.01, 30.01)), desk.open(at(114.3, 30.1)));
    desk.send(&other, "P2");
    let call = desk.world.call(&id).unwrap();
    assert_eq!(call.areas.len(), 5);
    let scope = Scope::district();
    let units: Vec<_> = desk.world.units(&scope, desk.now, &fixes).collect();
    assert_eq!(units.len(), 6);
    let policy = desk.world.choice_policy().unwrap();
    let proposal = dispatch::choose::propose(&call, &units, &StraightLine, &policy);
    let ranked: Vec<&str> = proposal.ranked.iter().map(|candidate| candidate.team.as_str()).collect();
    assert_eq!(
        ranked[0], "P1",
        "the home team starts from the middle of its micro-area, four kilometres off"
    );
    assert!(ranked.contains(&"L1") && !ranked.contains(&"P2") && !ranked.contains(&"D1"));
    let bound = units.iter().find(|unit| unit.team.as_str() == "P2").unwrap();
    assert_eq!(bound.standing, Standing::Bound(other));
}

#[test]
fn a_team_is_where_it_said_or_at_its_post() {
    let mut desk = Desk::with_teams();
    let night = Team {
        duty: DutyRule::ByShift,
        radio_only: true,
        ..team("N1", dispatch::TeamKind::Patrol, Some(WEST))
    };
    let walker = Team { duty: DutyRule::ByShift, ..team("N2", dispatch::TeamKind::Patrol, Some(WEST)) };
    desk.done(admin(), Command::SaveTeams(vec![night, walker]));
    desk.done(admin(), Command::SaveShifts(vec![shift("S", "N1", "2026-11-22T01:00Z", "2026-11-22T08:00Z")]));
    let mut fixes = Fixes::default();
    fixes.accept(fix("L1", 114.02, 30.02, desk.now, FixSource::Device), desk.now).unwrap();
    let now = desk.now.after(Milliseconds(1500));
    let (west, district) = (Scope::area(code(WEST)), Scope::district());
    let unit = |call_sign: &str| {
        desk.world.units(&district, now, &fixes).find(|unit| unit.team.as_str() == call_sign).unwrap()
    };
    assert_eq!(
        unit("L1").whereabouts,
        Whereabouts::Fix { position: at(114.02, 30.02), age: Milliseconds(1500) }
    );
    assert!(matches!(unit("L2").whereabouts, Whereabouts::Post { .. }));
    assert_eq!(unit("N1").whereabouts, Whereabouts::Post { position: at(114.1, 30.1) });
    assert_eq!(
        (unit("N2").whereabouts, unit("P3").whereabouts),
        (Whereabouts::Unknown, Whereabouts::Unknown)
    );
    assert_eq!(unit("N1").duty, Duty::Off { starts_in: Some(Milliseconds(3_600_000 - 1500)) });
    let mine: Vec<String> = desk.world.units(&west, now, &fixes).map(|unit| unit.team.to_string()).collect();
    assert_eq!(mine, ["L1", "N1", "N2", "P1"]);
}

#[test]
fn a_team_at_its_post_needs_its_turnout_and_none_once_it_has_set_off() {
    let mut desk = Desk::with_teams();
    let two_minutes = Milliseconds::from_minutes(2);
    let with_turnout = |turnout| {
        let mut tables = tables();
        tables.policy.pace.turnout = [(dispatch::TeamKind::LiaisonTeam, turnout)].into();
        Command::Found { code: code(DISTRICT), name: "江岸区".to_owned(), tables: Box::new(tables) }
    };
    desk.done(admin(), with_turnout(two_minutes));
    assert_eq!(desk.refused(admin(), with_turnout(Milliseconds::from_minutes(61))), "bad_policy");
    let mut fixes = Fixes::default();
    fixes.accept(fix("L2", 114.02, 30.02, desk.now, FixSource::Device), desk.now).unwrap();
    let left = |desk: &Desk, fixes: &Fixes, call_sign: &str| {
        let district = Scope::district();
        let found = desk.world.units(&district, desk.now, fixes).find(|unit| unit.team.as_str() == call_sign);
        found.unwrap().turnout
    };
    assert_eq!(left(&desk, &fixes, "L1"), two_minutes, "nothing was heard of it: it is at its post");
    assert_eq!(left(&desk, &fixes, "L2"), Milliseconds(0), "it is out already");
    assert_eq!(left(&desk, &fixes, "P1"), Milliseconds(0), "no figure for its kind");
    let id = desk.open(at(114.01, 30.01));
    desk.send(&id, "L1");
    desk.now = desk.now.after(Milliseconds(30_000));
    assert_eq!(left(&desk, &fixes, "L1"), Milliseconds(90_000), "told half a minute ago");
    let home = desk.world.team_register().get(&"L1".parse().unwrap()).unwrap().home.clone().unwrap();
    let post = desk.world.area_register().get(&home).unwrap().label;
    fixes.accept(fix("L1", post.lon(), post.lat(), desk.now, FixSource::Device), desk.now).unwrap();
    assert_eq!(left(&desk, &fixes, "L1"), Milliseconds(90_000), "it reports, from its post");
    desk.report(&id, "L1", world::incidents::TaskState::EnRoute).unwrap();
    assert_eq!(left(&desk, &fixes, "L1"), Milliseconds(0), "it says that it has set off");
    desk.now = desk.now.after(two_minutes);
    assert_eq!(left(&desk, &fixes, "L1"), Milliseconds(0));
}

#[test]
fn a_fix_must_be_later_and_possible() {
    use FixSource::*;
    let now: Timestamp = "2026-11-22T00:00Z".parse().unwrap();
    let later = |seconds: i64| Timestamp(now.0 + 1000 * seconds);
    let mut fixes = Fixes::default();
    fixes.accept(fix("P1", 114.0, 30.0, now, Device), now).unwrap();
    for (fix, at, expected) in [
        (fix("P1", 114.0, 30.0, now, Device), now, Err("fix_out_of_order")),
        (fix("P1", 114.0, 30.0, later(-1), Device), now, Err("fix_out_of_order")),
        (fix("P1", 114.0, 30.0, later(61), Device), now, Err("fix_from_future")),
        (fix("P1", 114.1, 30.0, later(10), Device), later(10), Err("fix_jumps")),
        (fix("P1", 114.005, 30.0, later(10), Device), later(10), Ok(later(10))),
        // An officer who hears otherwise is not doubted, and the next fix may be far from that again.
        (fix("P1", 114.3, 30.0, later(11), Radio), later(11), Ok(later(11))),
        (fix("P1", 114.0, 30.0, later(12), Device), later(12), Ok(later(12))),
        // A clock that is fast by less than a minute counts as now.
        (fix("P1", 114.0, 30.0, later(70), Device), later(20), Ok(later(20))),
    ] {
        let given = fix.clone();
        let accepted = fixes.accept(fix, at).map(|fix| fix.at).map_err(|refusal| refusal.code);
        assert_eq!(accepted, expected, "{given:?}");
    }
    assert_eq!(fixes.age(&"P1".parse().unwrap(), later(25)), Some(Milliseconds(5000)));
    fixes.accept(fix("P2", 114.01, 30.0, later(30), Device), later(30)).unwrap();
    let near: Vec<&str> =
        fixes.nearest(at(114.011, 30.0), 5, |_, _| true).iter().map(|(fix, _)| fix.team.as_str()).collect();
    assert_eq!(near, ["P2", "P1"]);
    assert_eq!(fixes.purge(later(30)), ["P1".parse().unwrap()]);
    assert_eq!(fixes.len(), 1);
    assert!(fixes.nearest(at(114.0, 30.0), 5, |team, _| team.as_str() == "P1").is_empty());
}

#[test]
fn one_wrong_fix_does_not_hide_a_team_for_an_hour() {
    use FixSource::*;
    let now: Timestamp = "2026-11-22T00:00Z".parse().unwrap();
    let later = |seconds: i64| Timestamp(now.0 + 1000 * seconds);
    let take = |fixes: &mut Fixes, seconds: i64, lon: f64| {
        let fix = fix("P1", lon, 30.0, later(seconds), Device);
        fixes.accept(fix, later(seconds)).map(|fix| fix.at).map_err(|refusal| refusal.code)
    };
    // The first one was that of a mast three hundred kilometres off.
    let mut fixes = Fixes::default();
    take(&mut fixes, 0, 117.0).unwrap();
    assert_eq!(take(&mut fixes, 30, 114.0), Err("fix_jumps"));
    assert_eq!(take(&mut fixes, 60, 114.001), Err("fix_jumps"));
    assert_eq!(take(&mut fixes, 45, 114.001), Err("fix_out_of_order"), "the same again is no second witness");
    assert_eq!(take(&mut fixes, 90, 114.002), Ok(later(90)), "three agree");
    assert_eq!(take(&mut fixes, 120, 114.003), Ok(later(120)));
    // Wrong ones that do not agree stay wrong, and a true one between them begins anew.
    for (seconds, lon, expected) in [
        (150, 117.0, Err("fix_jumps")),
        (180, 115.0, Err("fix_jumps")),
        (210, 117.0, Err("fix_jumps")),
        (240, 114.004, Ok(later(240))),
        (270, 117.0, Err("fix_jumps")),
        (300, 117.0, Err("fix_jumps")),
        (330, 114.005, Ok(later(330))),
        (360, 117.0, Err("fix_jumps")),
    ] {
        assert_eq!(take(&mut fixes, seconds, lon), expected, "{seconds}");
    }
}
