//! 占用: an officer holds a team for seconds. Whatever many writers ask, no team has two holds, two exclusive
//! assignments, or a hold and an assignment.

use crate::support::*;
use dispatch::{IncidentId, TeamId};
use geo_core::Milliseconds;
use proptest::prelude::*;
use std::collections::BTreeMap;
use world::incidents::*;
use world::records::*;
use world::*;

fn hold(incident: &IncidentId, team: &str) -> Command {
    Command::HoldTeam { incident: incident.clone(), team: team.parse().unwrap(), length: None }
}

fn release(incident: &IncidentId, team: &str) -> Command {
    Command::ReleaseHold { incident: incident.clone(), team: team.parse().unwrap() }
}

fn second_officer() -> Actor {
    actor("second", Role::DutyOfficer, Scope::district())
}

fn reassign(team: &str, from: &IncidentId, to: &IncidentId) -> Command {
    Command::Reassign {
        team: team.parse().unwrap(),
        from: from.clone(),
        to: to.clone(),
        reason: "更急".to_owned(),
        dispatched: dispatched(),
    }
}

fn ends(events: &[Event]) -> Vec<HoldEnd> {
    let end = |event: &Event| if let Event::HoldReleased { end, .. } = event { Some(*end) } else { None };
    events.iter().filter_map(end).collect()
}

#[test]
fn who_holds_a_team_sends_it_and_nobody_else_does() {
    let mut desk = Desk::with_teams();
    let (fire, noise) = (desk.open(at(114.01, 30.01)), desk.open(at(114.02, 30.02)));
    assert_eq!(desk.done(officer(), hold(&fire, "P1")).len(), 1);
    desk.later(20);
    let refusal = desk.refusal(second_officer(), assign(&noise, "P1", overridden("近")));
    assert_eq!(
        (refusal.code, &*refusal.params["holder"], &*refusal.params["seconds_left"]),
        ("team_held", "officer", "40")
    );
    assert_eq!(desk.refused(second_officer(), hold(&noise, "P1")), "team_held");
    assert_eq!(desk.refused(system(), assign(&noise, "P1", dispatched())), "team_held");
    // To look holds nothing: the holder may still send it elsewhere, and that uses the hold up.
    assert_eq!(ends(&desk.done(officer(), assign(&noise, "P1", dispatched()))), [HoldEnd::Used]);
    assert_eq!(desk.refused(officer(), hold(&fire, "P1")), "team_busy");
    // A bound team has no hold, so sending it elsewhere asks nobody.
    desk.done(second_officer(), reassign("P1", &noise, &fire));
}

#[test]
fn what_is_over_is_void_at_once_and_written_by_whoever_takes_the_team() {
    let mut desk = Desk::with_teams();
    let id = desk.open(at(114.01, 30.01));
    let team: TeamId = "P1".parse().unwrap();
    desk.done(officer(), hold(&id, "P1"));
    desk.later(59);
    assert!(desk.world.hold(&team, desk.now).is_some() && !desk.world.time_brings(desk.now));
    desk.later(1);
    assert!(desk.world.hold(&team, desk.now).is_none() && desk.world.time_brings(desk.now));
    let mut other = desk.clone();
    let events = other.done(second_officer(), assign(&id, "P1", dispatched()));
    assert_eq!(ends(&events[..1]), [HoldEnd::Expired], "before what takes it");
    let mut held_again = desk.clone();
    assert_eq!(ends(&held_again.done(second_officer(), hold(&id, "P1"))), [HoldEnd::Expired]);
    assert_eq!(held_again.world.hold(&team, desk.now).unwrap().by, "second");
    // And by the clock, when nobody wants it.
    assert_eq!(ends(&desk.done(system(), Command::KeepTime)), [HoldEnd::Expired]);
    assert_eq!(desk.done(system(), Command::KeepTime), []);
}

#[test]
fn holds_end_with_what_they_are_for() {
    let mut desk = Desk::with_teams();
    let (a, b) = (desk.open(at(114.01, 30.01)), desk.open(at(114.02, 30.02)));
    desk.done(officer(), hold(&a, "P1"));
    desk.done(officer(), hold(&b, "P2"));
    desk.done(officer(), hold(&b, "P3"));
    assert_eq!(desk.refused(second_officer(), release(&a, "P1")), "hold_of_another");
    assert_eq!(ends(&desk.done(admin(), release(&a, "P1"))), [HoldEnd::Released]);
    assert_eq!(desk.done(officer(), release(&a, "P1")), []);
    let team =
        Team { retired: true, version: version(&desk, "P3"), ..team("P3", dispatch::TeamKind::Patrol, None) };
    assert_eq!(ends(&desk.done(admin(), Command::SaveTeams(vec![team]))), [HoldEnd::TeamRetired]);
    let merge = Command::MergeIncidents { from: b, into: a.clone() };
    assert_eq!(ends(&desk.done(officer(), merge)), [HoldEnd::IncidentEnded]);
    desk.done(officer(), hold(&a, "P2"));
    let park = Command::ParkIncident { incident: a.clone(), reason: Some("等施工".to_owned()) };
    assert_eq!(ends(&desk.done(officer(), park)), [HoldEnd::IncidentEnded]);
    assert_eq!(desk.refused(officer(), hold(&a, "P2")), "incident_parked");
}

fn version(desk: &Desk, team: &str) -> u64 {
    desk.world.team_register().get(&team.parse::<TeamId>().unwrap()).unwrap().version
}

#[test]
fn holding_is_bounded() {
    let mut desk = Desk::with_teams();
    let id = desk.open(at(114.01, 30.01));
    let long = |seconds: u64| Command::HoldTeam {
        incident: id.clone(),
        team: "P1".parse().unwrap(),
        length: Some(Milliseconds::from_seconds(seconds)),
    };
    assert_eq!(desk.refused(officer(), long(601)), "bad_hold");
    assert_eq!(desk.refused(officer(), long(4)), "bad_hold");
    desk.done(officer(), long(600));
    // Held again it holds longer, not twice; the fencing number grows.
    let before = desk.world.hold(&"P1".parse().unwrap(), desk.now).unwrap().version;
    desk.later(5).done(officer(), long(600));
    let hold = desk.world.hold(&"P1".parse().unwrap(), desk.now).unwrap();
    assert!(hold.version > before && hold.until.since(desk.now) == Milliseconds::from_seconds(600));
    assert_eq!(desk.refused(actor("guest", Role::Viewer, Scope::district()), long(60)), "not_allowed");
    assert_eq!(desk.refused(system(), long(60)), "not_allowed");
    assert_eq!(
        desk.refused(actor("east", Role::DutyOfficer, Scope::area(code(EAST))), long(60)),
        "outside_scope"
    );
    let teams: Vec<Team> =
        (0..=MOST_HOLDS).map(|n| team(&format!("X{n}"), dispatch::TeamKind::Patrol, None)).collect();
    desk.done(admin(), Command::SaveTeams(teams));
    for n in 0..MOST_HOLDS - 1 {
        desk.done(officer(), hold_of(&id, n));
    }
    assert_eq!(desk.refused(officer(), hold_of(&id, MOST_HOLDS)), "too_many_holds");
}

fn hold_of(incident: &IncidentId, n: usize) -> Command {
    hold(incident, &format!("X{n}"))
}

#[test]
fn an_officer_sees_whose_a_hold_is() {
    use dispatch::choose::{Standing, Whose};
    let mut desk = Desk::with_teams();
    let id = desk.open(at(114.01, 30.01));
    desk.done(officer(), hold(&id, "P1"));
    desk.later(10);
    let unit = desk.world.unit(&"P1".parse().unwrap(), desk.now).unwrap();
    let whose = |account: &str| match unit.clone().seen_by(account).standing {
        Standing::Held(hold) => (hold.whose, hold.left),
        other => panic!("{other:?}"),
    };
    assert_eq!(whose("officer"), (Whose::Asker, Milliseconds::from_seconds(50)));
    assert_eq!(whose("second"), (Whose::Other, Milliseconds::from_seconds(50)));
}

/// What many writers may ask in any order.
#[derive(Debug, Clone, Copy)]
enum Asked {
    Hold,
    Release,
    Assign,
    Reassign,
    Recall,
    Done,
    Close,
    Clock,
}

fn asked() -> impl Strategy<Value = (Asked, usize, usize, usize, u64)> {
    use Asked::*;
    let what = prop_oneof![
        5 => Just(Hold), 1 => Just(Release), 5 => Just(Assign), 2 => Just(Reassign), 2 => Just(Recall),
        1 => Just(Done), 1 => Just(Close), 1 => Just(Clock),
    ];
    // Writers, teams, incidents: few, so that they meet; waits around the length of a hold.
    (what, 0..4usize, 0..3usize, 0..3usize, prop_oneof![3 => Just(0), 3 => 1..20u64, 1 => 55..65u64])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_team_is_ever_held_or_sent_twice(steps in prop::collection::vec(asked(), 1..80)) {
        let mut desk = Desk::with_teams();
        let incidents: Vec<IncidentId> = (0..3).map(|n| desk.open(at(114.01 + 0.01 * f64::from(n), 30.01))).collect();
        // Kept apart from the world: who holds what until when, and who is bound to what.
        let mut holds: BTreeMap<&str, (String, Timestamp)> = BTreeMap::new();
        let mut bound: BTreeMap<&str, IncidentId> = BTreeMap::new();
        let mut fences: BTreeMap<&str, u64> = BTreeMap::new();
        for (what, who, team, incident, wait) in steps {
            desk.later(wait);
            let by = actor(&format!("officer-{who}"), Role::DutyOfficer, Scope::district());
            let account = by.account.clone();
            let team = ["P1", "P2", "P3"][team];
            let id = incidents[incident].clone();
            let from = bound.get(team).cloned().unwrap_or_else(|| id.clone());
            let command = match what {
                Asked::Hold => hold(&id, team),
                Asked::Release => release(&id, team),
                Asked::Assign => assign(&id, team, dispatched()),
                Asked::Reassign => reassign(team, &from, &id),
                Asked::Recall => Command::Recall { incident: from, team: team.parse().unwrap(), reason: "误派".to_owned() },
                Asked::Done => {
                    let fence = desk.incident(&from).last_task(&team.parse().unwrap()).map_or(1, |task| task.fence);
                    move_task(&from, team, fence, TaskState::Done, Evidence::ByHand, None)
                }
                Asked::Close => Command::CloseIncident { incident: id, outcome: "已处置".to_owned() },
                Asked::Clock => Command::KeepTime,
            };
            let actor = if matches!(what, Asked::Clock) { system() } else { by };
            let now = desk.now;
            let Ok(events) = desk.submit(actor, command) else { continue };
            prop_assert_eq!(desk.world.invariants(), Vec::<String>::new());
            for event in &events {
                let known = |team: &TeamId| ["P1", "P2", "P3"].into_iter().find(|known| *known == team.as_str()).unwrap();
                match event {
                    Event::TeamHeld { team, until, .. } => {
                        let team = known(team);
                        prop_assert!(!bound.contains_key(team), "{team} is held and bound");
                        let live = holds.get(team).filter(|(holder, until)| *until > now && *holder != account);
                        prop_assert!(live.is_none(), "{team} is held by two");
                        holds.insert(team, (account.clone(), *until));
                    }
                    Event::HoldReleased { team, .. } => drop(holds.remove(known(team))),
                    Event::TeamAssigned { incident, team, .. } => {
                        let team = known(team);
                        prop_assert!(bound.insert(team, incident.clone()).is_none(), "{team} is sent twice");
                        let live = holds.get(team).filter(|(_, until)| *until > now);
                        prop_assert!(live.is_none(), "{team} is sent and held");
                        let fence = desk.incident(incident).active_task(&team.parse().unwrap()).unwrap().fence;
                        prop_assert!(fences.insert(team, fence).is_none_or(|before| before < fence));
                    }
                    Event::TaskMoved { team, state, .. } if !state.is_active() => drop(bound.remove(known(team))),
                    _ => {}
                }
            }
        }
    }
}

#[test]
fn nobody_is_held_and_called() {
    let mut desk = Desk::with_teams();
    let (fire, flood) = (desk.open(at(114.01, 30.01)), desk.open(at(114.02, 30.02)));
    let blow = |team: &str| {
        Command::Whistle(Box::new(WhistleCommand::Blow(NewWhistle {
            kind: WhistleKind::Emergency,
            incident: Some(flood.clone()),
            position: None,
            address: None,
            reason: "河水漫堤".to_owned(),
            teams: vec![team.parse().unwrap()],
            within: None,
        })))
    };
    desk.done(officer(), hold(&fire, "D1"));
    let refusal = desk.refusal(second_officer(), blow("D1"));
    assert_eq!((refusal.code, &*refusal.params["holder"]), ("team_held", "officer"));
    // The holder may call whom it holds, and that uses the hold up.
    assert_eq!(ends(&desk.done(officer(), blow("D1"))), [HoldEnd::Used]);
    let refusal = desk.refusal(officer(), hold(&fire, "D1"));
    assert_eq!((refusal.code, &*refusal.params["whistle"]), ("already_called", "W-0001"));
    // What is over holds nobody.
    desk.done(officer(), hold(&fire, "P1"));
    desk.later(60);
    assert_eq!(ends(&desk.done(second_officer(), blow("P1"))), [HoldEnd::Expired]);

    // The reason says that a whistle has called it, and an officer may send it with a reason of its own.
    let team: TeamId = "P1".parse().unwrap();
    let (call, unit) = (desk.world.call(&fire).unwrap(), desk.world.unit(&team, desk.now).unwrap());
    let found = dispatch::choose::rules::standing(&call, &unit);
    let called = dispatch::choose::Finding::Called { whistle: "W-0002".to_owned() };
    assert!(found.contains(&called), "{found:?}");
    let refusal = desk.refusal(second_officer(), assign(&fire, "P1", dispatched()));
    assert_eq!((refusal.code, &*refusal.params["rules"]), ("override_needed", "called"));
    desk.done(second_officer(), assign(&fire, "P1", overridden("先救火")));
}
