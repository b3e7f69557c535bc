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
    /// How long it needs; also given for units ruled out, where their place is known.
    pub travel: Option<Travel>,
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

impl Candidate {
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
    let time = |candidate: &Candidate| {
        candidate.travel.as_ref().and_then(Travel::total).map_or(u64::MAX, |total| total.0)
    };
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
    let cost = travel.as_ref().and_then(Travel::total).filter(|_| !barred).map(|total| {
        let goes_first = findings.iter().any(|finding| matches!(finding, Finding::HomeTeam { .. }));
        total.0 as i64 - if goes_first { policy.home_handicap.0 as i64 } else { 0 }
    });
    Candidate {
        team: unit.team.clone(),
        kind: unit.kind,
        profile: unit.profile,
        rank: None,
        travel,
        cost,
        position_age: match unit.whereabouts {
            Whereabouts::Fix { age, .. } => Some(age),
            Whereabouts::Post { .. } | Whereabouts::Unknown => None,
        },
        rung: rung(call, unit),
        reasons: findings.into_iter().map(Reason::from).collect(),
    }
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
