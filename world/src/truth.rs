//! Everything that is true: what a snapshot holds and the state hash covers. All of it was put
//! there by entries; whatever can be computed from it lies in [`crate::derived`].

use crate::incidents::{Handover, Hold, Incident, Whistle};
use crate::modes::Emergency;
use crate::plan::PlanBook;
use crate::records::{Area, Depot, Place, RunCard, SensingPoint, Shift, Team};
use crate::register::Register;
use crate::{Closure, Hash, Tables, Timestamp};
use dispatch::TeamId;
use geo_core::{AreaCode, Milliseconds, Shape};
use imbl::OrdMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How many requests are remembered at most, so that a retry finds its first answer.
pub const REQUESTS_KEPT: usize = 10_000;
/// How long a request is remembered at most.
pub const REQUESTS_KEPT_FOR: Milliseconds = Milliseconds::from_minutes(24 * 60);

/// The district's name and tables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct District {
    /// Six-digit division code, `{d}` of the addresses.
    pub code: AreaCode,
    /// As people say it.
    pub name: String,
    /// Code tables and policy.
    pub tables: Tables,
    /// The journal sequence of the last founding, or of the last change of the rules for plans.
    pub version: u64,
}

/// The road network in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roads {
    /// The attachment it was made from; also its version.
    pub input: Hash,
    /// Figures for people.
    pub summary: String,
    /// The journal sequence that put it in force.
    pub version: u64,
}

/// A request that was carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Request {
    pub at: Timestamp,
    pub account: String,
    pub id: String,
}

/// The number given last to an incident.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Numbering {
    /// Beijing date, `YYYYMMDD`.
    pub date: String,
    /// The serial given last on that date.
    pub serial: u64,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Truth {
    pub seq: u64,
    pub head: Hash,
    pub at: Timestamp,
    pub district: Option<Arc<District>>,
    pub areas: Register<Area>,
    pub outlines: OrdMap<AreaCode, Arc<Shape>>,
    pub roads: Option<Arc<Roads>>,
    pub teams: Register<Team>,
    pub shifts: Register<Shift>,
    pub depots: Register<Depot>,
    pub sensing_points: Register<SensingPoint>,
    pub places: Register<Place>,
    pub unavailable: OrdMap<TeamId, Arc<str>>,
    pub availability_changed: u64,
    pub incidents: Register<Incident>,
    pub requests: OrdMap<u64, Request>,
    pub numbering: Numbering,
    pub plan: PlanBook,
    pub run_cards: Register<RunCard>,
    pub closures: Register<Closure>,
    pub whistles: Register<Whistle>,
    pub holds: Register<Hold>,
    pub handovers: Register<Handover>,
    pub emergencies: Register<Emergency>,
}
