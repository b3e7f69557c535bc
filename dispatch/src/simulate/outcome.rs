//! What people ask of a run: how long, how often too late, how busy.

use super::{Log, Nanoseconds, Scenario};
use crate::{IncidentId, TeamId};
use std::collections::BTreeMap;

/// How some times are spread. A percentile is the least of the times that so many in a hundred do not exceed (nearest
/// rank), so it is always one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// How many there are.
    pub count: usize,
    /// The average, rounded down.
    pub mean: Nanoseconds,
    /// Half of them are at most as long.
    pub median: Nanoseconds,
    /// Nine in ten are at most as long.
    pub p90: Nanoseconds,
    /// Nineteen in twenty are at most as long.
    pub p95: Nanoseconds,
    /// None is longer.
    pub max: Nanoseconds,
}

impl Spread {
    /// Of times in any order; nothing of none.
    ///
    /// ```
    /// use dispatch::simulate::{Nanoseconds, Spread};
    ///
    /// let spread = Spread::of((1..=10).rev().map(Nanoseconds)).unwrap();
    /// assert_eq!((spread.median.0, spread.p90.0, spread.p95.0, spread.max.0), (5, 9, 10, 10));
    /// ```
    pub fn of(times: impl IntoIterator<Item = Nanoseconds>) -> Option<Self> {
        let mut times: Vec<Nanoseconds> = times.into_iter().collect();
        times.sort_unstable();
        let max = *times.last()?;
        let percentile = |percent: usize| times[(times.len() * percent).div_ceil(100).max(1) - 1];
        Some(Self {
            count: times.len(),
            mean: Nanoseconds((total(times.iter().copied()) / times.len() as u128) as u64),
            median: percentile(50),
            p90: percentile(90),
            p95: percentile(95),
            max,
        })
    }
}

/// The sum, which many long times may make too large for one of them.
pub(super) fn total(times: impl Iterator<Item = Nanoseconds>) -> u128 {
    times.map(|time| u128::from(time.0)).sum()
}

/// How many calls of an area were reached too late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Late {
    /// How many calls there were.
    pub calls: usize,
    /// How many of them were reached after the deadline, or never.
    pub late: usize,
}

impl Late {
    /// The share of late calls; nothing where there was none at all.
    pub fn share(self) -> Option<f64> {
        (self.calls > 0).then(|| self.late as f64 / self.calls as f64)
    }
}

/// What a unit had to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workload {
    /// Who.
    pub team: TeamId,
    /// How many calls it answered.
    pub trips: usize,
    /// How long it was bound by them, from being sent to being free.
    pub busy: Nanoseconds,
}

/// A run in figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome<A> {
    /// The times from call to arrival of the calls answered; nothing if none was.
    pub response: Option<Spread>,
    /// How many calls nobody answered.
    pub unanswered: usize,
    /// Calls and late calls of each area, those never answered among the late.
    pub late: BTreeMap<A, Late>,
    /// Every unit, by call sign.
    pub workload: Vec<Workload>,
    /// From the first call until the last unit was free: what a workload is a share of.
    pub length: Nanoseconds,
}

impl<A: Ord> Outcome<A> {
    /// The figures of a run of this scenario. A call is late when it is reached after more than the deadline; `area`
    /// says to which area a call belongs.
    pub fn of<P: Copy + Eq>(
        scenario: &Scenario<P>,
        log: &Log<P>,
        deadline: Nanoseconds,
        area: impl Fn(&IncidentId) -> A,
    ) -> Self {
        let mut late: BTreeMap<A, Late> = BTreeMap::new();
        let mut count = |incident: &IncidentId, too_late: bool| {
            let of_area = late.entry(area(incident)).or_default();
            of_area.calls += 1;
            of_area.late += usize::from(too_late);
        };
        log.trips.iter().for_each(|trip| count(&trip.incident, trip.response() > deadline));
        log.waiting.iter().for_each(|incident| count(incident, true));
        let idle = |unit: &super::Unit<P>| (unit.team.clone(), (0, Nanoseconds::ZERO));
        let mut loads: BTreeMap<TeamId, (usize, Nanoseconds)> = scenario.units.iter().map(idle).collect();
        for trip in &log.trips {
            let (trips, busy) = loads.entry(trip.team.clone()).or_default();
            *trips += 1;
            *busy = *busy + (trip.free - trip.sent);
        }
        let begin = log.trips.iter().map(|trip| trip.called).min().unwrap_or_default();
        let end = log.trips.iter().map(|trip| trip.free).max().unwrap_or_default();
        let load = |(team, (trips, busy))| Workload { team, trips, busy };
        Self {
            response: Spread::of(log.trips.iter().map(super::Trip::response)),
            unanswered: log.waiting.len(),
            late,
            workload: loads.into_iter().map(load).collect(),
            length: end.less(begin),
        }
    }
}
