//! The address that team positions come in at.

use super::forms::*;
use crate::app::App;
use crate::http::{Caller, Json, Path, Problem, Query};
use axum::extract::State;
use axum::http::StatusCode;

/// Takes a batch of team positions.
#[utoipa::path(post, path = "/positions", tag = "positions", responses((status = 200, body = FixesTaken)))]
pub async fn report(State(app): State<App>, caller: Caller, Json(form): Json<NewFixes>) -> Result<Json<FixesTaken>, Problem> {
    let _ = (&app, &caller, &form);
    Err(Problem::new("store_unavailable"))
}
