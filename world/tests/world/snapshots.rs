//! A snapshot and the rest of the journal give the very state that replay gives.

use crate::support::*;
use world::incidents::TaskState;
use world::records::SensingKind;
use world::*;

/// A busy morning.
fn morning() -> Desk {
    let mut desk = Desk::with_teams();
    desk.done(admin(), Command::ImportRoads { input: Hash([7; 32]), summary: "3 路段".to_owned() });
    desk.done(admin(), Command::SaveDepots(vec![depot("D-1", at(114.01, 30.01))]));
    desk.done(
        admin(),
        Command::SaveSensingPoints(vec![sensing_point(
            "C-1",
            SensingKind::Camera,
            Some("G-1"),
            at(114.02, 30.02),
        )]),
    );
    desk.done(
        admin(),
        Command::SavePlaces(vec![place("B-1", "一号楼", Some("天声街1号"), at(114.03, 30.03))]),
    );
    desk.done(
        admin(),
        Command::SaveShifts(vec![shift("S-1", "P1", "2026-11-22T00:00Z", "2026-11-22T12:00Z")]),
    );
    let one = desk.open(at(114.01, 30.01));
    desk.send(&one, "P1");
    desk.later(60).report(&one, "P1", TaskState::OnScene).unwrap();
    let two = desk.open(at(114.011, 30.01));
    desk.send(&two, "P3");
    desk.done(officer(), Command::MergeIncidents { from: two, into: one });
    desk.done(
        officer(),
        Command::SetAvailability { team: "P2".parse().unwrap(), unavailable: Some("吃饭".to_owned()) },
    );
    desk.submit_as(officer(), Some("r-1"), call(incidents::SourceChannel::WalkIn, at(114.3, 30.1))).unwrap();
    desk.done(admin(), Command::RemoveDepots(vec!["D-1".to_owned()]));
    desk
}

#[test]
fn replay_ends_in_the_same_state_entry_by_entry() {
    let desk = morning();
    let mut replayed = World::default();
    for (entry, hash) in desk.entries.iter().zip(&desk.hashes) {
        // The journal keeps JSON.
        let line = serde_json::to_string(entry).unwrap();
        let read: Entry = serde_json::from_str(&line).unwrap();
        assert_eq!(&read, entry);
        assert_eq!(serde_json::to_string(&read).unwrap(), line, "canonical bytes");
        replayed.apply(&read);
        assert_eq!(replayed.state_hash(), *hash);
    }
    assert_eq!(
        (replayed.seq(), replayed.head(), replayed.at()),
        (desk.world.seq(), desk.world.head(), desk.now)
    );
}

#[test]
fn a_snapshot_and_the_tail_end_in_the_same_state() {
    let desk = morning();
    let mut world = World::default();
    for (taken, entry) in desk.entries.iter().enumerate() {
        world.apply(entry);
        let bytes = postcard::to_stdvec(&world).unwrap();
        let mut restarted: World = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(restarted.state_hash(), desk.hashes[taken]);
        assert_eq!(restarted.invariants(), [""; 0]);
        desk.entries[taken + 1..].iter().for_each(|entry| restarted.apply(entry));
        assert_eq!(restarted.state_hash(), desk.world.state_hash());
    }
    let restarted: World = postcard::from_bytes(&postcard::to_stdvec(&world).unwrap()).unwrap();
    assert_eq!(restarted.request_seq("officer", "r-1"), desk.world.request_seq("officer", "r-1"));
    let here = |world: &World| world.locate(&Scope::district(), at(114.01, 30.01));
    assert_eq!(here(&restarted), here(&desk.world));
}

#[test]
fn what_nobody_knows_is_left_alone() {
    let mut desk = morning();
    let before = desk.world.invariants();
    let ghost: dispatch::IncidentId = "20200101-0001".parse().unwrap();
    let events = vec![
        Event::IncidentMoved {
            incident: ghost.clone(),
            state: incidents::IncidentState::Closed,
            remark: None,
        },
        Event::TaskMoved {
            incident: ghost.clone(),
            team: "P9".parse().unwrap(),
            state: TaskState::Done,
            evidence: None,
            reason: None,
            device_at: None,
            report: None,
        },
        Event::TeamAssigned {
            incident: ghost.clone(),
            team: "P9".parse().unwrap(),
            dispatched: dispatched(),
            handed_on: None,
        },
        Event::IncidentsMerged { from: ghost.clone(), into: ghost },
        Event::ShiftsRemoved { codes: vec!["nothing".to_owned()] },
        Event::DepotsRemoved { codes: vec!["nothing".to_owned()] },
        Event::RecordsSaved {
            input: None,
            records: Records::Areas(vec![areas(geo_core::Level::District)[0].area.clone()]),
        },
    ];
    let draft = Draft { at: desk.now, actor: "x".to_owned(), request: None, events };
    desk.world.apply(&Entry {
        seq: desk.world.seq() + 1,
        previous: Hash::default(),
        hash: Hash::default(),
        draft,
    });
    assert_eq!(desk.world.invariants(), before);
}

#[test]
fn a_clone_goes_its_own_way() {
    let mut desk = morning();
    let kept = desk.world.clone();
    let hash = kept.state_hash();
    desk.open(at(114.01, 30.01));
    assert_eq!(kept.state_hash(), hash);
    assert_ne!(desk.world.state_hash(), hash);
}

/// Journals hold events as they were before fields were added to them.
#[test]
fn events_of_before_still_read() {
    let read = |text: &str| serde_json::from_str::<Event>(text).unwrap();
    let climbed = r#"{"event":"ladder_climbed/1","is":{"incident":"20261122-0001","team":"L1","to":"grid"}}"#;
    assert!(matches!(read(climbed), Event::LadderClimbed { team: Some(team), .. } if team.as_str() == "L1"));
    let handed = r#"{"event":"shift_handed_over/1","is":{"handover":"H-0001","note":null,"items":[]}}"#;
    assert!(matches!(read(handed), Event::ShiftHandedOver { within: None, .. }));
    let sent = r#"{"event":"team_assigned/1","is":{"incident":"20261122-0001","team":"L1","dispatched":
        {"estimate":null,"basis":null,"rank":1,"proposal":null,"override_reason":null}}}"#;
    assert!(matches!(read(sent), Event::TeamAssigned { handed_on: None, .. }));
}
