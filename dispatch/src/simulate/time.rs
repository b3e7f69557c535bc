//! Instants and spans of a simulated day.

use geo_core::Milliseconds;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Add, Sub};

/// Nanoseconds: a span, or an instant by the span since the run began.
///
/// The service reckons in [`Milliseconds`]. A recorded run gives times as fractions of a minute, and two units may
/// differ by less than a millisecond there; a nanosecond is finer than what such a fraction still holds after a month,
/// and sums of whole numbers do not depend on their order.
///
/// ```
/// use dispatch::simulate::Nanoseconds;
///
/// assert_eq!(Nanoseconds::MINUTE.times(0.5), Some(Nanoseconds(30_000_000_000)));
/// assert_eq!(Nanoseconds::MINUTE.times(-0.5), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Nanoseconds(pub u64);

impl Nanoseconds {
    /// No time, and the beginning of a run.
    pub const ZERO: Self = Self(0);
    /// A second.
    pub const SECOND: Self = Self(1_000_000_000);
    /// A minute.
    pub const MINUTE: Self = Self(60 * Self::SECOND.0);
    /// A hundred years: nothing longer is taken from a file or a caller.
    pub const LONGEST: Self = Self(100 * 365 * 24 * 60 * Self::MINUTE.0);

    /// So many of this span, to the nearest nanosecond; nothing for what is negative, no number, or longer than
    /// [`Nanoseconds::LONGEST`].
    pub fn times(self, count: f64) -> Option<Self> {
        let product = (count * self.0 as f64).round();
        // The comparison is false for what is no number.
        (count >= 0.0 && product <= Self::LONGEST.0 as f64).then_some(Self(product as u64))
    }

    /// In minutes, for people and for files that are written so.
    pub fn minutes(self) -> f64 {
        self.0 as f64 / Self::MINUTE.0 as f64
    }

    /// What is left when the other has passed; nothing left is zero.
    #[must_use]
    pub const fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl From<Milliseconds> for Nanoseconds {
    fn from(time: Milliseconds) -> Self {
        Self(time.0.saturating_mul(1_000_000))
    }
}

impl Add for Nanoseconds {
    type Output = Self;

    /// The end of time is 584 years away, and stays the end.
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Nanoseconds {
    type Output = Self;

    /// From a later instant back to an earlier one.
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl fmt::Display for Nanoseconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6} min", self.minutes())
    }
}
