//! Why a unit stands where it stands.

use crate::IncidentId;
use crate::roads::NoRoute;
use geo_core::{AreaCode, Milliseconds};
use serde::{Deserialize, Serialize};

/// What a rule found: a stable code with its values, worded by the locale files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", content = "params", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Finding {
    /// 联区包户: the liaison team bound to the finest area of the call.
    HomeTeam {
        /// That area.
        area: AreaCode,
    },
    /// The call lies in the area the unit is bound to.
    HomeArea {
        /// That area.
        area: AreaCode,
    },
    /// The kind of team fits the kind of incident.
    KindFits,
    /// The kind of team does not fit.
    KindUnsuited,
    /// On duty.
    OnDuty,
    /// Not on duty.
    OffDuty {
        /// Time until its next shift, if one is planned.
        starts_in: Option<Milliseconds>,
    },
    /// Not bound by any incident.
    Free,
    /// Bound by another incident.
    Busy {
        /// Which.
        incident: IncidentId,
    },
    /// Another officer holds it for a moment.
    Held {
        /// Which account.
        by: String,
        /// For which incident.
        incident: IncidentId,
        /// How long it still holds.
        left: Milliseconds,
    },
    /// Free, and held by whoever asks.
    HeldByAsker {
        /// For which incident.
        incident: IncidentId,
        /// How long it still holds.
        left: Milliseconds,
    },
    /// Taken out of the draw by hand.
    Unavailable {
        /// Why.
        reason: String,
    },
    /// A whistle has called it.
    Called {
        /// Its number.
        whistle: String,
    },
    /// Its position is fresh.
    PositionFresh {
        /// Its age.
        age: Milliseconds,
    },
    /// Its position is too old to reckon from.
    PositionStale {
        /// Its age.
        age: Milliseconds,
    },
    /// It does not report and is taken to be at its post.
    PositionAssumed,
    /// Nobody knows where it is.
    PositionUnknown,
    /// There is no way from it to the call.
    Unreachable {
        /// Why.
        why: NoRoute,
    },
    /// Out of service for good.
    Retired,
}

impl Finding {
    /// The stable code, by which a client words it.
    ///
    /// ```
    /// assert_eq!(dispatch::choose::Finding::KindFits.code(), "kind_fits");
    /// ```
    pub const fn code(&self) -> &'static str {
        match self {
            Self::HomeTeam { .. } => "home_team",
            Self::HomeArea { .. } => "home_area",
            Self::KindFits => "kind_fits",
            Self::KindUnsuited => "kind_unsuited",
            Self::OnDuty => "on_duty",
            Self::OffDuty { .. } => "off_duty",
            Self::Free => "free",
            Self::Busy { .. } => "busy",
            Self::Held { .. } => "held",
            Self::HeldByAsker { .. } => "held_by_asker",
            Self::Unavailable { .. } => "unavailable",
            Self::Called { .. } => "called",
            Self::PositionFresh { .. } => "position_fresh",
            Self::PositionStale { .. } => "position_stale",
            Self::PositionAssumed => "position_assumed",
            Self::PositionUnknown => "position_unknown",
            Self::Unreachable { .. } => "unreachable",
            Self::Retired => "retired",
        }
    }
}

/// What a finding means for the unit's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Verdict {
    /// Moves it forward in the ranking, or lets it in.
    For,
    /// Says something worth knowing that moves nothing.
    Neutral,
    /// Rules it out.
    Bars,
}

/// One finding and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Reason {
    /// What was found.
    #[serde(flatten)]
    pub finding: Finding,
    /// What it means.
    pub verdict: Verdict,
}

impl Finding {
    /// What it means for the unit that it was found of.
    pub const fn verdict(&self) -> Verdict {
        match self {
            Self::HomeTeam { .. }
            | Self::KindFits
            | Self::OnDuty
            | Self::Free
            | Self::HeldByAsker { .. }
            | Self::PositionFresh { .. } => Verdict::For,
            Self::HomeArea { .. } | Self::PositionAssumed => Verdict::Neutral,
            Self::KindUnsuited
            | Self::OffDuty { .. }
            | Self::Busy { .. }
            | Self::Held { .. }
            | Self::Unavailable { .. }
            | Self::Called { .. }
            | Self::PositionStale { .. }
            | Self::PositionUnknown
            | Self::Unreachable { .. }
            | Self::Retired => Verdict::Bars,
        }
    }

    /// Whether an officer who knows better may send the unit all the same, with a reason. A bound
    /// team must be reassigned instead, one that is held is waited for, and a retired one is not there.
    pub const fn may_be_overridden(&self) -> bool {
        !matches!(self, Self::Busy { .. } | Self::Held { .. } | Self::Retired)
    }
}

impl From<Finding> for Reason {
    fn from(finding: Finding) -> Self {
        let verdict = finding.verdict();
        Self { finding, verdict }
    }
}
