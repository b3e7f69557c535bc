//! The answer: who goes where, who does not, what changes, and why it is best.

use super::{Certificate, Objective, Price, SlotId};
use crate::{IncidentId, TeamId};
use geo_core::Milliseconds;
use serde::{Deserialize, Serialize};

/// The one best choice for a situation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Optimum {
    /// Who goes where, by tier, incident, number.
    pub pairings: Vec<Pairing>,
    /// Slots without a unit, in the same order.
    pub unfilled: Vec<Unfilled>,
    /// What becomes of standing pairs that are given up, in the order of their slots.
    pub changes: Vec<Change>,
    /// What was made as small as possible.
    pub objective: Objective,
    /// The proof.
    pub certificate: Certificate,
}

/// How a pair came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The unit is there.
    OnScene,
    /// It was on its way there, and goes on.
    Kept,
    /// It is to be sent.
    New,
}

/// A unit and its slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pairing {
    /// Where.
    pub slot: SlotId,
    /// Who.
    pub unit: TeamId,
    /// How it came about.
    pub origin: Origin,
    /// How long until it is there; nothing for a unit on scene.
    pub arrival: Milliseconds,
    /// What the pair costs its tier, in weighted milliseconds: weight × arrival and the extra cost.
    pub cost: i128,
    /// Open units that would have cost this slot less.
    pub passed_over: PassedOver,
}

/// Open units that a slot does not have.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PassedOver {
    /// How many there are.
    pub count: u32,
    /// The cheapest of them for this slot, [`PassedOver::SHOWN`] at most.
    pub cheapest: Vec<Elsewhere>,
}

impl PassedOver {
    /// How many are named.
    pub const SHOWN: usize = 3;
}

/// A unit that a slot could have, and has not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elsewhere {
    /// Who.
    pub unit: TeamId,
    /// How long it would need to the slot that does not get it.
    pub arrival: Milliseconds,
    /// What it would cost there, in weighted milliseconds.
    pub cost: i128,
    /// The slot that has it. Nothing if it stays free, because the slot's own unit is pinned, or is on its way
    /// already and calling it off would cost more than it saves.
    pub serves: Option<SlotId>,
}

/// A slot without a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unfilled {
    /// Which.
    pub slot: SlotId,
    /// Why.
    pub why: WhyUnfilled,
}

/// Why a slot has no unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyUnfilled {
    /// The rules let no unit in.
    NobodyEligible,
    /// The rules let some in, and each is barred by what only all incidents together show.
    AllBarred {
        /// Units on scene elsewhere.
        on_scene: u32,
        /// Units that stand with incidents from which this one may not take them.
        not_to_be_taken: u32,
        /// Units excluded, or pinned elsewhere, by hand.
        by_hand: u32,
    },
    /// Every open unit serves a slot that comes first or that it suits better.
    AllServeOthers(PassedOver),
}

/// A standing pair that is given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Who leaves.
    pub unit: TeamId,
    /// Which slot.
    pub leaves: SlotId,
    /// For which; nothing if it is sent home.
    pub takes: Option<SlotId>,
    /// What was paid for it.
    pub price: Price,
    /// What it does to the incident that is left.
    pub harm: Harm,
}

impl Change {
    /// Whether another incident takes the unit.
    pub fn is_preemption(&self) -> bool {
        self.takes.as_ref().is_some_and(|takes| takes.incident != self.leaves.incident)
    }
}

/// What losing a unit does to an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Harm {
    /// Whose slots these are.
    pub incident: IncidentId,
    /// How long the unit would still have needed; nothing if the table no longer has the pair, so that it could
    /// not have gone on.
    pub would_arrive: Option<Milliseconds>,
    /// Who comes instead, and when.
    pub replacement: Option<Replacement>,
    /// How many slots of the incident stand filled now.
    pub filled_before: u32,
    /// How many will be.
    pub filled_after: u32,
}

impl Harm {
    /// How much later somebody arrives in the slot, in milliseconds; negative if sooner, nothing if nobody comes,
    /// or if nobody would have.
    pub fn delay(&self) -> Option<i128> {
        let (before, after) = (self.would_arrive?, self.replacement.as_ref()?.arrival);
        Some(i128::from(after.0) - i128::from(before.0))
    }
}

/// A unit that comes instead of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    /// Who.
    pub unit: TeamId,
    /// How long until it is there.
    pub arrival: Milliseconds,
}
