//! Why nothing is better: potentials that anybody can add up.
//!
//! In each tier every slot and every unit has a potential, a tuple like the objective's. What is left of a pair's
//! cost when both are taken off is its reduced cost; that of a slot left unfilled is `(0, 1, 0)` less the slot's
//! potential, that of a unit left out is less the unit's. All these, compared tier by tier from the highest down,
//! are nothing or more for whatever is allowed, and exactly nothing for what was chosen. Whoever adds them up over
//! any other choice finds that its objective differs from this one's by a sum of such: it cannot be less.

use super::Tier;
use serde::{Deserialize, Serialize};
use std::ops::{Add, Neg, Sub};

/// A potential, compared in the order of the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Potential {
    /// In pins that are not met. A pair of a pinned unit has −1 of these.
    pub pins: i64,
    /// In slots without a unit.
    pub unfilled: i64,
    /// In weighted milliseconds.
    pub cost: i128,
}

impl Add for Potential {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            pins: self.pins + other.pins,
            unfilled: self.unfilled + other.unfilled,
            cost: self.cost + other.cost,
        }
    }
}

impl Neg for Potential {
    type Output = Self;
    fn neg(self) -> Self {
        Self { pins: -self.pins, unfilled: -self.unfilled, cost: -self.cost }
    }
}

impl Sub for Potential {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

/// The potentials of a tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TierPotentials {
    /// Which tier.
    pub tier: Tier,
    /// Of all slots of this and the higher tiers, by tier, incident, number. Those of lower tiers have none.
    pub slots: Vec<Potential>,
    /// Of all units, by call sign. None is above nothing.
    pub units: Vec<Potential>,
}

/// Potentials of all tiers from the highest down: a proof that needs no solver to be read.
///
/// Pairs on scene are settled and have no part in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Certificate(pub Vec<TierPotentials>);
