//! The addresses of the joint choice: parse, hand over, answer.

use super::forms::*;
use super::making;
use crate::app::App;
use crate::http::{Caller, Json, Problem};
use axum::extract::State;
use std::sync::atomic::Ordering;
use world::Role;

/// Who goes where, for all open incidents at once. It sends nobody: name the proposal's id when sending the teams.
#[utoipa::path(post, path = "/joint-proposals", tag = "incidents", responses((status = 200, body = JointView)))]
pub async fn propose(
    State(app): State<App>,
    caller: Caller,
    Json(form): Json<JointRequest>,
) -> Result<Json<JointView>, Problem> {
    caller.require(Role::DutyOfficer)?;
    let asker = caller.actor().clone();
    let _turn = app.choosing.acquire().await.map_err(|error| Problem::internal(&error))?;
    let made = app.blocking(move |app| making::propose(app, &asker, &form)).await??;
    app.metrics.proposals.fetch_add(1, Ordering::Relaxed);
    Ok(Json(made))
}

/// Why a team does not go to an incident when all are chosen for at once.
#[utoipa::path(post, path = "/joint-proposals/why-not", tag = "incidents", responses((status = 200, body = WhyNotView)))]
pub async fn why_not(
    State(app): State<App>,
    caller: Caller,
    Json(form): Json<WhyNotRequest>,
) -> Result<Json<WhyNotView>, Problem> {
    caller.require(Role::DutyOfficer)?;
    let asker = caller.actor().clone();
    let _turn = app.choosing.acquire().await.map_err(|error| Problem::internal(&error))?;
    app.blocking(move |app| making::explain(app, &asker, &form)).await?.map(Json)
}
