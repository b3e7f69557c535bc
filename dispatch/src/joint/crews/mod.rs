//! Crews that must come together, and units that serve several slots.
//!
//! With these the choice is no assignment any more but an integer program, which no fast method solves in general. It
//! is solved by branch and bound. What is relaxed is exactly what makes it hard: a crew may be there in part, and a
//! unit that serves several slots may serve them at several incidents. The relaxation is an assignment, solved exactly
//! and in whole numbers by [`optimize`](super::optimize), so every bound is exact, tier by tier, and needs no
//! tolerance. Where its optimum breaks a crew or a unit apart, the search branches:
//!
//! - a **crew** is either not sent at all, or wanted whole: then each of its slots is worth more than any cost, which
//!   fills all of them wherever that takes nobody from a higher tier and no more slots from its own (a set of slots
//!   that can be filled at once is part of a largest such set). Where they cannot be filled so, the branch is given up:
//!   the same choice without the crews of this and the lower tiers is allowed, and better in a tier above;
//! - a **unit** that serves slots of two incidents either stays away from the less important one, or serves no other.
//!
//! The choice with the least bound is looked at first, so the first that breaks nothing is best. The number of
//! relaxations is limited ([`NodeBudget`], and a few for a first choice that breaks nothing), not the time: the answer is
//! the same on every machine. When the budget is spent, the best choice known is given with its **gap**: by how much it may be worse than the best, tier by tier.
//!
//! A crew of which somebody is on scene is begun: it is not undone, and those who are wanted yet come one by one.
//!
//! ```
//! use dispatch::joint::*;
//! use geo_core::Milliseconds;
//!
//! let slot = |minutes: &[(u32, u64)]| Slot {
//!     candidates: minutes
//!         .iter()
//!         .map(|&(unit, minutes)| Candidate {
//!             unit: UnitAt(unit),
//!             arrival: Milliseconds::from_minutes(minutes),
//!             extra: ExtraCost(0),
//!         })
//!         .collect(),
//! };
//! // A boat needs two, and there is one who can; the other could help elsewhere, in an hour.
//! let boat = OpenIncident {
//!     incident: "1".parse().unwrap(),
//!     tier: Tier(1),
//!     weight: Weight(1),
//!     slots: vec![slot(&[(0, 5)]), slot(&[])],
//! };
//! let other = OpenIncident { incident: "2".parse().unwrap(), slots: vec![slot(&[(0, 60)])], ..boat.clone() };
//! let units = vec!["一队".parse().unwrap()];
//! let situation = Situation { incidents: vec![boat, other], units, ..Situation::default() };
//! let both = |number| SlotId { incident: "1".parse().unwrap(), number };
//! let crews = Crews { together: vec![vec![both(0), both(1)]], ..Crews::default() };
//! let chosen = optimize_crews(&situation, &crews, NodeBudget(100)).unwrap();
//! assert_eq!(chosen.pairings()[0].slot.incident.as_str(), "2");
//! assert!(chosen.gap().is_nothing());
//! assert_eq!(check_crews(&situation, &crews, &chosen), []);
//! ```

mod expand;
mod search;

pub use search::optimize_crews;

use super::{Difference, Objective, Optimum, Pairing, Situation, SlotId, Unfilled};
use crate::TeamId;
use std::collections::BTreeMap;

/// What makes a situation more than an assignment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Crews {
    /// Slots that are filled all or none; those of a group belong to one incident, and no slot is in two.
    pub together: Vec<Vec<SlotId>>,
    /// As the how-manieth of its slots a unit may serve this one, at most; the first where nothing is said. So two slots
    /// of two are served by one unit, and so are one of one and one of two. All slots of a unit belong to one incident,
    /// and a unit that is pinned, or on scene, serves one.
    pub serves: BTreeMap<SlotId, u8>,
}

impl Crews {
    /// Whether the situation is an assignment all the same.
    pub fn are_none(&self) -> bool {
        self.together.iter().all(|group| group.len() < 2) && self.serves.values().all(|&slots| slots < 2)
    }
}

/// How many relaxations may be solved. One always is, and a few more that mend what it breaks apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeBudget(pub u32);

/// A choice that breaks no crew and no unit apart, and how good it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrewOptimum {
    /// What remains an assignment when all is decided that makes it none, with its optimum and certificate: units that
    /// serve several slots are several there, crews that are not sent have no candidates.
    pub settled: (Situation, Optimum),
    /// Whose name each further self of a unit stands for there.
    pub selves: BTreeMap<TeamId, TeamId>,
    /// What the choice is worth.
    pub objective: Objective,
    /// Nothing is better than this.
    pub bound: Objective,
    /// How many relaxations were solved.
    pub nodes: u32,
    /// Slots of crews that are not sent.
    pub stood_down: Vec<SlotId>,
    /// What each slot that was wanted above all saves there, so that it can be taken off again.
    pub(super) wanted: BTreeMap<SlotId, i64>,
}

impl CrewOptimum {
    /// By how much the choice may be worse than the best, tier by tier; nothing when it is the best.
    pub fn gap(&self) -> Difference {
        &self.objective - &self.bound
    }

    /// Who goes where, by tier, incident, number. A unit that serves several slots is named for each.
    pub fn pairings(&self) -> Vec<Pairing> {
        let told = |pairing: &Pairing| {
            let mut told = pairing.clone();
            told.cost += i128::from(self.wanted.get(&told.slot).copied().unwrap_or(0));
            told.unit = self.own_name(&told.unit);
            for other in &mut told.passed_over.cheapest {
                other.unit = self.own_name(&other.unit);
            }
            told
        };
        self.settled.1.pairings.iter().map(told).collect()
    }

    /// Slots without a unit, in the same order.
    pub fn unfilled(&self) -> &[Unfilled] {
        &self.settled.1.unfilled
    }

    /// As people call a unit.
    pub fn own_name(&self, unit: &TeamId) -> TeamId {
        self.selves.get(unit).unwrap_or(unit).clone()
    }
}
