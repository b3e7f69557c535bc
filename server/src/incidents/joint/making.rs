//! The joint choice: made from the published state, judged by the checker, kept in the vault.

use super::forms::*;
use super::views;
use crate::app::App;
use crate::closures::view::closures_view;
use crate::http::Problem;
use crate::incidents::proposal::travel_basis;
use crate::incidents::seen::Seen;
use dispatch::choose::Policy;
use dispatch::joint::{
    Assembled, ByHand, CrewOptimum, JointError, JointProblem, NodeBudget, Optimum, Situation, SlotId, Target,
    assemble, check, check_crews, findings_against, optimize, optimize_crews, why_not,
};
use dispatch::roads::TravelTimes;
use dispatch::{IncidentId, TeamId};
use geo_core::Milliseconds;
use std::sync::Arc;
use world::incidents::Together;
use world::{Actor, Timestamp, VaultRef, View};

/// Pairs that relaxations may look at, all together.
const PAIRS_LOOKED_AT: u32 = 5_000_000;

/// A joint choice with everything it rests on.
pub(super) struct Made {
    pub view: Arc<View>,
    pub now: Timestamp,
    pub facts: Together,
    pub needs: Vec<Vec<Option<usize>>>,
    pub policy: Policy,
    /// With crews: what remains when it is decided which are sent.
    pub problem: JointProblem,
    /// The optimum of that; units that serve several slots are several there.
    pub optimum: Optimum,
    /// What it came from, where it is more than an assignment.
    pub crews: Option<CrewOptimum>,
}

/// Chooses for all open incidents and all teams within the asker's scope, as the asker sees them.
/// Takes milliseconds to seconds.
///
/// # Errors
/// `not_founded`; `unknown_team`, `unknown_incident`, `pinned_twice` for what is asked by hand;
/// `proposal_not_confirmed` when the checker rejects the choice, which is a bug and logged as one.
pub(super) fn choose(
    app: &App,
    asker: &Actor,
    asked: &JointRequest,
    travel_times: &dyn TravelTimes,
    view: Arc<View>,
) -> Result<Made, Problem> {
    let (world, now) = (view.world(), app.desk.now());
    let (Some(policy), Some(prices)) = (world.choice_policy(), world.prices()) else {
        return Err(Problem::new("not_founded"));
    };
    let mut facts = world.together(&asker.scope, now, &app.positions.fixes());
    facts.units = facts.units.into_iter().map(|unit| unit.seen_by(&asker.account)).collect();
    let Assembled { mut situation, needs, crews } =
        assemble(&facts.calls, &facts.units, travel_times, &policy, &prices);
    situation.pins = by_hand(&asked.pins);
    situation.exclusions = by_hand(&asked.exclusions);
    let rejected = |faults: &dyn std::fmt::Debug| {
        tracing::error!(?faults, "the checker rejects a joint choice");
        Problem::new("proposal_not_confirmed").with("incident", "*")
    };
    if crews.are_none() {
        let problem = JointProblem::new(situation).map_err(refused)?;
        let optimum = optimize(&problem);
        let faults = check(problem.situation(), &optimum);
        if !faults.is_empty() {
            return Err(rejected(&faults));
        }
        return Ok(Made { view, now, facts, needs, policy, problem, optimum, crews: None });
    }
    let chosen = optimize_crews(&situation, &crews, budget(&situation)).map_err(refused)?;
    let faults = check_crews(&situation, &crews, &chosen);
    if !faults.is_empty() {
        return Err(rejected(&faults));
    }
    let problem = JointProblem::new(chosen.settled.0.clone()).map_err(refused)?;
    let optimum = chosen.settled.1.clone();
    Ok(Made { view, now, facts, needs, policy, problem, optimum, crews: Some(chosen) })
}

/// As many relaxations as take about a second: each looks at every pair a few times.
fn budget(situation: &Situation) -> NodeBudget {
    let pairs = situation.incidents.iter().flat_map(|open| &open.slots).map(|slot| slot.candidates.len());
    let pairs = u32::try_from(pairs.sum::<usize>()).unwrap_or(u32::MAX).max(1);
    NodeBudget((PAIRS_LOOKED_AT / pairs).clamp(20, 2_000))
}

/// Chooses, and keeps what is answered.
///
/// # Errors
/// As [`choose`], and `store_unavailable`.
pub(super) fn propose(app: &App, asker: &Actor, asked: &JointRequest) -> Result<JointView, Problem> {
    let view = app.desk.state();
    let times = app.roads.times(&view, app.desk.now());
    let closures = closures_view(view.world(), &times);
    let made = choose(app, asker, asked, times.asked(), view)?;
    let mut shown = views::joint(&made, travel_basis(&times.asked().basis()), closures);
    let bytes = serde_json::to_vec(&shown).map_err(|error| Problem::internal(&error))?;
    shown.proposal = app.vault.put(&bytes, app.clock.now()).map_err(|error| Problem::unavailable(&error))?;
    app.proposals.remember(&shown.proposal);
    Ok(shown)
}

/// Why a team does not go to an incident.
///
/// # Errors
/// As [`choose`].
pub(super) fn explain(app: &App, asker: &Actor, asked: &WhyNotRequest) -> Result<WhyNotView, Problem> {
    let view = app.desk.state();
    let times = app.roads.times(&view, app.desk.now());
    let made = choose(app, asker, &asked.asked, times.asked(), view)?;
    let against = |slot: &SlotId| made.against(slot, &asked.team, times.asked());
    let target = Target::Incident(asked.incident.clone());
    let answer = why_not(&made.problem, &made.optimum, &asked.team, &target, &against).map_err(refused)?;
    Ok(views::why_not(answer, made.stood_down(&asked.incident), made.now))
}

impl Made {
    /// Whether a crew of the incident is not sent, because it cannot come whole.
    pub fn stood_down(&self, incident: &IncidentId) -> bool {
        let stood_down = self.crews.as_ref().map(|crews| crews.stood_down.as_slice()).unwrap_or_default();
        stood_down.iter().any(|slot| slot.incident == *incident)
    }

    /// The incident that a team serves, in whichever of its selves.
    pub fn serves_at(&self, team: &TeamId) -> Option<IncidentId> {
        let mut pairings = self.optimum.pairings.iter();
        let serves = pairings.find(|pairing| self.own_name(&pairing.unit) == *team);
        serves.map(|pairing| pairing.slot.incident.clone())
    }

    /// As people call a unit.
    pub fn own_name(&self, unit: &TeamId) -> TeamId {
        self.crews.as_ref().map_or_else(|| unit.clone(), |crews| crews.own_name(unit))
    }

    /// The place of an incident among the calls.
    pub fn call(&self, incident: &IncidentId) -> Option<usize> {
        self.facts.calls.iter().position(|call| call.incident == *incident)
    }

    /// The need that a slot stands for; `None` for a team sent beyond all needs.
    pub fn need(&self, slot: &SlotId) -> Option<&world::incidents::Needed> {
        let call = self.call(&slot.incident)?;
        let need = (*self.needs[call].get(usize::from(slot.number))?)?;
        self.facts.needs[call].get(need)
    }

    fn against(
        &self,
        slot: &SlotId,
        team: &TeamId,
        travel_times: &dyn TravelTimes,
    ) -> Vec<dispatch::choose::Finding> {
        let unit = self.facts.units.iter().find(|unit| unit.team == *team);
        let (Some(call), Some(unit)) = (self.call(&slot.incident), unit) else { return Vec::new() };
        let call = &self.facts.calls[call];
        let suited = self.need(slot).map(|need| need.suited.as_slice()).unwrap_or_default();
        let from = unit.whereabouts.position();
        let travel = from.and_then(|from| travel_times.travel_to(unit.profile, call.position, &[from]).pop());
        findings_against(call, suited, unit, &self.facts.calls, travel.as_ref(), &self.policy)
    }
}

fn by_hand(pairs: &[ByHandPair]) -> Vec<ByHand> {
    let pair = |pair: &ByHandPair| ByHand {
        unit: pair.team.clone(),
        target: Target::Incident(pair.incident.clone()),
    };
    pairs.iter().map(pair).collect()
}

/// What somebody asked for that cannot be. Anything else would be a situation of our own that contradicts itself.
fn refused(error: JointError) -> Problem {
    match error {
        JointError::UnitUnknown { unit } => Problem::new("unknown_team").with("team", unit.as_str()),
        JointError::IncidentUnknown { incident } => {
            Problem::new("unknown_incident").with("incident", incident.as_str())
        }
        JointError::PinnedTwice { unit } => Problem::new("pinned_twice").with("team", unit.as_str()),
        error => Problem::internal(&error),
    }
}

/// What was shown of a team for an incident in a joint choice; `None` when these bytes are none, or it had no place
/// for the incident.
pub(in crate::incidents) fn seen(kept: &[u8], incident: &IncidentId, team: &TeamId) -> Option<Seen> {
    let shown: JointView = serde_json::from_slice(kept).ok()?;
    let there = shown.incidents.into_iter().find(|shown| shown.incident == *incident)?;
    let mut serving = there.slots.into_iter().filter_map(|slot| slot.team);
    let serves = serving.find(|serves| serves.team == *team);
    let estimate = serves.as_ref().map(|serves| Milliseconds(serves.arrival_ms));
    let (at, place) = (shown.at, there.position);
    Some(Seen { at, place, estimate, rank: serves.map(|_| 1), basis: shown.basis, closures: shown.closures })
}

/// A reference that is not kept anywhere yet.
pub(super) fn nowhere() -> VaultRef {
    VaultRef { id: String::new(), keyed_hash: world::Hash::default() }
}
