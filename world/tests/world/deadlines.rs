//! Lamps: by when the next thing should happen.

use crate::support::*;
use geo_core::Milliseconds;
use std::collections::BTreeMap;
use world::incidents::*;
use world::*;

const MINUTE: u64 = 60;

fn sent(estimate: Option<Milliseconds>) -> (Desk, dispatch::IncidentId) {
    let mut desk = Desk::with_teams();
    let id = desk.open(at(114.01, 30.01));
    assert_eq!(desk.world.lamps(desk.incident(&id), desk.now), [], "the clock starts when a team is sent");
    desk.done(officer(), assign(&id, "P1", Dispatched { estimate, ..dispatched() }));
    (desk, id)
}

/// What a team owes and how it stands, after so many seconds.
fn after(desk: &mut Desk, id: &dispatch::IncidentId, seconds: u64) -> Option<(Awaited, Light)> {
    desk.later(seconds);
    let lamps = desk.world.lamps(desk.incident(id), desk.now);
    lamps.into_iter().find(|lamp| lamp.team.is_some()).map(|lamp| (lamp.awaited, lamp.light))
}

#[test]
fn a_task_owes_an_answer_then_its_departure_then_its_arrival() {
    use {Awaited::*, Light::*};
    let (mut desk, id) = sent(Some(Milliseconds::from_minutes(9)));
    // Two minutes to accept, the last quarter of them yellow.
    for (seconds, light) in [(0, Green), (89, Green), (1, Yellow), (29, Yellow), (1, Red)] {
        assert_eq!(after(&mut desk, &id, seconds), Some((Accept, light)));
    }
    desk.report(&id, "P1", TaskState::Accepted).unwrap();
    assert_eq!(after(&mut desk, &id, MINUTE), Some((Depart, Green)));
    assert_eq!(after(&mut desk, &id, 2 * MINUTE), Some((Depart, Red)));
    desk.report(&id, "P1", TaskState::EnRoute).unwrap();
    // Nine minutes estimated and three of grace, from when it was sent.
    assert_eq!(after(&mut desk, &id, 4 * MINUTE - 1), Some((Arrive, Green)));
    assert_eq!(after(&mut desk, &id, 1), Some((Arrive, Yellow)));
    assert_eq!(after(&mut desk, &id, 3 * MINUTE), Some((Arrive, Red)));
    desk.report(&id, "P1", TaskState::OnScene).unwrap();
    assert_eq!(after(&mut desk, &id, 0), None, "whoever is there owes nothing");
}

#[test]
fn without_an_estimate_the_severity_says_by_when() {
    let (mut desk, id) = sent(None);
    desk.report(&id, "P1", TaskState::EnRoute).unwrap();
    let lamp = desk.world.lamps(desk.incident(&id), desk.now).remove(0);
    assert_eq!((lamp.awaited, lamp.due.since(lamp.since)), (Awaited::Arrive, Milliseconds::from_minutes(30)));
    let version = desk.incident(&id).version;
    desk.done(
        officer(),
        Command::AmendIncident {
            incident: id.clone(),
            version,
            kind: None,
            severity: Some(Severity::Extreme),
            position: None,
            address: None,
        },
    );
    let lamps = desk.world.lamps(desk.incident(&id), desk.now);
    assert_eq!(lamps[0].due.since(lamps[0].since), Milliseconds::from_minutes(10), "worse is sooner");
    assert_eq!(lamps[1].due.since(lamps[1].since), Milliseconds::from_minutes(4 * 60));
}

#[test]
fn parking_a_case_stops_its_clock() {
    let (mut desk, id) = sent(None);
    let case = |desk: &Desk| {
        let lamps = desk.world.lamps(desk.incident(&id), desk.now);
        let lamp = lamps.into_iter().find(|lamp| lamp.team.is_none()).unwrap();
        (lamp.light, lamp.due.since(desk.now).0 / 60_000)
    };
    let park = |reason: Option<&str>| Command::ParkIncident {
        incident: id.clone(),
        reason: reason.map(str::to_owned),
    };
    assert_eq!(case(&desk), (Light::Green, 72 * 60));
    desk.later(60 * MINUTE).report(&id, "P1", TaskState::Done).unwrap();
    desk.later(60 * MINUTE).done(officer(), park(Some("等批复")));
    assert_eq!(case(&desk), (Light::Stopped, 70 * 60));
    desk.later(100 * 60 * MINUTE);
    assert_eq!(case(&desk), (Light::Stopped, 70 * 60), "four days later nothing is late");
    // Parked for another reason, it is parked all the time.
    desk.done(officer(), park(Some("等施工")));
    desk.later(60 * MINUTE).done(officer(), park(None));
    assert_eq!(case(&desk), (Light::Green, 70 * 60));
    desk.later(60 * 60 * MINUTE);
    assert_eq!(case(&desk), (Light::Yellow, 10 * 60));
    desk.later(11 * 60 * MINUTE);
    assert_eq!(case(&desk).0, Light::Red);
    desk.done(officer(), Command::CloseIncident { incident: id.clone(), outcome: String::new() });
    assert_eq!(desk.world.lamps(desk.incident(&id), desk.now), []);
}

#[test]
fn a_district_says_how_fast_things_should_go() {
    let mut desk = Desk::with_teams();
    let found = |deadlines: Deadlines| {
        let mut tables = tables();
        tables.policy.pace.deadlines = deadlines;
        Command::Found { code: code(DISTRICT), name: "江岸区".to_owned(), tables: Box::new(tables) }
    };
    let none = Deadlines {
        accept: None,
        depart: None,
        arrive: BTreeMap::new(),
        settle: BTreeMap::new(),
        ..Deadlines::default()
    };
    desk.done(admin(), found(none.clone()));
    let id = desk.open(at(114.01, 30.01));
    desk.send(&id, "P1");
    assert_eq!(desk.world.lamps(desk.incident(&id), desk.now), [], "no figure, no lamp");
    assert_eq!(desk.refused(admin(), found(Deadlines { warn_percent: 101, ..none.clone() })), "bad_policy");
    let years = Some(Milliseconds(u64::MAX));
    assert_eq!(desk.refused(admin(), found(Deadlines { accept: years, ..none })), "bad_policy");
    // Tables of earlier releases say nothing of it.
    let policy = r#"{"home_handicap":1,"stale_after":1,"arrival_radius":1.0,"duplicate_radius":1.0,"duplicate_window":1}"#;
    let policy: Policy = serde_json::from_str(policy).unwrap();
    assert_eq!(policy.pace, Pace::default());
}
