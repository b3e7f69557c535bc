//! What a proposal rests on.

use super::Around;
use crate::{IncidentId, Profile, TeamId, TeamKind};
use geo_core::{AreaCode, Milliseconds, Position};

/// The call that needs a team.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// Where it is.
    pub position: Position,
    /// The areas it lies in, widest first.
    pub areas: Vec<AreaCode>,
    /// The kinds of team that fit, from the incident kind table.
    pub suited: Vec<TeamKind>,
    /// What lies around it, for the ladder.
    pub around: Around,
}

/// Whether a unit is on duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// Now.
    On,
    /// Not now.
    Off {
        /// Time until its next shift begins, if one is planned.
        starts_in: Option<Milliseconds>,
    },
}

/// Whether a unit is bound by an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// By none.
    Free,
    /// By this one.
    Bound(IncidentId),
    /// By none, and an officer holds it for a moment.
    Held(Hold),
}

/// An officer's hold on a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Which account holds it.
    pub by: String,
    /// For which incident.
    pub incident: IncidentId,
    /// How long it still holds.
    pub left: Milliseconds,
    /// Whether whoever asks for a proposal holds it.
    pub whose: Whose,
}

/// Whose a hold is, as seen by whoever asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The asker's own: nothing stands in the way.
    Asker,
    /// Somebody else's: the unit is not to be had until it ends.
    Other,
}

/// Where a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whereabouts {
    /// It has reported itself, or the officer has placed it.
    Fix {
        /// Where.
        position: Position,
        /// How long ago.
        age: Milliseconds,
    },
    /// It does not report; taken to be at its post.
    Post {
        /// The post.
        position: Position,
    },
    /// Nobody knows.
    Unknown,
}

impl Whereabouts {
    /// The place to reckon from.
    pub const fn position(self) -> Option<Position> {
        match self {
            Self::Fix { position, .. } | Self::Post { position } => Some(position),
            Self::Unknown => None,
        }
    }
}

/// Why a unit is out of the draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Away {
    /// Taken out by hand.
    ByHand {
        /// Why, in the words of who did it.
        reason: String,
    },
    /// Called by a whistle and not let go.
    Called {
        /// Its number.
        whistle: String,
    },
}

/// A team as far as choosing needs to know it.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// Its call sign.
    pub team: TeamId,
    /// What it is.
    pub kind: TeamKind,
    /// How it travels.
    pub profile: Profile,
    /// The area it is bound to.
    pub home: Option<AreaCode>,
    /// That area and all that it lies in, widest first.
    pub above: Vec<AreaCode>,
    /// Whether it is on duty.
    pub duty: Duty,
    /// Whether an incident binds it.
    pub standing: Standing,
    /// Why it is out of the draw.
    pub unavailable: Option<Away>,
    /// Out of service for good.
    pub retired: bool,
    /// How long it still needs before it sets off; nothing for who is out already.
    pub turnout: Milliseconds,
    /// Where it is.
    pub whereabouts: Whereabouts,
}

impl Unit {
    /// The unit as `asker` sees it: a hold of this account is the asker's own.
    #[must_use]
    pub fn seen_by(mut self, asker: &str) -> Self {
        if let Standing::Held(hold) = &mut self.standing {
            hold.whose = if hold.by == asker { Whose::Asker } else { Whose::Other };
        }
        self
    }
}

/// Figures that steer the choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// How much later than another the home team may arrive and still go first.
    pub home_handicap: Milliseconds,
    /// A fix older than this says nothing any more.
    pub stale_after: Milliseconds,
}
