//! 平战转换: peace and emergency, per area and for a time.

use crate::support::*;
use dispatch::TeamKind::{LiaisonTeam, Patrol};
use geo_core::{AreaCode, Milliseconds};
use world::incidents::*;
use world::records::*;
use world::*;

fn new(area: &str, desk: &Desk, hours: u64) -> NewEmergency {
    NewEmergency {
        area: code(area),
        reason: "暴雨红色预警".to_owned(),
        until: desk.now.after(Milliseconds::from_minutes(hours * 60)),
        occasion: Occasion::Real,
    }
}

fn switch(desk: &mut Desk, area: &str, hours: u64) {
    let command = Command::SwitchMode(new(area, desk, hours));
    desk.done(officer(), command);
}

fn mode(desk: &Desk, areas: &[&str]) -> Mode {
    let areas: Vec<AreaCode> = areas.iter().map(|area| code(area)).collect();
    desk.world.mode_in(areas.iter())
}

#[test]
fn an_area_with_all_below_it_is_switched_for_a_time() {
    let mut desk = Desk::with_teams();
    switch(&mut desk, WEST, 6);
    assert_eq!(mode(&desk, &[DISTRICT, WEST, "420102001001"]), Mode::Emergency);
    assert_eq!(mode(&desk, &[DISTRICT, EAST]), Mode::Peace);
    // Switched anew with another end, it is one emergency still.
    switch(&mut desk, WEST, 8);
    assert_eq!(desk.world.emergencies().count(), 1);
    let again = Command::SwitchMode(new(WEST, &desk, 8));
    assert_eq!(desk.done(officer(), again), [], "as it is already");
    assert_eq!(desk.world.emergency_register().len(), 2);
    // When its time is over, whatever is asked next writes that first.
    desk.later(8 * 3600);
    assert!(desk.world.time_brings(desk.now));
    let events = desk.done(officer(), call(SourceChannel::Phone, at(114.01, 30.01)));
    assert!(matches!(&events[0], Event::ModeEnded { end: ModeEnd::Expired, .. }), "{events:?}");
    assert_eq!(mode(&desk, &[DISTRICT, WEST]), Mode::Peace);
    assert_eq!(desk.done(system(), Command::KeepTime), []);
}

#[test]
fn switching_is_bounded_and_scoped() {
    let mut desk = Desk::with_teams();
    let command = |new: NewEmergency| Command::SwitchMode(new);
    let west = actor("west", Role::DutyOfficer, Scope::area(code(WEST)));
    let (long, past, nowhere) = (new(WEST, &desk, 31 * 24), new(WEST, &desk, 0), new("420109", &desk, 1));
    assert_eq!(desk.refused(officer(), command(long)), "emergency_too_long");
    assert_eq!(desk.refused(officer(), command(past)), "emergency_too_long");
    assert_eq!(desk.refused(officer(), command(nowhere)), "unknown_area");
    let (whole, own) = (new(DISTRICT, &desk, 1), new(WEST, &desk, 1));
    assert_eq!(desk.refused(west.clone(), command(whole)), "outside_scope");
    let silent = NewEmergency { reason: " ".to_owned(), ..own.clone() };
    assert_eq!(desk.refused(west.clone(), command(silent)), "reason_missing");
    let viewer = actor("guest", Role::Viewer, Scope::district());
    assert_eq!(desk.refused(viewer, command(own.clone())), "not_allowed");
    desk.done(west.clone(), command(own));
    let end = |id: &str| Command::EndMode { emergency: id.to_owned(), reason: Some("雨停".to_owned()) };
    let east = actor("east", Role::DutyOfficer, Scope::area(code(EAST)));
    assert_eq!(desk.refused(east, end("M-0001")), "outside_scope");
    assert_eq!(desk.refused(west.clone(), end("M-0009")), "unknown_emergency");
    desk.done(west.clone(), end("M-0001"));
    let ended = desk.world.emergency_register().get("M-0001").unwrap().ended.clone().unwrap();
    assert_eq!(
        (ended.end, ended.by.as_deref(), ended.reason.as_deref()),
        (ModeEnd::SwitchedBack, Some("west"), Some("雨停"))
    );
    assert_eq!(desk.refused(west, end("M-0001")), "emergency_over");
}

#[test]
fn run_cards_shifts_and_handicaps_go_with_the_mode() {
    let mut desk = Desk::with_teams();
    let card = |code: &str, mode: Option<Mode>, count: u8| RunCard {
        code: code.to_owned(),
        name: code.to_owned(),
        kinds: Vec::new(),
        from: Severity::Minor,
        areas: Vec::new(),
        needs: vec![Need { suited: vec![Patrol, LiaisonTeam], count, coming: Coming::Apart, serves: 1 }],
        mode,
        auto: false,
        version: 0,
    };
    desk.done(
        admin(),
        Command::SaveRunCards(vec![
            card("always", None, 1),
            card("peace", Some(Mode::Peace), 1),
            card("emergency", Some(Mode::Emergency), 3),
        ]),
    );
    let mut tables = tables();
    tables.policy.pace.emergency.home_handicap = Some(Milliseconds(0));
    desk.done(
        admin(),
        Command::Found { code: code(DISTRICT), name: "江岸区".to_owned(), tables: Box::new(tables) },
    );
    let reserve = Team { duty: DutyRule::ByShift, ..team("R1", Patrol, Some(WEST)) };
    desk.done(admin(), Command::SaveTeams(vec![reserve]));
    let standby = Shift {
        only_in: Some(Mode::Emergency),
        ..shift("S-1", "R1", "2026-11-22T00:00Z", "2026-11-22T20:00Z")
    };
    desk.done(admin(), Command::SaveShifts(vec![standby]));
    let id = desk.open(at(114.01, 30.01));
    let seen = |desk: &Desk| {
        let needs = desk.world.needs(desk.incident(&id)).len();
        let on_duty =
            desk.world.team(&Scope::district(), &"R1".parse().unwrap(), desk.now).unwrap().status.on_duty;
        (needs, on_duty, desk.world.choice_policy_for(desk.incident(&id)).unwrap().home_handicap)
    };
    let minutes = Milliseconds::from_minutes;
    assert_eq!(seen(&desk), (2, false, minutes(3)));
    switch(&mut desk, EAST, 6);
    assert_eq!(seen(&desk), (2, false, minutes(3)), "it is elsewhere");
    desk.later(60);
    switch(&mut desk, WEST, 6);
    assert_eq!(seen(&desk), (4, true, minutes(0)));
    let (flood, since) = (desk.open(at(114.01, 30.01)), desk.now);
    desk.later(6 * 3600).done(system(), Command::KeepTime);
    assert_eq!(seen(&desk), (2, false, minutes(3)));

    // A day that is over goes by what held then.
    let morning = "2026-11-22T00:00Z".parse().unwrap();
    let past = desk.world.past(&Scope::district(), morning, desk.now, None);
    let call = |id| {
        let call = past.calls.iter().find(|call| call.incident.id == id).unwrap();
        (call.needs.len(), call.handicap)
    };
    assert_eq!((call(id), call(flood)), ((2, None), (4, Some(minutes(0)))));
    let turns = |desk: &Desk| {
        let past = desk.world.past(&Scope::district(), morning, desk.now, None);
        past.units.into_iter().find(|unit| unit.unit.team.as_str() == "R1").unwrap().turns.unwrap()
    };
    assert_eq!(turns(&desk), [(since, desk.now)], "not all day");
    let in_peace = Shift {
        only_in: Some(Mode::Peace),
        version: desk.world.shift(&Scope::district(), "S-1").unwrap().version,
        ..shift("S-1", "R1", "2026-11-22T00:00Z", "2026-11-22T20:00Z")
    };
    desk.done(admin(), Command::SaveShifts(vec![in_peace]));
    let evening = "2026-11-22T20:00Z".parse().unwrap();
    assert_eq!(turns(&desk), [(morning, since), (desk.now, evening)]);
}
