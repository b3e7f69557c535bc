//! What the live feed is told of.

use crate::support::*;
use dispatch::TeamKind::*;
use geo_core::Level;
use world::records::*;
use world::*;

/// What the last entry touched.
fn touched(desk: &mut Desk, actor: Actor, command: Command) -> Vec<Touched> {
    let before = desk.world.clone();
    desk.done(actor, command);
    changes(desk.entries.last().unwrap(), &before)
}

#[test]
fn every_entry_names_what_it_touched_once() {
    let mut desk = Desk::empty();
    assert_eq!(touched(&mut desk, admin(), found()), [Touched::District]);
    assert_eq!(
        touched(&mut desk, admin(), import(Level::District)),
        [Touched::Plans, Touched::Areas(Level::District)]
    );
    let roads = Command::ImportRoads { input: Hash::default(), summary: String::new() };
    assert_eq!(touched(&mut desk, admin(), roads), [Touched::Roads]);

    let mut desk = Desk::with_teams();
    let team_of = |code: &str| Touched::Team(code.parse().unwrap());
    let id = desk.open(at(114.01, 30.01));
    let incident = || Touched::Incident(id.clone());
    assert_eq!(touched(&mut desk, officer(), assign(&id, "P1", dispatched())), [team_of("P1"), incident()]);
    let availability =
        Command::SetAvailability { team: "P2".parse().unwrap(), unavailable: Some("吃饭".to_owned()) };
    assert_eq!(touched(&mut desk, officer(), availability), [team_of("P2")]);
    let saved = Command::SaveShifts(vec![shift("S-1", "P1", "2026-11-22T00:00Z", "2026-11-22T08:00Z")]);
    assert_eq!(touched(&mut desk, admin(), saved), [team_of("P1"), Touched::Shift("S-1".to_owned())]);
    // A shift that goes to another team touches both; one taken out touches the team it was of.
    let given =
        Shift { version: desk.world.seq(), ..shift("S-1", "P2", "2026-11-22T00:00Z", "2026-11-22T08:00Z") };
    assert_eq!(
        touched(&mut desk, admin(), Command::SaveShifts(vec![given])),
        [team_of("P1"), team_of("P2"), Touched::Shift("S-1".to_owned())]
    );
    let removed = Command::RemoveShifts(vec!["S-1".to_owned()]);
    assert_eq!(touched(&mut desk, admin(), removed), [team_of("P2"), Touched::Shift("S-1".to_owned())]);
    let two = desk.open(at(114.01, 30.01));
    let merge = Command::MergeIncidents { from: id.clone(), into: two.clone() };
    assert_eq!(touched(&mut desk, officer(), merge), [team_of("P1"), incident(), Touched::Incident(two)]);
    let named = Records::Areas(vec![areas(Level::Grid)[0].area.clone()]);
    let rows = Command::ImportRecords { input: Hash::default(), records: named };
    assert_eq!(touched(&mut desk, admin(), rows), [Touched::Areas(Level::Grid)]);
}

#[test]
fn a_large_import_touches_the_whole_register() {
    let mut desk = Desk::with_areas();
    let rows = (0..=NAMED_RECORDS).map(|n| team(&format!("P{n}"), Patrol, Some(WEST))).collect();
    let import = Command::ImportRecords { input: Hash::default(), records: Records::Teams(rows) };
    assert_eq!(touched(&mut desk, admin(), import), [Touched::Teams]);
}
