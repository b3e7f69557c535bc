//! What an officer saw of a team when it was sent: proposals as the vault keeps them, and read again when they are named.

use super::forms::{ProposalView, TravelBasis};
use super::joint;
use crate::app::App;
use crate::closures::forms::ClosuresView;
use crate::http::Problem;
use dispatch::choose::Candidate;
use dispatch::{IncidentId, TeamId};
use geo_core::{Milliseconds, Position};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use world::incidents::Dispatched;
use world::{ClosuresInForce, Timestamp, VaultRef};

/// A proposal as the vault keeps it: what the officer was shown, and in brief the teams beyond that.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    /// What was shown.
    #[serde(flatten)]
    pub shown: ProposalView,
    /// The teams beyond that.
    #[serde(default)]
    pub beyond: Vec<Weighed>,
    /// Where the incident was.
    #[serde(default)]
    pub place: Option<Position>,
}

/// A team that was weighed and not shown: its place, its time, and what spoke for and against it, by code.
#[derive(Serialize, Deserialize)]
pub(super) struct Weighed {
    team: TeamId,
    rank: Option<u32>,
    total_ms: Option<u64>,
    reasons: Vec<String>,
}

impl Weighed {
    /// A team as it was weighed.
    pub fn of(candidate: &Candidate) -> Self {
        Self {
            team: candidate.team.clone(),
            rank: candidate.rank,
            total_ms: candidate.arrival().map(|arrival| arrival.0),
            reasons: candidate.reasons.iter().map(|reason| reason.finding.code().to_owned()).collect(),
        }
    }
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
