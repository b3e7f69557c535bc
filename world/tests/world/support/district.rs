//! A small district and what may stand in it.
//!
//! ```text
//!  114.0      114.1      114.2      114.3      114.4
//!  30.2 ┌─────────┬──────────┬──────────┬──────────┐
//!       │ 001-001 │ 001-002  │ 002-001  │ 002-002  │   townships 001 (west) and 002 (east),
//!  30.1 │ ·· ·· ··│·· ·· ·· ·│·· ·· ·· ·│·· ·· ·· ·│   two communities each, each of two grids
//!       │  grid 001 below, 002 above; each grid     │   (south, north), each of two micro-areas
//!  30.0 └─────────┴──────────┴──────────┴──────────┘   (west, east)
//! ```

use geo_core::{AreaCode, Level, Metres, Milliseconds, Position, Shape};
use std::sync::Arc;
use world::incidents::Severity;
use world::records::*;
use world::*;

pub const DISTRICT: &str = "420102";
pub const WEST: &str = "420102001";
pub const EAST: &str = "420102002";

pub fn at(lon: f64, lat: f64) -> Position {
    Position::new(lon, lat).unwrap()
}

pub fn code(text: &str) -> AreaCode {
    text.parse().unwrap()
}

pub fn tables() -> Tables {
    use dispatch::TeamKind::*;
    let kind = |code: &str, suited: &[dispatch::TeamKind]| IncidentKind {
        code: code.parse().unwrap(),
        zh: code.to_owned(),
        en: code.to_owned(),
        suited: suited.to_vec(),
        severity: Severity::Minor,
    };
    Tables {
        incident_kinds: vec![kind("dispute", &[Patrol, LiaisonTeam]), kind("fire", &[DutyGroup, Patrol])],
        place_kinds: ["building", "school"]
            .map(|code| PlaceKind { code: code.to_owned(), zh: code.to_owned(), en: code.to_owned() })
            .to_vec(),
        policy: Policy {
            home_handicap: Milliseconds::from_minutes(3),
            stale_after: Milliseconds::from_minutes(10),
            arrival_radius: Metres(100.0),
            duplicate_radius: Metres(300.0),
            duplicate_window: Milliseconds::from_minutes(30),
            switching: Milliseconds::from_minutes(3),
            preemption: Default::default(),
            whistle: Default::default(),
            pace: Default::default(),
        },
        plan: world::PlanRules::default(),
    }
}

/// An oblong area; its box is west, south, width, height.
pub fn new_area(
    code: &str,
    name: &str,
    level: Level,
    parent: Option<&str>,
    [west, south, width, height]: [f64; 4],
) -> NewArea {
    let corners =
        [[west, south], [west + width, south], [west + width, south + height], [west, south + height]];
    NewArea {
        area: Area {
            code: self::code(code),
            name: name.to_owned(),
            level,
            parent: parent.map(self::code),
            grid_kind: None,
            leader: None,
            phone: None,
            body: None,
            square_metres: 1234.5678,
            label: at(west + width / 2.0, south + height / 2.0),
            version: 0,
        },
        outline: Arc::new(Shape::from_degrees(&[vec![corners.to_vec()]]).unwrap()),
    }
}

/// The areas of a level of the district drawn above.
pub fn areas(level: Level) -> Vec<NewArea> {
    let mut found = Vec::new();
    found.push(new_area(DISTRICT, "江岸区", Level::District, None, [114.0, 30.0, 0.4, 0.2]));
    for t in 0..2 {
        let township = format!("{DISTRICT}00{}", t + 1);
        let west = 114.0 + 0.2 * f64::from(t);
        found.push(new_area(
            &township,
            ["大智街道", "车站街道"][t as usize],
            Level::Township,
            Some(DISTRICT),
            [west, 30.0, 0.2, 0.2],
        ));
        for c in 0..2 {
            let community = format!("{township}00{}", c + 1);
            let west = west + 0.1 * f64::from(c);
            let name = format!("{}社区", ["铭新", "三阳", "天声", "同丰"][(2 * t + c) as usize]);
            found.push(new_area(
                &community,
                &name,
                Level::Community,
                Some(&township),
                [west, 30.0, 0.1, 0.2],
            ));
            for g in 0..2 {
                let grid = format!("{community}00{}", g + 1);
                let south = 30.0 + 0.1 * f64::from(g);
                found.push(new_area(
                    &grid,
                    &format!("{name}{}网格", g + 1),
                    Level::Grid,
                    Some(&community),
                    [west, south, 0.1, 0.1],
                ));
                for m in 0..2 {
                    let micro = format!("{grid}0{}", m + 1);
                    let west = west + 0.05 * f64::from(m);
                    found.push(new_area(
                        &micro,
                        &format!("{name}{}-{}", g + 1, m + 1),
                        Level::MicroArea,
                        Some(&grid),
                        [west, south, 0.05, 0.1],
                    ));
                }
            }
        }
    }
    found.retain(|new| new.area.level == level);
    found
}

pub fn team(call_sign: &str, kind: dispatch::TeamKind, home: Option<&str>) -> Team {
    Team {
        code: call_sign.parse().unwrap(),
        name: format!("{call_sign}号"),
        kind,
        profile: dispatch::Profile::Car,
        home: home.map(code),
        duty: DutyRule::Always,
        department: None,
        phone: None,
        radio_only: false,
        retired: false,
        version: 0,
    }
}

pub fn place(code: &str, name: &str, address: Option<&str>, position: Position) -> Place {
    Place {
        code: code.to_owned(),
        name: name.to_owned(),
        kind: "building".to_owned(),
        address: address.map(str::to_owned),
        position,
        outline: None,
        households: None,
        version: 0,
    }
}

pub fn depot(code: &str, position: Position) -> Depot {
    Depot {
        code: code.to_owned(),
        name: format!("{code}储备库"),
        tier: DepotTier::Township,
        position,
        address: None,
        keeper: None,
        phone: None,
        version: 0,
    }
}

pub fn sensing_point(code: &str, kind: SensingKind, pole: Option<&str>, position: Position) -> SensingPoint {
    SensingPoint {
        code: code.to_owned(),
        name: format!("{code}点位"),
        kind,
        pole: pole.map(str::to_owned),
        position,
        owner: None,
        status: SensingStatus::InService,
        version: 0,
    }
}

pub fn shift(code: &str, team: &str, starts: &str, ends: &str) -> Shift {
    Shift {
        code: code.to_owned(),
        team: team.parse().unwrap(),
        starts: starts.parse().unwrap(),
        ends: ends.parse().unwrap(),
        leader: None,
        only_in: None,
        version: 0,
    }
}
