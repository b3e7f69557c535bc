//! 预案: run cards, what incidents of some kind need.

use crate::incidents::Severity;
use crate::modes::Mode;
use dispatch::{IncidentKindCode, TeamKind};
use geo_core::AreaCode;
use serde::{Deserialize, Serialize};

/// Whether units come one by one or as a crew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Coming {
    /// Each unit helps for itself.
    #[default]
    Apart,
    /// All needs of the card that say so are met, or none: a boat without its crew helps nobody.
    Together,
}

impl Coming {
    /// Whether each unit helps for itself.
    pub fn is_apart(&self) -> bool {
        *self == Self::Apart
    }
}

/// One: what a unit serves where nothing is said.
pub(crate) const fn one() -> u8 {
    1
}

/// So many units of kinds that will do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Need {
    /// Kinds of team that will do; any one of them.
    pub suited: Vec<TeamKind>,
    /// How many units.
    pub count: u8,
    /// Whether they come one by one.
    #[serde(default)]
    pub coming: Coming,
    /// Up to how many of the card's needs one unit may meet that meets one of these: a lorry counts for two.
    #[serde(default = "one")]
    pub serves: u8,
}

/// A run card. Cards add up: an incident needs what all cards say that hold for it. So a district writes what every
/// incident of a kind needs on one card, and on others what is added at higher levels of severity, or in some places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RunCard {
    /// Unique among run cards.
    pub code: String,
    /// As people say it.
    pub name: String,
    /// Kinds of incident it holds for; none for every kind.
    #[serde(default)]
    pub kinds: Vec<IncidentKindCode>,
    /// The least severity it holds for; it also holds for all worse ones.
    pub from: Severity,
    /// Areas it holds in, of any level; none for the whole district.
    #[serde(default)]
    pub areas: Vec<AreaCode>,
    /// What is needed.
    pub needs: Vec<Need>,
    /// The mode it holds in; in both when absent.
    #[serde(default)]
    pub mode: Option<Mode>,
    /// Whether the service itself may send the next team when the one that was sent does not accept in time.
    #[serde(default)]
    pub auto: bool,
    /// The journal sequence of the last change; an edit names the one it started from.
    #[serde(default)]
    pub version: u64,
}

impl RunCard {
    /// Whether it holds for an incident of this kind and severity in these areas, in this mode.
    pub fn holds(&self, kind: &IncidentKindCode, severity: Severity, areas: &[AreaCode], mode: Mode) -> bool {
        // The worst severity comes first.
        severity <= self.from
            && self.mode.is_none_or(|only| only == mode)
            && (self.kinds.is_empty() || self.kinds.contains(kind))
            && (self.areas.is_empty() || areas.iter().any(|area| self.areas.contains(area)))
    }
}
