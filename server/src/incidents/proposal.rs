//! Proposals: made from the published state, judged by the checker, kept in the vault.

use super::forms::{
    BetweenView, CandidateView, ProposalView, ReasonView, TravelBasis, TravelView, WayOutView,
};
use super::routes::find;
use super::seen::{Kept, Weighed};
use crate::app::App;
use crate::closures::view::closures_view;
use crate::http::Problem;
use crate::roads::in_force::Times;
use dispatch::choose::{Call, Candidate, Finding, Reason, Unit, WayOut, check, propose, ways_out};
use dispatch::roads::{Basis, Travel, TravelTimes};
use dispatch::{IncidentId, Profile, TeamId};
use geo_core::Milliseconds;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};
use world::{Actor, Timestamp, VaultRef, World};

/// A proposal that the checker has judged and nobody keeps yet.
pub struct Weighing(Kept);

impl Weighing {
    /// The eligible teams, the best first.
    pub fn ranked(&self) -> &[CandidateView] {
        &self.0.shown.ranked
    }

    /// Puts it into the vault, so that it can be named.
    ///
    /// # Errors
    /// `store_unavailable`.
    pub fn keep(self, app: &App) -> Result<ProposalView, Problem> {
        let Self(mut kept) = self;
        let bytes = serde_json::to_vec(&kept).map_err(|error| Problem::internal(&error))?;
        kept.shown.proposal =
            app.vault.put(&bytes, app.clock.now()).map_err(|error| Problem::unavailable(&error))?;
        app.proposals.remember(&kept.shown.proposal);
        Ok(kept.shown)
    }
}

/// Makes a proposal for an incident from the teams within the asker's scope, as the asker sees them, and tells at most `limit` of the eligible teams
/// and as many of the others. Takes milliseconds.
///
/// # Errors
/// Those of [`weigh`]; `store_unavailable`.
pub fn make(
    app: &App,
    asker: &Actor,
    id: &IncidentId,
    limit: Option<usize>,
) -> Result<ProposalView, Problem> {
    weigh(app, asker, id, limit)?.keep(app)
}

/// Makes a proposal, as [`make`] does, that is not kept.
///
/// # Errors
/// `unknown_incident`, `incident_ended`, `not_founded`; `proposal_not_confirmed` when the checker rejects it, which
/// is a bug and logged as one.
pub fn weigh(app: &App, asker: &Actor, id: &IncidentId, limit: Option<usize>) -> Result<Weighing, Problem> {
    let scope = &asker.scope;
    let view = app.desk.state();
    let (world, now) = (view.world(), app.desk.now());
    let incident = find(world, scope, id)?;
    if incident.state.is_final() {
        return Err(Problem::new("incident_ended").with("incident", id.as_str()));
    }
    let (Some(call), Some(policy)) = (world.call(id), world.choice_policy_for(&incident)) else {
        return Err(Problem::new("not_founded"));
    };
    let fixes = app.positions.fixes();
    let units: Vec<_> = world.units(scope, now, &fixes).map(|unit| unit.seen_by(&asker.account)).collect();
    drop(fixes);
    let times = app.roads.times(&view, now);
    let proposal = propose(&call, &units, times.asked(), &policy);
    let faults = check(&call, &units, &policy, &proposal);
    // The set is worked out once more, from the world as it is: a proposal names what was in force, or is none.
    let same_closures = world.closure_set(now) == times.closures && proposal.basis == times.asked().basis();
    if !faults.is_empty() || !same_closures {
        tracing::error!(incident = %id, ?faults, same_closures, "the checker rejects a proposal");
        return Err(Problem::new("proposal_not_confirmed").with("incident", id.as_str()));
    }
    let (ranked, ranked_beyond) = split(&proposal.ranked, limit);
    let (ruled_out, ruled_out_beyond) = split(&proposal.ruled_out, limit);
    // Whoever leads a way out can be chosen, however far down it stands.
    let ways = ways_out(&proposal);
    let leads = |candidate: &&Candidate| ways.iter().any(|way| way.units.first() == Some(&candidate.team));
    let leading: Vec<Candidate> = ruled_out_beyond.iter().filter(leads).cloned().collect();
    let open = without_closures(&call, &units, &times, ranked);
    let views = |list: &[Candidate]| {
        let view = |candidate: &Candidate| CandidateView {
            delay_ms: delay(candidate, open.get(&candidate.team)),
            ..candidate_view(world, candidate, now)
        };
        list.iter().map(view).collect::<Vec<_>>()
    };
    let shown = ProposalView {
        proposal: VaultRef { id: String::new(), keyed_hash: world::Hash::default() },
        incident: id.clone(),
        at: now,
        seq: world.seq(),
        basis: travel_basis(&proposal.basis),
        closures: closures_view(world, &times),
        ranked: views(ranked),
        ruled_out: views(ruled_out).into_iter().chain(views(&leading)).collect(),
        eligible: proposal.ranked.len(),
        barred: proposal.ruled_out.len(),
        ways_out: ways.into_iter().map(way_out_view).collect(),
        checked: true,
    };
    let beyond = ranked_beyond.iter().chain(ruled_out_beyond).map(Weighed::of).collect();
    Ok(Weighing(Kept { shown, beyond, place: Some(incident.position) }))
}

/// What travel times rest on, as the interface writes it.
pub(super) fn travel_basis(basis: &Basis) -> TravelBasis {
    match basis {
        Basis::Roads { version } => TravelBasis::Roads { version: version.clone() },
        Basis::StraightLine => TravelBasis::StraightLine,
    }
}

/// How long candidates would need if nothing were closed; nothing when nothing is.
fn without_closures(
    call: &Call,
    units: &[Unit],
    times: &Times,
    candidates: &[Candidate],
) -> BTreeMap<TeamId, Travel> {
    let mut open = BTreeMap::new();
    let Some(roads) = times.roads().filter(|roads| !roads.closed.set.is_empty()) else { return open };
    let shown: HashSet<&TeamId> = candidates.iter().map(|candidate| &candidate.team).collect();
    for profile in Profile::ALL {
        let of_profile = units.iter().filter(|unit| unit.profile == profile && shown.contains(&unit.team));
        let (teams, places): (Vec<&TeamId>, Vec<_>) =
            of_profile.filter_map(|unit| Some((&unit.team, unit.whereabouts.position()?))).unzip();
        if !teams.is_empty() {
            let travels = roads.loaded.router.travel_to(profile, call.position, &places);
            open.extend(teams.into_iter().cloned().zip(travels));
        }
    }
    open
}

fn delay(candidate: &Candidate, open: Option<&Travel>) -> Option<u64> {
    let (present, open) = (candidate.travel.as_ref()?.total()?, open?.total()?);
    Some(present.0.saturating_sub(open.0))
}

/// What is shown of a list, and what is beyond.
fn split(list: &[Candidate], limit: Option<usize>) -> (&[Candidate], &[Candidate]) {
    list.split_at(limit.map_or(list.len(), |limit| limit.min(list.len())))
}

fn candidate_view(world: &World, candidate: &Candidate, now: Timestamp) -> CandidateView {
    CandidateView {
        name: world.team_register().get(&candidate.team).map_or_else(String::new, |team| team.name.clone()),
        team: candidate.team.clone(),
        kind: candidate.kind,
        profile: candidate.profile,
        rank: candidate.rank,
        travel: travel_view(candidate),
        delay_ms: None,
        cost_ms: candidate.cost,
        position_age_ms: candidate.position_age.map(|age| age.0),
        rung: Some(candidate.rung),
        reasons: candidate.reasons.iter().map(|reason| reason_view(reason, now)).collect(),
    }
}

/// So many teams of a way out are named.
const NAMED: usize = 5;

fn way_out_view(way: WayOut) -> WayOutView {
    WayOutView {
        bars: way.bars.into_iter().map(str::to_owned).collect(),
        count: way.units.len(),
        arrival_ms: way.arrival.map(|arrival| arrival.0),
        teams: way.units.into_iter().take(NAMED).collect(),
    }
}

fn travel_view(candidate: &Candidate) -> Option<TravelView> {
    let (drive, walk, basis) = match candidate.travel? {
        Travel::Road { drive, walk, .. } => (drive, walk, "roads"),
        Travel::StraightLine { total, .. } => (total, Milliseconds(0), "straight_line"),
        Travel::Unreachable { .. } => return None,
    };
    Some(TravelView {
        total_ms: candidate.arrival()?.0,
        turnout_ms: candidate.turnout.0,
        drive_ms: drive.0,
        walk_ms: walk.0,
        basis: basis.to_owned(),
        between: candidate
            .between
            .map(|between| BetweenView { earliest_ms: between.earliest.0, latest_ms: between.latest.0 }),
    })
}

/// A reason as the interface writes it: durations end in `_ms`, the next shift is an instant.
pub(super) fn reason_view(reason: &Reason, now: Timestamp) -> ReasonView {
    let params = match &reason.finding {
        Finding::HomeTeam { area } | Finding::HomeArea { area } => json!({ "area": area }),
        Finding::OffDuty { starts_in: Some(starts_in) } => json!({ "next_start": now.after(*starts_in) }),
        Finding::Busy { incident } => json!({ "incident": incident }),
        Finding::Held { by, incident, left } => {
            json!({ "by": by, "incident": incident, "left_ms": left, "until": now.after(*left) })
        }
        Finding::HeldByAsker { incident, left } => {
            json!({ "incident": incident, "left_ms": left, "until": now.after(*left) })
        }
        Finding::Unavailable { reason } => json!({ "reason": reason }),
        Finding::Called { whistle } => json!({ "whistle": whistle }),
        Finding::PositionFresh { age } | Finding::PositionStale { age } => json!({ "age_ms": age }),
        Finding::Unreachable { why } => json!({ "why": why.code() }),
        Finding::OffDuty { starts_in: None }
        | Finding::KindFits
        | Finding::KindUnsuited
        | Finding::OnDuty
        | Finding::Free
        | Finding::PositionAssumed
        | Finding::PositionUnknown
        | Finding::Retired => Value::Null,
    };
    let params: BTreeMap<String, Value> = match params {
        Value::Object(params) => params.into_iter().collect(),
        _ => BTreeMap::new(),
    };
    ReasonView { code: reason.finding.code().to_owned(), verdict: reason.verdict, params }
}
