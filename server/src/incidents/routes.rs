//! The addresses of incidents: parse, hand over, answer. Sending teams is in [`super::sending`].

use super::forms::*;
use super::handovers::notes_of;
use super::view::IncidentView;
use crate::app::{App, same_request, yet_to_be_kept};
use crate::desk::{Done, News};
use crate::district::routes::within;
use crate::http::{Caller, Json, Path, Problem, Query};
use crate::registers::forms::Items;
use axum::extract::State;
use axum::http::StatusCode;
use dispatch::{IncidentId, TeamId};
use serde::Deserialize;
use utoipa::IntoParams;
use world::incidents::{Incident, IncidentFilter as WorldFilter, Standing};
use world::{Command, Event, Role, Scope, Touched, VaultRef, World};

/// Longest narrative, in bytes.
const LONGEST_NARRATIVE: usize = 20_000;

/// An incident by its number.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct IncidentPath {
    /// The incident's number.
    #[param(value_type = String)]
    pub id: IncidentId,
}

/// An incident within a scope, as it is.
///
/// # Errors
/// `unknown_incident`, also when it lies outside the scope.
pub(super) fn find(world: &World, scope: &Scope, id: &IncidentId) -> Result<Incident, Problem> {
    world
        .incident(scope, id)
        .map(|incident| (**incident).clone())
        .ok_or_else(|| Problem::new("unknown_incident").with("incident", id.as_str()))
}

/// The incident after a command; whoever moved it out of their own scope is answered all the same.
///
/// # Errors
/// `request_id_reused` when the request's id was spent on something else: it opens no incident to anybody.
pub(crate) fn after(done: &Done, id: &IncidentId) -> Result<Json<IncidentView>, Problem> {
    same_request(done, &Touched::Incident(id.clone()))?;
    let world = done.state.world();
    // As it stood when the command was carried out: a moment ago at most.
    find(world, &Scope::district(), id).map(|incident| Json(IncidentView::of(world, &incident, world.at())))
}

/// Incidents, newest first.
#[utoipa::path(get, path = "/incidents", tag = "incidents", params(IncidentListQuery), responses((status = 200, body = Items<IncidentView>)))]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<IncidentListQuery>,
) -> Result<Json<Items<IncidentView>>, Problem> {
    let limit = within("limit", query.limit, 200, 1000)?;
    let standing = match query.state {
        IncidentFilter::Open => Standing::Open,
        IncidentFilter::Closed => Standing::Ended,
        IncidentFilter::All => Standing::All,
    };
    let (view, now) = (app.desk.state(), app.desk.now());
    let world = view.world();
    let before = match &query.before {
        Some(id) => Some(find(world, caller.scope(), id)?),
        None => None,
    };
    let older = |incident: &&std::sync::Arc<Incident>| {
        before
            .as_ref()
            .is_none_or(|before| (incident.accepted_at, &incident.id) < (before.accepted_at, &before.id))
    };
    let filter = WorldFilter { standing, text: None };
    let mine = |incident: &&std::sync::Arc<Incident>| {
        !query.mine || incident.keeper.as_ref() == Some(&caller.actor().account)
    };
    let items = world
        .incidents(caller.scope(), &filter)
        .filter(older)
        .filter(mine)
        .take(limit)
        .map(|incident| IncidentView::of(world, incident, now))
        .collect();
    Ok(Json(Items { seq: world.seq(), items }))
}

/// One incident, its narrative, and calls that may be about the same thing.
#[utoipa::path(get, path = "/incidents/{id}", tag = "incidents", params(IncidentPath), responses((status = 200, body = IncidentDetail)))]
pub async fn get(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<IncidentPath>,
) -> Result<Json<IncidentDetail>, Problem> {
    let view = app.desk.state();
    let (world, scope) = (view.world(), caller.scope());
    let incident = find(world, scope, &path.id)?;
    let near = world.duplicates_of(scope, incident.position, incident.accepted_at);
    let duplicates =
        near.into_iter().filter(|other| other.id != incident.id).map(|other| (**other).clone()).collect();
    let needs = world.needs(&incident);
    // Who called and what they said is for those who work on it.
    let may_read = matches!(caller.actor().role, Role::DutyOfficer | Role::Administrator);
    let reference = incident.narrative.clone().filter(|_| may_read);
    let tasks = incident.tasks.iter().filter(|_| may_read);
    let written: Vec<_> =
        tasks.filter_map(|task| Some((task.team.clone(), task.fence, task.report.clone()?))).collect();
    let (seen, of, id) = (view.clone(), scope.clone(), path.id.clone());
    let kept = app.blocking(move |app| {
        let handovers = if may_read { notes_of(app, seen.world(), &of, &id) } else { Vec::new() };
        let narrative = reference.and_then(|reference| narrative(app, &reference));
        (narrative, reports(app, written), handovers)
    });
    let (narrative, reports, handovers) = kept.await?;
    let incident = IncidentView::of(world, &incident, app.desk.now());
    Ok(Json(IncidentDetail { incident, narrative, reports, needs, duplicates, handovers }))
}

fn narrative(app: &App, reference: &VaultRef) -> Option<Narrative> {
    // Erased content is no error: the incident goes on without it.
    let bytes =
        app.vault.get(&reference.id).inspect_err(|error| tracing::debug!(%error, "no narrative")).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// What teams wrote; what was erased is left out.
fn reports(app: &App, kept: Vec<(TeamId, u64, VaultRef)>) -> Vec<TeamReport> {
    let text = |reference: &VaultRef| String::from_utf8(app.vault.get(&reference.id).ok()?).ok();
    let report = |(team, fence, reference): (TeamId, u64, VaultRef)| {
        Some(TeamReport { team, fence, text: text(&reference)? })
    };
    kept.into_iter().filter_map(report).collect()
}

/// Takes a call.
#[utoipa::path(post, path = "/incidents", tag = "incidents",
    responses((status = 201, body = IncidentView), (status = 200, body = IncidentView, description = "It was known already, by its external number or the request id.")))]
pub async fn take(
    State(app): State<App>,
    caller: Caller,
    Json(form): Json<NewIncident>,
) -> Result<(StatusCode, Json<IncidentView>), Problem> {
    caller.require(Role::DutyOfficer)?;
    let (channel, external_no) = (form.channel, form.external_no.clone());
    let command = |narrative| Command::OpenIncident {
        kind: form.kind.clone(),
        severity: form.severity,
        position: form.position,
        address: form.address.clone(),
        channel,
        external_no: form.external_no.clone(),
        narrative,
    };
    let is_said = |narrative: &&Narrative| !narrative.text.trim().is_empty() || narrative.contact.is_some();
    let done = match form.narrative.as_ref().filter(is_said) {
        Some(narrative) => {
            let kept = async { Ok::<_, Problem>(command(Some(keep(&app, narrative).await?))) };
            app.submit_with(&caller, command(Some(yet_to_be_kept())), kept).await?
        }
        None => app.submit(&caller, command(None)).await?,
    };
    let accepted = done.entry.as_ref().and_then(|entry| accepted_in(&entry.draft.events));
    let known = external_no.as_deref().filter(|_| done.news == News::AlreadySo);
    let id = accepted
        .or_else(|| {
            known.and_then(|number| done.state.world().incident_by_external(channel, number).cloned())
        })
        .ok_or_else(|| Problem::new("request_id_reused"))?;
    let status = if done.news == News::Changed { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, after(&done, &id)?))
}

fn accepted_in(events: &[Event]) -> Option<IncidentId> {
    events.iter().find_map(|event| {
        if let Event::IncidentAccepted { incident, .. } = event { Some(incident.clone()) } else { None }
    })
}

async fn keep(app: &App, narrative: &Narrative) -> Result<VaultRef, Problem> {
    let bytes = serde_json::to_vec(narrative).map_err(|error| Problem::internal(&error))?;
    if bytes.len() > LONGEST_NARRATIVE {
        return Err(Problem::new("text_too_long")
            .with("field", "narrative")
            .with("length", bytes.len())
            .with("limit", LONGEST_NARRATIVE));
    }
    let kept = app.blocking(move |app| app.vault.put(&bytes, app.clock.now())).await?;
    kept.map_err(|error| Problem::unavailable(&error))
}

/// Corrects or moves an incident.
#[utoipa::path(patch, path = "/incidents/{id}", tag = "incidents", params(IncidentPath), responses((status = 200, body = IncidentView)))]
pub async fn amend(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<IncidentPath>,
    Json(form): Json<AmendIncident>,
) -> Result<Json<IncidentView>, Problem> {
    let command = Command::AmendIncident {
        incident: path.id.clone(),
        version: form.version,
        kind: form.kind,
        severity: form.severity,
        position: form.position,
        address: form.address,
    };
    after(&app.submit(&caller, command).await?, &path.id)
}

/// 立案: an accepted call becomes a case.
#[utoipa::path(post, path = "/incidents/{id}/open", tag = "incidents", params(IncidentPath), responses((status = 200, body = IncidentView)))]
pub async fn open_case(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<IncidentPath>,
) -> Result<Json<IncidentView>, Problem> {
    after(&app.submit(&caller, Command::OpenCase { incident: path.id.clone() }).await?, &path.id)
}

/// 挂账: cannot be settled now.
#[utoipa::path(post, path = "/incidents/{id}/park", tag = "incidents", params(IncidentPath), responses((status = 200, body = IncidentView)))]
pub async fn park(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<IncidentPath>,
    Json(form): Json<BecauseOf>,
) -> Result<Json<IncidentView>, Problem> {
    after(
        &app.submit(&caller, Command::ParkIncident { incident: path.id.clone(), reason: Some(form.reason) })
            .await?,
        &path.id,
    )
}

/// Back to work after parking.
#[utoipa::path(post, path = "/incidents/{id}/resume", tag = "incidents", params(IncidentPath), responses((status = 200, body = IncidentView)))]
pub async fn resume(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<IncidentPath>,
) -> Result<Json<IncidentView>, Problem> {
    after(
        &app.submit(&caller, Command::ParkIncident { incident: path.id.clone(), reason: None }).await?,
        &path.id,
    )
}

/// 核查结案.
#[utoipa::path(post, path = "/incidents/{id}/close", tag = "incidents", params(IncidentPath), responses((status = 200, body = IncidentView)))]
pub async fn close(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<IncidentPath>,
    Json(form): Json<CloseIncident>,
) -> Result<Json<IncidentView>, Problem> {
    after(
        &app.submit(&caller, Command::CloseIncident { incident: path.id.clone(), outcome: form.outcome })
            .await?,
        &path.id,
    )
}

/// Joins a call to another about the same thing; answers the one that goes on.
#[utoipa::path(post, path = "/incidents/{id}/merge", tag = "incidents", params(IncidentPath), responses((status = 200, body = IncidentView)))]
pub async fn merge(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<IncidentPath>,
    Json(form): Json<MergeIncident>,
) -> Result<Json<IncidentView>, Problem> {
    let done =
        app.submit(&caller, Command::MergeIncidents { from: path.id, into: form.into.clone() }).await?;
    after(&done, &form.into)
}
