//! What the routes of the joint choice take and answer.

use crate::closures::forms::ClosuresView;
use crate::incidents::forms::{ReasonView, TravelBasis};
use dispatch::joint::{Origin, Tier};
use dispatch::{IncidentId, IncidentKindCode, TeamId, TeamKind};
use geo_core::Position;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use world::incidents::Severity;
use world::records::Coming;
use world::{Timestamp, VaultRef};

/// A team and an incident that an officer joins or parts by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ByHandPair {
    /// Who.
    pub team: TeamId,
    /// Where to, or where not to.
    pub incident: IncidentId,
}

/// What an officer asks of a joint choice.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct JointRequest {
    /// Teams that go there and nowhere else.
    #[serde(default)]
    pub pins: Vec<ByHandPair>,
    /// Teams that do not go there.
    #[serde(default)]
    pub exclusions: Vec<ByHandPair>,
}

/// A question why a team does not go to an incident.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct WhyNotRequest {
    /// Who.
    pub team: TeamId,
    /// Where to.
    pub incident: IncidentId,
    /// What was asked of the joint choice itself.
    #[serde(flatten)]
    pub asked: JointRequest,
}

/// Who goes where, for all open incidents and all teams of a scope at once: nothing is better, by the checker's proof.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct JointView {
    /// Where it is kept; name its id when sending the teams.
    pub proposal: VaultRef,
    /// When.
    pub at: Timestamp,
    /// From which state of the world.
    pub seq: u64,
    /// What the travel times rest on.
    pub basis: TravelBasis,
    /// The closures that the travel times were worked out under.
    #[serde(default)]
    pub closures: ClosuresView,
    /// The incidents, by priority and number.
    pub incidents: Vec<JointIncident>,
    /// Teams on their way that are called off or sent elsewhere.
    pub changes: Vec<JointChange>,
    /// What was made as small as possible, tier by tier from the highest down.
    pub objective: Vec<TierFigures>,
    /// How far the choice may be from the best, where crews that come together or teams that meet several needs make it
    /// hard; null where nothing is better.
    #[serde(default)]
    pub gap: Option<GapView>,
    /// Always true: a choice the checker rejects is never answered.
    pub checked: bool,
}

/// By how much a choice may be worse than the best.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GapView {
    /// Tier by tier, from the highest down; nothing in all of them when nothing is better.
    pub by: Vec<TierFigures>,
    /// How many relaxations were solved.
    pub relaxations: u32,
}

/// What one incident gets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct JointIncident {
    /// Its number.
    pub incident: IncidentId,
    /// What happened.
    pub kind: IncidentKindCode,
    /// How bad.
    pub severity: Severity,
    /// The address as taken down.
    pub address: Option<String>,
    /// Where it was.
    #[serde(default)]
    pub position: Option<Position>,
    /// Its needs that are not done with, in order, then teams sent beyond all needs.
    pub slots: Vec<JointSlot>,
}

/// One team's place at an incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct JointSlot {
    /// Kinds of team that will do; none for a team sent beyond all needs.
    pub suited: Vec<TeamKind>,
    /// The run card that asks for it.
    pub card: Option<String>,
    /// Who serves it; null when nobody can.
    pub team: Option<JointTeam>,
    /// Why nobody does, by code.
    pub unfilled: Option<ReasonView>,
    /// Whether all needs of the card that say so are met, or none.
    #[serde(default)]
    pub coming: Coming,
    /// Teams that would be sooner or cheaper here and serve elsewhere, the cheapest first.
    pub passed_over: Vec<ElsewhereView>,
}

/// A team that serves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct JointTeam {
    /// Its call sign.
    pub team: TeamId,
    /// As people say it.
    pub name: String,
    /// What it is.
    pub kind: TeamKind,
    /// Whether it is there, goes on, or is to be sent.
    #[schema(value_type = String)]
    pub origin: Origin,
    /// How long until it is there; 0 on scene.
    pub arrival_ms: u64,
}

/// A team that serves another incident instead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ElsewhereView {
    /// Its call sign.
    pub team: TeamId,
    /// As people say it.
    pub name: String,
    /// How long it would need here.
    pub arrival_ms: u64,
    /// The incident that has it; null if it stays free.
    pub serves: Option<IncidentId>,
}

/// A team that is called off, and what that does to the incident it leaves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct JointChange {
    /// Who.
    pub team: TeamId,
    /// As people say it.
    pub name: String,
    /// Which incident it leaves.
    pub leaves: IncidentId,
    /// Which it takes; null if it is free then; the same when it changes only its part there.
    pub takes: Option<IncidentId>,
    /// When it would have been there.
    pub would_arrive_ms: Option<u64>,
    /// Who comes instead.
    pub replacement: Option<TeamId>,
    /// How much later somebody comes; negative if sooner, null if nobody does.
    pub delay_ms: Option<i64>,
    /// How many needs of the incident it leaves were served before.
    pub filled_before: u32,
    /// How many are after.
    pub filled_after: u32,
}

/// The figures of one tier; also used for differences, which may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TierFigures {
    /// Which tier, 1 the highest.
    #[schema(value_type = u8)]
    pub tier: Tier,
    /// Pins that are not met.
    pub pins_unmet: i64,
    /// Needs that nobody serves.
    pub unfilled: i64,
    /// Arrivals, handicaps and prices added up.
    pub cost_ms: i64,
}

/// Why a team does not go to an incident.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum WhyNotView {
    /// It does.
    Chosen,
    /// It may not: without all of these, and no fewer, it might. One list for each need that bars it otherwise.
    Barred {
        /// What bars, by need.
        needs: Vec<Vec<ReasonView>>,
    },
    /// It might: everything together would be worse by this; by nothing, if it is as good.
    Worse {
        /// Tier by tier, from the highest down.
        by: Vec<TierFigures>,
    },
}
