//! Where nobody may go: what stands in the way, no more than does, and who could be called all the same.

use super::{Candidate, Finding, Proposal, Verdict};
use crate::TeamId;
use crate::roads::NoRoute;
use geo_core::Milliseconds;
use std::collections::{BTreeMap, BTreeSet};

/// Rules that together bar some units: were all of them lifted, and no fewer, these could go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayOut {
    /// Codes of the findings that bar ([`Finding::code`]), in order.
    pub bars: Vec<&'static str>,
    /// The units, soonest first, those of whom no time is known last.
    pub units: Vec<TeamId>,
    /// When the first could be there.
    pub arrival: Option<Milliseconds>,
}

/// The minimal ways out of a proposal in which nobody may go; none where somebody may.
///
/// A set of bars is minimal when no unit is barred by fewer of the same. What an officer can do something about comes
/// first, then what is the least to lift, then who would be there soonest.
pub fn ways_out(proposal: &Proposal) -> Vec<WayOut> {
    if !proposal.ranked.is_empty() {
        return Vec::new();
    }
    let mut by_bars: BTreeMap<BTreeSet<&'static str>, Vec<&Candidate>> = BTreeMap::new();
    for candidate in &proposal.ruled_out {
        by_bars.entry(bars(candidate)).or_default().push(candidate);
    }
    let is_minimal =
        |bars: &BTreeSet<&'static str>| !by_bars.keys().any(|other| other != bars && other.is_subset(bars));
    let minimal = by_bars.iter().filter(|(bars, _)| is_minimal(bars));
    // Units ruled out stand in order of their arrival already.
    let mut ways: Vec<WayOut> = minimal
        .map(|(bars, candidates)| WayOut {
            bars: bars.iter().copied().collect(),
            units: candidates.iter().map(|candidate| candidate.team.clone()).collect(),
            arrival: candidates.first().and_then(|first| first.arrival()),
        })
        .collect();
    let rank = |way: &WayOut| (is_final(way), way.bars.len(), way.arrival.is_none(), way.arrival);
    ways.sort_by(|a, b| (rank(a), &a.bars).cmp(&(rank(b), &b.bars)));
    ways
}

fn bars(candidate: &Candidate) -> BTreeSet<&'static str> {
    let barring = candidate.reasons.iter().filter(|reason| reason.verdict == Verdict::Bars);
    barring.map(|reason| reason.finding.code()).collect()
}

/// Whether some bar is none that an officer could lift.
fn is_final(way: &WayOut) -> bool {
    let unreachable = Finding::Unreachable { why: NoRoute::NoWay }.code();
    way.bars.iter().any(|code| [Finding::Retired.code(), unreachable].contains(code))
}
