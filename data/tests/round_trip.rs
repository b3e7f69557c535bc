//! What the writers write, the readers read back as the very same records.

use data::{
    AreaOptions, Outcome, ReadOptions, read_area_staff, read_areas, read_depots, read_places,
    read_sensing_points, read_shifts, read_teams, writers,
};
use dispatch::{Profile, TeamId, TeamKind};
use geo_core::{AreaCode, Level, Position, Shape};
use proptest::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;
use world::records::{
    Area, Depot, DepotTier, DutyRule, GridKind, Place, SensingKind, SensingPoint, SensingStatus, Shift, Team,
};
use world::{NewArea, Timestamp};

fn code() -> impl Strategy<Value = String> {
    "[A-Za-z0-9一-龥][A-Za-z0-9一-龥;,\"-]{0,12}[A-Za-z0-9]"
}

/// Texts as registers hold them: words with single blanks, quotes and separators among them, but no
/// run of digits that could be somebody's number.
fn text() -> impl Strategy<Value = String> {
    "[A-Za-z一-龥\"',;=号楼()-]{1,8}( [A-Za-z0-9一-龥\"',;]{1,6}){0,2}"
}

fn phone() -> impl Strategy<Value = Option<String>> {
    proptest::option::of("0[0-9]{2,3}-[0-9]{8}")
}

fn position() -> impl Strategy<Value = Position> {
    (-1_800_000_000..=1_800_000_000_i32, -900_000_000..=900_000_000_i32)
        .prop_map(|(lon, lat)| Position::from_e7(lon, lat).unwrap())
}

/// A square with a square hole.
fn outline() -> impl Strategy<Value = Shape> {
    (1_000_000_000..1_200_000_000_i32, 200_000_000..400_000_000_i32, 1_000..50_000_i32).prop_map(
        |(lon, lat, size)| {
            let at = |x: i32, y: i32| [f64::from(lon + x) / 1e7, f64::from(lat + y) / 1e7];
            let square = |from: i32, to: i32| vec![at(from, from), at(to, from), at(to, to), at(from, to)];
            Shape::from_degrees(&[vec![square(0, 4 * size), square(size, 3 * size)]]).unwrap()
        },
    )
}

/// Distinct by code.
fn distinct<T>(rows: Vec<T>, code: impl Fn(&T) -> String) -> Vec<T> {
    let mut seen = std::collections::HashSet::new();
    rows.into_iter().filter(|row| seen.insert(code(row))).collect()
}

fn clean<T>(outcome: Result<Outcome<T>, data::FileError>) -> Vec<T> {
    let outcome = outcome.unwrap();
    assert!(outcome.is_clean(), "{}", outcome.errors[0]);
    outcome.rows
}

fn teams() -> impl Strategy<Value = Vec<Team>> {
    let kind = prop_oneof![Just(TeamKind::Patrol), Just(TeamKind::LiaisonTeam), Just(TeamKind::DutyGroup)];
    let profile = prop_oneof![Just(Profile::Car), Just(Profile::Motorcycle), Just(Profile::Foot)];
    let home = "[0-9]{6,17}".prop_map(|code| AreaCode::new(code).unwrap());
    let row = (
        code(),
        text(),
        kind,
        profile,
        home,
        any::<bool>(),
        proptest::option::of(text()),
        phone(),
        any::<bool>(),
        any::<bool>(),
    );
    proptest::collection::vec(row, 1..8).prop_map(|rows| {
        let team = |(code, name, kind, profile, home, always, department, phone, radio_only, retired)| Team {
            code: TeamId::new(code).unwrap(),
            name,
            kind,
            profile,
            home: Some(home),
            duty: if always { DutyRule::Always } else { DutyRule::ByShift },
            department,
            phone,
            radio_only,
            retired,
            version: 0,
        };
        distinct(rows.into_iter().map(team).collect(), |team| team.code.to_string())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn teams_come_back(teams in teams()) {
        prop_assert_eq!(clean(read_teams(&writers::teams_csv(&teams), &ReadOptions::default())), teams);
    }

    #[test]
    fn shifts_come_back(rows in proptest::collection::vec((code(), code(), 0..2_000_000_000_000_i64, 1..86_400_000_i64, proptest::option::of(text())), 1..8)) {
        let shifts: Vec<Shift> = rows.into_iter().map(|(code, team, starts, length, leader)| Shift {
            code, team: TeamId::new(team).unwrap(), starts: Timestamp(starts), ends: Timestamp(starts + length), leader, only_in: None, version: 0,
        }).collect();
        let shifts = distinct(shifts, |shift| shift.code.clone());
        prop_assert_eq!(clean(read_shifts(&writers::shifts_csv(&shifts), &ReadOptions::default())), shifts);
    }

    #[test]
    fn depots_come_back(rows in proptest::collection::vec((code(), text(), 0..3_usize, position(), proptest::option::of(text()), phone()), 1..8)) {
        let tiers = [DepotTier::District, DepotTier::Township, DepotTier::Village];
        let depots: Vec<Depot> = rows.into_iter().map(|(code, name, tier, position, address, phone)| Depot {
            code, keeper: address.clone(), name, tier: tiers[tier], position, address, phone, version: 0,
        }).collect();
        let depots = distinct(depots, |depot| depot.code.clone());
        prop_assert_eq!(&clean(read_depots(&writers::depots_csv(&depots), &ReadOptions::default())), &depots);
        prop_assert_eq!(&clean(read_depots(&writers::depots_geojson(&depots), &ReadOptions::default())), &depots);
    }

    #[test]
    fn sensing_points_come_back(rows in proptest::collection::vec((code(), text(), 0..8_usize, 0..3_usize, position(), proptest::option::of(code())), 1..8)) {
        use SensingKind::{AlarmButton, Camera, Environment, Loudspeaker, Other, Smoke, Traffic, WaterLevel};
        let kinds = [Camera, AlarmButton, WaterLevel, Smoke, Environment, Traffic, Loudspeaker, Other];
        let states = [SensingStatus::InService, SensingStatus::Faulty, SensingStatus::Retired];
        let points: Vec<SensingPoint> = rows.into_iter().map(|(code, name, kind, status, position, pole)| SensingPoint {
            code, owner: Some(name.clone()), name, kind: kinds[kind], pole, position, status: states[status], version: 0,
        }).collect();
        let points = distinct(points, |point| point.code.clone());
        prop_assert_eq!(&clean(read_sensing_points(&writers::sensing_points_csv(&points), &ReadOptions::default())), &points);
        prop_assert_eq!(&clean(read_sensing_points(&writers::sensing_points_geojson(&points), &ReadOptions::default())), &points);
    }

    #[test]
    fn places_come_back(rows in proptest::collection::vec((code(), text(), position(), proptest::option::of(outline()), proptest::option::of(0..20_000_u32)), 1..8)) {
        let places: Vec<Place> = rows.into_iter().map(|(code, name, position, outline, households)| Place {
            code, address: Some(name.clone()), name, kind: "building".into(), position, outline: outline.map(Arc::new), households, version: 0,
        }).collect();
        let places = distinct(places, |place| place.code.clone());
        prop_assert_eq!(&clean(read_places(&writers::places_geojson(&places), &ReadOptions::default())), &places);
        let bare: Vec<Place> = places.into_iter().map(|place| Place { outline: None, ..place }).collect();
        prop_assert_eq!(&clean(read_places(&writers::places_csv(&bare), &ReadOptions::default())), &bare);
    }

    #[test]
    fn areas_and_their_staff_come_back(rows in proptest::collection::vec(("[0-9]{15}", text(), outline(), proptest::option::of(text()), phone(), 0..3_usize), 1..8)) {
        let kinds = [None, Some(GridKind::BasicGrid), Some(GridKind::DedicatedGrid)];
        let areas: Vec<NewArea> = rows.into_iter().map(|(code, name, outline, leader, phone, kind)| NewArea {
            area: Area {
                parent: Some(AreaCode::new(&code[..12]).unwrap()), code: AreaCode::new(code).unwrap(), name, level: Level::Grid,
                grid_kind: kinds[kind], body: leader.clone(), leader, phone, square_metres: outline.area().0,
                label: outline.label_point().unwrap(), version: 0,
            },
            outline: Arc::new(outline),
        }).collect();
        let areas = distinct(areas, |new| new.area.code.to_string());
        let read = clean(read_areas(&writers::areas_geojson(&areas), &AreaOptions::new(Level::Grid), &|_| true));
        prop_assert_eq!(&read, &areas);
        let staff: Vec<Area> = areas.iter().map(|new| new.area.clone()).collect();
        let bare: HashMap<AreaCode, Area> = staff.iter().map(|area| (area.code.clone(), Area { leader: None, phone: None, body: None, ..area.clone() })).collect();
        let read = clean(read_area_staff(&writers::area_staff_csv(&staff), &ReadOptions::default(), &|code| bare.get(code).cloned()));
        prop_assert_eq!(read, staff);
    }
}
