//! Puts together what was kept of an incident.

use super::forms::{FirstView, KeptView, PastProposal, ReviewView, SentView};
use crate::app::App;
use crate::http::Problem;
use crate::incidents::forms::{CandidateView, ProposalView};
use crate::incidents::joint::forms::{JointIncident, JointView};
use crate::incidents::routes::find;
use crate::service::jobs::{TRACKS_FOR, VAULT_FOR};
use dispatch::{IncidentId, TeamId};
use geo_core::Milliseconds;
use store::VaultError;
use world::incidents::{Expected, Incident, Task, hindsight};
use world::{Scope, Timestamp, World};

/// Positions before this instant are forgotten.
pub(super) fn tracks_since(now: Timestamp) -> Timestamp {
    Timestamp(now.0 - i64::try_from(TRACKS_FOR.0).unwrap_or(i64::MAX))
}

/// An incident seen from its end. Reads the vault.
///
/// # Errors
/// `unknown_incident`.
pub(super) fn review(app: &App, scope: &Scope, id: &IncidentId) -> Result<ReviewView, Problem> {
    let view = app.desk.state();
    let incident = find(view.world(), scope, id)?;
    let since_call = |at: Timestamp| at.since(incident.accepted_at).0;
    let first = |of: fn(&Task) -> Option<Timestamp>| incident.tasks.iter().filter_map(of).min();
    Ok(ReviewView {
        waited_ms: first(|task| Some(task.assigned_at)).map(since_call),
        response_ms: first(|task| task.arrived_at).map(since_call),
        lasted_ms: incident.ended_at.map(since_call),
        sent: incident.tasks.iter().map(|task| sent(app, view.world(), scope, &incident, task)).collect(),
        tracks_since: tracks_since(app.clock.now()),
        incident,
    })
}

fn sent(app: &App, world: &World, scope: &Scope, incident: &Incident, task: &Task) -> SentView {
    let read = match &task.dispatched.proposal {
        Some(reference) => read(app, &Shown { world, scope, incident, task }, &reference.id),
        None => Err(KeptView::Never),
    };
    let first = match &read {
        Ok(Kept { what: What::Single(proposal), .. }) => proposal.ranked.first(),
        _ => None,
    };
    let estimate = first.and_then(|first| first.travel.as_ref()).map(|travel| Milliseconds(travel.total_ms));
    let expected =
        first.zip(estimate).map(|(first, estimate)| Expected { team: first.team.clone(), estimate });
    let found = hindsight(task, expected.as_ref());
    // Who sent it is written where it was sent to.
    let there = task.sent_to.as_ref().and_then(|id| world.incident_register().get(id));
    let by = there.map_or(incident, |there| &**there).history.iter().find(|step| {
        step.what == "team_assigned" && step.at == task.assigned_at && step.team.as_ref() == Some(&task.team)
    });
    let shown = first.filter(|first| may_see(world, scope, incident, &first.team));
    SentView {
        name: name(world, &task.team),
        team: task.team.clone(),
        fence: task.fence,
        state: task.state,
        by: by.map(|step| step.by.clone()),
        proposal: read.as_ref().map_or_else(|kept| *kept, |kept| KeptView::Shown { until: kept.until }),
        picked: found.picked,
        rank: task.dispatched.rank,
        first: shown.map(|first| FirstView {
            team: first.team.clone(),
            name: first.name.clone(),
            estimate_ms: estimate.map(|estimate| estimate.0),
        }),
        estimate_ms: task.dispatched.estimate.map(|estimate| estimate.0),
        took_ms: found.took.map(|took| took.0),
        error_ms: found.error,
        price_ms: found.price,
        regret_ms: found.regret,
    }
}

/// A proposal as it was shown when a team was sent. Reads the vault.
///
/// # Errors
/// `unknown_incident`, `unknown_task`, `sent_without_proposal`; `outside_scope` when it was made for a call that was
/// merged into this one and is not the caller's to see; `proposal_erased` when its time was over; `store_unavailable`
/// when it cannot be read.
pub(super) fn past_proposal(
    app: &App,
    scope: &Scope,
    id: &IncidentId,
    team: &TeamId,
    fence: u64,
) -> Result<PastProposal, Problem> {
    let view = app.desk.state();
    let world = view.world();
    let incident = find(world, scope, id)?;
    let problem = |code: &'static str| Problem::new(code).with("incident", id.as_str()).with("fence", fence);
    let task = incident.tasks.iter().find(|task| task.fence == fence && task.team == *team);
    let task = task.ok_or_else(|| problem("unknown_task").with("team", team.as_str()))?;
    let without = || problem("sent_without_proposal").with("team", task.team.as_str());
    let reference = task.dispatched.proposal.as_ref().ok_or_else(without)?;
    let shown = Shown { world, scope, incident: &incident, task };
    let kept = read(app, &shown, &reference.id).map_err(|kept| match kept {
        KeptView::Erased { at } => {
            problem("proposal_erased").with("team", task.team.as_str()).with("at", at.to_string())
        }
        KeptView::Never => without(),
        KeptView::Elsewhere => Problem::new("outside_scope").with("scope", scope.class()),
        KeptView::Shown { .. } | KeptView::Lost => Problem::new("store_unavailable"),
    })?;
    let mut hidden = 0;
    let mut seen = |team: &TeamId| {
        let seen = may_see(world, scope, &incident, team);
        hidden += usize::from(!seen);
        seen
    };
    let (shown_at, single, joint) = match kept.what {
        What::Single(mut proposal) => {
            proposal.proposal = reference.clone();
            let mut keep = |list: &mut Vec<CandidateView>| list.retain(|candidate| seen(&candidate.team));
            keep(&mut proposal.ranked);
            keep(&mut proposal.ruled_out);
            (proposal.at, Some(*proposal), None)
        }
        What::Joint { at, mut incident } => {
            for slot in &mut incident.slots {
                slot.team = slot.team.take().filter(|team| seen(&team.team));
                slot.passed_over.retain(|other| seen(&other.team));
            }
            (at, None, Some(*incident))
        }
    };
    let (team, assigned_at) = (task.team.clone(), task.assigned_at);
    Ok(PastProposal { team, assigned_at, shown_at, until: kept.until, single, joint, hidden })
}

/// What the vault keeps of what an officer saw.
struct Kept {
    until: Option<Timestamp>,
    what: What,
}

enum What {
    Single(Box<ProposalView>),
    Joint { at: Timestamp, incident: Box<JointIncident> },
}

/// Of which task what was shown is asked for, and by whom.
struct Shown<'a> {
    world: &'a World,
    scope: &'a Scope,
    incident: &'a Incident,
    task: &'a Task,
}

impl Shown<'_> {
    /// The incidents of which the officer may have been shown it who sent the team: this one, or the one that it was
    /// sent to before a merge.
    fn sent_for(&self) -> Vec<IncidentId> {
        if let Some(sent_to) = &self.task.sent_to {
            return vec![sent_to.clone()];
        }
        // Merges of before tasks remembered it say so in the history alone.
        let merges = self.incident.history.iter().filter(|step| step.what == "incidents_merged");
        let merged = merges.filter_map(|step| IncidentId::new(step.detail.as_deref()?).ok());
        std::iter::once(self.incident.id.clone()).chain(merged).collect()
    }

    fn may_see(&self, shown: &IncidentId) -> bool {
        *shown == self.incident.id || self.world.incident(self.scope, shown).is_some()
    }
}

fn read(app: &App, of: &Shown<'_>, reference: &str) -> Result<Kept, KeptView> {
    let incident = of.incident;
    let bytes = app.vault.get(reference).map_err(|error| match error {
        VaultError::Erased { at, .. } => KeptView::Erased { at },
        error => lost(incident, &error),
    })?;
    let until = incident.ended_at.map(|ended| ended.after(VAULT_FOR));
    let judged = |shown: &IncidentId| match of.may_see(shown) {
        true => Ok(()),
        false => Err(KeptView::Elsewhere),
    };
    let what = match serde_json::from_slice::<ProposalView>(&bytes) {
        Ok(proposal) if of.sent_for().contains(&proposal.incident) => {
            judged(&proposal.incident)?;
            What::Single(Box::new(proposal))
        }
        Ok(_) => return Err(lost(incident, &"the proposal was made for another incident")),
        Err(_) => {
            let joint: JointView = serde_json::from_slice(&bytes).map_err(|error| lost(incident, &error))?;
            let at = joint.at;
            let sent_for = of.sent_for();
            let of_it = |id: &IncidentId| joint.incidents.iter().find(|shown| shown.incident == *id).cloned();
            let here = sent_for.iter().find_map(of_it);
            let here = here.ok_or_else(|| lost(incident, &"the joint choice does not name the incident"))?;
            judged(&here.incident)?;
            What::Joint { at, incident: Box::new(here) }
        }
    };
    Ok(Kept { until, what })
}

fn lost(incident: &Incident, error: &dyn std::fmt::Display) -> KeptView {
    tracing::warn!(incident = %incident.id, %error, "a proposal cannot be read");
    KeptView::Lost
}

/// Teams beyond the caller's reach stay out of sight, unless they were sent to this incident.
fn may_see(world: &World, scope: &Scope, incident: &Incident, team: &TeamId) -> bool {
    scope.root().is_none()
        || incident.tasks.iter().any(|task| task.team == *team)
        || world.team_register().get(team).is_some_and(|team| world.covers_team(scope, team))
}

fn name(world: &World, team: &TeamId) -> String {
    world.team_register().get(team).map_or_else(|| team.to_string(), |team| team.name.clone())
}
