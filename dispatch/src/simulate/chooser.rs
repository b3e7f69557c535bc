//! Who goes: the rule of a run.

use super::{Call, Limits, Pace, Unit, Way, Ways};

/// A unit that may be sent, and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Free<'a, P> {
    /// Who.
    pub unit: &'a Unit<P>,
    /// Where it is at this instant.
    pub place: P,
}

/// A unit sent to a call, both by their places in the lists that the chooser was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sending {
    /// The call.
    pub call: usize,
    /// The unit.
    pub unit: usize,
}

/// Chooses units for calls. It is asked at every instant at which something has changed while calls wait and units
/// are free, and holds nothing between.
///
/// [`NearestFirst`] is the plainest; [`ByProposal`](super::ByProposal) asks the service's own
/// [`propose`](crate::choose::propose).
pub trait Chooser<P> {
    /// Who is sent now. The calls are given by the time for which they have waited, the longest first, the units by
    /// call sign; each may be named once.
    fn choose(&self, waiting: &[&Call<P>], free: &[Free<'_, P>]) -> Vec<Sending>;
}

/// First come, first served: each call in turn takes the unit that is there first, of equals the first by call sign.
/// A call that nobody can reach keeps nobody from the others.
#[derive(Debug)]
pub struct NearestFirst<'a, W>(pub &'a W);

impl<W: Ways> Chooser<W::Place> for NearestFirst<'_, W> {
    fn choose(&self, waiting: &[&Call<W::Place>], free: &[Free<'_, W::Place>]) -> Vec<Sending> {
        nearest_first(self.0, waiting, free, |_, _| true)
    }
}

/// As [`NearestFirst`], of the units that suit the call.
#[derive(Debug)]
pub struct NearestSuited<'a, W>(pub &'a W, pub &'a Limits);

impl<W: Ways> Chooser<W::Place> for NearestSuited<'_, W> {
    fn choose(&self, waiting: &[&Call<W::Place>], free: &[Free<'_, W::Place>]) -> Vec<Sending> {
        nearest_first(self.0, waiting, free, |call, unit| self.1.suits(&unit.team, &call.incident))
    }
}

fn nearest_first<W: Ways>(
    ways: &W,
    waiting: &[&Call<W::Place>],
    free: &[Free<'_, W::Place>],
    suits: impl Fn(&Call<W::Place>, &Unit<W::Place>) -> bool,
) -> Vec<Sending> {
    first_come_first_served(waiting, free.len(), |call, open| {
        let drive = |&unit: &usize| {
            let Free { unit: Unit { profile, .. }, place: from } = free[unit];
            let way = Way { profile: *profile, from, to: call.place, pace: Pace::Urgent };
            Some((ways.drive(way)?, &free[unit].unit.team, unit))
        };
        let suited = open.iter().filter(|&&unit| suits(call, free[unit].unit));
        suited.filter_map(drive).min().map(|(_, _, unit)| unit)
    })
}

/// Each call in turn names one of the units, given by their places, that the calls before it have left.
pub(super) fn first_come_first_served<P>(
    waiting: &[&Call<P>],
    units: usize,
    mut pick: impl FnMut(&Call<P>, &[usize]) -> Option<usize>,
) -> Vec<Sending> {
    let mut open: Vec<usize> = (0..units).collect();
    let mut sendings = Vec::new();
    for (place, &call) in waiting.iter().enumerate() {
        if open.is_empty() {
            break;
        }
        if let Some(unit) = pick(call, &open) {
            open.retain(|&other| other != unit);
            sendings.push(Sending { call: place, unit });
        }
    }
    sendings
}
