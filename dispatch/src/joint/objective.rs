//! What is made as small as possible, in which order.

use super::problem::{JointProblem, NONE, TierSlots};
use super::{Bond, Tier};
use serde::{Deserialize, Serialize};
use std::ops::Sub;

/// What one tier gets, compared in the order of the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TierObjective {
    /// Which tier.
    pub tier: Tier,
    /// Units pinned to its incidents that do not go there.
    pub pins_unmet: u32,
    /// Slots without a unit.
    pub unfilled: u32,
    /// Weight × arrival and extra costs of its pairs, and the prices of its standing pairs given up, in weighted
    /// milliseconds. Pairs on scene cost nothing.
    pub cost: i128,
}

/// The tiers from the highest down; the first difference decides.
///
/// ```
/// use dispatch::joint::{Objective, Tier, TierObjective};
///
/// let tier = |tier, unfilled, cost| TierObjective { tier: Tier(tier), pins_unmet: 0, unfilled, cost };
/// let good_for_the_highest = Objective(vec![tier(1, 0, 90_000), tier(2, 4, 0)]);
/// let good_for_the_others = Objective(vec![tier(1, 0, 91_000), tier(2, 0, 500_000)]);
/// assert!(good_for_the_highest < good_for_the_others);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Objective(pub Vec<TierObjective>);

/// How much worse one tier fares; negative where it fares better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TierDifference {
    /// Which tier.
    pub tier: Tier,
    /// More pins that are not met.
    pub pins_unmet: i64,
    /// More slots without a unit.
    pub unfilled: i64,
    /// More weighted milliseconds.
    pub cost: i128,
}

/// By how much one objective is worse than another, tier by tier from the highest down.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Difference(pub Vec<TierDifference>);

impl Difference {
    /// Whether nothing differs.
    pub fn is_nothing(&self) -> bool {
        self.0.iter().all(|tier| (tier.pins_unmet, tier.unfilled, tier.cost) == (0, 0, 0))
    }
}

impl Sub for &Objective {
    type Output = Difference;

    /// Both must be of one situation: the tiers are taken in pairs.
    fn sub(self, other: Self) -> Difference {
        let pairs = self.0.iter().zip(&other.0);
        Difference(
            pairs
                .map(|(one, other)| TierDifference {
                    tier: one.tier,
                    pins_unmet: i64::from(one.pins_unmet) - i64::from(other.pins_unmet),
                    unfilled: i64::from(one.unfilled) - i64::from(other.unfilled),
                    cost: one.cost - other.cost,
                })
                .collect(),
        )
    }
}

impl JointProblem {
    /// The objective of giving each slot this unit or [`NONE`].
    pub(super) fn objective(&self, unit_of: &[u32]) -> Objective {
        let of_tier = |TierSlots { tier, slots, .. }: &TierSlots| {
            let pins_unmet = self.pins.get(tier).copied().unwrap_or(0);
            let mut sum = TierObjective { tier: *tier, pins_unmet, unfilled: 0, cost: 0 };
            for slot in slots.clone() {
                let unit = unit_of[slot as usize];
                if let Some((_, Bond::Underway { price })) =
                    self.ties.get(self.stands[slot as usize] as usize).and_then(|ties| ties.standing)
                {
                    sum.cost += i128::from(price.0);
                }
                if unit == NONE {
                    sum.unfilled += 1;
                    continue;
                }
                let pin = &self.ties[unit as usize].pin;
                sum.pins_unmet -= u32::from(pin.as_ref().is_some_and(|range| range.contains(&slot)));
                if !self.is_served(slot)
                    && let Some(candidate) = self.candidate(slot, unit)
                {
                    sum.cost += self.cost(slot, unit, candidate);
                }
            }
            sum
        };
        Objective(self.tiers.iter().map(of_tier).collect())
    }
}
