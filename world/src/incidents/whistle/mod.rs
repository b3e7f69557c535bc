//! 吹哨报到: a street calls departments to a place, and they come.
//!
//! Whoever answers for a place (a township's duty officer, or the district's) blows the whistle about an incident there,
//! or about the place itself; each department that is called checks in on the spot until the deadline, and stays until
//! the whistle ends or it is released by name (事不完人不撤). How a department stands is always a question at an
//! instant: once the deadline has passed, whoever has not checked in is overdue, though nobody wrote that; the service
//! writes it down besides ([`WhistleCommand::TellOverdue`]), so that it is told to everybody whom it concerns.

mod decide;
mod obey;
mod queries;
mod rates;
mod rules;
mod times;

pub(crate) use decide::decide;
pub use rates::{WhistleFigures, WhistleRates};
pub(crate) use rules::nobody_called;
pub use rules::{LONGEST_WHISTLE, MOST_CALLED, SHORTEST_WHISTLE};
pub use times::{WhistleKind, WhistleTimes};

use crate::Timestamp;
use crate::command::Evidence;
use dispatch::{IncidentId, TeamId};
use geo_core::{AreaCode, Milliseconds, Position};
use serde::{Deserialize, Serialize};

/// A whistle as somebody blows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewWhistle {
    /// Why, by kind.
    pub kind: WhistleKind,
    /// The incident it is about; its place is where one checks in, also when it is moved.
    #[serde(default)]
    pub incident: Option<IncidentId>,
    /// The place, when it is about no incident.
    #[serde(default)]
    pub position: Option<Position>,
    /// The address of that place.
    #[serde(default)]
    pub address: Option<String>,
    /// Why, in words.
    pub reason: String,
    /// Who is called: duty groups of departments, or any team by name.
    pub teams: Vec<TeamId>,
    /// How long they have to come; by the district's policy when absent.
    #[serde(default)]
    pub within: Option<Milliseconds>,
}

/// A whistle as it was blown: everything spelt out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlownWhistle {
    /// Why, by kind.
    pub kind: WhistleKind,
    /// The incident it is about.
    pub incident: Option<IncidentId>,
    /// Where one checks in.
    pub position: Position,
    /// The address.
    pub address: Option<String>,
    /// The areas of the place, widest first: a finding, kept as it was.
    pub areas: Vec<AreaCode>,
    /// The township it lies in, by which whistles are counted.
    pub township: Option<AreaCode>,
    /// Why, in words.
    pub reason: String,
    /// Who is called.
    pub called: Vec<CalledDepartment>,
    /// Until when they are to be there, that instant not included.
    pub due: Timestamp,
}

/// Who is called, and for which department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CalledDepartment {
    /// The team.
    pub team: TeamId,
    /// Its department at the time; the team's name where it belongs to none.
    pub department: String,
}

/// A whistle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Whistle {
    /// Its number, `W-0007`.
    pub id: String,
    /// Why, by kind.
    pub kind: WhistleKind,
    /// The incident it is about.
    pub incident: Option<IncidentId>,
    /// Where one checks in: the incident's place as it was, or the place named.
    pub position: Position,
    /// The address.
    pub address: Option<String>,
    /// The areas of the place, widest first, as found then.
    pub areas: Vec<AreaCode>,
    /// The township it lies in.
    pub township: Option<AreaCode>,
    /// Why, in words.
    pub reason: String,
    /// Which account blew it.
    pub blown_by: String,
    /// When.
    pub blown_at: Timestamp,
    /// Until when those who are called are to be there, that instant not included.
    pub due: Timestamp,
    /// Who is called.
    pub called: Vec<Called>,
    /// When the service wrote down that somebody is missing.
    pub overdue_at: Option<Timestamp>,
    /// How it ended.
    pub ended: Option<WhistleEnded>,
    /// The journal sequence of the last change.
    pub version: u64,
}

/// One department that is called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Called {
    /// The team.
    pub team: TeamId,
    /// Its department.
    pub department: String,
    /// That it came.
    pub checked_in: Option<CheckIn>,
    /// That it may go.
    pub released: Option<WhistleReleased>,
}

/// That a department came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CheckIn {
    /// When the service learnt of it.
    pub at: Timestamp,
    /// Which account said so; `system:arrival` when its position did.
    pub by: String,
    /// How it is known.
    pub evidence: Evidence,
    /// Whether it was there before the deadline.
    pub punctuality: Punctuality,
    /// Why it was entered by hand.
    pub reason: Option<String>,
    /// When the device says that it was.
    pub device_at: Option<Timestamp>,
}

/// Whether somebody came before the deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Punctuality {
    /// Before it.
    InTime,
    /// After it.
    Late,
}

/// That a department may go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WhistleReleased {
    /// When.
    pub at: Timestamp,
    /// Which account let it go.
    pub by: String,
    /// Why; absent when the whistle ended.
    pub reason: Option<String>,
}

/// How a whistle ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WhistleEnded {
    /// When.
    pub at: Timestamp,
    /// Which account ended it.
    pub by: String,
    /// What came of it.
    pub outcome: String,
}

/// How a department stands at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum CalledStanding {
    /// Is to come; its time is not over.
    Awaited,
    /// Should be there and is not.
    Overdue,
    /// Is there.
    OnSite,
    /// May go, or has gone.
    Released,
}

impl Called {
    /// Whether it is to come and has not.
    pub const fn is_missing(&self) -> bool {
        self.checked_in.is_none() && self.released.is_none()
    }

    /// How it stands at an instant.
    pub fn standing(&self, due: Timestamp, now: Timestamp) -> CalledStanding {
        match self {
            Self { released: Some(_), .. } => CalledStanding::Released,
            Self { checked_in: Some(_), .. } => CalledStanding::OnSite,
            _ if now >= due => CalledStanding::Overdue,
            _ => CalledStanding::Awaited,
        }
    }
}

impl Whistle {
    /// Whether it goes on.
    pub const fn stands(&self) -> bool {
        self.ended.is_none()
    }

    /// Those who are to come and have not, in the order they were called.
    pub fn missing(&self) -> impl Iterator<Item = &Called> {
        self.called.iter().filter(|called| called.is_missing())
    }

    /// A team that is called.
    pub fn called(&self, team: &TeamId) -> Option<&Called> {
        self.called.iter().find(|called| called.team == *team)
    }

    /// Whether its deadline has passed with somebody missing, and that is not written down yet.
    pub fn becomes_overdue(&self, now: Timestamp) -> bool {
        self.stands() && self.overdue_at.is_none() && now >= self.due && self.missing().next().is_some()
    }
}

/// What can be asked about whistles.
#[derive(Debug, Clone)]
pub enum WhistleCommand {
    /// Blows one.
    Blow(NewWhistle),
    /// A department is there.
    CheckIn {
        /// Which whistle.
        whistle: String,
        /// Which team.
        team: TeamId,
        /// A fix that lies there, or the officer's word.
        evidence: Evidence,
        /// Why the officer says so.
        reason: Option<String>,
        /// When the device says that it was.
        device_at: Option<Timestamp>,
    },
    /// Lets a department go before the end.
    Release {
        /// Which whistle.
        whistle: String,
        /// Which team.
        team: TeamId,
        /// Why.
        reason: String,
    },
    /// Ends a whistle; everybody may go.
    End {
        /// Which.
        whistle: String,
        /// What came of it.
        outcome: String,
    },
    /// Writes down which whistles have become overdue. The service asks for it by its clock.
    TellOverdue,
}
