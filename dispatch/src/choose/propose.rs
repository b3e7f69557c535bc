//! The proposal: every unit once, ranked or ruled out, with reasons.

use super::ladder::rung;
use super::rules;
use super::{Call, Finding, Policy, Reason, Rung, Unit, Verdict, Whereabouts};
use crate::roads::{Basis, Travel, TravelTimes};
use crate::{Profile, TeamId, TeamKind};
use geo_core::{Milliseconds, Position};
use serde::{Deserialize, Serialize};

/// One unit in a proposal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Candidate {
    /// Its call sign.
    pub team: TeamId,
    /// What it is.
    pub kind: TeamKind,
    /// How it travels.
    pub profile: Profile,
    /// Its place in the ranking, from 1; `None` when ruled out.
    pub rank: Option<u32>,
    /// How long its way takes; also given for units ruled out, where their place is known.
    pub travel: Option<Travel>,
    /// How long it still needs before it sets off.
    #[serde(default)]
    pub turnout: Milliseconds,
    /// What its arrival lies between, where its position is no longer certain.
    #[serde(default)]
    pub between: Option<Between>,
    /// What the ranking goes by, in milliseconds; `None` when ruled out.
    pub cost: Option<i64>,
    /// The age of its position, when it has reported one.
    pub position_age: Option<Milliseconds>,
    /// How near it belongs to the call: who is asked first when nobody answers.
    #[serde(default = "furthest")]
    pub rung: Rung,
    /// Why it stands here.
    pub reasons: Vec<Reason>,
}

/// For proposals that were kept before there were rungs.
const fn furthest() -> Rung {
    Rung::District
}

/// A fix of this age or younger is taken as it is; after that nobody knows how far the unit has gone since.
pub const CERTAIN_FOR: Milliseconds = Milliseconds(60_000);

/// The earliest and the latest arrival of a unit whose position is no longer certain.
///
/// Whoever has driven on since the fix, at the speeds that travel times are reckoned with, is at most the fix's age
/// nearer by now, and at most as much farther.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Between {
    /// Not sooner.
    pub earliest: Milliseconds,
    /// Not later.
    pub latest: Milliseconds,
}

impl Candidate {
    /// How long until it is there: what is left of its turnout, and its way.
    pub fn arrival(&self) -> Option<Milliseconds> {
        let way = self.travel.as_ref().and_then(Travel::total)?;
        Some(Milliseconds(way.0.saturating_add(self.turnout.0)))
    }

    /// Whether the handicap is its.
    fn is_home_team(&self) -> bool {
        self.reasons.iter().any(|reason| matches!(reason.finding, Finding::HomeTeam { .. }))
    }

    /// Whether some rule bars it.
    pub fn is_barred(&self) -> bool {
        self.reasons.iter().any(|reason| reason.verdict == Verdict::Bars)
    }
}

/// Every unit once, best first, and those ruled out with why, nearest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Proposal {
    /// What the travel times rest on.
    pub basis: Basis,
    /// Eligible units by cost, then the home team before others, then call sign.
    pub ranked: Vec<Candidate>,
    /// The others by time (unknown last), then call sign.
    pub ruled_out: Vec<Candidate>,
}

/// Ranks the units for the call. Deterministic, whatever the order of the units.
pub fn propose(call: &Call, units: &[Unit], travel_times: &dyn TravelTimes, policy: &Policy) -> Proposal {
    let travels = travel(call.position, units, travel_times);
    let (mut ruled_out, mut ranked): (Vec<_>, Vec<_>) = units
        .iter()
        .zip(travels)
        .map(|(unit, travel)| candidate(call, unit, travel, policy))
        .partition(Candidate::is_barred);
    let time = |candidate: &Candidate| candidate.arrival().map_or(u64::MAX, |arrival| arrival.0);
    // Whoever is later by just the handicap is within it still.
    ranked.sort_by(|a, b| (a.cost, !a.is_home_team(), &a.team).cmp(&(b.cost, !b.is_home_team(), &b.team)));
    ruled_out.sort_by(|a, b| (time(a), &a.team).cmp(&(time(b), &b.team)));
    for (rank, candidate) in (1..).zip(&mut ranked) {
        candidate.rank = Some(rank);
    }
    Proposal { basis: travel_times.basis(), ranked, ruled_out }
}

/// Applies every rule to one unit.
fn candidate(call: &Call, unit: &Unit, travel: Option<Travel>, policy: &Policy) -> Candidate {
    let mut findings = rules::judge(call, unit, policy);
    if let Some(Travel::Unreachable { reason }) = travel {
        findings.push(Finding::Unreachable { why: reason });
    }
    let barred = findings.iter().any(|finding| finding.verdict() == Verdict::Bars);
    let way = travel.as_ref().and_then(Travel::total);
    let arrival = way.map(|way| Milliseconds(way.0.saturating_add(unit.turnout.0)));
    let cost = arrival.filter(|_| !barred).map(|arrival| {
        let goes_first = findings.iter().any(|finding| matches!(finding, Finding::HomeTeam { .. }));
        arrival.0 as i64 - if goes_first { policy.home_handicap.0 as i64 } else { 0 }
    });
    let between = way.and_then(|way| between(way, unit));
    Candidate {
        team: unit.team.clone(),
        kind: unit.kind,
        profile: unit.profile,
        rank: None,
        travel,
        turnout: unit.turnout,
        between,
        cost,
        position_age: match unit.whereabouts {
            Whereabouts::Fix { age, .. } => Some(age),
            Whereabouts::Post { .. } | Whereabouts::Unknown => None,
        },
        rung: rung(call, unit),
        reasons: findings.into_iter().map(Reason::from).collect(),
    }
}

/// What the arrival lies between, for a way from where the unit was.
fn between(way: Milliseconds, unit: &Unit) -> Option<Between> {
    let Whereabouts::Fix { age, .. } = unit.whereabouts else { return None };
    let left = unit.turnout.0;
    (age > CERTAIN_FOR).then(|| Between {
        earliest: Milliseconds(way.0.saturating_sub(age.0).saturating_add(left)),
        latest: Milliseconds(way.0.saturating_add(age.0).saturating_add(left)),
    })
}

/// Fewer units than this are asked for on one thread: they cost less than a second one.
const WORTH_THREADS: usize = 64;

/// One question to the travel times per profile, side by side; answers in the order of the units.
fn travel(target: Position, units: &[Unit], travel_times: &dyn TravelTimes) -> Vec<Option<Travel>> {
    let ask = |profile: Profile| -> Vec<(usize, Travel)> {
        let of_profile = units.iter().enumerate().filter(|(_, unit)| unit.profile == profile);
        let placed = of_profile.filter_map(|(index, unit)| Some((index, unit.whereabouts.position()?)));
        let (indexes, sources): (Vec<usize>, Vec<Position>) = placed.unzip();
        if sources.is_empty() {
            return Vec::new();
        }
        indexes.into_iter().zip(travel_times.travel_to(profile, target, &sources)).collect()
    };
    let mut answers = vec![None; units.len()];
    let asked = if units.len() < WORTH_THREADS {
        Profile::ALL.map(ask)
    } else {
        std::thread::scope(|scope| {
            let asking = Profile::ALL.map(|profile| scope.spawn(move || ask(profile)));
            asking.map(|asking| asking.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })
    };
    for (index, answer) in asked.into_iter().flatten() {
        answers[index] = Some(answer);
    }
    answers
}
