//! The smallest district that shows the cases: two townships side by side, two patrols in each.
//!
//! ```text
//!   114.30            114.32            114.34
//! 30.60 ┌────────────────┬────────────────┐
//!       │  WEST ·001     │     EAST ·002  │    西一队 has a device, 西二队 too
//!       │     MARKET  STREET     SCHOOL   │    东一队 has a device, 东二队 only a radio
//! 30.58 └────────────────┴────────────────┘
//! ```

use dispatch::{Profile, TeamKind};
use geo_core::{AreaCode, Level, Metres, Milliseconds, Position, Shape};
use std::sync::Arc;
use world::incidents::Severity;
use world::records::{Area, DutyRule, Team};
use world::{
    ClosureEffect, Command, DrawnClosure, Ground, Hash, IncidentKind, NewArea, PlaceKind, Policy,
    Publication, Records, Tables, Timestamp,
};

pub const DISTRICT: &str = "420102";
pub const WEST: &str = "420102001";
pub const EAST: &str = "420102002";

/// A place of the stories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// In the west.
    Market,
    /// In the west as well, within the radius of possible duplicates of the market.
    StreetByTheMarket,
    /// In the east.
    School,
    /// Beyond every area.
    OtherCity,
}

impl Spot {
    pub fn position(self) -> Position {
        let lon = match self {
            Self::Market => 114.311,
            Self::StreetByTheMarket => 114.313,
            Self::School => 114.331,
            Self::OtherCity => 120.0,
        };
        Position::new(lon, 30.59).unwrap()
    }
}

/// Where the border between the townships runs, in degrees of longitude.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Border {
    /// Between the market and the school.
    EastOfTheMarket,
    /// The market has gone to the east.
    WestOfTheMarket,
}

impl Border {
    const fn longitude(self) -> f64 {
        match self {
            Self::EastOfTheMarket => 114.32,
            Self::WestOfTheMarket => 114.305,
        }
    }
}

/// The file of townships, the eastern one under this code.
pub fn townships(border: Border, east: &str) -> Command {
    let border = border.longitude();
    import(Level::Township, vec![area(WEST, "西街道", 114.30, border), area(east, "东街道", border, 114.34)])
}

/// The draft that gives the market to the east, published for three hours after noon.
pub fn market_to_the_east() -> Command {
    let Command::ImportAreas { mut areas, .. } = townships(Border::WestOfTheMarket, EAST) else {
        unreachable!("townships come by import");
    };
    areas.iter_mut().for_each(|new| new.area.parent = Some(code(DISTRICT)));
    Command::PublishPlan(Box::new(Publication {
        base: 2,
        name: "市场划归东街道".to_owned(),
        effective_from: noon().after(geo_core::Milliseconds::from_minutes(180)),
        note: Some("沿河为界".to_owned()),
        draft: "d-1".to_owned(),
        head: Hash([3; 32]),
        input: Hash([5; 32]),
        put: areas,
        retired: vec![],
        lineage: vec![],
        heirs: vec![],
        homes: vec![],
        members: vec![],
        recoded: vec![],
        alike: vec![],
    }))
}

/// What the district has before a story begins.
pub fn commands() -> Vec<Command> {
    let teams = vec![
        team("西一队", WEST, Reached::ByDevice),
        team("西二队", WEST, Reached::ByDevice),
        team("东一队", EAST, Reached::ByDevice),
        team("东二队", EAST, Reached::ByRadio),
    ];
    vec![
        Command::Found { code: code(DISTRICT), name: "故事区".to_owned(), tables: Box::new(tables()) },
        import(Level::District, vec![area(DISTRICT, "故事区", 114.30, 114.34)]),
        townships(Border::EastOfTheMarket, EAST),
        Command::SaveTeams(teams),
    ]
}

fn tables() -> Tables {
    let kind = |code: &str, zh: &str, en: &str, suited: &[TeamKind], severity| IncidentKind {
        code: code.parse().unwrap(),
        zh: zh.to_owned(),
        en: en.to_owned(),
        suited: suited.to_vec(),
        severity,
    };
    Tables {
        incident_kinds: vec![
            kind("dispute", "矛盾纠纷", "Dispute", &[TeamKind::Patrol], Severity::Minor),
            kind("flooding", "积水内涝", "Flooding", &[TeamKind::DutyGroup], Severity::Moderate),
        ],
        place_kinds: vec![PlaceKind {
            code: "school".to_owned(),
            zh: "学校".to_owned(),
            en: "School".to_owned(),
        }],
        policy: Policy {
            home_handicap: Milliseconds::from_minutes(3),
            stale_after: Milliseconds::from_minutes(10),
            arrival_radius: Metres(100.0),
            duplicate_radius: Metres(300.0),
            duplicate_window: Milliseconds::from_minutes(30),
            switching: Milliseconds::from_minutes(3),
            preemption: Default::default(),
            whistle: Default::default(),
            // Who does not accept within five minutes has not been sent.
            pace: world::incidents::Pace {
                ladder: [(Severity::Minor, Milliseconds::from_minutes(5))].into(),
                ..Default::default()
            },
        },
        plan: world::PlanRules::default(),
    }
}

fn code(text: &str) -> AreaCode {
    text.parse().unwrap()
}

fn import(level: Level, areas: Vec<NewArea>) -> Command {
    let areas = areas.into_iter().map(|new| NewArea { area: Area { level, ..new.area }, ..new }).collect();
    Command::ImportAreas { level, input: Hash::default(), areas }
}

/// An oblong area between two meridians.
fn area(text: &str, name: &str, west: f64, east: f64) -> NewArea {
    let outline = vec![[west, 30.58], [east, 30.58], [east, 30.60], [west, 30.60], [west, 30.58]];
    NewArea {
        area: Area {
            code: code(text),
            name: name.to_owned(),
            level: Level::District,
            parent: (text != DISTRICT).then(|| code(DISTRICT)),
            grid_kind: None,
            leader: None,
            phone: None,
            body: None,
            square_metres: 0.0,
            label: Position::new((west + east) / 2.0, 30.59).unwrap(),
            version: 0,
        },
        outline: Arc::new(Shape::from_degrees(&[vec![outline]]).unwrap()),
    }
}

/// Somebody is named as the one who answers for a township.
pub fn answers_for(township: &str, leader: &str) -> Command {
    let mut area = area(township, "西街道", 114.30, Border::EastOfTheMarket.longitude()).area;
    area.level = Level::Township;
    area.leader = Some(leader.to_owned());
    Command::ImportRecords { input: Hash::default(), records: Records::Areas(vec![area]) }
}

/// The street by the market is under water.
pub fn flooded_street() -> DrawnClosure {
    let market = Spot::Market.position();
    DrawnClosure {
        name: "市场街积水".to_owned(),
        ground: Ground::Line { points: vec![market, Spot::School.position()], width: Metres(20.0) },
        profiles: Vec::new(),
        effect: ClosureEffect::Slow { percent: 250 },
        reason: "积水 20 厘米".to_owned(),
        from: None,
        until: Some(noon().after(Milliseconds::from_minutes(24 * 60))),
    }
}

/// Noon of the day, in Beijing.
pub fn noon() -> Timestamp {
    "2026-11-22T04:00:00Z".parse().unwrap()
}

/// How a team hears of its tasks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reached {
    ByDevice,
    ByRadio,
}

fn team(call_sign: &str, home: &str, reached: Reached) -> Team {
    Team {
        code: call_sign.parse().unwrap(),
        name: call_sign.to_owned(),
        kind: TeamKind::Patrol,
        profile: Profile::Car,
        home: Some(code(home)),
        duty: DutyRule::Always,
        department: None,
        phone: None,
        radio_only: reached == Reached::ByRadio,
        retired: false,
        version: 0,
    }
}
