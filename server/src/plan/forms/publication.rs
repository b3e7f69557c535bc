//! What publishing would do, and doing it.

use super::area::IssueView;
use crate::http::ProblemDocument;
use geo_core::AreaCode;
use geo_core::territory::StateHash;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use world::{Lineage, Timestamp};

/// When it shall be in force.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicationQuery {
    /// From when; now without.
    pub effective_from: Option<String>,
}

/// What publishing would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicationView {
    /// What blocks.
    pub blocking: Vec<IssueView>,
    /// What does not.
    pub warnings: Vec<IssueView>,
    /// What the rules of publishing say when they would refuse.
    pub refused: Option<ProblemDocument>,
    /// How many areas are new.
    pub created: usize,
    /// How many end.
    pub retired: usize,
    /// How many change.
    pub changed: usize,
    /// Where new areas come from.
    pub lineage: Vec<Lineage>,
    /// Who follows whom.
    pub handover: Handover,
}

/// Who follows whom when a plan takes force.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Handover {
    /// Open incidents that will lie in another finest area.
    pub incidents: Vec<Handed>,
    /// Teams that will have another home.
    pub teams: Vec<Handed>,
    /// Depots that will lie in another finest area.
    pub depots: Vec<Handed>,
}

/// One that follows.
#[derive(Debug, Serialize, ToSchema)]
pub struct Handed {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The area it is in.
    pub from: Option<AreaCode>,
    /// The area it will be in.
    pub to: Option<AreaCode>,
}

/// Publishes.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PublishForm {
    /// The hash of the map that was looked at.
    #[schema(value_type = String)]
    pub hash: StateHash,
    /// From when; now without.
    #[serde(default)]
    pub effective_from: Option<Timestamp>,
    /// What there is to say.
    #[serde(default)]
    pub note: Option<String>,
}
