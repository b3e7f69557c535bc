//! Teams: patrols, liaison teams, department duty groups.

use crate::persons::Staff;
use crate::row::{RowReader, read_register};
use crate::{FileError, Outcome, ReadOptions, RowError};
use dispatch::{Profile, TeamKind};
use world::records::{DutyRule, Team};

/// Reads teams. `code`, `name` and `kind` are needed. A liaison team needs its home area; without a
/// duty rule it is always on duty and the others by shift, without a profile it goes on foot and
/// the others by car.
///
/// # Errors
/// [`FileError`] when the file cannot be read, lacks a needed column, or has one of persons.
pub fn read_teams(input: &[u8], options: &ReadOptions) -> Result<Outcome<Team>, FileError> {
    read_register(input, options, "team", Staff::Named, &["code", "name", "kind"], team, |team| {
        team.code.as_str()
    })
}

fn team(reader: &RowReader) -> Result<Team, RowError> {
    let kind = reader.choice("kind", "team_kind")?.ok_or_else(|| reader.error("kind", "missing_value"))?;
    let liaison = kind == TeamKind::LiaisonTeam;
    let home = match reader.raw("home") {
        Some(_) => Some(reader.id("home")?),
        None if liaison => return Err(reader.error("home", "missing_value")),
        None => None,
    };
    Ok(Team {
        code: reader.id("code")?,
        name: reader.required("name")?,
        kind,
        profile: reader.choice("profile", "profile")?.unwrap_or(if liaison {
            Profile::Foot
        } else {
            Profile::Car
        }),
        home,
        duty: reader.choice("duty", "duty")?.unwrap_or(if liaison {
            DutyRule::Always
        } else {
            DutyRule::ByShift
        }),
        department: reader.text("department")?,
        phone: reader.phone("phone")?,
        radio_only: reader.yes("radio_only")?,
        retired: reader.yes("retired")?,
        version: 0,
    })
}
