//! Why a situation cannot be solved as it was given.

use super::{SlotId, Tier, UnitAt};
use crate::{IncidentId, TeamId};

/// What is contradictory in a situation, or asked about something that is not in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JointError {
    /// Two units have one call sign.
    #[error("the unit {unit} is given twice; name each unit once")]
    UnitTwice {
        /// The call sign.
        unit: TeamId,
    },
    /// Two incidents have one number.
    #[error("the incident {incident} is given twice; name each incident once")]
    IncidentTwice {
        /// The number.
        incident: IncidentId,
    },
    /// More than can be numbered.
    #[error("there are {count} {what}, and {limit} can be numbered; solve fewer at once")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many were given.
        count: usize,
        /// How many there may be.
        limit: usize,
    },
    /// A candidate that is no unit.
    #[error("a candidate of {slot} is unit {}, and only {units} units are given", .unit.0)]
    CandidateUnknown {
        /// Where it stands.
        slot: SlotId,
        /// Its place in the list of units.
        unit: UnitAt,
        /// How long that list is.
        units: usize,
    },
    /// One unit stands twice in the list of a slot.
    #[error("the unit {unit} is a candidate of {slot} twice; give one arrival for each pair")]
    CandidateTwice {
        /// Where.
        slot: SlotId,
        /// Who.
        unit: TeamId,
    },
    /// A pair, a pin, an exclusion or a question names a unit that is not given.
    #[error("the unit {unit} is not among those given; add it or drop what names it")]
    UnitUnknown {
        /// Who.
        unit: TeamId,
    },
    /// A pin, an exclusion or a question names an incident that is not given.
    #[error("the incident {incident} is not among those given; add it or drop what names it")]
    IncidentUnknown {
        /// Which.
        incident: IncidentId,
    },
    /// A pair, a pin, an exclusion or a question names a slot that its incident does not have.
    #[error("there is no slot {slot}; add it or drop what names it")]
    SlotUnknown {
        /// Which.
        slot: SlotId,
    },
    /// A unit is assigned twice.
    #[error("the unit {unit} stands with two slots; a unit has one assignment")]
    StandsTwice {
        /// Who.
        unit: TeamId,
    },
    /// A slot is filled twice.
    #[error("two units stand with {slot}; a slot has one unit")]
    SlotStandsTwice {
        /// Which.
        slot: SlotId,
    },
    /// A unit is sent to two targets by hand.
    #[error("the unit {unit} is pinned twice; take one pin away")]
    PinnedTwice {
        /// Who.
        unit: TeamId,
    },
    /// Exact sums would not fit into 128 bits.
    #[error("the costs of tier {} are too large to be added up exactly; use smaller weights or prices", .tier.0)]
    CostsTooLarge {
        /// Where.
        tier: Tier,
    },
}

impl JointError {
    /// The stable code, by which a client words it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnitTwice { .. } => "joint_unit_twice",
            Self::IncidentTwice { .. } => "joint_incident_twice",
            Self::TooMany { .. } => "joint_too_many",
            Self::CandidateUnknown { .. } => "joint_candidate_unknown",
            Self::CandidateTwice { .. } => "joint_candidate_twice",
            Self::UnitUnknown { .. } => "joint_unit_unknown",
            Self::IncidentUnknown { .. } => "joint_incident_unknown",
            Self::SlotUnknown { .. } => "joint_slot_unknown",
            Self::StandsTwice { .. } => "joint_stands_twice",
            Self::SlotStandsTwice { .. } => "joint_slot_stands_twice",
            Self::PinnedTwice { .. } => "joint_pinned_twice",
            Self::CostsTooLarge { .. } => "joint_costs_too_large",
        }
    }
}
