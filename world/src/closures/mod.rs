//! Closures (封路): where a road is shut or slow, for whom, from when until when, who says so and why.
//!
//! A closure is void once its time is over, though nobody wrote that: what is in force is always a question at an
//! instant ([`World::closures_in_force`]). Which segments of the roads it means is for the roads to say; here it is
//! what was drawn, so a closure outlives the import of newer roads.

mod decide;
mod in_force;
mod obey;
mod rules;

pub(crate) use decide::decide;
pub use in_force::ClosuresInForce;
pub use rules::{LONGEST_CLOSURE, MOST_CLOSURES, MOST_POINTS, SLOWEST_PERCENT, WIDEST};

use crate::Timestamp;
use dispatch::Profile;
use geo_core::{Metres, Position};
use serde::{Deserialize, Serialize};

/// Where a closure lies, as it was drawn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Ground {
    /// One way of OpenStreetMap.
    Way {
        /// Its id.
        id: i64,
    },
    /// Every way with this name.
    Street {
        /// The name as the map writes it.
        name: String,
    },
    /// Every road that a line crosses, or that comes as near to it as half its width.
    Line {
        /// Its points in order, at least two.
        points: Vec<Position>,
        /// From edge to edge; zero for what is crossed only.
        width: Metres,
    },
    /// Every road that lies in an area, or crosses its border.
    Polygon {
        /// Its corners in order, at least three; the last is joined to the first.
        corners: Vec<Position>,
    },
}

/// What a closure does to a road.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum ClosureEffect {
    /// Nobody passes.
    Shut,
    /// It takes longer.
    Slow {
        /// The time in percent of the usual: 250 is two and a half times as long.
        percent: u32,
    },
}

/// A closure as somebody draws it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DrawnClosure {
    /// As people say it: 临江大道积水.
    pub name: String,
    /// Where.
    pub ground: Ground,
    /// For whom; every profile when empty.
    #[serde(default)]
    pub profiles: Vec<Profile>,
    /// What it does.
    pub effect: ClosureEffect,
    /// Why.
    pub reason: String,
    /// From when; at once when absent or past.
    #[serde(default)]
    pub from: Option<Timestamp>,
    /// Until when, that instant not included; until somebody ends it when absent.
    #[serde(default)]
    pub until: Option<Timestamp>,
}

/// A closure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Closure {
    /// Its number, `C-0007`.
    pub id: String,
    /// As people say it.
    pub name: String,
    /// Where.
    pub ground: Ground,
    /// For whom, each once, in order.
    pub profiles: Vec<Profile>,
    /// What it does.
    pub effect: ClosureEffect,
    /// Why.
    pub reason: String,
    /// From when.
    pub from: Timestamp,
    /// Until when, that instant not included; until somebody ends it when absent.
    pub until: Option<Timestamp>,
    /// Which account drew it.
    pub drawn_by: String,
    /// When it was drawn.
    pub drawn_at: Timestamp,
    /// The journal sequence that last changed what it does to travel times: ground, profiles, or effect.
    pub traffic: u64,
    /// Who ended it before its time, and why.
    pub ended: Option<ClosureEnded>,
    /// The journal sequence of the last change; an edit names the one it started from.
    pub version: u64,
}

/// How a closure came to an end before its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClosureEnded {
    /// When.
    pub at: Timestamp,
    /// Which account.
    pub by: String,
    /// Why, if that was said.
    pub reason: Option<String>,
}

/// How a closure stands at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum ClosureStanding {
    /// Its time has not come.
    Coming,
    /// It holds.
    InForce,
    /// Its time is over, or somebody ended it.
    Over,
}

impl Closure {
    /// How it stands at an instant.
    pub fn standing(&self, now: Timestamp) -> ClosureStanding {
        if self.ended.is_some() || self.until.is_some_and(|until| until <= now) {
            ClosureStanding::Over
        } else if self.from > now {
            ClosureStanding::Coming
        } else {
            ClosureStanding::InForce
        }
    }
}

/// What can be asked about closures.
#[derive(Debug, Clone)]
pub enum ClosureCommand {
    /// Draws one.
    Draw(DrawnClosure),
    /// Changes one that is not over.
    Change {
        /// Which.
        closure: String,
        /// The version the officer saw.
        version: u64,
        /// As it shall be.
        drawn: DrawnClosure,
    },
    /// Ends one before its time.
    End {
        /// Which.
        closure: String,
        /// Why, if that is to be said.
        reason: Option<String>,
    },
}
