//! What the incident routes take and answer.

use super::handovers::HandoverNote;
use super::view::IncidentView;
use crate::closures::forms::ClosuresView;
use dispatch::choose::{Rung, Verdict};
use dispatch::{IncidentId, IncidentKindCode, Profile, TeamId, TeamKind};
use geo_core::Position;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use world::incidents::{Incident, Needed, Severity, SourceChannel, TaskState};
use world::{Timestamp, VaultRef};

/// Free text about a call and whom to ask back; kept in the vault, erased 30 days after closure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Narrative {
    /// What was said.
    pub text: String,
    /// How to reach who said it.
    #[serde(default)]
    pub contact: Option<String>,
}

/// A call as taken down.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct NewIncident {
    /// A code of the incident kind table.
    pub kind: IncidentKindCode,
    /// How bad.
    pub severity: Severity,
    /// Where.
    pub position: Position,
    /// Address as taken down, without names or numbers of people.
    #[serde(default)]
    pub address: Option<String>,
    /// How it came in.
    pub channel: SourceChannel,
    /// The other system's number: the same number from the same channel is the same call.
    #[serde(default)]
    pub external_no: Option<String>,
    /// Free text and contact.
    #[serde(default)]
    pub narrative: Option<Narrative>,
}

/// A correction; absent fields stay as they are.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct AmendIncident {
    /// The version the officer saw.
    pub version: u64,
    /// New kind.
    #[serde(default)]
    pub kind: Option<IncidentKindCode>,
    /// New severity.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// New place.
    #[serde(default)]
    pub position: Option<Position>,
    /// New address.
    #[serde(default)]
    pub address: Option<String>,
}

/// Which incidents to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum IncidentFilter {
    /// Those that go on.
    #[default]
    Open,
    /// Closed or merged ones.
    Closed,
    /// All.
    All,
}

/// The query of the incident list.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct IncidentListQuery {
    /// Which; those that go on when absent.
    #[serde(default)]
    pub state: IncidentFilter,
    /// At most this many, newest first; 1 to 1000, 200 when absent.
    #[serde(default)]
    pub limit: Option<usize>,
    /// Only those that the asker answers for.
    #[serde(default)]
    pub mine: bool,
    /// Only incidents numbered before this one: the next page.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub before: Option<IncidentId>,
}

/// One incident with what lies beside it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IncidentDetail {
    /// The incident.
    pub incident: IncidentView,
    /// Free text and contact, unless erased or none.
    pub narrative: Option<Narrative>,
    /// What teams wrote about their work, unless erased, in the order of the tasks.
    pub reports: Vec<TeamReport>,
    /// What it needs by the run cards, and who serves it.
    pub needs: Vec<Needed>,
    /// Open incidents near in place and time, which may be about the same thing.
    pub duplicates: Vec<Incident>,
    /// Its handovers from shift to shift, the latest first, for those who work on it.
    pub handovers: Vec<HandoverNote>,
}

/// What a team wrote about its work.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TeamReport {
    /// Which team.
    pub team: TeamId,
    /// The fencing number of its task.
    pub fence: u64,
    /// In its words.
    pub text: String,
}

/// A reason, as free text.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct BecauseOf {
    /// Why.
    pub reason: String,
}

/// How an incident was settled.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct CloseIncident {
    /// In words.
    pub outcome: String,
}

/// Which incident goes on.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct MergeIncident {
    /// That one.
    pub into: IncidentId,
}

/// What is asked of a proposal.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct ProposalRequest {
    /// At most this many ranked teams and as many ruled out; all when absent.
    #[serde(default)]
    pub limit: Option<usize>,
}

/// What the travel times of a proposal rest on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TravelBasis {
    /// A road network, by its version.
    Roads {
        /// The version.
        version: String,
    },
    /// No roads: straight lines with a detour factor.
    StraightLine,
}

/// How long a team needs until it is there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TravelView {
    /// The whole time: what is left of the turnout, the road, and on foot.
    pub total_ms: u64,
    /// What is left of the turnout.
    #[serde(default)]
    pub turnout_ms: u64,
    /// The time on the road.
    pub drive_ms: u64,
    /// The time between the positions and the road.
    pub walk_ms: u64,
    /// `roads` or `straight_line`.
    pub basis: String,
    /// What `total_ms` lies between, where the position is too old to be certain of it.
    #[serde(default)]
    pub between: Option<BetweenView>,
}

/// The earliest and the latest arrival of a team whose position is no longer certain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BetweenView {
    /// Not sooner.
    pub earliest_ms: u64,
    /// Not later.
    pub latest_ms: u64,
}

/// Why a team stands where it stands; worded by the locale files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReasonView {
    /// Stable code.
    pub code: String,
    /// What it means for the ranking.
    pub verdict: Verdict,
    /// The values it names; durations end in `_ms`, instants are RFC 3339.
    #[schema(value_type = std::collections::BTreeMap<String, Object>)]
    pub params: BTreeMap<String, serde_json::Value>,
}

/// One team in a proposal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CandidateView {
    /// Its call sign.
    pub team: TeamId,
    /// As people say it.
    pub name: String,
    /// What it is.
    pub kind: TeamKind,
    /// How it travels.
    pub profile: Profile,
    /// Its place, from 1; null when ruled out.
    pub rank: Option<u32>,
    /// How long it needs, where its place is known and there is a way.
    pub travel: Option<TravelView>,
    /// By how much closures delay it; null when nothing is closed, or there is no way.
    #[serde(default)]
    pub delay_ms: Option<u64>,
    /// What the ranking goes by: the whole time less the home handicap.
    pub cost_ms: Option<i64>,
    /// The age of its position.
    pub position_age_ms: Option<u64>,
    /// How near it belongs to the incident: the rung of the ladder it stands on.
    #[serde(default)]
    pub rung: Option<Rung>,
    /// Why.
    pub reasons: Vec<ReasonView>,
}

/// Rules that together rule out some teams: were all of them set aside, and no fewer, these could go.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WayOutView {
    /// Codes of the reasons.
    pub bars: Vec<String>,
    /// The teams, soonest first; the first few.
    pub teams: Vec<TeamId>,
    /// How many they are.
    pub count: usize,
    /// When the first could be there.
    pub arrival_ms: Option<u64>,
}

/// Ranked teams for one incident, with reasons, checked by an independent checker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProposalView {
    /// Where it is kept; name its id when confirming.
    pub proposal: VaultRef,
    /// For which incident.
    pub incident: IncidentId,
    /// When.
    pub at: Timestamp,
    /// From which state of the world.
    pub seq: u64,
    /// What the travel times rest on.
    pub basis: TravelBasis,
    /// The closures that the travel times were worked out under.
    #[serde(default)]
    pub closures: ClosuresView,
    /// Eligible teams, best first.
    pub ranked: Vec<CandidateView>,
    /// The others, nearest first, each with why not.
    pub ruled_out: Vec<CandidateView>,
    /// How many teams are eligible, those that are not listed included.
    #[serde(default)]
    pub eligible: usize,
    /// How many are ruled out, those that are not listed included.
    #[serde(default)]
    pub barred: usize,
    /// Where nobody may go: what stands in the way, and who could be called all the same. Empty where somebody may.
    #[serde(default)]
    pub ways_out: Vec<WayOutView>,
    /// Always true: a proposal the checker rejects is never answered.
    pub checked: bool,
}

/// Sends a team.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct AssignTeam {
    /// Which.
    pub team: TeamId,
    /// The id of the proposal the officer saw.
    #[serde(default)]
    pub proposal: Option<String>,
    /// Why a rule is overridden.
    #[serde(default)]
    pub override_reason: Option<String>,
}

/// Sends a bound team elsewhere.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ReassignTeam {
    /// To this incident.
    pub to: IncidentId,
    /// Why.
    pub reason: String,
    /// The id of the proposal the officer saw.
    #[serde(default)]
    pub proposal: Option<String>,
    /// Why a rule is overridden.
    #[serde(default)]
    pub override_reason: Option<String>,
}

/// Both ends of a reassignment.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Reassigned {
    /// Where the team was.
    pub from: IncidentView,
    /// Where it goes.
    pub to: IncidentView,
}

/// A team's progress, by hand or by its device.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct TaskReport {
    /// The fencing number of the task.
    pub fence: u64,
    /// The state reached.
    pub state: TaskState,
    /// Why, when the task is returned.
    #[serde(default)]
    pub reason: Option<String>,
    /// When it was tapped, by the device's clock.
    #[serde(default)]
    pub device_at: Option<Timestamp>,
    /// What the team writes about its work; kept in the vault, at most 500 characters, without numbers of people.
    #[serde(default)]
    pub report: Option<String>,
    /// Where the device was when it was tapped: proves an arrival.
    #[serde(default)]
    pub fix: Option<crate::whistles::forms::CheckInFix>,
}

/// Which team's way to show.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RouteQuery {
    /// Its call sign.
    #[param(value_type = String)]
    pub team: TeamId,
}

/// A team's way to an incident.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RouteView {
    /// The line, `[longitude, latitude]` each, from the team's place to the incident.
    pub geometry: Vec<[f64; 2]>,
    /// The whole time.
    pub total_ms: u64,
    /// The length on the road; the straight line where there are no roads.
    pub metres: f64,
    /// `roads` or `straight_line`.
    pub basis: String,
    /// The closures that it was worked out under.
    pub closures: ClosuresView,
    /// The streets in order.
    pub streets: Vec<StreetView>,
}

/// One stretch of a route.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StreetView {
    /// The street's name, where the map has one.
    pub name: Option<String>,
    /// Its length.
    pub metres: f64,
    /// The time on it.
    pub ms: u64,
}
