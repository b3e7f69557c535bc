//! One box to find everything: coordinates, codes and pole numbers, names and addresses, pinyin.
//!
//! [`SearchIndex::build`] is a pure function of a world and may take seconds over a million places,
//! so whoever publishes builds it beside the service and hands it to
//! [`View::set_search`](crate::View::set_search). Until then, and for what changed since, a plain
//! scan answers.

mod coordinates;
mod document;
mod fold;
mod index;
mod matcher;
mod pinyin;
mod postings;
mod run;

pub use index::SearchIndex;

use crate::view::Cameras;
use geo_core::{AreaCode, Position};
use serde::Serialize;

/// What was found, in the order in which equal matches are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum FoundKind {
    /// The text is a pair of coordinates.
    Coordinates,
    /// An area of any level.
    Area,
    /// A team.
    Team,
    /// An incident.
    Incident,
    /// A depot.
    Depot,
    /// A sensing point.
    SensingPoint,
    /// A place.
    Place,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Found {
    /// What it is.
    pub kind: FoundKind,
    /// Its code; for coordinates the position as text.
    pub code: String,
    /// As people say it.
    pub label: String,
    /// What tells it from others of the same name: address, level, pole, kind.
    pub detail: Option<String>,
    /// Where it is; `None` for a team, which moves.
    pub position: Option<Position>,
    /// The areas it lies in, widest first.
    pub areas: Vec<AreaCode>,
}

/// A question.
#[derive(Debug, Clone)]
pub struct SearchQuery {
    /// As typed.
    pub text: String,
    /// Whether camera points may be found.
    pub cameras: Cameras,
    /// How many answers at most.
    pub limit: usize,
}
