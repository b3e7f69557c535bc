//! An officer of one township sees that township, and nothing beyond it through any question.

use crate::support::*;
use geo_core::Level;
use world::incidents::*;
use world::records::*;
use world::search::{SearchIndex, SearchQuery};
use world::view::{NearbyKind, NearbyQuery, View};
use world::*;

/// Something of every kind on both sides, and outside.
fn two_townships() -> (Desk, Fixes) {
    let mut desk = Desk::with_teams();
    let spots = [("W", at(114.03, 30.03)), ("E", at(114.33, 30.03))];
    desk.done(
        admin(),
        Command::SaveDepots(spots.map(|(side, spot)| depot(&format!("{side}-库"), spot)).to_vec()),
    );
    let points = spots
        .map(|(side, spot)| sensing_point(&format!("{side}-感"), SensingKind::Camera, Some("G-1"), spot));
    desk.done(admin(), Command::SaveSensingPoints(points.to_vec()));
    let mut places = spots
        .map(|(side, spot)| place(&format!("{side}-楼"), &format!("{side}天声楼"), Some("天声街"), spot))
        .to_vec();
    places.push(place("X-楼", "X天声楼", None, at(120.0, 30.0)));
    desk.done(admin(), Command::SavePlaces(places));
    let shifts =
        ["P1", "P2"].map(|team| shift(&format!("S-{team}"), team, "2026-11-22T00:00Z", "2026-11-22T12:00Z"));
    desk.done(admin(), Command::SaveShifts(shifts.to_vec()));
    let mut fixes = Fixes::default();
    for (team, (_, position)) in [("P1", spots[0]), ("P2", spots[1]), ("P3", spots[0])] {
        let fix = Fix {
            team: team.parse().unwrap(),
            position,
            at: desk.now,
            heading: None,
            speed: None,
            source: FixSource::Device,
        };
        fixes.accept(fix, desk.now).unwrap();
    }
    for (_, spot) in spots {
        let mut command = call(SourceChannel::Phone, spot);
        if let Command::OpenIncident { address, .. } = &mut command {
            *address = Some("天声街".to_owned());
        }
        desk.opened(officer(), command);
    }
    (desk, fixes)
}

#[test]
fn no_question_leaks() {
    let (desk, fixes) = two_townships();
    let mut view = View::of(desk.world.clone());
    let now = desk.now;
    for indexed in [false, true] {
        if indexed {
            view.set_search(SearchIndex::build(&desk.world).into(), []);
        }
        for root in [WEST, EAST] {
            let scope = Scope::area(code(root));
            let inside = |position: geo_core::Position| desk.world.covers_position(&scope, position);
            let mine = |areas: &[geo_core::AreaCode]| areas.contains(&code(root));
            assert_eq!(view.depots(&scope).len(), 1);
            assert!(view.depots(&scope).iter().all(|depot| inside(depot.position)));
            assert_eq!(view.sensing_points(&scope, Cameras::Include).len(), 1);
            assert!(view.sensing_points(&scope, Cameras::Exclude).is_empty());
            assert_eq!(view.places(&scope).len(), 1);
            assert!(
                view.places_in(&scope, desk.world.bounds().unwrap())
                    .iter()
                    .all(|place| inside(place.position))
            );
            let incidents: Vec<_> = desk
                .world
                .incidents(&scope, &IncidentFilter { standing: Standing::All, text: None })
                .collect();
            assert!(incidents.len() == 1 && incidents.iter().all(|incident| inside(incident.position)));
            assert!(
                desk.world
                    .teams(&scope, now)
                    .all(|team| desk.world.covers(&scope, team.team.home.as_ref().unwrap()))
            );
            assert_eq!(desk.world.shifts(&scope, now, now.after(geo_core::Milliseconds(1))).len(), 1);
            for level in Level::ALL {
                assert!(
                    desk.world
                        .areas_of_level(&scope, level)
                        .all(|area| desk.world.covers(&scope, &area.code))
                );
            }
            let far = [at(114.03, 30.03), at(114.33, 30.03)].into_iter().find(|spot| !inside(*spot)).unwrap();
            assert!(desk.world.locate(&scope, far).areas.is_empty());
            assert!(desk.world.duplicates_of(&scope, far, now).is_empty());
            let kinds =
                vec![NearbyKind::Team, NearbyKind::Depot, NearbyKind::SensingPoint, NearbyKind::Place];
            let query = NearbyQuery {
                position: far,
                kinds,
                count: 10,
                radius: None,
                place_kind: None,
                cameras: Cameras::Include,
            };
            let near = view.nearby(&scope, &query, &fixes);
            assert!(near.len() == 4 && near.iter().all(|near| inside(near.position)), "{near:?}");
            for text in [
                "天声",
                "ts",
                "G-1",
                "E",
                "W",
                "X",
                "4201",
                "P",
                "20261122",
                "楼",
                "114.33,30.03",
                "114.03,30.03",
                "天声 楼",
                "车站",
                "大智",
            ] {
                let query = SearchQuery { text: text.to_owned(), cameras: Cameras::Include, limit: 50 };
                for found in view.search(&scope, &query) {
                    assert!(mine(&found.areas), "{text} under {root} found {found:?}");
                }
            }
        }
    }
    let nobody = Scope::area(code("999999"));
    assert!(view.places(&nobody).is_empty() && view.depots(&nobody).is_empty());
    assert_eq!(desk.world.open_incident_count(&nobody), 0);
    assert_eq!(
        view.places(&Scope::district()).len(),
        3,
        "the whole district sees what lies outside every area"
    );
}

#[test]
fn nobody_reaches_beyond_the_scope() {
    let (mut desk, _) = two_townships();
    let mine = || actor("west", Role::DutyOfficer, Scope::area(code(WEST)));
    let my_admin = || actor("west-admin", Role::Administrator, Scope::area(code(WEST)));
    let theirs: dispatch::IncidentId = "20261122-0002".parse().unwrap();
    let own: dispatch::IncidentId = "20261122-0001".parse().unwrap();
    let version = desk.incident(&own).version;
    let moved_out = Command::AmendIncident {
        incident: own.clone(),
        version,
        kind: None,
        severity: None,
        position: Some(at(114.33, 30.03)),
        address: None,
    };
    for command in [
        call(SourceChannel::Phone, at(114.33, 30.03)),
        call(SourceChannel::Phone, at(120.0, 30.0)),
        Command::OpenCase { incident: theirs.clone() },
        Command::CloseIncident { incident: theirs.clone(), outcome: "完".to_owned() },
        Command::MergeIncidents { from: own.clone(), into: theirs.clone() },
        Command::ParkIncident { incident: theirs.clone(), reason: None },
        assign(&theirs, "P1", dispatched()),
        assign(&own, "P2", dispatched()),
        assign(&own, "P3", dispatched()),
        moved_out,
        Command::SetAvailability { team: "P2".parse().unwrap(), unavailable: Some("吃饭".to_owned()) },
    ] {
        assert_eq!(desk.refused(mine(), command.clone()), "outside_scope", "{command:?}");
    }
    let version = |register: &Register<Depot>, code: &str| register.get(code).unwrap().version;
    let taken_in =
        Depot { version: version(desk.world.depot_register(), "E-库"), ..depot("E-库", at(114.03, 30.03)) };
    let given_away =
        Depot { version: version(desk.world.depot_register(), "W-库"), ..depot("W-库", at(114.33, 30.03)) };
    for command in [
        Command::SaveDepots(vec![taken_in]),
        Command::SaveDepots(vec![given_away]),
        Command::RemoveDepots(vec!["E-库".to_owned()]),
        Command::RemoveShifts(vec!["S-P2".to_owned()]),
        Command::SaveTeams(vec![team("P8", dispatch::TeamKind::Patrol, None)]),
        Command::SavePlaces(vec![place("N", "新楼", None, at(114.33, 30.03))]),
        Command::ImportRecords {
            input: Hash::default(),
            records: Records::Areas(vec![areas(Level::Township)[1].area.clone()]),
        },
        import(Level::District),
        found(),
        Command::ImportRoads { input: Hash::default(), summary: String::new() },
    ] {
        assert_eq!(desk.refused(my_admin(), command.clone()), "outside_scope", "{command:?}");
    }
    desk.done(mine(), assign(&own, "P1", dispatched()));
}
