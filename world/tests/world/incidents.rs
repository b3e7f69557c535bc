//! From the call to the closed case.

use crate::support::*;
use world::incidents::*;
use world::*;

#[test]
fn a_call_is_numbered_by_the_day_in_beijing() {
    let mut desk = Desk::founded();
    let first = desk.open(at(114.0, 30.0));
    let second = desk.open(at(114.0, 30.0));
    assert_eq!((first.as_str(), second.as_str()), ("20261122-0001", "20261122-0002"));
    // 2026-11-22 16:00 UTC is midnight in Beijing.
    desk.now = "2026-11-22T16:00Z".parse().unwrap();
    assert_eq!(desk.open(at(114.0, 30.0)).as_str(), "20261123-0001");
    desk.now = "2026-11-22T16:00Z".parse().unwrap();
    assert_eq!(desk.open(at(114.0, 30.0)).as_str(), "20261123-0002");
}

#[test]
fn numbers_grow_longer_rather_than_run_out() {
    let mut desk = Desk::founded();
    let events =
        desk.world.decide(&call(SourceChannel::Phone, at(114.0, 30.0)), &desk.context(officer())).unwrap();
    let Event::IncidentAccepted { incident, .. } = &events[0] else { panic!() };
    let mut late = events.clone();
    if let Event::IncidentAccepted { incident, .. } = &mut late[0] {
        *incident = "20261122-9999".parse().unwrap();
    }
    let draft =
        Draft { at: desk.now, actor: "officer".to_owned(), request: None, events: vec![late[0].clone()] };
    desk.world.apply(&Entry { seq: 2, previous: Hash::default(), hash: Hash::default(), draft });
    assert_eq!(incident.as_str(), "20261122-0001");
    assert_eq!(desk.open(at(114.0, 30.0)).as_str(), "20261122-10000");
    assert_eq!(desk.open(at(114.0, 30.0)).as_str(), "20261122-10001");
}

#[test]
fn an_officers_call_is_a_case_at_once_and_a_handed_over_one_waits() {
    let mut desk = Desk::with_areas();
    use SourceChannel::*;
    for (channel, by, state) in [
        (Phone, officer(), IncidentState::Opened),
        (WalkIn, admin(), IncidentState::Opened),
        (GridWorker, officer(), IncidentState::Opened),
        (GridWorker, system(), IncidentState::Accepted),
        (Hotline12345, officer(), IncidentState::Accepted),
        (Police110, system(), IncidentState::Accepted),
        (Alarm, system(), IncidentState::Accepted),
    ] {
        let incident = desk.opened(by, call(channel, at(114.01, 30.01)));
        assert_eq!(desk.incident(&incident).state, state, "{channel:?}");
        desk.done(officer(), Command::OpenCase { incident: incident.clone() });
        assert_eq!(desk.incident(&incident).state, IncidentState::Opened);
        assert!(desk.done(officer(), Command::OpenCase { incident }).is_empty(), "it is open already");
    }
}

#[test]
fn a_call_must_make_sense() {
    let mut desk = Desk::with_areas();
    let with = |change: fn(&mut Command)| {
        let mut command = call(SourceChannel::Hotline12345, at(114.01, 30.01));
        change(&mut command);
        command
    };
    for (change, code) in [
        (
            (|command| {
                if let Command::OpenIncident { position, .. } = command {
                    *position = at(120.0, 30.0)
                }
            }) as fn(&mut Command),
            "outside_district",
        ),
        (
            |command| {
                if let Command::OpenIncident { kind, .. } = command {
                    *kind = "flood".parse().unwrap()
                }
            },
            "unknown_incident_kind",
        ),
        (
            |command| {
                if let Command::OpenIncident { address, .. } = command {
                    *address = Some("电话13800138000".to_owned())
                }
            },
            "personal_data",
        ),
        (
            |command| {
                if let Command::OpenIncident { address, .. } = command {
                    *address = Some("路".repeat(501))
                }
            },
            "text_too_long",
        ),
        (
            |command| {
                if let Command::OpenIncident { external_no, .. } = command {
                    *external_no = Some(" ".to_owned())
                }
            },
            "bad_code",
        ),
    ] {
        assert_eq!(desk.refused(officer(), with(change)), code);
    }
    // A district that has no areas yet takes every call.
    let mut bare = Desk::founded();
    let incident = bare.open(at(120.0, 30.0));
    assert!(bare.incident(&incident).areas.is_empty());
}

#[test]
fn what_is_handed_over_twice_is_one_incident() {
    let mut desk = Desk::with_areas();
    let hand_over = || {
        let mut command = call(SourceChannel::Hotline12345, at(114.01, 30.01));
        if let Command::OpenIncident { external_no, .. } = &mut command {
            *external_no = Some("HB-77".to_owned());
        }
        command
    };
    let incident = desk.opened(system(), hand_over());
    assert!(desk.done(system(), hand_over()).is_empty());
    assert_eq!(desk.world.incident_by_external(SourceChannel::Hotline12345, "HB-77"), Some(&incident));
    assert_eq!(desk.world.incident_by_external(SourceChannel::Police110, "HB-77"), None);
    desk.done(officer(), Command::OpenCase { incident: incident.clone() });
    desk.done(officer(), Command::CloseIncident { incident, outcome: "电话解决".to_owned() });
    assert!(desk.done(system(), hand_over()).is_empty(), "not even when it is closed");
}

#[test]
fn a_correction_names_what_was_seen() {
    let mut desk = Desk::with_areas();
    let id = desk.open(at(114.01, 30.01));
    let amend = |version, position, address: Option<&str>| Command::AmendIncident {
        incident: id.clone(),
        version,
        kind: None,
        severity: Some(Severity::Severe),
        position,
        address: address.map(str::to_owned),
    };
    let version = desk.incident(&id).version;
    desk.done(officer(), amend(version, Some(at(114.31, 30.11)), Some("天声街")));
    let moved = desk.incident(&id).clone();
    assert_eq!(
        (moved.areas[1].as_str(), moved.address.as_deref(), moved.severity),
        (EAST, Some("天声街"), Severity::Severe)
    );
    let refusal = desk.refusal(officer(), amend(version, None, None));
    assert_eq!(
        (refusal.code, refusal.params["current"].clone()),
        ("stale_version", moved.version.to_string())
    );
    assert!(desk.done(officer(), amend(moved.version, None, None)).is_empty(), "nothing would change");
    assert_eq!(
        desk.refused(officer(), amend(moved.version, Some(at(100.0, 30.0)), None)),
        "outside_district"
    );
    desk.done(officer(), amend(moved.version, None, Some("")));
    assert_eq!(desk.incident(&id).address, None, "an empty address takes it away");
}

#[test]
fn parked_closed_merged() {
    let mut desk = Desk::with_teams();
    let id = desk.open(at(114.01, 30.01));
    let park = |reason: Option<&str>| Command::ParkIncident {
        incident: id.clone(),
        reason: reason.map(str::to_owned),
    };
    assert_eq!(desk.refused(officer(), park(Some(" "))), "reason_missing");
    desk.done(officer(), park(Some("等施工")));
    assert_eq!(
        (desk.incident(&id).state, desk.incident(&id).remark.as_deref()),
        (IncidentState::Parked, Some("等施工"))
    );
    assert!(desk.done(officer(), park(Some("等施工"))).is_empty());
    assert_eq!(desk.refused(officer(), assign(&id, "P1", dispatched())), "incident_parked");
    desk.done(officer(), park(None));
    assert_eq!(desk.incident(&id).state, IncidentState::Opened);
    assert!(desk.done(officer(), park(None)).is_empty());
    let close = |outcome: &str| Command::CloseIncident { incident: id.clone(), outcome: outcome.to_owned() };
    desk.send(&id, "P1");
    let refusal = desk.refusal(officer(), close("好"));
    assert_eq!((refusal.code, refusal.params["teams"].as_str()), ("teams_still_bound", "P1"));
    assert_eq!(desk.refused(officer(), park(Some("等"))), "teams_still_bound");
    desk.report(&id, "P1", TaskState::Done).unwrap();
    assert_eq!(desk.incident(&id).state, IncidentState::Feedback);
    desk.done(officer(), close(""));
    let closed = desk.incident(&id);
    assert_eq!((closed.state, closed.ended_at), (IncidentState::Closed, Some(desk.now)));
    for command in [
        close("再"),
        park(Some("再")),
        assign(&id, "P1", dispatched()),
        Command::OpenCase { incident: id.clone() },
    ] {
        assert_eq!(desk.refused(officer(), command), "incident_ended");
    }
    let handed_over = desk.opened(system(), call(SourceChannel::Police110, at(114.01, 30.01)));
    let close =
        |outcome: &str| Command::CloseIncident { incident: handed_over.clone(), outcome: outcome.to_owned() };
    assert_eq!(desk.refused(officer(), close("误报")), "case_not_opened");
    desk.done(officer(), Command::OpenCase { incident: handed_over.clone() });
    assert_eq!(
        desk.refused(officer(), close("  ")),
        "reason_missing",
        "nobody was there: say how it was settled"
    );
    desk.done(officer(), close("误报"));
    assert_eq!(
        desk.refused(officer(), Command::OpenCase { incident: "20260101-0001".parse().unwrap() }),
        "unknown_incident"
    );
}

#[test]
fn two_calls_about_one_thing_become_one_case_and_nobody_is_left_behind() {
    let mut desk = Desk::with_teams();
    let (one, two) = (
        desk.open(at(114.01, 30.01)),
        desk.opened(system(), call(SourceChannel::Police110, at(114.011, 30.01))),
    );
    let merge = |from: &dispatch::IncidentId, into: &dispatch::IncidentId| Command::MergeIncidents {
        from: from.clone(),
        into: into.clone(),
    };
    desk.send(&one, "P1");
    desk.send(&one, "P3");
    desk.report(&one, "P1", TaskState::EnRoute).unwrap();
    let old_fence = desk.incident(&one).tasks[0].fence;
    assert_eq!(desk.refused(officer(), merge(&one, &one)), "same_incident");
    desk.later(60).done(officer(), merge(&one, &two));
    let (ended, going_on) = (desk.incident(&one).clone(), desk.incident(&two).clone());
    assert_eq!((ended.state, ended.merged_into.as_ref()), (IncidentState::Merged, Some(&two)));
    assert!(ended.tasks.iter().all(|task| task.state == TaskState::Recalled));
    assert_eq!(going_on.state, IncidentState::Dispatched);
    let states: Vec<_> =
        going_on.tasks.iter().map(|task| (task.team.as_str(), task.state, task.fence)).collect();
    assert_eq!(
        states,
        [("P1", TaskState::EnRoute, desk.world.seq()), ("P3", TaskState::Assigned, desk.world.seq())]
    );
    // They keep their times, and remember for what they were sent.
    let (before, after) = (&ended.tasks[0], &going_on.tasks[0]);
    assert_eq!((after.assigned_at, after.en_route_at), (before.assigned_at, before.en_route_at));
    assert!(after.assigned_at < desk.now && after.sent_to.as_ref() == Some(&one));
    // The device still names the old task: it is told that this one has ended.
    assert_eq!(
        desk.refused(
            device("P1"),
            move_task(&one, "P1", old_fence, TaskState::OnScene, Evidence::Device, None)
        ),
        "task_ended"
    );
    desk.report(&two, "P1", TaskState::OnScene).unwrap();
    assert_eq!(desk.refused(officer(), merge(&one, &two)), "incident_ended");
    // A parked case takes no teams along.
    let three = desk.open(at(114.01, 30.01));
    desk.done(officer(), Command::ParkIncident { incident: three.clone(), reason: Some("等".to_owned()) });
    assert_eq!(desk.refused(officer(), merge(&two, &three)), "incident_parked");
    let four = desk.open(at(114.01, 30.01));
    desk.done(officer(), merge(&four, &three));
    assert_eq!(desk.incident(&three).state, IncidentState::Parked);
}

#[test]
fn calls_nearby_in_time_and_place_are_hinted_at() {
    let mut desk = Desk::with_areas();
    let near = desk.open(at(114.011, 30.01));
    let nearer = desk.open(at(114.0105, 30.01));
    let far = desk.open(at(114.09, 30.01));
    let closed = desk.open(at(114.01, 30.01));
    desk.done(officer(), Command::CloseIncident { incident: closed, outcome: "完".to_owned() });
    let hints = |desk: &Desk| {
        desk.world
            .duplicates_of(&Scope::district(), at(114.01, 30.01), desk.now)
            .iter()
            .map(|i| i.id.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(hints(&desk), [nearer, near]);
    assert!(!hints(&desk).contains(&far));
    desk.later(30 * 60);
    assert_eq!(hints(&desk).len(), 2, "the window is closed at both ends");
    desk.later(1);
    assert!(hints(&desk).is_empty());
}

#[test]
fn lists_are_filtered_and_the_latest_comes_first() {
    let mut desk = Desk::with_areas();
    let mut numbers = Vec::new();
    for address in ["天声街1号", "Tiansheng 2", "解放大道"] {
        let mut command = call(SourceChannel::Phone, at(114.01, 30.01));
        if let Command::OpenIncident { address: field, .. } = &mut command {
            *field = Some(address.to_owned());
        }
        numbers.push(desk.later(1).opened(officer(), command));
    }
    desk.done(officer(), Command::CloseIncident { incident: numbers[0].clone(), outcome: "完".to_owned() });
    let list = |standing, text: Option<&str>| {
        let filter = IncidentFilter { standing, text: text.map(str::to_owned) };
        desk.world
            .incidents(&Scope::district(), &filter)
            .map(|incident| incident.id.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(list(Standing::Open, None), [numbers[2].clone(), numbers[1].clone()]);
    assert_eq!(list(Standing::Ended, None), numbers[..1]);
    assert_eq!(list(Standing::All, None).len(), 3);
    assert_eq!(list(Standing::All, Some(" TIAN ")), numbers[1..2]);
    assert_eq!(list(Standing::All, Some("天声")), numbers[..1]);
    assert_eq!(list(Standing::All, Some("-0003")), numbers[2..]);
    assert_eq!(desk.world.open_incident_count(&Scope::district()), 2);
    assert_eq!(desk.world.open_incident_count(&Scope::area(code(EAST))), 0);
}
