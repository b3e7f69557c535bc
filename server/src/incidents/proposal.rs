//! Proposals: made from the published state, judged by the checker, kept in the vault, named when confirmed.

use super::forms::{CandidateView, ProposalView, ReasonView, TravelBasis, TravelView};
use super::routes::find;
use crate::app::App;
use crate::http::Problem;
use dispatch::choose::{Candidate, Finding, Reason, check, propose};
use dispatch::roads::{Basis, Travel};
use dispatch::{IncidentId, TeamId};
use geo_core::Milliseconds;
use parking_lot::Mutex;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};
use world::incidents::Dispatched;
use world::{Scope, Timestamp, VaultRef, World};

/// Makes a proposal for an incident from the teams within a scope. Takes milliseconds.
///
/// # Errors
/// `unknown_incident`, `incident_ended`, `not_founded`; `proposal_not_confirmed` when the checker rejects it, which
/// is a bug and logged as one; `store_unavailable`.
pub fn make(app: &App, scope: &Scope, id: &IncidentId) -> Result<ProposalView, Problem> {
    let view = app.desk.state();
    let (world, now) = (view.world(), app.desk.now());
    let incident = find(world, scope, id)?;
    if incident.state.is_final() {
        return Err(Problem::new("incident_ended").with("incident", id.as_str()));
    }
    let (Some(call), Some(policy)) = (world.call(id), world.choice_policy()) else {
        return Err(Problem::new("not_founded"));
    };
    let units: Vec<_> = world.units(scope, now, &app.positions.fixes()).collect();
    let times = app.roads.times(&view);
    let proposal = propose(&call, &units, times.asked(), &policy);
    let faults = check(&call, &units, &policy, &proposal);
    if !faults.is_empty() {
        tracing::error!(incident = %id, ?faults, "the checker rejects a proposal");
        return Err(Problem::new("proposal_not_confirmed").with("incident", id.as_str()));
    }
    let candidates =
        |list: &[Candidate]| list.iter().map(|candidate| candidate_view(world, candidate, now)).collect();
    let mut answer = ProposalView {
        proposal: VaultRef { id: String::new(), keyed_hash: world::Hash::default() },
        incident: id.clone(),
        at: now,
        seq: world.seq(),
        basis: match &proposal.basis {
            Basis::Roads { version } => TravelBasis::Roads { version: version.clone() },
            Basis::StraightLine => TravelBasis::StraightLine,
        },
        ranked: candidates(&proposal.ranked),
        ruled_out: candidates(&proposal.ruled_out),
        checked: true,
    };
    let bytes = serde_json::to_vec(&answer).map_err(|error| Problem::internal(&error))?;
    answer.proposal = app.vault.put(&bytes, app.clock.now()).map_err(|error| Problem::unavailable(&error))?;
    app.proposals.remember(&answer.proposal);
    Ok(answer)
}

/// References of the latest proposals: clients name them by id, the journal needs the keyed hash too.
#[derive(Debug, Default)]
pub struct Proposals(Mutex<VecDeque<VaultRef>>);

impl Proposals {
    /// As many as are made within minutes on the busiest day.
    const REMEMBERED: usize = 1_000;

    fn remember(&self, reference: &VaultRef) {
        let mut latest = self.0.lock();
        if latest.len() >= Self::REMEMBERED {
            latest.pop_front();
        }
        latest.push_back(reference.clone());
    }

    fn reference(&self, id: &str) -> Option<VaultRef> {
        self.0.lock().iter().rev().find(|reference| reference.id == id).cloned()
    }
}

/// At most `limit` teams of each list; what is kept in the vault has all of them.
pub fn shortened(mut answer: ProposalView, limit: Option<usize>) -> ProposalView {
    if let Some(limit) = limit {
        answer.ranked.truncate(limit);
        answer.ruled_out.truncate(limit);
    }
    answer
}

/// What the officer saw about a team, from the proposal named.
///
/// # Errors
/// `unknown_proposal` when it is not there, or was made for another incident.
pub async fn dispatched(
    app: &App,
    incident: &IncidentId,
    team: &TeamId,
    proposal: Option<String>,
    override_reason: Option<String>,
) -> Result<Dispatched, Problem> {
    let nothing_seen =
        Dispatched { estimate: None, basis: None, rank: None, proposal: None, override_reason };
    let Some(id) = proposal else { return Ok(nothing_seen) };
    let unknown = || Problem::new("unknown_proposal").with("proposal", id.as_str());
    let kept = app
        .blocking({
            let id = id.clone();
            move |app| app.vault.get(&id)
        })
        .await?
        .map_err(|_| unknown())?;
    let shown: ProposalView = serde_json::from_slice(&kept).map_err(|_| unknown())?;
    if shown.incident != *incident {
        return Err(unknown());
    }
    let reference = match app.proposals.reference(&id) {
        Some(reference) => reference,
        // Made before the last restart: kept once more, under a reference that we know whole.
        None => app
            .blocking(move |app| app.vault.put(&kept, app.clock.now()))
            .await?
            .map_err(|error| Problem::unavailable(&error))?,
    };
    let seen = shown.ranked.iter().chain(&shown.ruled_out).find(|candidate| candidate.team == *team);
    let basis = match &shown.basis {
        TravelBasis::Roads { version } => format!("roads {version}"),
        TravelBasis::StraightLine => "straight_line".to_owned(),
    };
    Ok(Dispatched {
        estimate: seen
            .and_then(|candidate| candidate.travel.as_ref())
            .map(|travel| Milliseconds(travel.total_ms)),
        basis: Some(basis),
        rank: seen.and_then(|candidate| candidate.rank),
        proposal: Some(reference),
        ..nothing_seen
    })
}

fn candidate_view(world: &World, candidate: &Candidate, now: Timestamp) -> CandidateView {
    CandidateView {
        name: world.team_register().get(&candidate.team).map_or_else(String::new, |team| team.name.clone()),
        team: candidate.team.clone(),
        kind: candidate.kind,
        profile: candidate.profile,
        rank: candidate.rank,
        travel: candidate.travel.as_ref().and_then(travel_view),
        cost_ms: candidate.cost,
        position_age_ms: candidate.position_age.map(|age| age.0),
        reasons: candidate.reasons.iter().map(|reason| reason_view(reason, now)).collect(),
    }
}

fn travel_view(travel: &Travel) -> Option<TravelView> {
    match *travel {
        Travel::Road { total, drive, walk } => Some(TravelView {
            total_ms: total.0,
            drive_ms: drive.0,
            walk_ms: walk.0,
            basis: "roads".to_owned(),
        }),
        Travel::StraightLine { total, .. } => Some(TravelView {
            total_ms: total.0,
            drive_ms: total.0,
            walk_ms: 0,
            basis: "straight_line".to_owned(),
        }),
        Travel::Unreachable { .. } => None,
    }
}

/// A reason as the interface writes it: durations end in `_ms`, the next shift is an instant.
fn reason_view(reason: &Reason, now: Timestamp) -> ReasonView {
    let (code, params) = match &reason.finding {
        Finding::HomeTeam { area } => ("home_team", json!({ "area": area })),
        Finding::HomeArea { area } => ("home_area", json!({ "area": area })),
        Finding::KindFits => ("kind_fits", json!({})),
        Finding::KindUnsuited => ("kind_unsuited", json!({})),
        Finding::OnDuty => ("on_duty", json!({})),
        Finding::OffDuty { starts_in: Some(starts_in) } => {
            ("off_duty", json!({ "next_start": now.after(*starts_in) }))
        }
        Finding::OffDuty { starts_in: None } => ("off_duty", json!({})),
        Finding::Free => ("free", json!({})),
        Finding::Busy { incident } => ("busy", json!({ "incident": incident })),
        Finding::Unavailable { reason } => ("unavailable", json!({ "reason": reason })),
        Finding::PositionFresh { age } => ("position_fresh", json!({ "age_ms": age })),
        Finding::PositionStale { age } => ("position_stale", json!({ "age_ms": age })),
        Finding::PositionAssumed => ("position_assumed", json!({})),
        Finding::PositionUnknown => ("position_unknown", json!({})),
        Finding::Unreachable { why } => ("unreachable", json!({ "why": why.code() })),
        Finding::Retired => ("retired", json!({})),
    };
    let params: BTreeMap<String, Value> = match params {
        Value::Object(params) => params.into_iter().collect(),
        _ => BTreeMap::new(),
    };
    ReasonView { code: code.to_owned(), verdict: reason.verdict, params }
}
