//! Code tables and policy of a district: data, adopted by an event, so that history keeps the
//! tables it was made under.

use crate::PlanRules;
use crate::incidents::{Severity, WhistleTimes};
use dispatch::{IncidentKindCode, TeamKind};
use geo_core::{Metres, Milliseconds};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A kind of incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct IncidentKind {
    /// Its code.
    pub code: IncidentKindCode,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// Team kinds that may be sent.
    pub suited: Vec<TeamKind>,
    /// The severity a form starts with.
    pub severity: Severity,
}

/// A kind of place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PlaceKind {
    /// Its code.
    pub code: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
}

/// Figures that steer proposals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Policy {
    /// The home team goes first unless another would arrive earlier by more than this.
    pub home_handicap: Milliseconds,
    /// A position older than this is stale: the team is ruled out.
    pub stale_after: Milliseconds,
    /// A fix this near to the incident counts as arrival.
    pub arrival_radius: Metres,
    /// Two calls nearer than this and within `duplicate_window` may be about one thing.
    pub duplicate_radius: Metres,
    /// See `duplicate_radius`.
    pub duplicate_window: Milliseconds,
    /// A team on its way is called off for another choice only if that is better by more than this.
    #[serde(default = "default_switching")]
    pub switching: Milliseconds,
    /// The priority matrix: for each severity, from incidents of which others a joint choice may take teams that are on
    /// their way. Nobody takes from anybody where it is empty.
    #[serde(default)]
    pub preemption: BTreeMap<Severity, BTreeSet<Severity>>,
    /// How long departments have to come when a whistle calls them.
    #[serde(default)]
    pub whistle: WhistleTimes,
    /// How fast things should go.
    #[serde(default)]
    pub pace: crate::incidents::Pace,
}

/// For tables written before there was a figure.
const fn default_switching() -> Milliseconds {
    Milliseconds::from_minutes(3)
}

/// Everything adopted when a district is founded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Tables {
    /// Kinds of incidents.
    pub incident_kinds: Vec<IncidentKind>,
    /// Kinds of places.
    pub place_kinds: Vec<PlaceKind>,
    /// Figures.
    pub policy: Policy,
    /// How plans should be.
    #[serde(default)]
    pub plan: PlanRules,
}
