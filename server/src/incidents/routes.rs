//! The addresses of the incidents room: parse, hand over, answer.

use super::forms::*;
use crate::registers::forms::Items;
use dispatch::{IncidentId, TeamId};
use world::incidents::Incident;
use crate::app::App;
use crate::http::{Caller, Json, Path, Problem, Query};
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;

/// An incident by its number.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct IncidentPath {
    /// The incident's number.
    #[param(value_type = String)]
    pub id: IncidentId,
}

/// A team's task on an incident.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct TaskPath {
    /// The incident's number.
    #[param(value_type = String)]
    pub id: IncidentId,
    /// The team's call sign.
    #[param(value_type = String)]
    pub team: TeamId,
}

/// Incidents, newest first.
#[utoipa::path(get, path = "/incidents", tag = "incidents", params(IncidentListQuery), responses((status = 200, body = Items<Incident>)))]
pub async fn list(State(app): State<App>, caller: Caller, Query(query): Query<IncidentListQuery>) -> Result<Json<Items<Incident>>, Problem> {
    let _ = (&app, &caller, &query);
    Err(Problem::new("store_unavailable"))
}

/// One incident, its narrative, and calls that may be about the same thing.
#[utoipa::path(get, path = "/incidents/{id}", tag = "incidents", params(IncidentPath), responses((status = 200, body = IncidentDetail)))]
pub async fn get(State(app): State<App>, caller: Caller, Path(path): Path<IncidentPath>) -> Result<Json<IncidentDetail>, Problem> {
    let _ = (&app, &caller, &path);
    Err(Problem::new("store_unavailable"))
}

/// Takes a call.
#[utoipa::path(post, path = "/incidents", tag = "incidents", responses((status = 201, body = Incident), (status = 200, body = Incident, description = "It was known already, by its external number or the request id.")))]
pub async fn take(State(app): State<App>, caller: Caller, Json(form): Json<NewIncident>) -> Result<(StatusCode, Json<Incident>), Problem> {
    let _ = (&app, &caller, &form);
    Err(Problem::new("store_unavailable"))
}

/// Corrects or moves an incident.
#[utoipa::path(patch, path = "/incidents/{id}", tag = "incidents", params(IncidentPath), responses((status = 200, body = Incident)))]
pub async fn amend(State(app): State<App>, caller: Caller, Path(path): Path<IncidentPath>, Json(form): Json<AmendIncident>) -> Result<Json<Incident>, Problem> {
    let _ = (&app, &caller, &path, &form);
    Err(Problem::new("store_unavailable"))
}

/// 立案: an accepted call becomes a case.
#[utoipa::path(post, path = "/incidents/{id}/open", tag = "incidents", params(IncidentPath), responses((status = 200, body = Incident)))]
pub async fn open_case(State(app): State<App>, caller: Caller, Path(path): Path<IncidentPath>) -> Result<Json<Incident>, Problem> {
    let _ = (&app, &caller, &path);
    Err(Problem::new("store_unavailable"))
}

/// 挂账: cannot be settled now.
#[utoipa::path(post, path = "/incidents/{id}/park", tag = "incidents", params(IncidentPath), responses((status = 200, body = Incident)))]
pub async fn park(State(app): State<App>, caller: Caller, Path(path): Path<IncidentPath>, Json(form): Json<BecauseOf>) -> Result<Json<Incident>, Problem> {
    let _ = (&app, &caller, &path, &form);
    Err(Problem::new("store_unavailable"))
}

/// Back to work after parking.
#[utoipa::path(post, path = "/incidents/{id}/resume", tag = "incidents", params(IncidentPath), responses((status = 200, body = Incident)))]
pub async fn resume(State(app): State<App>, caller: Caller, Path(path): Path<IncidentPath>) -> Result<Json<Incident>, Problem> {
    let _ = (&app, &caller, &path);
    Err(Problem::new("store_unavailable"))
}

/// 核查结案.
#[utoipa::path(post, path = "/incidents/{id}/close", tag = "incidents", params(IncidentPath), responses((status = 200, body = Incident)))]
pub async fn close(State(app): State<App>, caller: Caller, Path(path): Path<IncidentPath>, Json(form): Json<CloseIncident>) -> Result<Json<Incident>, Problem> {
    let _ = (&app, &caller, &path, &form);
    Err(Problem::new("store_unavailable"))
}

/// Joins a call to another about the same thing; answers the one that goes on.
#[utoipa::path(post, path = "/incidents/{id}/merge", tag = "incidents", params(IncidentPath), responses((status = 200, body = Incident)))]
pub async fn merge(State(app): State<App>, caller: Caller, Path(path): Path<IncidentPath>, Json(form): Json<MergeIncident>) -> Result<Json<Incident>, Problem> {
    let _ = (&app, &caller, &path, &form);
    Err(Problem::new("store_unavailable"))
}

/// Which team goes: ranked, with reasons, checked.
#[utoipa::path(post, path = "/incidents/{id}/proposals", tag = "incidents", params(IncidentPath), responses((status = 200, body = ProposalView)))]
pub async fn propose(State(app): State<App>, caller: Caller, Path(path): Path<IncidentPath>, Json(form): Json<ProposalRequest>) -> Result<Json<ProposalView>, Problem> {
    let _ = (&app, &caller, &path, &form);
    Err(Problem::new("store_unavailable"))
}

/// Sends a team.
#[utoipa::path(post, path = "/incidents/{id}/assignments", tag = "incidents", params(IncidentPath), responses((status = 200, body = Incident)))]
pub async fn assign(State(app): State<App>, caller: Caller, Path(path): Path<IncidentPath>, Json(form): Json<AssignTeam>) -> Result<Json<Incident>, Problem> {
    let _ = (&app, &caller, &path, &form);
    Err(Problem::new("store_unavailable"))
}

/// A team's progress, by hand or by its device.
#[utoipa::path(post, path = "/incidents/{id}/assignments/{team}/state", tag = "incidents", params(TaskPath), responses((status = 200, body = Incident)))]
pub async fn report(State(app): State<App>, caller: Caller, Path(path): Path<TaskPath>, Json(form): Json<TaskReport>) -> Result<Json<Incident>, Problem> {
    let _ = (&app, &caller, &path, &form);
    Err(Problem::new("store_unavailable"))
}

/// Calls a team back.
#[utoipa::path(post, path = "/incidents/{id}/assignments/{team}/recall", tag = "incidents", params(TaskPath), responses((status = 200, body = Incident)))]
pub async fn recall(State(app): State<App>, caller: Caller, Path(path): Path<TaskPath>, Json(form): Json<BecauseOf>) -> Result<Json<Incident>, Problem> {
    let _ = (&app, &caller, &path, &form);
    Err(Problem::new("store_unavailable"))
}

/// Takes a team off this incident and sends it to another.
#[utoipa::path(post, path = "/incidents/{id}/assignments/{team}/reassign", tag = "incidents", params(TaskPath), responses((status = 200, body = Reassigned)))]
pub async fn reassign(State(app): State<App>, caller: Caller, Path(path): Path<TaskPath>, Json(form): Json<ReassignTeam>) -> Result<Json<Reassigned>, Problem> {
    let _ = (&app, &caller, &path, &form);
    Err(Problem::new("store_unavailable"))
}

/// A team's way to the incident, from its present place.
#[utoipa::path(get, path = "/incidents/{id}/route", tag = "incidents", params(IncidentPath, RouteQuery), responses((status = 200, body = RouteView)))]
pub async fn route(State(app): State<App>, caller: Caller, Path(path): Path<IncidentPath>, Query(query): Query<RouteQuery>) -> Result<Json<RouteView>, Problem> {
    let _ = (&app, &caller, &path, &query);
    Err(Problem::new("store_unavailable"))
}
