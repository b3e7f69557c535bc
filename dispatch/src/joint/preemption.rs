//! Which tier may take a unit that stands with which.

use super::Tier;

/// The priority matrix: for every tier, from which tiers it may take units that are on their way. Diagonal entries
/// say whether incidents of one tier may take units from each other. A unit may always change between slots of its
/// own incident, and may always be sent home; units on scene are never taken.
///
/// ```
/// use dispatch::joint::{Preemption, Tier};
///
/// let matrix = Preemption::by_higher_tiers().allow(Tier(2), Tier(2));
/// assert!(matrix.may_take(Tier(1), Tier(3)) && matrix.may_take(Tier(2), Tier(2)));
/// assert!(!matrix.may_take(Tier(3), Tier(1)) && !matrix.may_take(Tier(1), Tier(1)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preemption {
    /// A bit for each tier that may be taken from, in a row for each that takes.
    rows: Vec<[u64; 4]>,
}

impl Preemption {
    /// Nobody takes from anybody.
    pub fn never() -> Self {
        Self { rows: vec![[0; 4]; 256] }
    }

    /// Every tier may take from all lower ones.
    pub fn by_higher_tiers() -> Self {
        let pairs = (0..=u8::MAX).flat_map(|taker| (taker..=u8::MAX).skip(1).map(move |from| (taker, from)));
        pairs.fold(Self::never(), |matrix, (taker, from)| matrix.allow(Tier(taker), Tier(from)))
    }

    /// The same matrix, where `taker` may take from `from`.
    #[must_use]
    pub fn allow(mut self, taker: Tier, from: Tier) -> Self {
        self.rows[usize::from(taker.0)][usize::from(from.0 / 64)] |= 1 << (from.0 % 64);
        self
    }

    /// Whether an incident of tier `taker` may have a unit that stands with one of tier `from`.
    pub fn may_take(&self, taker: Tier, from: Tier) -> bool {
        self.rows[usize::from(taker.0)][usize::from(from.0 / 64)] >> (from.0 % 64) & 1 == 1
    }
}

impl Default for Preemption {
    fn default() -> Self {
        Self::never()
    }
}
