//! Which pairs are open: what an officer, a standing assignment or the priority matrix bars.
//!
//! The rules of [`choose`](crate::choose) have spoken before: whom they bar is no candidate. What is judged here
//! can only be judged with all incidents in view.

use super::problem::JointProblem;
use super::{Bond, Candidate, SlotId, Target, Tier, Weight};
use crate::TeamId;
use crate::choose::Finding;
use serde::{Deserialize, Serialize};

/// Something that keeps a unit out of a slot. Each bars by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bar {
    /// A rule of eligibility.
    Rule(Finding),
    /// The unit is on scene elsewhere.
    OnScene {
        /// Where.
        slot: SlotId,
    },
    /// Another unit is on scene in this slot.
    Served {
        /// Who.
        unit: TeamId,
    },
    /// An officer has excluded the unit.
    Excluded,
    /// An officer has pinned the unit elsewhere.
    PinnedElsewhere {
        /// Where.
        target: Target,
    },
    /// The unit stands with an incident from which this one may not take it.
    NotToBeTaken {
        /// Where it stands.
        slot: SlotId,
        /// The tier of that slot.
        from: Tier,
    },
    /// The table of arrivals does not have the pair, and no rule says why.
    NotInTable,
}

impl JointProblem {
    /// Whether the pair of a candidate and a slot that nobody is on scene in is open.
    pub(super) fn admits(&self, slot: u32, unit: u32) -> bool {
        self.unbound[unit as usize] || self.standing_admits(slot, unit) && !self.by_hand_bars(slot, unit)
    }

    fn standing_admits(&self, slot: u32, unit: u32) -> bool {
        match self.ties[unit as usize].standing {
            None => true,
            Some((_, Bond::OnScene)) => false,
            Some((stands, Bond::Underway { .. })) => {
                self.incident_of(stands) == self.incident_of(slot)
                    || self.situation().preemption.may_take(self.tier_of(slot), self.tier_of(stands))
            }
        }
    }

    fn by_hand_bars(&self, slot: u32, unit: u32) -> bool {
        let ties = &self.ties[unit as usize];
        ties.excluded.iter().any(|range| range.contains(&slot))
            || ties.pin.as_ref().is_some_and(|range| !range.contains(&slot))
    }

    /// Whether a unit is on scene in the slot.
    pub(super) fn is_served(&self, slot: u32) -> bool {
        self.server(slot).is_some()
    }

    /// The unit on scene in the slot.
    pub(super) fn server(&self, slot: u32) -> Option<u32> {
        let unit = self.stands[slot as usize];
        let ties = self.ties.get(unit as usize)?;
        matches!(ties.standing, Some((_, Bond::OnScene))).then_some(unit)
    }

    /// Everything that keeps the unit out of the slot, given what the rules found. Nothing for an open pair, and
    /// for one that is settled.
    pub(super) fn bars(&self, slot: u32, unit: u32, findings: Vec<Finding>) -> Vec<Bar> {
        if self.server(slot) == Some(unit) {
            return Vec::new();
        }
        let mut bars: Vec<Bar> = findings.into_iter().map(Bar::Rule).collect();
        if bars.is_empty() && self.candidate(slot, unit).is_none() {
            bars.push(Bar::NotInTable);
        }
        let ties = &self.ties[unit as usize];
        if let Some(server) = self.server(slot) {
            bars.push(Bar::Served { unit: self.unit_id(server) });
        }
        match ties.standing {
            Some((stands, Bond::OnScene)) => bars.push(Bar::OnScene { slot: self.slot_id(stands) }),
            Some((stands, _)) if !self.standing_admits(slot, unit) => {
                bars.push(Bar::NotToBeTaken { slot: self.slot_id(stands), from: self.tier_of(stands) })
            }
            _ => {}
        }
        if ties.excluded.iter().any(|range| range.contains(&slot)) {
            bars.push(Bar::Excluded);
        }
        if ties.pin.as_ref().is_some_and(|range| !range.contains(&slot)) {
            let id = self.unit_id(unit);
            let pin = self.situation().pins.iter().find(|pin| pin.unit == id);
            bars.extend(pin.map(|pin| Bar::PinnedElsewhere { target: pin.target.clone() }));
        }
        bars
    }

    /// What the pair costs its tier, pins aside: weight × arrival, the extra cost, and, for the pair that stands,
    /// less the price that is saved by keeping it.
    pub(super) fn cost(&self, slot: u32, unit: u32, candidate: &Candidate) -> i128 {
        let plain = plain_cost(self.weight_of(slot), candidate);
        if self.unbound[unit as usize] { plain } else { plain - self.price_saved(slot, unit) }
    }

    /// The price of giving the pair up, if it stands.
    pub(super) fn price_saved(&self, slot: u32, unit: u32) -> i128 {
        match self.ties[unit as usize].standing {
            Some((stands, Bond::Underway { price })) if stands == slot => i128::from(price.0),
            _ => 0,
        }
    }
}

/// Weight × arrival and the extra cost.
pub(super) fn plain_cost(weight: Weight, candidate: &Candidate) -> i128 {
    i128::from(weight.0) * i128::from(candidate.arrival.0) + i128::from(candidate.extra.0)
}
