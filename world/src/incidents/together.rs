//! The facts that a joint choice rests on: all open incidents and all units at one moment.

use super::{Incident, IncidentState, Needed, Severity, Task, TaskState};
use crate::fixes::Fixes;
use crate::records::Coming;
use crate::{Scope, Timestamp, World};
use dispatch::TeamId;
use dispatch::choose::Unit;
use dispatch::joint::{Bound, OpenCall, Preemption, Prices, Tier, Weight};
use geo_core::Milliseconds;
use std::collections::{BTreeMap, BTreeSet};

/// What [`dispatch::joint`] is asked.
#[derive(Debug, Clone)]
pub struct Together {
    /// Incidents within the scope that are neither parked nor waiting to be closed, in order of number.
    pub calls: Vec<OpenCall>,
    /// What each call needs, finished work left out: as in [`OpenCall::needs`].
    pub needs: Vec<Vec<Needed>>,
    /// Every team within the scope that is in service, and whoever is bound to one of the calls.
    pub units: Vec<Unit>,
}

impl Severity {
    /// Its tier of priority: 1 for the worst.
    pub const fn tier(self) -> Tier {
        Tier(match self {
            Self::Extreme => 1,
            Self::Severe => 2,
            Self::Moderate => 3,
            Self::Minor => 4,
        })
    }
}

impl World {
    /// All open incidents and all units within a scope, teams where `fixes` has them.
    pub fn together(&self, scope: &Scope, now: Timestamp, fixes: &Fixes) -> Together {
        let open = self.open_incidents().filter(|incident| {
            self.covers_incident(scope, incident)
                && !matches!(incident.state, IncidentState::Parked | IncidentState::Feedback)
        });
        let (calls, needs): (Vec<_>, Vec<_>) = open.map(|incident| self.open_call(incident, now)).unzip();
        let mut units: Vec<Unit> = self.units(scope, now, fixes).collect();
        let bound = calls.iter().flat_map(|call: &OpenCall| &call.bound).map(|bound| &bound.unit);
        let missing: Vec<_> = bound.filter(|unit| !units.iter().any(|known| known.team == **unit)).collect();
        units.extend(missing.into_iter().filter_map(|team| {
            let team = self.truth.teams.get(team)?;
            Some(self.unit_of(team, self.whereabouts(team, now, fixes), now))
        }));
        Together { calls, needs, units }
    }

    fn open_call(&self, incident: &Incident, now: Timestamp) -> (OpenCall, Vec<Needed>) {
        let done = |team: &TeamId| {
            incident.active_task(team).is_none()
                && incident.tasks.iter().any(|task| task.team == *team && task.state == TaskState::Done)
        };
        let all = self.needs(incident);
        let settled =
            |team: &TeamId| incident.active_task(team).is_some_and(|task| task.state == TaskState::OnScene);
        let mut seen = BTreeSet::new();
        // Whoever is on scene has one place there; what it serves besides is no question any more.
        let needs = all.iter().filter(|need| match &need.team {
            Some(team) if done(team) => false,
            Some(team) if settled(team) => seen.insert(team),
            _ => true,
        });
        let needs: Vec<Needed> = needs.cloned().collect();
        let crews = crews_of(&all, &needs);
        let mut bound: Vec<&Task> = incident.tasks.iter().filter(|task| task.state.is_active()).collect();
        bound.sort_by_key(|task| (task.state != TaskState::OnScene, task.fence));
        let call = OpenCall {
            incident: incident.id.clone(),
            tier: incident.severity.tier(),
            weight: Weight(1),
            position: incident.position,
            areas: incident.areas.clone(),
            needs: needs.iter().map(|need| need.suited.clone()).collect(),
            home_handicap: self.handicap_for(incident),
            crews,
            serves: needs.iter().map(|need| need.serves).collect(),
            bound: bound.into_iter().map(|task| bound_by(task, now)).collect(),
        };
        (call, needs)
    }

    /// What it costs to call a team off, and who may take teams from whom; `None` before the district was founded.
    pub fn prices(&self) -> Option<Prices> {
        let policy = self.policy()?;
        let pairs =
            policy.preemption.iter().flat_map(|(taker, from)| from.iter().map(move |from| (*taker, *from)));
        let preemption =
            pairs.fold(Preemption::never(), |matrix, (taker, from)| matrix.allow(taker.tier(), from.tier()));
        Some(Prices { switching: policy.switching, preemption })
    }
}

/// Needs that are met together, by their places: of each card those that say so, unless some are met for good.
fn crews_of(all: &[Needed], open: &[Needed]) -> Vec<Vec<usize>> {
    let crew = |needs: &[Needed]| {
        let mut crews: BTreeMap<Option<String>, Vec<usize>> = BTreeMap::new();
        for (place, need) in needs.iter().enumerate().filter(|(_, need)| need.coming == Coming::Together) {
            crews.entry(need.card.clone()).or_default().push(place);
        }
        crews
    };
    let whole = crew(all);
    let left = crew(open).into_iter();
    left.filter(|(card, needs)| needs.len() > 1 && whole[card].len() == needs.len())
        .map(|(_, needs)| needs)
        .collect()
}

fn bound_by(task: &Task, now: Timestamp) -> Bound {
    let gone = now.since(task.assigned_at);
    Bound {
        unit: task.team.clone(),
        on_scene: task.state == TaskState::OnScene,
        expected: task.dispatched.estimate.map(|estimate| Milliseconds(estimate.0.saturating_sub(gone.0))),
    }
}
