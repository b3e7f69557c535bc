//! What no rule can beat: a lower bound of the sum of response times.
//!
//! # The naive bound, and when it holds
//!
//! "Each call by the base that is nearest to it, with all units free" is a lower bound **only if every unit is always
//! sent from its base**. A unit that is sent from a scene, a destination, or its way home may be nearer to the call than
//! any base, and then the naive bound is wrong.
//!
//! # This bound
//!
//! For a schedule that answers every call, let `R(c)` be the response of the call `c` (from call to arrival), `at(c)`
//! its time, `S(d)` how long a unit is bound by `d` after reaching it. A unit that goes to `c` either starts at its base,
//! so that `R(c) ≥ base(c)`, the least drive from any base; or it comes from the call `d` that it served just before,
//! starting at one of the places `P(d)` that it passes from the end of `d` to its base (with [`WayBack::BaseFirst`] only
//! the first of them). Two things follow, for it is free of `d` at `at(d) + R(d) + S(d)` and home `back(d)` later:
//!
//! - `R(c) ≥ max(0, at(d) + S(d) − at(c)) + least drive from P(d) to c`, which is called `reach(d, c)`,
//! - `R(d) ≥ at(c) − at(d) − S(d) − back(d)`, called `late(d, c)`: a unit that is still on its way home from a call of
//!   long ago reached that call late.
//!
//! For any number `U`, let `L(c) = min(U, base(c), min over d of reach(d, c) + max(0, late(d, c) − U))`. Then the sum of
//! all `R` is at least the sum of all `L`. For let each `d` from whose way home a unit went to `c` hand
//! `h = max(0, late(d, c) − U)` of its response on to `c`. Each `d` has at most one such successor, and each `c` at most
//! one such predecessor, so the sum stays. A call that hands on `h > 0` keeps `R − h ≥ late − h = U ≥ L`. A call that
//! hands on nothing has `R ≥ base ≥ L` if its unit came from a base, and with what it is given
//! `R + h ≥ reach + max(0, late − U) ≥ L` if not. ∎
//!
//! The bound is the best over a ladder of `U` that depends on nothing. `base` and `reach` are least over all units, so
//! one unit more never raises `L`, nor the bound. Where the places on a way cannot be listed
//! ([`Ways::places_on`] of roads), the drive from them counts as nothing, which keeps the bound valid and makes it weak.

use super::{Call, Nanoseconds, Pace, Scenario, Unit, Way, WayBack, Ways};
use crate::Profile;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// A sum of response times, in nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TotalResponse(pub u128);

/// The `U` that are tried.
const LADDER: [u64; 4] = [3, 8, 20, 50];

/// The sum of response times that no schedule of the scenario falls below that answers every call, whatever its rule,
/// and even if it knew all calls beforehand.
pub fn lower_bound<W: Ways>(scenario: &Scenario<W::Place>, ways: &W) -> TotalResponse {
    let mut for_ever = || ControlFlow::Continue(());
    let bound = |patience: Patience<'_>| Chances::of(scenario, ways, patience)?.bound(patience);
    match bound(&mut for_ever) {
        ControlFlow::Continue(bound) => bound,
        ControlFlow::Break(()) => unreachable!("nobody stops it"),
    }
}

/// Asked again and again whether to go on.
pub(super) type Patience<'a> = &'a mut dyn FnMut() -> ControlFlow<()>;

/// A unit's way from the end of a call towards its base.
pub(super) struct Homeward {
    /// How long the call binds the unit after it is reached.
    service: Nanoseconds,
    /// How long it can be sent from the way; nothing where it stays for ever.
    back: Option<Nanoseconds>,
    /// Where it may be sent from, by its number.
    stretch: usize,
}

/// Places from which a unit may be sent; many calls share them.
struct Stretch<P> {
    profile: Profile,
    /// Nothing where they cannot be listed.
    places: Option<Vec<P>>,
    /// The least drive to each place that was asked for.
    reached: BTreeMap<P, Option<Nanoseconds>>,
}

/// How each call may be reached.
pub(super) struct Chances<'a, W: Ways> {
    ways: &'a W,
    /// By time.
    pub calls: Vec<&'a Call<W::Place>>,
    /// The least response of a unit from its base; nothing where none has a way.
    base: Vec<Option<Nanoseconds>>,
    /// One for each way of travelling and base; of those without places to be told apart the weakest.
    homeward: Vec<Vec<Homeward>>,
    stretches: RefCell<Vec<Stretch<W::Place>>>,
}

impl<'a, W: Ways> Chances<'a, W> {
    pub fn of(
        scenario: &'a Scenario<W::Place>,
        ways: &'a W,
        patience: Patience<'_>,
    ) -> ControlFlow<(), Self> {
        let mut calls: Vec<&Call<W::Place>> = scenario.calls.iter().collect();
        calls.sort_by(|a, b| (a.at, &a.incident).cmp(&(b.at, &b.incident)));
        let mut kinds: Vec<(Profile, W::Place)> = Vec::new();
        for unit in &scenario.units {
            if !kinds.contains(&(unit.profile, unit.base)) {
                kinds.push((unit.profile, unit.base));
            }
        }
        let mut routes = Routes { scenario, ways, numbers: BTreeMap::new(), stretches: Vec::new() };
        let (mut homeward, mut base) = (Vec::with_capacity(calls.len()), Vec::with_capacity(calls.len()));
        for call in &calls {
            patience()?;
            homeward.push(routes.all_homeward(call, &kinds));
            base.push(from_base(scenario, ways, call));
        }
        let stretches = RefCell::new(routes.stretches);
        ControlFlow::Continue(Self { ways, calls, base, homeward, stretches })
    }

    /// The best of the bounds.
    pub fn bound(&self, patience: Patience<'_>) -> ControlFlow<(), TotalResponse> {
        let mut best = 0;
        for minutes in LADDER {
            best = best.max(self.sum(Nanoseconds(minutes * Nanoseconds::MINUTE.0), patience)?);
        }
        ControlFlow::Continue(TotalResponse(best))
    }

    /// The sum of all `L` for one `U`.
    fn sum(&self, u: Nanoseconds, patience: Patience<'_>) -> ControlFlow<(), u128> {
        // Whoever came in longer before cannot matter: its `late` alone exceeds U + U.
        let longest = |way: &Homeward| way.back.map_or(Nanoseconds(u64::MAX), |back| way.service + back);
        let reach_back = self.homeward.iter().flatten().map(longest).max().unwrap_or_default() + u + u;
        let mut sum = 0;
        for call in 0..self.calls.len() {
            patience()?;
            let at = self.calls[call].at;
            let first = self.calls.partition_point(|before| before.at < at.less(reach_back));
            let mut least = self.base[call].map_or(u, |base| base.min(u));
            for before in first..self.calls.len() {
                if self.calls[before].at.less(at) >= least {
                    break;
                }
                if before != call {
                    for way in &self.homeward[before] {
                        let late = way.back.map_or(Nanoseconds::ZERO, |back| {
                            at.less(self.calls[before].at + way.service + back)
                        });
                        let handed = late.less(u);
                        if handed < least && self.wait(before, way, call) < least {
                            least = self
                                .reach(before, way, call)
                                .map_or(least, |reach| least.min(reach + handed));
                        }
                    }
                }
            }
            sum += u128::from(least.0);
        }
        ControlFlow::Continue(sum)
    }

    /// How long a call waits at least for a unit that serves the other before.
    fn wait(&self, before: usize, way: &Homeward, call: usize) -> Nanoseconds {
        (self.calls[before].at + way.service).less(self.calls[call].at)
    }

    /// The least response of a call that is reached from the way home from another; nothing where no way leads.
    pub fn reach(&self, before: usize, way: &Homeward, call: usize) -> Option<Nanoseconds> {
        let wait = self.wait(before, way, call);
        let to = self.calls[call].place;
        let Stretch { profile, places, reached } = &mut self.stretches.borrow_mut()[way.stretch];
        let Some(places) = places else { return Some(wait) };
        let drive =
            |&from: &W::Place| self.ways.drive(Way { profile: *profile, from, to, pace: Pace::Urgent });
        let least = reached.entry(to).or_insert_with(|| places.iter().filter_map(drive).min());
        Some(wait + (*least)?)
    }

    /// The ways home from a call.
    pub fn homeward(&self, call: usize) -> &[Homeward] {
        &self.homeward[call]
    }
}

/// How and from where a unit drives, and where to if it may be sent on the way.
type Ends<P> = (Profile, P, Option<P>);

/// Ways home, the places of each listed once.
struct Routes<'a, W: Ways> {
    scenario: &'a Scenario<W::Place>,
    ways: &'a W,
    numbers: BTreeMap<Ends<W::Place>, usize>,
    stretches: Vec<Stretch<W::Place>>,
}

/// The least response of a unit that starts at its base: until it is on duty, and the drive.
fn from_base<W: Ways>(scenario: &Scenario<W::Place>, ways: &W, call: &Call<W::Place>) -> Option<Nanoseconds> {
    let mut least: Option<Nanoseconds> = None;
    for profile in Profile::ALL {
        let start = |unit: &Unit<W::Place>| {
            let may = unit.profile == profile && scenario.limits.suits(&unit.team, &call.incident);
            let duty = scenario.limits.next_duty(&unit.team, call.at).filter(|_| may)?;
            Some((unit.base, duty.less(call.at)))
        };
        let (bases, waits): (Vec<_>, Vec<_>) = scenario.units.iter().filter_map(start).unzip();
        if bases.is_empty() {
            continue;
        }
        let drives = ways.drives_to(profile, &bases, call.place, Pace::Urgent);
        let responses = drives.into_iter().zip(waits).filter_map(|(drive, wait)| Some(drive? + wait));
        least = least.into_iter().chain(responses).min();
    }
    least
}

impl<W: Ways> Routes<'_, W> {
    /// The ways home from a call. Where they differ in nothing but how long they are, the longest alone: it makes the
    /// least `late`, and so the least bound.
    fn all_homeward(&mut self, call: &Call<W::Place>, kinds: &[(Profile, W::Place)]) -> Vec<Homeward> {
        let mut all: Vec<Homeward> = Vec::new();
        for profile in Profile::ALL {
            let bases: Vec<W::Place> =
                kinds.iter().filter(|kind| kind.0 == profile).map(|&(_, base)| base).collect();
            if bases.is_empty() {
                continue;
            }
            let onward = self.scenario.onward(self.ways, call, profile);
            let (service, from) = (onward.service, onward.free_at);
            let backs = self.ways.drives_from(profile, from, &bases, Pace::Quiet);
            for (base, back) in bases.into_iter().zip(backs) {
                let way = self.homeward(service, Way { profile, from, to: base, pace: Pace::Quiet }, back);
                let places = &self.stretches[way.stretch].places;
                let alike = |other: &&mut Homeward| {
                    other.service == way.service
                        && (other.stretch == way.stretch
                            || places.is_none() && self.stretches[other.stretch].places.is_none())
                };
                // Who stays for ever is later than all.
                let length = |way: &Homeward| (way.back.is_none(), way.back);
                match all.iter_mut().find(alike) {
                    Some(other) if length(other) < length(&way) => *other = way,
                    Some(_) => {}
                    None => all.push(way),
                }
            }
        }
        all
    }

    fn homeward(&mut self, service: Nanoseconds, way: Way<W::Place>, drive: Option<Nanoseconds>) -> Homeward {
        let Way { profile, from, to: base, .. } = way;
        let (back, towards) = match (drive, self.scenario.way_back) {
            _ if from == base => (Some(Nanoseconds::ZERO), None),
            (None, _) => (None, None),
            (Some(_), WayBack::BaseFirst) => (Some(Nanoseconds::ZERO), None),
            (Some(back), WayBack::MayBeSent) => (Some(back), Some(base)),
        };
        let (ways, stretches) = (self.ways, &mut self.stretches);
        let stretch = *self.numbers.entry((profile, from, towards)).or_insert_with(|| {
            let places = if towards.is_some() { ways.places_on(way) } else { Some(vec![from]) };
            stretches.push(Stretch { profile, places, reached: BTreeMap::new() });
            stretches.len() - 1
        });
        Homeward { service, back, stretch }
    }
}
