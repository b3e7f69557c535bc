//! Sending teams, and what they report.

use crate::support::*;
use geo_core::Metres;
use world::incidents::*;
use world::records::*;
use world::*;

#[test]
fn a_team_goes_arrives_and_is_done() {
    let mut desk = Desk::with_teams();
    let id = desk.open(at(114.01, 30.01));
    desk.send(&id, "P1");
    for (state, incident) in [
        (TaskState::Accepted, IncidentState::Dispatched),
        (TaskState::EnRoute, IncidentState::Dispatched),
        (TaskState::OnScene, IncidentState::Handling),
        (TaskState::Done, IncidentState::Feedback),
    ] {
        desk.later(60).report(&id, "P1", state).unwrap();
        assert_eq!(desk.incident(&id).state, incident);
        assert_eq!(desk.world.invariants(), [""; 0]);
    }
    let task = &desk.incident(&id).tasks[0];
    let times = [Some(task.assigned_at), task.accepted_at, task.en_route_at, task.arrived_at, task.ended_at]
        .map(Option::unwrap);
    assert!(times.windows(2).all(|two| two[1].since(two[0]).0 == 60_000));
    let history: Vec<&str> = desk.incident(&id).history.iter().map(|step| step.what.as_str()).collect();
    assert_eq!(history[..4], ["incident_accepted", "incident_moved", "team_assigned", "incident_moved"]);
    assert_eq!(desk.incident(&id).history.last().unwrap().detail.as_deref(), Some("feedback"));
}

#[test]
fn a_bound_team_goes_nowhere_else() {
    let mut desk = Desk::with_teams();
    let (one, two) = (desk.open(at(114.01, 30.01)), desk.open(at(114.02, 30.01)));
    desk.send(&one, "P1");
    assert_eq!(desk.refused(officer(), assign(&one, "P1", dispatched())), "already_assigned");
    let refusal = desk.refusal(officer(), assign(&two, "P1", overridden("急")));
    assert_eq!(
        (refusal.code, refusal.params["incident"].as_str()),
        ("team_busy", one.as_str()),
        "no reason overrides that"
    );
    let reassign = |team: &str, from: &dispatch::IncidentId, to: &dispatch::IncidentId, reason: &str| {
        Command::Reassign {
            team: team.parse().unwrap(),
            from: from.clone(),
            to: to.clone(),
            reason: reason.to_owned(),
            dispatched: dispatched(),
        }
    };
    assert_eq!(desk.refused(officer(), reassign("P1", &one, &one, "急")), "same_incident");
    assert_eq!(desk.refused(officer(), reassign("P1", &one, &two, "")), "reason_missing");
    assert_eq!(desk.refused(officer(), reassign("P2", &one, &two, "急")), "team_not_assigned");
    desk.done(officer(), reassign("P1", &one, &two, "更急"));
    assert_eq!(
        (desk.incident(&one).state, desk.incident(&two).state),
        (IncidentState::Opened, IncidentState::Dispatched)
    );
    assert_eq!(desk.world.bound_to(&"P1".parse().unwrap()), Some(&two));
    // What fails in the second half leaves the first half undone.
    desk.done(officer(), Command::ParkIncident { incident: one.clone(), reason: Some("等".to_owned()) });
    assert_eq!(desk.refused(officer(), reassign("P1", &two, &one, "回去")), "incident_parked");
    assert_eq!(desk.world.bound_to(&"P1".parse().unwrap()), Some(&two));
}

#[test]
fn an_officer_who_knows_better_says_why() {
    let mut desk = Desk::with_teams();
    let tired = Team { duty: DutyRule::ByShift, ..team("P9", dispatch::TeamKind::DutyGroup, Some(WEST)) };
    desk.done(admin(), Command::SaveTeams(vec![tired]));
    desk.done(
        officer(),
        Command::SetAvailability { team: "P9".parse().unwrap(), unavailable: Some("修车".to_owned()) },
    );
    let id = desk.open(at(114.01, 30.01));
    let refusal = desk.refusal(officer(), assign(&id, "P9", dispatched()));
    assert_eq!(
        (refusal.code, refusal.params["rules"].as_str()),
        ("override_needed", "kind_unsuited,off_duty,unavailable")
    );
    assert_eq!(desk.refused(officer(), assign(&id, "P9", overridden("  "))), "override_needed");
    assert_eq!(desk.refused(officer(), assign(&id, "P9", overridden("找13800138000"))), "personal_data");
    assert_eq!(desk.refused(system(), assign(&id, "P9", overridden("规则"))), "override_not_allowed");
    desk.done(officer(), assign(&id, "P9", overridden("就在旁边")));
    assert_eq!(desk.incident(&id).tasks[0].dispatched.override_reason.as_deref(), Some("就在旁边"));
    assert_eq!(desk.refused(officer(), assign(&id, "P77", dispatched())), "unknown_team");
    // The service itself may send whom the rules let go.
    desk.done(system(), assign(&id, "P1", dispatched()));
}

#[test]
fn sending_somebody_to_a_new_call_opens_the_case() {
    let mut desk = Desk::with_teams();
    let id = desk.opened(system(), call(SourceChannel::Alarm, at(114.01, 30.01)));
    desk.send(&id, "L1");
    let states: Vec<_> =
        desk.incident(&id).history.iter().filter_map(|step| step.detail.as_deref()).collect();
    assert_eq!(states, ["opened", "dispatched"]);
}

#[test]
fn a_report_names_the_task_it_knows() {
    let mut desk = Desk::with_teams();
    let id = desk.open(at(114.01, 30.01));
    desk.send(&id, "P1");
    let old = desk.incident(&id).tasks[0].fence;
    desk.report(&id, "P1", TaskState::EnRoute).unwrap();
    let report =
        |fence, state, reason: Option<&str>| move_task(&id, "P1", fence, state, Evidence::Device, reason);
    assert_eq!(desk.refused(device("P1"), report(old, TaskState::EnRoute, None)), "task_not_forward");
    assert_eq!(desk.refused(device("P1"), report(old, TaskState::Accepted, None)), "task_not_forward");
    assert_eq!(desk.refused(device("P1"), report(old, TaskState::Recalled, None)), "task_not_forward");
    assert_eq!(desk.refused(device("P1"), report(old + 7, TaskState::OnScene, None)), "stale_fence");
    assert_eq!(desk.refused(device("P1"), report(old, TaskState::Returned, None)), "reason_missing");
    desk.done(device("P1"), report(old, TaskState::Returned, Some("车坏了")));
    assert_eq!(
        (desk.incident(&id).state, desk.world.bound_to(&"P1".parse().unwrap())),
        (IncidentState::Opened, None)
    );
    assert_eq!(desk.refused(device("P1"), report(old, TaskState::OnScene, None)), "task_ended");
    // Sent again it has a new task, and the old number is worth nothing.
    desk.send(&id, "P1");
    let refusal = desk.refusal(device("P1"), report(old, TaskState::OnScene, None));
    assert_eq!(
        (refusal.code, refusal.params["current"].clone()),
        ("stale_fence", desk.world.seq().to_string())
    );
    assert_eq!(
        desk.refused(device("P2"), move_task(&id, "P2", old, TaskState::OnScene, Evidence::Device, None)),
        "team_not_assigned"
    );
}

#[test]
fn a_radio_team_is_moved_by_hand_and_may_skip_steps() {
    let mut desk = Desk::with_teams();
    let id = desk.open(at(114.01, 30.01));
    desk.send(&id, "P1");
    desk.send(&id, "L1");
    let by_hand = |desk: &Desk, team: &str, state| {
        move_task(
            &id,
            team,
            desk.incident(&id).last_task(&team.parse().unwrap()).unwrap().fence,
            state,
            Evidence::ByHand,
            None,
        )
    };
    let command = by_hand(&desk, "P1", TaskState::OnScene);
    desk.done(officer(), command);
    let task = &desk.incident(&id).tasks[0];
    assert!(task.arrived_at.is_some() && task.en_route_at.is_none());
    let command = by_hand(&desk, "P1", TaskState::Done);
    desk.done(officer(), command);
    assert_eq!(desk.incident(&id).state, IncidentState::Dispatched, "the other one is still on its way");
    desk.done(
        officer(),
        Command::Recall { incident: id.clone(), team: "L1".parse().unwrap(), reason: "不用了".to_owned() },
    );
    assert_eq!(desk.incident(&id).state, IncidentState::Feedback);
    assert_eq!(
        desk.refused(
            officer(),
            Command::Recall {
                incident: id.clone(),
                team: "L1".parse().unwrap(),
                reason: "不用了".to_owned()
            }
        ),
        "team_not_assigned"
    );
}

#[test]
fn a_fix_proves_arrival_and_nothing_else() {
    let mut desk = Desk::with_teams();
    let id = desk.open(at(114.01, 30.01));
    desk.send(&id, "P1");
    let fence = desk.world.seq();
    let sent = desk.now;
    desk.later(300);
    let fix = |seconds: u64, metres: f64| Evidence::Fix {
        at: sent.after(geo_core::Milliseconds::from_seconds(seconds)),
        distance: Metres(metres),
    };
    let arrived = |evidence| move_task(&id, "P1", fence, TaskState::OnScene, evidence, None);
    assert_eq!(desk.refused(system(), arrived(fix(100, 100.1))), "fix_too_far");
    assert_eq!(desk.refused(system(), arrived(fix(100, f64::NAN))), "fix_too_far");
    assert_eq!(desk.refused(system(), arrived(fix(100, -1.0))), "fix_too_far");
    assert_eq!(desk.refused(system(), arrived(fix(301, 10.0))), "fix_from_future");
    let before = Evidence::Fix { at: Timestamp(sent.0 - 1), distance: Metres(10.0) };
    assert_eq!(desk.refused(system(), arrived(before)), "fix_too_old");
    assert_eq!(desk.refused(officer(), arrived(fix(100, 10.0))), "evidence_not_allowed");
    assert_eq!(
        desk.refused(system(), move_task(&id, "P1", fence, TaskState::Done, fix(100, 10.0), None)),
        "fix_not_arrival"
    );
    desk.done(system(), arrived(fix(100, 100.0)));
    assert_eq!(desk.incident(&id).state, IncidentState::Handling);
}

#[test]
fn a_team_is_taken_out_of_the_draw_and_put_back() {
    let mut desk = Desk::with_teams();
    let set = |reason: Option<&str>| Command::SetAvailability {
        team: "P1".parse().unwrap(),
        unavailable: reason.map(str::to_owned),
    };
    assert!(desk.done(officer(), set(None)).is_empty());
    assert_eq!(desk.refused(officer(), set(Some(""))), "reason_missing");
    desk.done(officer(), set(Some("吃饭")));
    assert!(desk.done(officer(), set(Some("吃饭"))).is_empty());
    let status = desk.world.team(&Scope::district(), &"P1".parse().unwrap(), desk.now).unwrap().status;
    assert_eq!(status.unavailable.as_deref(), Some("吃饭"));
    desk.done(officer(), set(None));
    assert_eq!(desk.world.unavailable(&"P1".parse().unwrap()), None);
}
