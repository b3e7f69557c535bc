//! Calls that need several units, as a run card says: a call of the engine for each unit needed.
//!
//! The engine knows calls that one unit answers. An incident that needs two patrols and a duty group comes in as three
//! such calls at one place and instant, each with the units that suit it. Since a unit is bound by the call that it
//! answers, no unit serves two needs.

use super::{Call, Late, Limits, Log, Nanoseconds, Scenario, Spread, WayBack};
use crate::{IncidentId, TeamId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A call with what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needing<P> {
    /// The call.
    pub call: Call<P>,
    /// For each unit needed those that suit, in the order in which they are wanted.
    pub needs: Vec<Arc<BTreeSet<TeamId>>>,
}

/// Which need of which incident each call of the engine stands for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Needs {
    /// The incident and the number of the need, by the call's place.
    of: Vec<(IncidentId, usize)>,
    places: BTreeMap<IncidentId, usize>,
}

/// How an incident was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Which.
    pub incident: IncidentId,
    /// When it came in.
    pub called: Nanoseconds,
    /// How many units it needed.
    pub needed: usize,
    /// Who came and after how long, by the number of the need.
    pub came: Vec<(usize, TeamId, Nanoseconds)>,
}

impl Answered {
    /// From the call to the first unit on the scene; nothing if none came.
    pub fn first(&self) -> Option<Nanoseconds> {
        self.came.iter().map(|(_, _, response)| *response).min()
    }

    /// From the call until every unit needed was there; nothing if one never came.
    pub fn complete(&self) -> Option<Nanoseconds> {
        let last = self.came.iter().map(|(_, _, response)| *response).max();
        last.filter(|_| self.came.len() == self.needed)
    }
}

/// What the answers of a run come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures<A> {
    /// From the call to the first unit on the scene, of incidents that somebody came to.
    pub first: Option<Spread>,
    /// From the call to the last unit needed, of incidents that all came to.
    pub complete: Option<Spread>,
    /// Incidents that nobody came to.
    pub unanswered: usize,
    /// Incidents that somebody came to, but not everybody needed.
    pub incomplete: usize,
    /// Incidents of each area, and those of them whose first unit came after the deadline, or never.
    pub late: BTreeMap<A, Late>,
}

impl Needs {
    /// Calls and limits of a scenario, from calls with needs. `duty` is who is on duty when; units not named always
    /// are.
    pub fn scenario<P: Clone>(
        units: Vec<super::Unit<P>>,
        mut calls: Vec<Needing<P>>,
        duty: BTreeMap<TeamId, Vec<super::Turn>>,
        way_back: WayBack,
    ) -> (Self, Scenario<P>) {
        // Numbered in the order in which the engine takes them: the needs of a call one after another.
        calls.sort_by(|a, b| (a.call.at, &a.call.incident).cmp(&(b.call.at, &b.call.incident)));
        let (mut of, mut places, mut single, mut suited) =
            (Vec::new(), BTreeMap::new(), Vec::new(), BTreeMap::new());
        for Needing { call, needs } in calls {
            for (number, suits) in needs.into_iter().enumerate() {
                // Seven digits: more calls than anybody has.
                let id = IncidentId::new(format!("{:07}", of.len())).expect("seven digits are an identifier");
                single.push(Call { incident: id.clone(), ..call.clone() });
                suited.insert(id.clone(), suits);
                places.insert(id, of.len());
                of.push((call.incident.clone(), number));
            }
        }
        let limits = Limits { duty, suited };
        (Self { of, places }, Scenario { units, calls: single, destinations: Vec::new(), way_back, limits })
    }

    /// How many units are needed altogether.
    pub fn len(&self) -> usize {
        self.of.len()
    }

    /// Whether nobody is needed.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// The incident and the number of its need that a call of the engine stands for.
    pub fn of(&self, call: &IncidentId) -> Option<(&IncidentId, usize)> {
        let (incident, number) = &self.of[*self.places.get(call)?];
        Some((incident, *number))
    }

    /// How each incident of a run was answered, by number.
    pub fn answers<P: Copy>(&self, scenario: &Scenario<P>, log: &Log<P>) -> Vec<Answered> {
        let mut answers: BTreeMap<&IncidentId, Answered> = BTreeMap::new();
        for call in &scenario.calls {
            let Some((incident, _)) = self.of(&call.incident) else { continue };
            let nobody =
                || Answered { incident: incident.clone(), called: call.at, needed: 0, came: Vec::new() };
            answers.entry(incident).or_insert_with(nobody).needed += 1;
        }
        for trip in &log.trips {
            let Some((incident, number)) = self.of(&trip.incident) else { continue };
            if let Some(answer) = answers.get_mut(incident) {
                answer.came.push((number, trip.team.clone(), trip.response()));
            }
        }
        answers.into_values().collect()
    }
}

impl<A: Ord> Figures<A> {
    /// The figures of answers. An incident counts in each of its areas; it is late when the first unit comes after the
    /// deadline.
    pub fn of(answers: &[Answered], deadline: Nanoseconds, areas: impl Fn(&IncidentId) -> Vec<A>) -> Self {
        let mut late: BTreeMap<A, Late> = BTreeMap::new();
        for answer in answers {
            let is_late = answer.first().is_none_or(|first| first > deadline);
            for area in areas(&answer.incident) {
                let of_area = late.entry(area).or_default();
                of_area.calls += 1;
                of_area.late += usize::from(is_late);
            }
        }
        let nobody = |answer: &&Answered| answer.came.is_empty();
        let some = |answer: &&Answered| !answer.came.is_empty() && answer.came.len() < answer.needed;
        Self {
            first: Spread::of(answers.iter().filter_map(Answered::first)),
            complete: Spread::of(answers.iter().filter_map(Answered::complete)),
            unanswered: answers.iter().filter(nobody).count(),
            incomplete: answers.iter().filter(some).count(),
            late,
        }
    }
}
