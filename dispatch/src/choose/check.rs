//! A second opinion on a proposal.
//!
//! [`check`] judges any [`Proposal`] by the facts alone. It shares no rule with the solver: what must be
//! said of a unit is worked out here once more, from the meaning of each [`Finding`]. Only the travel
//! times are taken as given; whether they are true is for a second opinion on the roads.
//!
//! ```
//! use dispatch::choose::{Call, Policy, check, propose};
//! use dispatch::roads::StraightLine;
//! use geo_core::{Milliseconds, Position};
//!
//! let position = Position::new(114.30, 30.60).unwrap();
//! let call = Call { position, areas: vec![], suited: vec![], around: Default::default() };
//! let policy = Policy { home_handicap: Milliseconds::from_minutes(3), stale_after: Milliseconds::from_minutes(10) };
//! let proposal = propose(&call, &[], &StraightLine, &policy);
//! assert_eq!(check(&call, &[], &policy, &proposal), []);
//! ```

mod fault;

pub use fault::Fault;

use super::{
    Away, Call, Candidate, Duty, Finding, Hold, Policy, Proposal, Rung, Standing, Unit, Verdict, Whereabouts,
    Whose,
};
use crate::roads::{Basis, Travel};
use crate::{TeamId, TeamKind};
use geo_core::{Level, Metres, Milliseconds, Position, distance};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// By how much a straight line may differ from the distance of the two positions: sphere or ellipsoid,
/// chord or arc are the solver's choice, and lie within this share of each other.
const DISTANCE_SHARE: f64 = 0.01;

/// Everything that is wrong with the proposal; nothing when it is sound.
///
/// Faults come in the order of the proposal, those of units that it leaves out last.
pub fn check(call: &Call, units: &[Unit], policy: &Policy, proposal: &Proposal) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut known: BTreeMap<&TeamId, &Unit> = BTreeMap::new();
    for unit in units {
        if known.insert(&unit.team, unit).is_some() {
            faults.push(Fault::Ambiguous { team: unit.team.clone() });
        }
    }
    let mut seen: BTreeMap<&TeamId, usize> = BTreeMap::new();
    for (index, candidate) in proposal.ranked.iter().chain(&proposal.ruled_out).enumerate() {
        *seen.entry(&candidate.team).or_default() += 1;
        let place = (index < proposal.ranked.len()).then_some(index + 1);
        match known.get(&candidate.team) {
            Some(unit) => {
                Case { call, policy, basis: &proposal.basis, unit, candidate, place }.judge(&mut faults)
            }
            None => faults.push(Fault::Stranger { team: candidate.team.clone() }),
        }
    }
    let is_home = |unit: &&Unit| is_home_team(call, unit);
    let cost = |candidate: &Candidate| {
        let unit = known.get(&candidate.team)?;
        reckoned_cost(call, policy, unit, candidate)
    };
    order(
        &proposal.ranked,
        |candidate| {
            (soonest(cost(candidate)), !known.get(&candidate.team).is_some_and(is_home), &candidate.team)
        },
        &mut faults,
    );
    let arrival = |candidate: &Candidate| arrival(known.get(&candidate.team)?, candidate);
    order(&proposal.ruled_out, |candidate| (soonest(arrival(candidate)), &candidate.team), &mut faults);
    for &team in known.keys() {
        match seen.get(team) {
            None => faults.push(Fault::Missing { team: team.clone() }),
            Some(1) => {}
            Some(&times) => faults.push(Fault::Repeated { team: team.clone(), times }),
        }
    }
    faults
}

/// One candidate beside the unit that it is said to be.
struct Case<'a> {
    call: &'a Call,
    policy: &'a Policy,
    basis: &'a Basis,
    unit: &'a Unit,
    candidate: &'a Candidate,
    /// Its place among the ranked, from 1; nothing among those ruled out.
    place: Option<usize>,
}

impl Case<'_> {
    fn team(&self) -> TeamId {
        self.candidate.team.clone()
    }

    fn judge(&self, faults: &mut Vec<Fault>) {
        self.identity(faults);
        self.travel(faults);
        let required = self.required();
        self.reasons(&required, faults);
        let bar = required.into_iter().find(|finding| finding.verdict() == Verdict::Bars);
        match (self.place, bar) {
            (Some(_), Some(bar)) => faults.push(Fault::RankedThoughBarred { team: self.team(), bar }),
            (None, None) => faults.push(Fault::RuledOutWithoutBar { team: self.team() }),
            _ => {}
        }
        self.figures(faults);
    }

    fn identity(&self, faults: &mut Vec<Fault>) {
        let (unit, candidate) = (self.unit, self.candidate);
        if unit.kind != candidate.kind {
            faults.push(Fault::WrongKind { team: self.team(), given: unit.kind, proposed: candidate.kind });
        }
        if unit.profile != candidate.profile {
            faults.push(Fault::WrongProfile {
                team: self.team(),
                given: unit.profile,
                proposed: candidate.profile,
            });
        }
        let reckoned = belongs(self.call, unit);
        if reckoned != candidate.rung {
            faults.push(Fault::WrongRung { team: self.team(), reckoned, proposed: candidate.rung });
        }
        let given = match unit.whereabouts {
            Whereabouts::Fix { age, .. } => Some(age),
            Whereabouts::Post { .. } | Whereabouts::Unknown => None,
        };
        if given != candidate.position_age {
            faults.push(Fault::WrongPositionAge {
                team: self.team(),
                given,
                proposed: candidate.position_age,
            });
        }
    }

    fn travel(&self, faults: &mut Vec<Fault>) {
        let (from, travel) = match (place(self.unit), self.candidate.travel) {
            (Some(from), Some(travel)) => (from, travel),
            (Some(_), None) => return faults.push(Fault::MissingTravel { team: self.team() }),
            (None, Some(_)) => return faults.push(Fault::UnfoundedTravel { team: self.team() }),
            (None, None) => return,
        };
        // Only roads can fail to lead somewhere: a straight line leads everywhere.
        let by_road = matches!(travel, Travel::Road { .. } | Travel::Unreachable { .. });
        if by_road != matches!(self.basis, Basis::Roads { .. }) {
            faults.push(Fault::TravelOffBasis { team: self.team() });
        }
        match travel {
            Travel::Road { total, drive, walk } => {
                if drive.0.checked_add(walk.0) != Some(total.0) {
                    faults.push(Fault::WrongTotal { team: self.team(), drive, walk, total });
                }
            }
            Travel::StraightLine { distance: proposed, .. } => {
                let reckoned = distance(from, self.call.position);
                if !alike(reckoned, proposed) {
                    faults.push(Fault::WrongDistance { team: self.team(), reckoned, proposed });
                }
            }
            Travel::Unreachable { .. } => {}
        }
    }

    /// What must be said of the unit, and nothing else may be.
    fn required(&self) -> Vec<Finding> {
        let (call, unit) = (self.call, self.unit);
        let mut required = Vec::with_capacity(6);
        if let Some(area) = unit.home.clone().filter(|home| call.areas.contains(home)) {
            let home = is_home_team(call, unit);
            required.push(if home { Finding::HomeTeam { area } } else { Finding::HomeArea { area } });
        }
        required.push(if call.suited.contains(&unit.kind) {
            Finding::KindFits
        } else {
            Finding::KindUnsuited
        });
        required.push(match unit.duty {
            Duty::On => Finding::OnDuty,
            Duty::Off { starts_in } => Finding::OffDuty { starts_in },
        });
        required.push(match &unit.standing {
            Standing::Free => Finding::Free,
            Standing::Bound(incident) => Finding::Busy { incident: incident.clone() },
            Standing::Held(Hold { by, incident, left, whose: Whose::Other }) => {
                Finding::Held { by: by.clone(), incident: incident.clone(), left: *left }
            }
            Standing::Held(Hold { incident, left, .. }) => {
                Finding::HeldByAsker { incident: incident.clone(), left: *left }
            }
        });
        match &unit.unavailable {
            Some(Away::ByHand { reason }) => {
                required.push(Finding::Unavailable { reason: reason.clone() });
            }
            Some(Away::Called { whistle }) => required.push(Finding::Called { whistle: whistle.clone() }),
            None => {}
        }
        required.push(match unit.whereabouts {
            Whereabouts::Fix { age, .. } if age <= self.policy.stale_after => Finding::PositionFresh { age },
            Whereabouts::Fix { age, .. } => Finding::PositionStale { age },
            Whereabouts::Post { .. } => Finding::PositionAssumed,
            Whereabouts::Unknown => Finding::PositionUnknown,
        });
        if let Some(Travel::Unreachable { reason: why }) = self.candidate.travel {
            required.push(Finding::Unreachable { why });
        }
        if unit.retired {
            required.push(Finding::Retired);
        }
        required
    }

    fn reasons(&self, required: &[Finding], faults: &mut Vec<Fault>) {
        let given = &self.candidate.reasons;
        for (index, reason) in given.iter().enumerate() {
            let finding = reason.finding.clone();
            if !required.contains(&finding) {
                faults.push(Fault::FalseReason { team: self.team(), finding });
            } else if given[..index].iter().any(|earlier| earlier.finding == finding) {
                faults.push(Fault::RepeatedReason { team: self.team(), finding });
            } else if reason.verdict != finding.verdict() {
                faults.push(Fault::UnfitVerdict { team: self.team(), finding, verdict: reason.verdict });
            }
        }
        for finding in required {
            if !given.iter().any(|reason| reason.finding == *finding) {
                faults.push(Fault::MissingReason { team: self.team(), finding: finding.clone() });
            }
        }
    }

    fn figures(&self, faults: &mut Vec<Fault>) {
        let candidate = self.candidate;
        if candidate.turnout != self.unit.turnout {
            let (given, proposed) = (self.unit.turnout, candidate.turnout);
            faults.push(Fault::WrongTurnout { team: self.team(), given, proposed });
        }
        let proposed = candidate.between.map(|between| [between.earliest, between.latest]);
        if bounds(self.unit, candidate) != proposed.map(|ends| ends.map(|end| i128::from(end.0))) {
            faults.push(Fault::WrongBounds { team: self.team(), proposed });
        }
        let reckoned = self.place.and_then(|_| reckoned_cost(self.call, self.policy, self.unit, candidate));
        if reckoned != candidate.cost {
            faults.push(Fault::WrongCost { team: self.team(), reckoned, proposed: candidate.cost });
        }
        let counted = self.place.and_then(|place| u32::try_from(place).ok());
        if counted != candidate.rank {
            faults.push(Fault::WrongRank { team: self.team(), counted, proposed: candidate.rank });
        }
    }
}

/// 联区包户: a liaison team bound to the finest area of the call; areas are given widest first.
fn is_home_team(call: &Call, unit: &Unit) -> bool {
    unit.kind == TeamKind::LiaisonTeam && unit.home.is_some() && unit.home.as_ref() == call.areas.last()
}

/// How near a unit belongs to the call: the nearest of all that can be said of it.
fn belongs(call: &Call, unit: &Unit) -> Rung {
    let of_level = |wanted: &[Level]| {
        let levels = call.around.levels.iter().enumerate().filter(|(_, level)| wanted.contains(level));
        levels
            .filter_map(|(at, _)| call.areas.get(at))
            .any(|area| unit.above.iter().any(|above| above == area))
    };
    let touches =
        call.around.neighbours.iter().any(|township| unit.above.iter().any(|above| above == township));
    let said = [
        (Rung::Home, is_home_team(call, unit)),
        (Rung::Grid, of_level(&[Level::Grid, Level::MicroArea])),
        (Rung::Community, of_level(&[Level::Community])),
        (Rung::Township, of_level(&[Level::Township])),
        (Rung::Neighbours, touches),
        (Rung::District, true),
    ];
    said.into_iter().filter(|(_, so)| *so).map(|(rung, _)| rung).min().unwrap_or(Rung::District)
}

/// When it is there, less the handicap for the home team; nothing where there is no time.
fn reckoned_cost(call: &Call, policy: &Policy, unit: &Unit, candidate: &Candidate) -> Option<i64> {
    let handicap = if is_home_team(call, unit) { policy.home_handicap } else { Milliseconds(0) };
    let cost = arrival(unit, candidate)? - i128::from(handicap.0);
    // Times that do not fit are not times; such a cost is met by no proposal.
    i64::try_from(cost).ok()
}

/// When it is there: after its turnout and its way.
fn arrival(unit: &Unit, candidate: &Candidate) -> Option<i128> {
    let way = candidate.travel.and_then(|travel| travel.total())?;
    Some(i128::from(way.0) + i128::from(unit.turnout.0))
}

/// Between what that lies: a position of more than a minute ago may be wrong by its age, either way.
fn bounds(unit: &Unit, candidate: &Candidate) -> Option<[i128; 2]> {
    let Whereabouts::Fix { age, .. } = unit.whereabouts else { return None };
    let (age, arrival) = (i128::from(age.0), arrival(unit, candidate)?);
    let earliest = (arrival - age).max(i128::from(unit.turnout.0));
    (age > 60_000).then_some([earliest, arrival + age])
}

fn place(unit: &Unit) -> Option<Position> {
    match unit.whereabouts {
        Whereabouts::Fix { position, .. } | Whereabouts::Post { position } => Some(position),
        Whereabouts::Unknown => None,
    }
}

/// Sorts the known before the unknown, the small before the great.
fn soonest<T: Ord>(figure: Option<T>) -> (Reverse<bool>, Option<T>) {
    (Reverse(figure.is_some()), figure)
}

fn alike(reckoned: Metres, proposed: Metres) -> bool {
    // A distance that is not a number is like none.
    (reckoned.0 - proposed.0).abs() <= reckoned.0 * DISTANCE_SHARE + 1.0
}

fn order<'a, K: Ord>(list: &'a [Candidate], key: impl Fn(&'a Candidate) -> K, faults: &mut Vec<Fault>) {
    for pair in list.windows(2) {
        // Equal keys are one call sign twice, which is a fault of its own.
        if key(&pair[0]) > key(&pair[1]) {
            faults.push(Fault::OutOfOrder { team: pair[0].team.clone(), next: pair[1].team.clone() });
        }
    }
}
