//! What the live feed tells.

use crate::closures::forms::ArrivalView;
use crate::incidents::view::IncidentView;
use crate::plan::forms::DraftView;
use crate::registers::forms::{FixSource, TeamView};
use crate::whistles::forms::WhistleView;
use dispatch::TeamId;
use geo_core::Position;
use serde::Serialize;
use utoipa::ToSchema;
use world::records::{Area, Depot, Place, SensingPoint, Shift};
use world::{Closure, ClosureStanding, Timestamp};

/// `event: hello`, first on every connection.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Hello {
    /// The journal sequence from which changes follow.
    pub seq: u64,
    /// The server's clock.
    pub now: Timestamp,
    /// The server's version.
    pub version: String,
}

/// `event: change`, with the journal sequence as id.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Change {
    /// The journal sequence.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Which account.
    pub by: String,
    /// What became different, within the subscriber's scope, as it is now.
    pub changes: Vec<LiveChange>,
}

/// One thing that became different.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LiveChange {
    /// An incident.
    Incident {
        /// As it is now.
        value: Box<IncidentView>,
    },
    /// A team's record or status.
    Team {
        /// As it is now.
        value: Box<TeamView>,
    },
    /// A shift.
    Shift {
        /// As it is now.
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<Shift>,
        /// Or the code of the one taken out.
        #[serde(skip_serializing_if = "Option::is_none")]
        removed: Option<String>,
    },
    /// A depot.
    Depot {
        /// As it is now.
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<Depot>,
        /// Or the code of the one taken out.
        #[serde(skip_serializing_if = "Option::is_none")]
        removed: Option<String>,
    },
    /// A place.
    Place {
        /// As it is now.
        value: Box<Place>,
    },
    /// A sensing point that is not a camera.
    SensingPoint {
        /// As it is now.
        value: Box<SensingPoint>,
    },
    /// An area's names or staff.
    Area {
        /// As it is now.
        value: Box<Area>,
    },
    /// Something is no longer within the subscriber's scope.
    Gone {
        /// `incidents`, `teams`, `sensing_points` or `places`.
        register: String,
        /// Its code there.
        code: String,
    },
    /// A whole register was replaced: reload its list.
    Register {
        /// `areas`, `teams`, `shifts`, `depots`, `sensing_points`, `places`, `run_cards`, `roads` or `district`.
        register: String,
    },
    /// A closure was drawn, changed or ended, or its time began or is over.
    Closure {
        /// As it is now.
        value: Box<Closure>,
        /// How it stands now.
        standing: ClosureStanding,
    },
    /// A whistle was blown, or somebody checked in, was let go, or is overdue, or it ended.
    Whistle {
        /// As it is now.
        value: Box<WhistleView>,
    },
    /// A team on its way will arrive at another time, because other closures are in force.
    Arrival {
        /// What can be said now.
        value: Box<ArrivalView>,
    },
    /// Somebody drew in a draft of a plan, or began one.
    Draft {
        /// As it is now, thrown away perhaps.
        value: Box<DraftView>,
    },
    /// A map layer has a new version.
    Layer {
        /// `areas`, `roads`, `points`, `places` or `buildings`.
        layer: String,
        /// The version to ask tiles of.
        version: String,
    },
}

/// `event: positions`, without id: all latest once on connecting, then what moved.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Positions {
    /// The fixes.
    pub fixes: Vec<TeamFix>,
}

/// Where one team is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TeamFix {
    /// Its call sign.
    pub team: TeamId,
    /// Where.
    pub position: Position,
    /// When the fix was taken.
    pub at: Timestamp,
    /// Degrees clockwise from north.
    pub heading: Option<f64>,
    /// Metres per second.
    pub speed: Option<f64>,
    /// Who says so.
    pub source: FixSource,
}

/// `event: reset`: the client is too far behind; reload lists, then go on from `seq`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Reset {
    /// The present journal sequence.
    pub seq: u64,
    /// Why.
    pub reason: String,
}
