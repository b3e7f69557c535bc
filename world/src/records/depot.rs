//! Depots of emergency supplies (the register; the ledger comes with the supplies room).

use geo_core::Position;
use serde::{Deserialize, Serialize};

/// 区、乡、村三级储备库.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum DepotTier {
    /// 区级.
    District,
    /// 乡镇(街道)级.
    Township,
    /// 村(社区)级.
    Village,
}

impl DepotTier {
    /// The identifier of the glossary: `"township"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::District => "district",
            Self::Township => "township",
            Self::Village => "village",
        }
    }
}

/// A depot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Depot {
    /// Unique among depots.
    pub code: String,
    /// As people say it.
    pub name: String,
    /// Its tier.
    pub tier: DepotTier,
    /// Where it is.
    pub position: Position,
    /// Street address.
    #[serde(default)]
    pub address: Option<String>,
    /// Who keeps the key; duty staff only.
    #[serde(default)]
    pub keeper: Option<String>,
    /// The keeper's work telephone.
    #[serde(default)]
    pub phone: Option<String>,
    /// The journal sequence of the last change; an edit names the one it started from.
    #[serde(default)]
    pub version: u64,
}
