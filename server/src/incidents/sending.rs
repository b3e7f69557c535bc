//! The addresses of proposals and of teams sent: parse, hand over, answer.

use super::forms::*;
use super::routes::{IncidentPath, after, find};
use super::view::IncidentView;
use super::{proposal, seen};
use crate::app::{App, yet_to_be_kept};
use crate::closures::view::closures_view;
use crate::http::{Caller, Json, Path, Problem, Query};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use dispatch::roads::{Travel, TravelTimes};
use dispatch::{IncidentId, TeamId};
use geo_core::Position;
use serde::Deserialize;
use std::sync::atomic::Ordering;
use utoipa::IntoParams;
use world::incidents::TaskState;
use world::{Command, DeviceNote, Event, Evidence, Role, Scope, VaultRef};

/// Longest report of a team, in characters.
const LONGEST_REPORT: usize = 500;

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

/// Which team goes: ranked, with reasons, checked.
#[utoipa::path(post, path = "/incidents/{id}/proposals", tag = "incidents", params(IncidentPath), responses((status = 200, body = ProposalView)))]
pub async fn propose(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<IncidentPath>,
    Json(form): Json<ProposalRequest>,
) -> Result<Json<ProposalView>, Problem> {
    caller.require(Role::DutyOfficer)?;
    let asker = caller.actor().clone();
    let made = app.blocking(move |app| proposal::make(app, &asker, &path.id, form.limit)).await??;
    app.metrics.proposals.fetch_add(1, Ordering::Relaxed);
    Ok(Json(made))
}

/// Sends a team.
#[utoipa::path(post, path = "/incidents/{id}/assignments", tag = "incidents", params(IncidentPath), responses((status = 200, body = IncidentView)))]
pub async fn assign(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<IncidentPath>,
    Json(form): Json<AssignTeam>,
) -> Result<Json<IncidentView>, Problem> {
    let dispatched =
        seen::dispatched(&app, &path.id, &form.team, form.proposal, form.override_reason).await?;
    let done = app
        .submit(&caller, Command::Assign { incident: path.id.clone(), team: form.team, dispatched })
        .await?;
    after(&done, &path.id)
}

/// A team's progress, by hand or by its device. A device is not shown the incident: what it needs of it, `/phone` says.
#[utoipa::path(post, path = "/incidents/{id}/assignments/{team}/state", tag = "incidents", params(TaskPath),
    responses((status = 200, body = IncidentView), (status = 204, description = "Said by a device, and written down.")))]
pub async fn report(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<TaskPath>,
    Json(form): Json<TaskReport>,
) -> Result<Response, Problem> {
    let is_device = caller.actor().role == Role::Device;
    let evidence = if is_device { by_device(&app, &path, &form) } else { Evidence::ByHand };
    let command = |report| Command::MoveTask {
        incident: path.id.clone(),
        team: path.team.clone(),
        fence: form.fence,
        state: form.state,
        evidence: evidence.clone(),
        reason: form.reason.clone(),
        device: DeviceNote { at: form.device_at, report },
    };
    let done = match form.report.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => {
            check_report(text)?;
            let kept = async { Ok::<_, Problem>(command(Some(keep_report(&app, text).await?))) };
            app.submit_with(&caller, command(Some(yet_to_be_kept())), kept).await?
        }
        None => app.submit(&caller, command(None)).await?,
    };
    // It is written for the officer that the answer was in time; whoever gave it is told that it came too late.
    let events = done.entry.as_ref().map(|entry| entry.draft.events.as_slice()).unwrap_or_default();
    if let Some(Event::AnsweredLate { team, .. }) = events.last() {
        let over = Problem::new("task_ended").with("incident", path.id.as_str());
        return Err(over.with("team", team.as_str()).with("state", TaskState::Returned.name()));
    }
    let incident = after(&done, &path.id)?;
    Ok(if is_device { StatusCode::NO_CONTENT.into_response() } else { incident.into_response() })
}

/// A device's position proves an arrival when it lies within the radius; otherwise its word is taken.
fn by_device(app: &App, path: &TaskPath, form: &TaskReport) -> Evidence {
    let (view, now) = (app.desk.state(), app.desk.now());
    let world = view.world();
    let near = || {
        let fix = form.fix.filter(|_| form.state == TaskState::OnScene)?;
        let incident = world.incident_register().get(&path.id)?;
        let task = incident.active_task(&path.team)?;
        let distance = geo_core::distance(fix.position, incident.position);
        let proves =
            distance.0 <= world.policy()?.arrival_radius.0 && task.assigned_at <= fix.at && fix.at <= now;
        proves.then_some(Evidence::Fix { at: fix.at, distance })
    };
    near().unwrap_or(Evidence::Device)
}

/// What a team writes about its work is judged like any other free text.
fn check_report(text: &str) -> Result<(), Problem> {
    let length = text.chars().count();
    if length > LONGEST_REPORT {
        return Err(Problem::new("text_too_long")
            .with("field", "report")
            .with("length", length)
            .with("limit", LONGEST_REPORT));
    }
    if let Some(found) = world::personal_data(text) {
        return Err(Problem::new("personal_data").with("field", "report").with("found", found.name()));
    }
    Ok(())
}

/// Keeps a report where it can be erased.
async fn keep_report(app: &App, text: &str) -> Result<VaultRef, Problem> {
    let bytes = text.as_bytes().to_vec();
    let kept = app.blocking(move |app| app.vault.put(&bytes, app.clock.now())).await?;
    kept.map_err(|error| Problem::unavailable(&error))
}

/// Calls a team back.
#[utoipa::path(post, path = "/incidents/{id}/assignments/{team}/recall", tag = "incidents", params(TaskPath), responses((status = 200, body = IncidentView)))]
pub async fn recall(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<TaskPath>,
    Json(form): Json<BecauseOf>,
) -> Result<Json<IncidentView>, Problem> {
    let command = Command::Recall { incident: path.id.clone(), team: path.team, reason: form.reason };
    after(&app.submit(&caller, command).await?, &path.id)
}

/// Takes a team off this incident and sends it to another.
#[utoipa::path(post, path = "/incidents/{id}/assignments/{team}/reassign", tag = "incidents", params(TaskPath), responses((status = 200, body = Reassigned)))]
pub async fn reassign(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<TaskPath>,
    Json(form): Json<ReassignTeam>,
) -> Result<Json<Reassigned>, Problem> {
    let dispatched =
        seen::dispatched(&app, &form.to, &path.team, form.proposal, form.override_reason).await?;
    let command = Command::Reassign {
        team: path.team,
        from: path.id.clone(),
        to: form.to.clone(),
        reason: form.reason,
        dispatched,
    };
    let done = app.submit(&caller, command).await?;
    Ok(Json(Reassigned { from: after(&done, &path.id)?.0, to: after(&done, &form.to)?.0 }))
}

/// A team's way to the incident, from its present place.
#[utoipa::path(get, path = "/incidents/{id}/route", tag = "incidents", params(IncidentPath, RouteQuery), responses((status = 200, body = RouteView)))]
pub async fn route(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<IncidentPath>,
    Query(query): Query<RouteQuery>,
) -> Result<Json<RouteView>, Problem> {
    let scope = caller.scope().clone();
    app.blocking(move |app| way(app, &scope, &path.id, &query.team)).await?.map(Json)
}

fn way(app: &App, scope: &Scope, id: &IncidentId, team: &TeamId) -> Result<RouteView, Problem> {
    let view = app.desk.state();
    let (world, now) = (view.world(), app.desk.now());
    let to = find(world, scope, id)?.position;
    let team = world
        .team(scope, team, now)
        .ok_or_else(|| Problem::new("unknown_team").with("team", team.as_str()))?
        .team;
    let whereabouts = world.whereabouts(&team, now, &app.positions.fixes());
    let from = whereabouts
        .position()
        .ok_or_else(|| Problem::new("position_unknown").with("team", team.code.as_str()))?;
    let corner = |position: &Position| [position.lon(), position.lat()];
    let times = app.roads.times(&view, now);
    let closures = closures_view(world, &times);
    match times.roads() {
        Some(roads) => {
            let route = roads
                .under()
                .route(team.profile, from, to)
                .map_err(|why| Problem::new(why.code()).with("rule", why.to_string()))?;
            let line = std::iter::once(&from).chain(&route.line).chain(std::iter::once(&to));
            Ok(RouteView {
                geometry: line.map(corner).collect(),
                total_ms: route.total.0,
                metres: route.length.0,
                basis: "roads".to_owned(),
                closures,
                streets: route
                    .legs
                    .into_iter()
                    .map(|leg| StreetView { name: leg.name, metres: leg.length.0, ms: leg.time.0 })
                    .collect(),
            })
        }
        None => {
            let travel = dispatch::roads::StraightLine.travel_to(team.profile, to, &[from]);
            let metres = match travel.first() {
                Some(Travel::StraightLine { distance, .. }) => distance.0,
                _ => 0.0,
            };
            let total_ms = travel.first().and_then(Travel::total).map_or(0, |total| total.0);
            Ok(RouteView {
                geometry: vec![corner(&from), corner(&to)],
                total_ms,
                metres,
                basis: "straight_line".to_owned(),
                closures,
                streets: Vec::new(),
            })
        }
    }
}
