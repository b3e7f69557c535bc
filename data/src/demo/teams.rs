//! Teams and their shifts: a liaison team for every micro-area, patrols by township, two groups of
//! every department that take turns.

use super::areas::{Areas, DEMO_DISTRICT};
use super::chance::Chance;
use super::names::{staff, telephone};
use super::size::Figures;
use dispatch::{Profile, TeamId, TeamKind};
use geo_core::{AreaCode, Milliseconds};
use world::Timestamp;
use world::records::{DutyRule, Shift, Team};

const DEPARTMENTS: &[&str] = &[
    "供水",
    "供电",
    "燃气",
    "消防",
    "城管",
    "市政",
    "交通",
    "医疗急救",
    "环卫",
    "应急",
    "排水",
    "园林",
    "特种设备",
    "市场监管",
];
/// Beijing is eight hours ahead of UTC.
const BEIJING: i64 = 8 * HOUR;
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
/// Patrols work eight hours in three of four days: 早, 中, 夜, 休.
const PATROL_TURNS: i64 = 4;

fn id(text: String) -> TeamId {
    TeamId::new(text).expect("call signs of the demo are valid")
}

fn code(text: &str) -> AreaCode {
    AreaCode::new(text).expect("codes of the demo are digits")
}

pub(super) fn teams(areas: &Areas, figures: &Figures, seed: u64) -> Vec<Team> {
    let mut chance = Chance::new(seed, "teams");
    let mut teams = Vec::new();
    for micro in &areas.micro_areas {
        let digits = micro.area.code.as_str();
        teams.push(Team {
            code: id(format!("先锋{}", &digits[6..])),
            name: format!("{}先锋队", micro.area.name.trim_end_matches("小微区域")),
            kind: TeamKind::LiaisonTeam,
            profile: if chance.once_in(3) { Profile::Motorcycle } else { Profile::Foot },
            home: Some(micro.area.code.clone()),
            duty: DutyRule::Always,
            department: None,
            phone: Some(telephone(&mut chance)),
            radio_only: false,
            retired: false,
            version: 0,
        });
    }
    for place in 0..figures.patrols {
        let township = &areas.townships[place % areas.townships.len()].area;
        teams.push(Team {
            code: id(format!("巡逻{:02}", place + 1)),
            name: format!("{}巡逻{}队", township.name, place / areas.townships.len() + 1),
            kind: TeamKind::Patrol,
            profile: if place % 4 == 3 { Profile::Motorcycle } else { Profile::Car },
            home: Some(township.code.clone()),
            duty: DutyRule::ByShift,
            department: None,
            phone: Some(telephone(&mut chance)),
            radio_only: place % 10 == 9,
            retired: false,
            version: 0,
        });
    }
    for department in DEPARTMENTS {
        for half in ["甲", "乙"] {
            teams.push(Team {
                code: id(format!("{department}{half}")),
                name: format!("{department}值班{half}组"),
                kind: TeamKind::DutyGroup,
                profile: Profile::Car,
                home: Some(code(DEMO_DISTRICT)),
                duty: DutyRule::ByShift,
                department: Some((*department).to_owned()),
                phone: Some(telephone(&mut chance)),
                radio_only: false,
                retired: false,
                version: 0,
            });
        }
    }
    teams
}

/// Shifts from the day before `now` (Beijing's day) for `days` days from that of `now`: at any
/// instant between, a quarter of the patrols and one group of every department are on duty.
pub(super) fn shifts(teams: &[Team], now: Timestamp, days: u32, seed: u64) -> Vec<Shift> {
    let mut chance = Chance::new(seed, "shifts");
    let today = (now.0 + BEIJING).div_euclid(DAY);
    let mut shifts = Vec::new();
    for day in today - 1..today + i64::from(days) {
        let midnight = day * DAY - BEIJING;
        let (mut patrol, mut group) = (0, 0);
        for team in teams.iter().filter(|team| team.duty == DutyRule::ByShift) {
            let turn = if team.kind == TeamKind::Patrol {
                patrol += 1;
                // Night, day, evening, rest: from one day to the next everybody moves on by one.
                let turn = (patrol + day).rem_euclid(PATROL_TURNS);
                (turn < 3).then(|| (midnight + turn * 8 * HOUR, 8 * HOUR))
            } else {
                group += 1;
                let half = (group + day).rem_euclid(2);
                Some((midnight + 8 * HOUR + half * 12 * HOUR, 12 * HOUR))
            };
            let Some((starts, length)) = turn else { continue };
            let starts = Timestamp(starts);
            shifts.push(Shift {
                code: format!("{}-{}", team.code, starts.beijing_date()),
                team: team.code.clone(),
                starts,
                ends: starts.after(Milliseconds(length as u64)),
                leader: Some(staff(&mut chance)),
                only_in: None,
                version: 0,
            });
        }
    }
    shifts
}
