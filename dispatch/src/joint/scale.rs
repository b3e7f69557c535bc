//! The tuple of a tier as one number.
//!
//! Within a tier `(pins unmet, slots unfilled, cost)` is compared as `pins × P + unfilled × W + cost`. That is the
//! same order as long as no sum of costs reaches W and no sum of unfilled slots and costs reaches P. Every number
//! the search forms is a sum of costs along a way that visits a slot once at most, or the difference of a few such
//! sums; W and P leave room for eight of them, so a number can also be taken apart again, by [`Scale::potential`].
//!
//! One number for **all** tiers would need about 64 bits for each, and there are up to 256 tiers. That is why tiers
//! are solved one after another, each on what the potentials of the earlier leave open.

use super::Potential;
use super::Tier;
use super::problem::JointProblem;
use std::ops::Range;

/// The weights of a tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    /// W: what a slot left unfilled counts.
    pub unfilled: i128,
    /// P: what a pin that is met counts, saved.
    pub pin: i128,
    /// No number formed while the tier is solved is larger.
    pub largest: i128,
}

impl Scale {
    /// For the slots of one tier; nothing if its sums do not fit into 128 bits.
    pub fn of(problem: &JointProblem, tier: Tier, slots: Range<u32>) -> Option<Self> {
        let room = i128::from(slots.end - slots.start) + 1;
        let mut greatest = 1_i128;
        for slot in slots {
            let (mut arrival, mut extra) = (0, 0);
            for candidate in problem.candidates(slot) {
                arrival = arrival.max(candidate.arrival.0);
                extra = extra.max(candidate.extra.0.unsigned_abs());
            }
            let stands = problem.stands[slot as usize];
            let price = problem.ties.get(stands as usize).map_or(0, |_| problem.price_saved(slot, stands));
            let own = i128::from(problem.weight_of(slot).0) * i128::from(arrival) + i128::from(extra) + price;
            greatest = greatest.max(own);
        }
        let unfilled = greatest.checked_mul(room)?.checked_mul(16)?;
        let pinned = problem.pins.contains_key(&tier);
        let pin = if pinned { unfilled.checked_mul(room)?.checked_mul(16)? } else { 0 };
        let largest = unfilled.max(pin).checked_mul(8)?;
        Some(Self { unfilled, pin, largest })
    }

    /// The tuple that a number stands for.
    pub fn potential(&self, number: i128) -> Potential {
        let (pins, rest) = if self.pin == 0 { (0, number) } else { nearest(number, self.pin) };
        let (unfilled, cost) = nearest(rest, self.unfilled);
        // Both are counts of slots: the scale leaves room for no more.
        Potential { pins: pins as i64, unfilled: unfilled as i64, cost }
    }
}

/// The multiple of `unit` that is nearest, and what remains.
const fn nearest(number: i128, unit: i128) -> (i128, i128) {
    let times = (number + unit / 2).div_euclid(unit);
    (times, number - times * unit)
}

/// A whole number wide enough for the sums of a tier. Sixty-four bits are enough for nearly every tier, and half
/// the memory traffic.
pub(super) trait Whole:
    Copy + Ord + std::ops::Add<Output = Self> + std::ops::Sub<Output = Self> + std::ops::Neg<Output = Self>
{
    const ZERO: Self;
    /// Farther than any way.
    const FAR: Self;
    /// The number, which the scale has found to fit.
    fn of(number: i128) -> Self;
    fn wide(self) -> i128;
}

impl Whole for i64 {
    const ZERO: Self = 0;
    const FAR: Self = Self::MAX;
    fn of(number: i128) -> Self {
        number as Self
    }
    fn wide(self) -> i128 {
        i128::from(self)
    }
}

impl Whole for i128 {
    const ZERO: Self = 0;
    const FAR: Self = Self::MAX;
    fn of(number: i128) -> Self {
        number
    }
    fn wide(self) -> i128 {
        self
    }
}
