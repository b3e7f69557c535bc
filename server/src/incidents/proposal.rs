//! Proposals: made from the published state, judged by the checker, kept in the vault, named when confirmed.

use super::forms::{
    BetweenView, CandidateView, ProposalView, ReasonView, TravelBasis, TravelView, WayOutView,
};
use super::joint;
use super::routes::find;
use crate::app::App;
use crate::closures::forms::ClosuresView;
use crate::closures::view::closures_view;
use crate::http::Problem;
use crate::roads::in_force::Times;
use dispatch::choose::{Call, Candidate, Finding, Reason, Unit, WayOut, check, propose, ways_out};
use dispatch::roads::{Basis, Travel, TravelTimes};
use dispatch::{IncidentId, Profile, TeamId};
use geo_core::{Milliseconds, Position};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet, VecDeque};
use world::incidents::Dispatched;
use world::{Actor, ClosuresInForce, Timestamp, VaultRef, World};

/// A proposal as the vault keeps it: what the officer was shown, and in brief the teams beyond that.
#[derive(Serialize, Deserialize)]
struct Kept {
    #[serde(flatten)]
    shown: ProposalView,
    #[serde(default)]
    beyond: Vec<Weighed>,
    /// Where the incident was.
    #[serde(default)]
    place: Option<Position>,
}

/// A team that was weighed and not shown: its place, its time, and what spoke for and against it, by code.
#[derive(Serialize, Deserialize)]
struct Weighed {
    team: TeamId,
    rank: Option<u32>,
    total_ms: Option<u64>,
    reasons: Vec<String>,
}

impl Weighed {
    fn of(candidate: &Candidate) -> Self {
        Self {
            team: candidate.team.clone(),
            rank: candidate.rank,
            total_ms: candidate.arrival().map(|arrival| arrival.0),
            reasons: candidate.reasons.iter().map(|reason| reason.finding.code().to_owned()).collect(),
        }
    }
}

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

/// References of the latest proposals: clients name them by id, the journal needs the keyed hash too.
#[derive(Debug, Default)]
pub struct Proposals(Mutex<VecDeque<VaultRef>>);

impl Proposals {
    /// As many as are made within minutes on the busiest day.
    const REMEMBERED: usize = 1_000;

    pub(super) fn remember(&self, reference: &VaultRef) {
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

/// What the officer saw about a team, from the proposal named.
///
/// # Errors
/// `unknown_proposal` when it is not there, was made for another incident, or did not weigh the team; `proposal_stale`
/// when it was made more than [`FRESH_FOR`] ago, or for another place than where the incident is now.
pub async fn dispatched(
    app: &App,
    incident: &IncidentId,
    team: &TeamId,
    proposal: Option<String>,
    override_reason: Option<String>,
) -> Result<Dispatched, Problem> {
    let nothing_seen = Dispatched {
        estimate: None,
        basis: None,
        rank: None,
        proposal: None,
        override_reason,
        closures: None,
    };
    let Some(id) = proposal else { return Ok(nothing_seen) };
    let unknown = || Problem::new("unknown_proposal").with("proposal", id.as_str());
    let kept = app
        .blocking({
            let id = id.clone();
            move |app| app.vault.get(&id)
        })
        .await?
        .map_err(|_| unknown())?;
    let seen = seen(&kept, incident, team).ok_or_else(unknown)?;
    check_fresh(app, incident, &id, &seen)?;
    let reference = match app.proposals.reference(&id) {
        Some(reference) => reference,
        // Made before the last restart: kept once more, under a reference that we know whole.
        None => app
            .blocking(move |app| app.vault.put(&kept, app.clock.now()))
            .await?
            .map_err(|error| Problem::unavailable(&error))?,
    };
    let basis = match seen.basis {
        TravelBasis::Roads { version } => format!("roads {version}"),
        TravelBasis::StraightLine => "straight_line".to_owned(),
    };
    // What was reckoned by straight line is right under any closures.
    let closures = seen.closures.applied.then(|| ClosuresInForce {
        number: seen.closures.number.clone(),
        closures: seen.closures.closures.iter().map(|closure| closure.id.clone()).collect(),
    });
    let (estimate, rank) = (seen.estimate, seen.rank);
    Ok(Dispatched { estimate, basis: Some(basis), rank, proposal: Some(reference), closures, ..nothing_seen })
}

/// Travel times, places and duties of longer ago say nothing of now.
pub const FRESH_FOR: Milliseconds = Milliseconds::from_minutes(15);

fn check_fresh(app: &App, incident: &IncidentId, proposal: &str, seen: &Seen) -> Result<(), Problem> {
    let (view, now) = (app.desk.state(), app.desk.now());
    let place = view.world().incident_register().get(incident).map(|incident| incident.position);
    let is_elsewhere = seen.place.is_some() && seen.place != place;
    let age = now.since(seen.at);
    if age <= FRESH_FOR && !is_elsewhere {
        return Ok(());
    }
    Err(Problem::new("proposal_stale")
        .with("proposal", proposal)
        .with("incident", incident.as_str())
        .with("minutes", age.0 / 60_000)
        .with("limit", FRESH_FOR.0 / 60_000))
}

/// What an officer saw about a team.
pub(super) struct Seen {
    /// When.
    pub at: Timestamp,
    /// Where the incident was then, if that was kept.
    pub place: Option<Position>,
    /// How long it needs.
    pub estimate: Option<Milliseconds>,
    /// Its place: in a joint choice the first where it is to go; `None` when it was ruled out or is to go elsewhere.
    pub rank: Option<u32>,
    /// What the time rests on.
    pub basis: TravelBasis,
    /// Which closures were in force.
    pub closures: ClosuresView,
}

/// What was shown of a team for an incident, in a proposal for it or in a joint choice; `None` when it was in neither.
fn seen(kept: &[u8], incident: &IncidentId, team: &TeamId) -> Option<Seen> {
    let Ok(Kept { shown, beyond, place }) = serde_json::from_slice(kept) else {
        return joint::making::seen(kept, incident, team);
    };
    let (estimate, rank) = seen_of(&shown, &beyond, team)?;
    (shown.incident == *incident).then_some(Seen {
        at: shown.at,
        place,
        estimate,
        rank,
        basis: shown.basis,
        closures: shown.closures,
    })
}

/// A team's time and rank in a proposal; `None` when it did not weigh the team.
fn seen_of(
    shown: &ProposalView,
    beyond: &[Weighed],
    team: &TeamId,
) -> Option<(Option<Milliseconds>, Option<u32>)> {
    let listed = shown.ranked.iter().chain(&shown.ruled_out).find(|candidate| candidate.team == *team);
    let (total, rank) = match listed {
        Some(candidate) => (candidate.travel.as_ref().map(|travel| travel.total_ms), candidate.rank),
        None => {
            let weighed = beyond.iter().find(|weighed| weighed.team == *team)?;
            (weighed.total_ms, weighed.rank)
        }
    };
    Some((total.map(Milliseconds), rank))
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
