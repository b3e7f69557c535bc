//! Nothing comes before founding, and what was adopted keeps its names.

use crate::support::*;
use geo_core::Level;
use world::incidents::SourceChannel;
use world::*;

#[test]
fn nothing_comes_before_founding() {
    let mut desk = Desk::empty();
    for command in
        [import(Level::District), call(SourceChannel::Phone, at(114.1, 30.1)), Command::SaveDepots(vec![])]
    {
        assert_eq!(desk.refused(admin(), command), "not_founded");
    }
    desk.done(admin(), found());
    assert_eq!(desk.world.district().unwrap().name, "江岸区");
    assert_eq!(desk.world.policy(), Some(&tables().policy));
}

#[test]
fn a_district_keeps_its_code_and_may_change_its_tables() {
    let mut desk = Desk::founded();
    let with = |code: &str, name: &str, tables: Tables| Command::Found {
        code: self::code(code),
        name: name.to_owned(),
        tables: Box::new(tables),
    };
    assert_eq!(desk.refused(admin(), with("420103", "江汉区", tables())), "other_district");
    assert_eq!(desk.refused(admin(), with("42010", "江岸", tables())), "bad_district_code");
    assert_eq!(desk.refused(admin(), with(DISTRICT, " ", tables())), "text_missing");
    let mut twice = tables();
    twice.place_kinds.push(twice.place_kinds[0].clone());
    assert_eq!(desk.refused(admin(), with(DISTRICT, "江岸区", twice)), "duplicate_code");
    let mut nonsense = tables();
    nonsense.policy.arrival_radius.0 = f64::NAN;
    assert_eq!(desk.refused(admin(), with(DISTRICT, "江岸区", nonsense)), "bad_policy");

    desk.open(at(114.01, 30.01));
    let mut without = tables();
    without.incident_kinds.remove(0);
    assert_eq!(desk.refused(admin(), with(DISTRICT, "江岸区", without)), "kind_in_use");
    let mut wider = tables();
    wider.policy.arrival_radius.0 = 150.000_04;
    desk.done(admin(), with(DISTRICT, "江岸", wider));
    assert_eq!(desk.world.policy().unwrap().arrival_radius.0, 150.0, "whole millimetres");
}

#[test]
fn each_role_may_do_its_part() {
    let mut desk = Desk::with_teams();
    let incident = desk.open(at(114.01, 30.01));
    desk.send(&incident, "P1");
    let viewer = actor("guest", Role::Viewer, Scope::district());
    let take_call = || call(SourceChannel::Phone, at(114.01, 30.01));
    assert_eq!(desk.refused(viewer, take_call()), "not_allowed");
    assert_eq!(desk.refused(device("P1"), take_call()), "not_allowed");
    assert_eq!(desk.refused(officer(), import(Level::District)), "not_allowed");
    assert_eq!(desk.refused(officer(), Command::SaveDepots(vec![])), "not_allowed");
    // A device speaks for its own team alone, and only as a device.
    let fence = desk.world.seq();
    let accepts =
        |evidence| move_task(&incident, "P1", fence, incidents::TaskState::Accepted, evidence, None);
    assert_eq!(desk.refused(device("P2"), accepts(Evidence::Device)), "not_allowed");
    assert_eq!(desk.refused(device("P1"), accepts(Evidence::ByHand)), "evidence_not_allowed");
    assert_eq!(desk.refused(officer(), accepts(Evidence::Device)), "evidence_not_allowed");
    desk.done(device("P1"), accepts(Evidence::Device));
}

#[test]
fn a_request_is_remembered_by_account() {
    let mut desk = Desk::founded();
    desk.submit_as(officer(), Some("r-1"), call(SourceChannel::Phone, at(114.0, 30.0))).unwrap();
    assert_eq!(desk.world.request_seq("officer", "r-1"), Some(2));
    assert_eq!(desk.world.request_seq("somebody", "r-1"), None);
    desk.later(24 * 3600)
        .submit_as(officer(), Some("r-2"), call(SourceChannel::Phone, at(114.0, 30.0)))
        .unwrap();
    assert_eq!(desk.world.request_seq("officer", "r-1"), Some(2), "a day is not over yet");
    desk.later(1).submit_as(officer(), Some("r-3"), call(SourceChannel::Phone, at(114.0, 30.0))).unwrap();
    assert_eq!(desk.world.request_seq("officer", "r-1"), None, "after a day it is forgotten");
    assert_eq!(desk.world.request_seq("officer", "r-2"), Some(3));
}
