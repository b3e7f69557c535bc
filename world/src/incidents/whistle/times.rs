//! Kinds of whistles, and how long each gives departments to come.

use geo_core::Milliseconds;
use serde::{Deserialize, Serialize};

/// Why a whistle is blown: the three kinds of DOMAIN §2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum WhistleKind {
    /// 街道解决不了: the street cannot solve it alone.
    StreetCannotSolve,
    /// 综合执法: several departments enforce together.
    JointEnforcement,
    /// 应急处置: an emergency.
    Emergency,
}

/// How long departments have to come, by kind of whistle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WhistleTimes {
    /// When the street cannot solve it.
    pub street_cannot_solve: Milliseconds,
    /// When several enforce together.
    pub joint_enforcement: Milliseconds,
    /// In an emergency.
    pub emergency: Milliseconds,
}

impl Default for WhistleTimes {
    /// Half an hour in an emergency, as 平谷 has it; the others are recommended by us.
    fn default() -> Self {
        Self {
            street_cannot_solve: Milliseconds::from_minutes(120),
            joint_enforcement: Milliseconds::from_minutes(60),
            emergency: Milliseconds::from_minutes(30),
        }
    }
}

impl WhistleTimes {
    /// The time for a kind.
    pub const fn of(&self, kind: WhistleKind) -> Milliseconds {
        match kind {
            WhistleKind::StreetCannotSolve => self.street_cannot_solve,
            WhistleKind::JointEnforcement => self.joint_enforcement,
            WhistleKind::Emergency => self.emergency,
        }
    }
}
