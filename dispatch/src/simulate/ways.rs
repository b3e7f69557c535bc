//! What a simulation asks of the ways between places.

use super::Nanoseconds;
use crate::Profile;

/// How a unit drives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pace {
    /// To a call, and with what it carries from there.
    Urgent,
    /// Home to its base.
    Quiet,
}

/// From where to where, by what, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way<P> {
    /// How the unit travels.
    pub profile: Profile,
    /// Where it starts.
    pub from: P,
    /// Where it goes.
    pub to: P,
    /// How it drives.
    pub pace: Pace,
}

/// A model of travel: a table of times, or roads. Another table, or roads with closures, is another model; what a
/// simulation asks "what if" of is this, or the [`Scenario`](super::Scenario).
pub trait Ways {
    /// A place: one of a table, or a position.
    type Place: Copy + Ord;

    /// How long the way takes; nothing where there is none. From a place to itself it takes no time.
    fn drive(&self, way: Way<Self::Place>) -> Option<Nanoseconds>;

    /// How long the ways from each of some places to one take.
    fn drives_to(
        &self,
        profile: Profile,
        from: &[Self::Place],
        to: Self::Place,
        pace: Pace,
    ) -> Vec<Option<Nanoseconds>> {
        from.iter().map(|&from| self.drive(Way { profile, from, to, pace })).collect()
    }

    /// How long the ways from one place to each of some take.
    fn drives_from(
        &self,
        profile: Profile,
        from: Self::Place,
        to: &[Self::Place],
        pace: Pace,
    ) -> Vec<Option<Nanoseconds>> {
        to.iter().map(|&to| self.drive(Way { profile, from, to, pace })).collect()
    }

    /// Where a unit is that has been on the way for so long. Asked only of ways that there are, and before the end.
    fn place_after(&self, way: Way<Self::Place>, elapsed: Nanoseconds) -> Self::Place;

    /// Every place that [`Ways::place_after`] may name on the way, and perhaps more, or nothing where they cannot be
    /// listed. Lower bounds rest on it: they are valid without, and better with it.
    fn places_on(&self, way: Way<Self::Place>) -> Option<Vec<Self::Place>>;
}
