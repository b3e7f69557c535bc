//! Teams, shifts, depots, points and places: by hand and from files.

use crate::support::*;
use dispatch::TeamKind::*;
use world::records::*;
use world::*;

fn from_file(records: Records) -> Command {
    Command::ImportRecords { input: Hash::default(), records }
}

#[test]
fn by_hand_a_record_is_new_or_current() {
    let mut desk = Desk::with_areas();
    let fresh = depot("D-1", at(114.01, 30.01));
    desk.done(admin(), Command::SaveDepots(vec![fresh.clone()]));
    let version = desk.world.seq();
    assert_eq!(desk.refused(admin(), Command::SaveDepots(vec![fresh.clone()])), "code_taken");
    let edited = Depot { name: "中心库".to_owned(), version, ..fresh.clone() };
    desk.done(admin(), Command::SaveDepots(vec![edited.clone()]));
    let refusal = desk.refusal(admin(), Command::SaveDepots(vec![edited]));
    assert_eq!(
        (refusal.code, refusal.params["current"].as_str()),
        ("stale_version", (version + 1).to_string().as_str())
    );
    let gone = Depot { code: "D-2".to_owned(), version: 3, ..fresh.clone() };
    assert_eq!(desk.refused(admin(), Command::SaveDepots(vec![gone])), "unknown_record");
    let bad = Depot { code: "D/2".to_owned(), ..fresh.clone() };
    assert_eq!(desk.refused(admin(), Command::SaveDepots(vec![bad])), "bad_code");
    assert_eq!(
        desk.refused(admin(), Command::RemoveDepots(vec!["D-1".to_owned(), "D-9".to_owned()])),
        "unknown_depot"
    );
    desk.done(admin(), Command::RemoveDepots(vec!["D-1".to_owned()]));
    assert!(desk.world.depot_register().is_empty());
}

#[test]
fn a_file_overwrites_and_takes_all_rows_or_none() {
    let mut desk = Desk::with_areas();
    let here = at(114.01, 30.01);
    desk.done(admin(), Command::SavePlaces(vec![place("B1", "一号楼", None, here)]));
    let rows = vec![
        place("B1", "一号楼(新)", Some("解放大道1号"), here),
        place("B2", "二号楼 138 0013 8000", None, here),
        Place { kind: "castle".to_owned(), ..place("B3", "三号楼", None, here) },
        place("B1", "又一栋", None, here),
    ];
    let context = desk.context(admin());
    let problems = desk.world.check_records(&context, &Records::Places(rows.clone()));
    let named: Vec<(usize, &str)> =
        problems.iter().map(|problem| (problem.row, problem.refusal.code)).collect();
    assert_eq!(named, [(2, "personal_data"), (3, "unknown_place_kind"), (4, "duplicate_code")]);
    let refusal = desk.refusal(admin(), from_file(Records::Places(rows.clone())));
    assert_eq!(
        (refusal.code, refusal.params["row"].as_str(), refusal.params["problems"].as_str()),
        ("personal_data", "2", "3")
    );
    assert!(!refusal.to_string().contains("8000"), "the number is not repeated: {refusal}");
    desk.done(admin(), from_file(Records::Places(rows[..1].to_vec())));
    assert_eq!(desk.world.place_register().get("B1").unwrap().name, "一号楼(新)");
    assert!(
        desk.done(admin(), from_file(Records::Places(vec![]))).is_empty(),
        "an empty file changes nothing"
    );
}

#[test]
fn a_liaison_team_has_a_micro_area_of_its_own() {
    let mut desk = Desk::with_teams();
    let save = |team: Team| Command::SaveTeams(vec![team]);
    let micro = "42010200100100102";
    assert_eq!(desk.refused(admin(), save(team("L3", LiaisonTeam, None))), "home_missing");
    assert_eq!(desk.refused(admin(), save(team("L3", LiaisonTeam, Some(WEST)))), "home_not_finest");
    assert_eq!(desk.refused(admin(), save(team("L3", LiaisonTeam, Some("12345")))), "unknown_home_area");
    assert_eq!(
        desk.refused(admin(), save(team("L3", LiaisonTeam, Some("42010200100100101")))),
        "micro_area_has_team"
    );
    let two = vec![team("L3", LiaisonTeam, Some(micro)), team("L4", LiaisonTeam, Some(micro))];
    assert_eq!(desk.refused(admin(), Command::SaveTeams(two)), "micro_area_has_team");
    // Two teams may change places in one step, and a retired one leaves its place.
    let swapped = vec![
        team("L1", LiaisonTeam, Some("42010200200100101")),
        team("L2", LiaisonTeam, Some("42010200100100101")),
    ];
    desk.done(admin(), from_file(Records::Teams(swapped)));
    desk.done(
        admin(),
        from_file(Records::Teams(vec![Team {
            retired: true,
            ..team("L2", LiaisonTeam, Some("42010200100100101"))
        }])),
    );
    desk.done(admin(), save(team("L3", LiaisonTeam, Some("42010200100100101"))));
}

#[test]
fn where_there_are_no_micro_areas_the_finest_level_is_home() {
    let mut desk = Desk::founded();
    assert_eq!(
        desk.refused(admin(), Command::SaveTeams(vec![team("L1", LiaisonTeam, None)])),
        "home_missing"
    );
    desk.done(admin(), import(geo_core::Level::District));
    desk.done(
        admin(),
        Command::SaveTeams(vec![
            team("L1", LiaisonTeam, Some(DISTRICT)),
            team("L2", LiaisonTeam, Some(DISTRICT)),
        ]),
    );
}

#[test]
fn a_team_on_a_job_is_not_retired() {
    let mut desk = Desk::with_teams();
    let incident = desk.open(at(114.01, 30.01));
    desk.send(&incident, "P1");
    let retired = Team {
        retired: true,
        version: desk.world.team_register().get(&"P1".parse().unwrap()).unwrap().version,
        ..team("P1", Patrol, Some(WEST))
    };
    assert_eq!(desk.refused(admin(), Command::SaveTeams(vec![retired.clone()])), "team_busy");
    desk.done(
        officer(),
        Command::Recall {
            incident: incident.clone(),
            team: "P1".parse().unwrap(),
            reason: "收队".to_owned(),
        },
    );
    desk.done(admin(), Command::SaveTeams(vec![retired]));
    assert_eq!(desk.refused(officer(), assign(&incident, "P1", overridden("急"))), "team_retired");
    assert_eq!(
        desk.refused(officer(), Command::SetAvailability { team: "P1".parse().unwrap(), unavailable: None }),
        "team_retired"
    );
}

#[test]
fn a_shift_has_a_team_and_a_sane_length() {
    let mut desk = Desk::with_teams();
    let save =
        |team: &str, starts: &str, ends: &str| Command::SaveShifts(vec![shift("S1", team, starts, ends)]);
    assert_eq!(desk.refused(admin(), save("P9", "2026-11-22T00:00Z", "2026-11-22T08:00Z")), "unknown_team");
    assert_eq!(
        desk.refused(admin(), save("P1", "2026-11-22T08:00Z", "2026-11-22T08:00Z")),
        "shift_ends_before_it_starts"
    );
    assert_eq!(
        desk.refused(admin(), save("P1", "2026-11-22T00:00Z", "2026-11-23T00:00:00.001Z")),
        "shift_too_long"
    );
    let forever = Shift {
        starts: Timestamp(i64::MIN),
        ends: Timestamp(i64::MAX),
        ..shift("S1", "P1", "2026-11-22T00:00Z", "2026-11-22T01:00Z")
    };
    assert_eq!(desk.refused(admin(), Command::SaveShifts(vec![forever])), "shift_too_long");
    desk.done(admin(), save("P1", "2026-11-22T00:00Z", "2026-11-23T00:00Z"));
    assert_eq!(
        desk.world
            .shifts(&Scope::area(code(WEST)), desk.now, desk.now.after(geo_core::Milliseconds(1)))
            .len(),
        1
    );
    assert!(desk.world.shifts(&Scope::area(code(EAST)), Timestamp(0), Timestamp(i64::MAX)).is_empty());
    desk.done(admin(), Command::RemoveShifts(vec!["S1".to_owned()]));
    assert_eq!(desk.refused(admin(), Command::RemoveShifts(vec!["S1".to_owned()])), "unknown_shift");
}

#[test]
fn duty_follows_the_shifts() {
    let mut desk = Desk::with_areas();
    let by_shift = Team { duty: DutyRule::ByShift, ..team("P1", Patrol, None) };
    desk.done(admin(), Command::SaveTeams(vec![by_shift]));
    let night = Shift {
        leader: Some("带班甲".to_owned()),
        ..shift("night", "P1", "2026-11-22T12:00Z", "2026-11-23T00:00Z")
    };
    desk.done(
        admin(),
        Command::SaveShifts(vec![
            night.clone(),
            shift("late", "P1", "2026-11-22T22:00Z", "2026-11-23T06:00Z"),
        ]),
    );
    let status = |text: &str| {
        desk.world.team(&Scope::district(), &"P1".parse().unwrap(), text.parse().unwrap()).unwrap().status
    };
    let before = status("2026-11-22T11:59:59.999Z");
    assert!(!before.on_duty && before.duty_starts == Some(night.starts) && before.duty_ends.is_none());
    let first = status("2026-11-22T12:00Z");
    assert!(
        first.on_duty && first.duty_ends == Some(night.ends) && first.leader.as_deref() == Some("带班甲")
    );
    assert_eq!(
        status("2026-11-22T23:00Z").duty_ends,
        Some("2026-11-23T06:00Z".parse().unwrap()),
        "the later shift counts"
    );
    assert!(status("2026-11-23T05:59Z").on_duty && !status("2026-11-23T06:00Z").on_duty);
}
