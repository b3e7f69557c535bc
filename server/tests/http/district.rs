//! The small district of the tests: two townships side by side, with a little of everything in each.

use crate::support::{EAST, WEST, at};
use dispatch::{Profile, TeamKind};
use geo_core::{Level, Polygon, Shape};
use std::sync::Arc;
use world::records::{
    Area, Depot, DepotTier, DutyRule, Place, SensingKind, SensingPoint, SensingStatus, Team,
};
use world::{Command, Hash, NewArea};

fn area(code: &str, name: &str, level: Level, parent: Option<&str>, west: f64, east: f64) -> NewArea {
    let outer = vec![at(west, 30.58), at(east, 30.58), at(east, 30.60), at(west, 30.60)];
    NewArea {
        area: Area {
            code: code.parse().unwrap(),
            name: name.to_owned(),
            level,
            parent: parent.map(|parent| parent.parse().unwrap()),
            grid_kind: None,
            leader: None,
            phone: None,
            body: None,
            square_metres: 0.0,
            label: at((west + east) / 2.0, 30.59),
            version: 0,
        },
        outline: Arc::new(Shape { polygons: vec![Polygon { outer, holes: Vec::new() }] }),
    }
}

fn team(code: &str, kind: TeamKind, home: &str, radio_only: bool) -> Team {
    Team {
        code: code.parse().unwrap(),
        name: format!("{code}全称"),
        kind,
        profile: Profile::Car,
        home: Some(home.parse().unwrap()),
        duty: DutyRule::Always,
        department: None,
        phone: None,
        radio_only,
        retired: false,
        version: 0,
    }
}

fn point(code: &str, kind: SensingKind, lon: f64) -> SensingPoint {
    SensingPoint {
        code: code.to_owned(),
        name: format!("{code}点"),
        kind,
        pole: None,
        position: at(lon, 30.59),
        owner: None,
        status: SensingStatus::InService,
        version: 0,
    }
}

/// What the district has, as commands.
pub fn commands() -> Vec<Command> {
    let input = Hash::default();
    let depot = |code: &str, lon| Depot {
        code: code.to_owned(),
        name: format!("{code}库"),
        tier: DepotTier::Township,
        position: at(lon, 30.585),
        address: None,
        keeper: None,
        phone: None,
        version: 0,
    };
    let place = |code: &str, lon| Place {
        code: code.to_owned(),
        name: format!("{code}小学"),
        kind: "school".to_owned(),
        address: None,
        position: at(lon, 30.595),
        outline: None,
        households: None,
        version: 0,
    };
    vec![
        Command::Found {
            code: "420102".parse().unwrap(),
            name: "演示区".to_owned(),
            tables: Box::new(data::default_tables()),
        },
        Command::ImportAreas {
            level: Level::District,
            input,
            areas: vec![area("420102", "演示区", Level::District, None, 114.30, 114.34)],
        },
        Command::ImportAreas {
            level: Level::Township,
            input,
            areas: vec![
                area(WEST, "西街道", Level::Township, Some("420102"), 114.30, 114.32),
                area(EAST, "东街道", Level::Township, Some("420102"), 114.32, 114.34),
            ],
        },
        Command::SaveTeams(vec![
            team("西一队", TeamKind::Patrol, WEST, false),
            team("东一队", TeamKind::Patrol, EAST, false),
            team("东二队", TeamKind::Patrol, EAST, true),
        ]),
        Command::SaveDepots(vec![depot("D-W", 114.31), depot("D-E", 114.33)]),
        Command::SaveSensingPoints(vec![
            point("W-1", SensingKind::Smoke, 114.311),
            point("E-1", SensingKind::Smoke, 114.331),
            point("E-CAM", SensingKind::Camera, 114.332),
        ]),
        Command::SavePlaces(vec![place("P-W", 114.312), place("P-E", 114.333)]),
    ]
}
