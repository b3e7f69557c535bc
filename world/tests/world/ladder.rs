//! 联区包户 as a timed ladder: who does not accept has not been sent, and the next rung is offered.

use crate::support::*;
use dispatch::TeamKind::{LiaisonTeam, Patrol};
use dispatch::choose::Rung;
use dispatch::{IncidentId, TeamId};
use geo_core::Milliseconds;
use world::incidents::*;
use world::records::*;
use world::*;

/// The ladder climbs after two minutes; in an emergency after one.
fn founded(desk: &mut Desk) {
    let mut tables = tables();
    tables.policy.pace.ladder = [(Severity::Minor, Milliseconds::from_minutes(2))].into();
    tables.policy.pace.emergency.ladder = Some([(Severity::Minor, Milliseconds::from_minutes(1))].into());
    let (code, name) = (code(DISTRICT), "江岸区".to_owned());
    desk.done(admin(), Command::Found { code, name, tables: Box::new(tables) });
}

fn team_id(team: &str) -> TeamId {
    team.parse().unwrap()
}

fn climb(desk: &Desk, id: &IncidentId) -> Climb {
    desk.incident(id).ladder.clone().unwrap()
}

#[test]
fn each_team_stands_on_its_rung() {
    let mut desk = Desk::with_teams();
    desk.done(
        admin(),
        Command::SaveTeams(vec![
            team("G1", LiaisonTeam, Some("42010200100100102")),
            team("C1", Patrol, Some("420102001001")),
        ]),
    );
    // In the first micro-area of the west.
    let id = desk.open(at(114.01, 30.01));
    let rung = |team: &str| desk.world.rung(&id, &team_id(team), desk.now).unwrap();
    use Rung::*;
    let rungs = ["L1", "G1", "C1", "P1", "P2", "L2", "D1", "P3"].map(rung);
    // The two townships touch; the duty group is bound to the whole district, P3 to nothing.
    assert_eq!(rungs, [Home, Grid, Community, Township, Neighbours, Neighbours, District, District]);
}

#[test]
fn who_does_not_accept_in_time_lapses_and_the_next_rung_is_offered() {
    let mut desk = Desk::with_teams();
    founded(&mut desk);
    let id = desk.open(at(114.01, 30.01));
    desk.send(&id, "L1");
    desk.later(119);
    assert!(!desk.world.time_brings(desk.now));
    desk.later(1);
    assert!(desk.world.time_brings(desk.now));
    let events = desk.done(system(), Command::KeepTime);
    assert!(
        matches!(
            &events[..],
            [
                Event::TaskMoved { state: TaskState::Returned, .. },
                Event::IncidentMoved { state: IncidentState::Opened, .. },
                Event::LadderClimbed { to: Rung::Township, .. }
            ]
        ),
        "nobody of the grid or the community is there: {events:?}"
    );
    let task = desk.incident(&id).last_task(&team_id("L1")).unwrap();
    assert_eq!((task.state, task.reason.as_deref()), (TaskState::Returned, Some(NOT_ACCEPTED)));
    assert!(!climb(&desk, &id).answered && desk.world.bound_to(&team_id("L1")).is_none());
    assert_eq!(desk.done(system(), Command::KeepTime), [], "once");
    // Nobody is sent without a person.
    assert_eq!(desk.world.to_be_sent_by_card().count(), 0);
    desk.later(10);
    desk.send(&id, "P1");
    assert!(climb(&desk, &id).answered);
    desk.later(120).done(system(), Command::KeepTime);
    let climbed = climb(&desk, &id);
    assert_eq!((climbed.rung, climbed.lapsed), (Rung::Neighbours, vec![team_id("L1"), team_id("P1")]));
    // Who accepts is on the way, whatever time it is.
    desk.send(&id, "P2");
    desk.later(60).report(&id, "P2", TaskState::Accepted).unwrap();
    desk.later(600);
    assert_eq!(desk.done(system(), Command::KeepTime), []);
    assert_eq!(desk.incident(&id).active_task(&team_id("P2")).unwrap().state, TaskState::Accepted);
}

#[test]
fn the_ladder_stands_still_where_the_policy_has_no_time() {
    let mut desk = Desk::with_teams();
    let id = desk.open(at(114.01, 30.01));
    desk.send(&id, "L1");
    desk.later(24 * 3600);
    assert!(!desk.world.time_brings(desk.now));
    assert_eq!(desk.done(system(), Command::KeepTime), []);
    let mut tables = tables();
    tables.policy.pace.ladder = [(Severity::Minor, Milliseconds(1))].into();
    let (code, name) = (code(DISTRICT), "江岸区".to_owned());
    let hasty = Command::Found { code, name, tables: Box::new(tables) };
    assert_eq!(desk.refused(admin(), hasty), "bad_policy");
}

#[test]
fn it_climbs_faster_in_an_emergency_and_sends_by_itself_where_a_card_says_so() {
    let mut desk = Desk::with_teams();
    founded(&mut desk);
    let card = RunCard {
        code: "汛".to_owned(),
        name: "防汛".to_owned(),
        kinds: Vec::new(),
        from: Severity::Minor,
        areas: Vec::new(),
        needs: vec![Need { suited: vec![Patrol, LiaisonTeam], count: 1, coming: Coming::Apart, serves: 1 }],
        mode: Some(Mode::Emergency),
        auto: true,
        version: 0,
    };
    desk.done(admin(), Command::SaveRunCards(vec![card]));
    let switch = Command::SwitchMode(NewEmergency {
        area: code(WEST),
        reason: "暴雨".to_owned(),
        until: desk.now.after(Milliseconds::from_minutes(600)),
        occasion: Occasion::Drill,
    });
    desk.done(officer(), switch);
    let (west, east) = (desk.open(at(114.01, 30.01)), desk.open(at(114.21, 30.01)));
    desk.send(&west, "L1");
    desk.send(&east, "L2");
    desk.later(60).done(system(), Command::KeepTime);
    assert!(desk.incident(&east).ladder.is_none(), "there it is peace");
    let waiting: Vec<_> = desk.world.to_be_sent_by_card().map(|incident| incident.id.clone()).collect();
    assert_eq!(waiting, std::slice::from_ref(&west));
    // The service sends whom the door lets go.
    let ladder = actor("system:ladder", Role::Administrator, Scope::district());
    desk.done(ladder, assign(&west, "P1", dispatched()));
    assert_eq!(desk.world.to_be_sent_by_card().count(), 0);
    desk.later(60).done(system(), Command::KeepTime);
    assert!(desk.incident(&east).ladder.is_some(), "two minutes are over in the east");
    assert_eq!(desk.world.to_be_sent_by_card().count(), 1, "no card allows it in peace");
}

#[test]
fn a_rung_from_which_nobody_is_sent_in_time_is_passed() {
    let mut desk = Desk::with_teams();
    founded(&mut desk);
    let id = desk.open(at(114.01, 30.01));
    desk.send(&id, "L1");
    desk.later(120).done(system(), Command::KeepTime);
    assert_eq!(climb(&desk, &id).rung, Rung::Township);
    desk.later(119);
    assert!(!desk.world.time_brings(desk.now), "its time is not over");
    desk.later(1);
    assert!(desk.world.time_brings(desk.now));
    let passed = Event::LadderClimbed { incident: id.clone(), team: None, to: Rung::Neighbours };
    assert_eq!(desk.done(system(), Command::KeepTime), [passed]);
    assert_eq!(climb(&desk, &id).lapsed, [team_id("L1")], "nobody let it lapse");
    assert_eq!(desk.incident(&id).history.last().unwrap().what, "rung_passed");
    // A parked case waits for something else.
    let park = |reason: Option<&str>| Command::ParkIncident {
        incident: id.clone(),
        reason: reason.map(str::to_owned),
    };
    desk.done(officer(), park(Some("等业主")));
    desk.later(120);
    assert_eq!(desk.done(system(), Command::KeepTime), []);
    desk.done(officer(), park(None));
    desk.done(system(), Command::KeepTime);
    assert_eq!(climb(&desk, &id).rung, Rung::District);
    desk.later(24 * 3600);
    assert!(!desk.world.time_brings(desk.now), "there is no rung beyond");
}

#[test]
fn a_storm_of_lapses_is_written_in_steps() {
    let mut desk = Desk::with_teams();
    founded(&mut desk);
    let teams: Vec<Team> = (0..120).map(|n| team(&format!("S{n:03}"), Patrol, Some(WEST))).collect();
    desk.done(admin(), Command::SaveTeams(teams));
    let ids: Vec<IncidentId> = (0..120)
        .map(|n| {
            let id = desk.open(at(114.01, 30.01));
            desk.send(&id, &format!("S{n:03}"));
            id
        })
        .collect();
    desk.later(120);
    let mut written = Vec::new();
    while desk.world.time_brings(desk.now) {
        let events = desk.done(system(), Command::KeepTime);
        let climbed = events.iter().filter(|event| matches!(event, Event::LadderClimbed { .. }));
        written.push(climbed.count());
    }
    assert_eq!(written, [50, 50, 20], "nobody else waits long");
    assert!(ids.iter().all(|id| desk.incident(id).ladder.is_some()), "and nobody is forgotten");
    // Whoever has lapsed is free, and may go to all but its own.
    assert_eq!(climb(&desk, &ids[0]).rung, Rung::Neighbours);
}

#[test]
fn an_acceptance_in_time_that_comes_after_the_lapse_is_told_to_the_officer() {
    let mut desk = Desk::with_teams();
    founded(&mut desk);
    let id = desk.open(at(114.01, 30.01));
    desk.send(&id, "L1");
    let fence = desk.incident(&id).last_task(&team_id("L1")).unwrap().fence;
    let sent = desk.now;
    desk.later(120).done(system(), Command::KeepTime);
    desk.later(30);
    let taps = |at: Timestamp| {
        let report = move_task(&id, "L1", fence, TaskState::Accepted, Evidence::Device, None);
        let Command::MoveTask { incident, team, fence, state, evidence, reason, .. } = report else {
            panic!("it moves a task")
        };
        let device = DeviceNote { at: Some(at), report: None };
        Command::MoveTask { incident, team, fence, state, evidence, reason, device }
    };
    let in_time = sent.after(Milliseconds::from_seconds(40));
    let too_late = sent.after(Milliseconds::from_seconds(120));
    assert_eq!(desk.refused(device("L1"), taps(too_late)), "task_ended");
    assert_eq!(desk.refused(device("L1"), taps(Timestamp(0))), "task_ended", "before it was sent");
    let events = desk.done(device("L1"), taps(in_time));
    assert!(matches!(&events[..], [Event::AnsweredLate { device_at, .. }] if *device_at == in_time));
    let incident = desk.incident(&id);
    let step = incident.history.last().unwrap();
    assert_eq!((step.what.as_str(), step.device_at), ("answered_late", Some(in_time)));
    assert_eq!(incident.last_task(&team_id("L1")).unwrap().state, TaskState::Returned, "its task is over");
    assert_eq!(desk.refused(device("L1"), taps(in_time)), "task_ended", "told once");
}
