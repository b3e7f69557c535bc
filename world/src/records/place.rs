//! Places: buildings with household totals, schools, hospitals, governance centres, shelters.

use geo_core::{Position, Shape};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A place with a name or an address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Place {
    /// Unique among places.
    pub code: String,
    /// As people say it.
    pub name: String,
    /// A code of the place kind table: `building`, `school`, `hospital`, `governance_centre`, …
    pub kind: String,
    /// Street address.
    #[serde(default)]
    pub address: Option<String>,
    /// Where its door is.
    pub position: Position,
    /// The footprint of a building.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<Object>))]
    pub outline: Option<Arc<Shape>>,
    /// Households in it, a total; nothing is known about any of them.
    #[serde(default)]
    pub households: Option<u32>,
    /// The journal sequence of the last change; an edit names the one it started from.
    #[serde(default)]
    pub version: u64,
}
