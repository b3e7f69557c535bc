//! A second opinion on proposals, written apart from the rules and the ranking: it trusts neither.

use dispatch::choose::{Call, Candidate, Duty, Policy, Proposal, Standing, Unit, Whereabouts};
use dispatch::roads::{Travel, TravelTimes};
use dispatch::{TeamId, TeamKind};
use std::collections::BTreeMap;

/// Everything in a proposal that does not follow from the facts, in words; empty for a sound one.
///
/// Travel times are asked again for the first of the ranking only: asking all of them again would double the work,
/// and a wrong table shows there as anywhere.
pub fn faults(call: &Call, units: &[Unit], times: &dyn TravelTimes, policy: &Policy, proposal: &Proposal) -> Vec<String> {
    let mut faults = Vec::new();
    let mut left: BTreeMap<&TeamId, &Unit> = units.iter().map(|unit| (&unit.team, unit)).collect();
    let ranked = proposal.ranked.iter().map(|candidate| (candidate, true));
    for (candidate, in_ranking) in ranked.chain(proposal.ruled_out.iter().map(|candidate| (candidate, false))) {
        match left.remove(&candidate.team) {
            None => faults.push(format!("{} is not among the units, or stands there twice", candidate.team)),
            Some(unit) => judge(call, unit, policy, candidate, in_ranking, &mut faults),
        }
    }
    faults.extend(left.keys().map(|team| format!("{team} is missing")));
    check_order(&proposal.ranked, &mut faults);
    if let Some(first) = proposal.ranked.first() {
        let place = units.iter().find(|unit| unit.team == first.team).and_then(|unit| unit.whereabouts.position());
        let again = place.map(|place| times.travel_to(first.profile, call.position, &[place]));
        if again.as_ref().and_then(|again| again.first()) != first.travel.as_ref() {
            faults.push(format!("{}: asked alone, its travel is {again:?}", first.team));
        }
    }
    faults
}

fn judge(call: &Call, unit: &Unit, policy: &Policy, candidate: &Candidate, in_ranking: bool, faults: &mut Vec<String>) {
    let team = &unit.team;
    let in_time = match unit.whereabouts {
        Whereabouts::Fix { age, .. } => age <= policy.stale_after,
        Whereabouts::Post { .. } => true,
        Whereabouts::Unknown => false,
    };
    let total = candidate.travel.as_ref().and_then(Travel::total);
    let eligible = !unit.retired
        && unit.duty == Duty::On
        && unit.standing == Standing::Free
        && unit.unavailable.is_none()
        && call.suited.contains(&unit.kind)
        && in_time
        && total.is_some();
    if eligible != in_ranking {
        let (is, stands) = if eligible { ("eligible", "ruled out") } else { ("not eligible", "ranked") };
        faults.push(format!("{team} is {is} and yet {stands}"));
    }
    let at_home = unit.kind == TeamKind::LiaisonTeam && unit.home.is_some() && unit.home.as_ref() == call.areas.last();
    let handicap = if at_home { policy.home_handicap.0 } else { 0 };
    let cost = total.filter(|_| in_ranking).map(|total| i128::from(total.0) - i128::from(handicap));
    if candidate.cost.map(i128::from) != cost {
        faults.push(format!("{team} has the cost {:?} instead of {cost:?}", candidate.cost));
    }
    if in_ranking != candidate.rank.is_some() {
        faults.push(format!("{team} has the rank {:?}", candidate.rank));
    }
}

fn check_order(ranked: &[Candidate], faults: &mut Vec<String>) {
    for (rank, candidate) in (1..).zip(ranked) {
        if candidate.rank != Some(rank) {
            faults.push(format!("{} stands at place {rank} with the rank {:?}", candidate.team, candidate.rank));
        }
    }
    let key = |candidate: &Candidate| (candidate.cost, candidate.travel.as_ref().and_then(Travel::total), candidate.team.clone());
    for pair in ranked.windows(2).filter(|pair| key(&pair[0]) > key(&pair[1])) {
        faults.push(format!("{} stands before {}", pair[0].team, pair[1].team));
    }
}

#[cfg(test)]
mod tests {
    use super::faults;
    use dispatch::choose::{Call, Duty, Policy, Standing, Unit, Whereabouts, propose};
    use dispatch::roads::StraightLine;
    use dispatch::{Profile, TeamKind};
    use geo_core::{Milliseconds, Position};

    #[test]
    fn a_sound_proposal_passes_and_a_tampered_one_does_not() {
        let at = |lon| Position::new(lon, 30.6).unwrap();
        let unit = |name: &str, lon, duty| Unit {
            team: name.parse().unwrap(),
            kind: TeamKind::Patrol,
            profile: Profile::Car,
            home: None,
            duty,
            standing: Standing::Free,
            unavailable: None,
            retired: false,
            whereabouts: Whereabouts::Fix { position: at(lon), age: Milliseconds(1_000) },
        };
        let off = Duty::Off { starts_in: None };
        let units = [unit("一队", 114.30, Duty::On), unit("二队", 114.31, Duty::On), unit("三队", 114.32, off)];
        let call = Call { position: at(114.35), areas: Vec::new(), suited: vec![TeamKind::Patrol] };
        let policy = Policy { home_handicap: Milliseconds(0), stale_after: Milliseconds::from_minutes(10) };
        let judged = |proposal| faults(&call, &units, &StraightLine, &policy, proposal);

        let sound = propose(&call, &units, &StraightLine, &policy);
        assert_eq!(judged(&sound), Vec::<String>::new());
        let mut swapped = sound.clone();
        swapped.ranked.swap(0, 1);
        assert!(!judged(&swapped).is_empty());
        let mut let_in = sound.clone();
        let_in.ranked.push(let_in.ruled_out[0].clone());
        let_in.ruled_out.clear();
        assert!(judged(&let_in).iter().any(|fault| fault.contains("三队")));
        let mut forgotten = sound.clone();
        forgotten.ranked.pop();
        assert_eq!(judged(&forgotten), ["一队 is missing"]);
        let mut faster = sound.clone();
        faster.ranked[0].cost = Some(1);
        assert!(!judged(&faster).is_empty());
    }
}
