//! What a joint optimum rests on.

use super::Preemption;
use crate::{IncidentId, TeamId};
use geo_core::Milliseconds;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A tier of priority. 1 is served before 2: nothing a lower tier wants makes a higher one worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tier(pub u8);

/// What a millisecond of waiting counts for an incident, beside others of its tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weight(pub u32);

/// A cost of a pair beside its arrival, in weighted milliseconds: a home team's handicap is negative, a detour
/// that somebody must be paid for positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ExtraCost(pub i64);

/// What giving up a standing pair costs, in weighted milliseconds of the tier of the incident that is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Price(pub u64);

/// A unit by its place in [`Situation::units`], from 0. Tables of travel times are millions of entries long, too
/// many to spell call signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitAt(pub u32);

/// One need of an incident: the slots of a run card are numbered from 0 in the order in which it lists them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SlotId {
    /// Whose need.
    pub incident: IncidentId,
    /// Which of its needs.
    pub number: u16,
}

impl fmt::Display for SlotId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.incident, self.number)
    }
}

/// A unit that the rules let into a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub unit: UnitAt,
    /// How long until it is there.
    pub arrival: Milliseconds,
    /// What else sending it costs.
    pub extra: ExtraCost,
}

/// One unit's place at an incident.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Slot {
    /// Every unit that the rules let in, in any order; whoever is not named is barred.
    pub candidates: Vec<Candidate>,
}

/// An incident that has needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenIncident {
    /// Its number.
    pub incident: IncidentId,
    /// Its priority.
    pub tier: Tier,
    /// What its waiting counts.
    pub weight: Weight,
    /// What it needs, a slot for each unit.
    pub slots: Vec<Slot>,
}

/// How firmly a unit stands with a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bond {
    /// It is there, and stays: neither it nor the slot is in question.
    OnScene,
    /// It is on its way, and may be called off at a price.
    Underway {
        /// The price.
        price: Price,
    },
}

/// A unit and the slot that it is assigned to now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingPair {
    /// Who.
    pub unit: TeamId,
    /// Where.
    pub slot: SlotId,
    /// How firmly.
    pub bond: Bond,
}

/// Where an officer points: at an incident, whichever of its slots, or at one slot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Any slot of it.
    Incident(IncidentId),
    /// This one.
    Slot(SlotId),
}

impl Target {
    /// The incident pointed at, or that of the slot pointed at.
    pub const fn incident(&self) -> &IncidentId {
        match self {
            Self::Incident(incident) => incident,
            Self::Slot(slot) => &slot.incident,
        }
    }
}

/// A unit and a target that an officer has joined or parted by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByHand {
    /// Who.
    pub unit: TeamId,
    /// Where to, or where not to.
    pub target: Target,
}

/// All open incidents and all units at one moment, in any order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Situation {
    /// What is open.
    pub incidents: Vec<OpenIncident>,
    /// Who there is.
    pub units: Vec<TeamId>,
    /// Who is assigned to what now.
    pub standing: Vec<StandingPair>,
    /// Units that go to their target and nowhere else. A unit has one pin at most. A pin is kept where any can be:
    /// it gives way only to units on scene, to an exclusion, to the rules of [`Preemption`], to a table without the
    /// pair, and to other pins on the same slots.
    pub pins: Vec<ByHand>,
    /// Units that do not go to their target.
    pub exclusions: Vec<ByHand>,
    /// Which tier may take units from which.
    pub preemption: Preemption,
}
