//! Closures: drawn, changed, ended, void once their time is over.

use crate::support::*;
use dispatch::Profile;
use geo_core::{Metres, Milliseconds};
use world::incidents::Dispatched;
use world::*;

fn drawn(name: &str) -> DrawnClosure {
    DrawnClosure {
        name: name.to_owned(),
        ground: Ground::Line { points: vec![at(114.01, 30.01), at(114.02, 30.01)], width: Metres(20.0) },
        profiles: vec![],
        effect: ClosureEffect::Shut,
        reason: "积水".to_owned(),
        from: None,
        until: None,
    }
}

fn draw(drawn: DrawnClosure) -> Command {
    Command::Closure(Box::new(ClosureCommand::Draw(drawn)))
}

fn change(desk: &Desk, closure: &str, drawn: DrawnClosure) -> Command {
    let version = desk.world.closure_register().get(closure).unwrap().version;
    Command::Closure(Box::new(ClosureCommand::Change { closure: closure.to_owned(), version, drawn }))
}

fn end(closure: &str) -> Command {
    Command::Closure(Box::new(ClosureCommand::End { closure: closure.to_owned(), reason: None }))
}

fn in_force(desk: &Desk) -> Vec<String> {
    desk.world.closure_set(desk.now).closures
}

fn number(desk: &Desk) -> String {
    desk.world.closure_set(desk.now).number
}

#[test]
fn what_is_drawn_holds_from_its_time_to_its_time_and_ending_one_restores_what_was() {
    let mut desk = Desk::with_areas();
    assert_eq!(number(&desk), "");
    desk.done(officer(), draw(drawn("一号积水")));
    let first = desk.world.closure_register().get("C-0001").unwrap().clone();
    assert_eq!((first.from, first.until, first.drawn_by.as_str()), (desk.now, None, "officer"));
    assert_eq!(first.profiles, Profile::ALL);
    let one = number(&desk);
    assert_eq!(one.len(), 12);

    let hour = Milliseconds::from_minutes(60);
    let (from, until) = (desk.now.after(hour), desk.now.after(hour).after(hour));
    desk.done(officer(), draw(DrawnClosure { from: Some(from), until: Some(until), ..drawn("二号施工") }));
    assert_eq!(in_force(&desk), ["C-0001"], "the second has not begun");
    assert_eq!(desk.world.next_closure_change(desk.now), Some(from));
    desk.later(3600);
    assert_eq!(in_force(&desk), ["C-0001", "C-0002"]);
    assert_ne!(number(&desk), one);
    desk.later(3600);
    assert_eq!(in_force(&desk), ["C-0001"], "its time is over, and nobody wrote it");
    assert_eq!((number(&desk), desk.world.next_closure_change(desk.now)), (one, None));
    assert_eq!(desk.refused(officer(), end("C-0002")), "closure_over");

    desk.done(officer(), end("C-0001"));
    assert_eq!(number(&desk), "");
    let ended = desk.world.closure_register().get("C-0001").unwrap().ended.clone().unwrap();
    assert_eq!((ended.at, ended.by.as_str(), ended.reason), (desk.now, "officer", None));
    assert_eq!(desk.refused(officer(), end("C-0001")), "closure_over");
    assert_eq!(desk.refused(officer(), end("C-0003")), "unknown_closure");
    assert_eq!(desk.world.invariants(), [""; 0]);
}

#[test]
fn a_change_names_the_version_it_started_from_and_words_change_no_travel_time() {
    let mut desk = Desk::with_areas();
    desk.done(officer(), draw(drawn("一号积水")));
    let shut = number(&desk);
    let stale = change(&desk, "C-0001", drawn("一号"));
    let said = DrawnClosure { reason: "水深 30 厘米".to_owned(), ..drawn("一号积水") };
    let said = change(&desk, "C-0001", said);
    desk.later(60).done(officer(), said);
    assert_eq!(number(&desk), shut, "only the reason is another");
    assert_eq!(desk.refused(officer(), stale), "stale_version");
    let slow = DrawnClosure { effect: ClosureEffect::Slow { percent: 250 }, ..drawn("一号积水") };
    desk.done(officer(), change(&desk, "C-0001", slow.clone()));
    assert_ne!(number(&desk), shut);
    let closure = desk.world.closure_register().get("C-0001").unwrap();
    assert!(closure.from < desk.now, "a change does not begin it anew");
    assert_eq!(desk.submit(officer(), change(&desk, "C-0001", slow)), Ok(vec![]), "all is so already");
}

#[test]
fn a_drawing_is_judged() {
    let mut desk = Desk::with_areas();
    let line = |count: u16, width| Ground::Line {
        points: (0..count).map(|n| at(114.01 + f64::from(n) * 1e-5, 30.01)).collect(),
        width: Metres(width),
    };
    let polygon = |corners: &[(f64, f64)]| Ground::Polygon {
        corners: corners.iter().map(|&(lon, lat)| at(lon, lat)).collect(),
    };
    let tie = polygon(&[(114.01, 30.01), (114.02, 30.02), (114.02, 30.01), (114.01, 30.03)]);
    let past = desk.now;
    desk.later(60);
    let slow = |percent| DrawnClosure { effect: ClosureEffect::Slow { percent }, ..drawn("慢") };
    let on = |ground| DrawnClosure { ground, ..drawn("线") };
    for (drawing, code) in [
        (drawn(" "), "text_missing"),
        (DrawnClosure { reason: String::new(), ..drawn("一号") }, "reason_missing"),
        (slow(100), "bad_slowdown"),
        (slow(10_001), "bad_slowdown"),
        (DrawnClosure { until: Some(past), ..drawn("一号") }, "closure_without_time"),
        (
            DrawnClosure {
                from: Some(desk.now.after(Milliseconds(9))),
                until: Some(desk.now.after(Milliseconds(9))),
                ..drawn("一号")
            },
            "closure_without_time",
        ),
        (
            DrawnClosure {
                until: Some(desk.now.after(LONGEST_CLOSURE).after(Milliseconds(1))),
                ..drawn("一号")
            },
            "closure_too_long",
        ),
        (on(line(1, 0.0)), "drawing_too_short"),
        (on(line(1001, 0.0)), "too_many_points"),
        (on(line(2, 500.1)), "line_too_wide"),
        (on(line(2, f64::NAN)), "line_too_wide"),
        (on(polygon(&[(114.01, 30.01), (114.02, 30.02)])), "drawing_too_short"),
        (on(tie), "bad_drawing"),
    ] {
        assert_eq!(desk.refused(officer(), draw(drawing)), code);
    }
    desk.done(officer(), draw(on(line(1000, 500.0))));
    desk.done(
        officer(),
        draw(on(polygon(&[(114.01, 30.01), (114.02, 30.01), (114.02, 30.02), (114.01, 30.01)]))),
    );
}

#[test]
fn a_township_closes_what_lies_in_it() {
    let mut desk = Desk::with_areas();
    let west = || actor("west", Role::DutyOfficer, Scope::area(code(WEST)));
    let viewer = actor("guest", Role::Viewer, Scope::district());
    let road = DrawnClosure { ground: Ground::Way { id: 7 }, ..drawn("路") };
    desk.done(west(), draw(drawn("西边")));
    assert_eq!(desk.refused(viewer, draw(drawn("西边"))), "not_allowed");
    assert_eq!(desk.refused(west(), draw(road.clone())), "outside_scope");
    desk.done(officer(), draw(road));
    assert_eq!(desk.refused(west(), end("C-0002")), "outside_scope");
    desk.done(west(), end("C-0001"));
}

#[test]
fn who_saw_travel_times_under_other_closures_looks_again() {
    let mut desk = Desk::with_teams();
    let id = desk.open(at(114.01, 30.01));
    let seen = desk.world.closure_set(desk.now);
    desk.done(officer(), draw(drawn("一号积水")));
    let under = |seen: &ClosuresInForce, reason: Option<&str>| Dispatched {
        closures: Some(seen.clone()),
        override_reason: reason.map(str::to_owned),
        ..dispatched()
    };
    let refusal = desk.refusal(officer(), assign(&id, "P1", under(&seen, None)));
    assert_eq!((refusal.code, refusal.params["present"].as_str()), ("closures_changed", "C-0001"));
    desk.done(officer(), assign(&id, "P1", under(&seen, Some("认得路"))));
    let present = desk.world.closure_set(desk.now);
    desk.done(officer(), assign(&id, "P2", under(&present, None)));
    let kept: Vec<_> = desk.incident(&id).tasks.iter().map(|task| task.dispatched.closures.clone()).collect();
    assert_eq!(kept, [Some(present.clone()), Some(present)], "the journal says what was in force");
}
