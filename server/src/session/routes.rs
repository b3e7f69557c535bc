//! Signing in and out: parse, hand over, answer.

use super::forms::*;
use crate::district::forms::DistrictName;
use crate::app::App;
use crate::http::{Caller, Json, Path, Problem, Query};
use axum::extract::State;
use axum::http::StatusCode;

/// Signs in by name and password.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", request_body = SignIn, responses((status = 200, body = Session)))]
pub async fn sign_in(State(app): State<App>, Json(form): Json<SignIn>) -> Result<Json<Session>, Problem> {
    let _ = (&app, &form.account, &form.password);
    Err(Problem::new("store_unavailable"))
}

/// Signs in by a one-time link.
#[utoipa::path(post, path = "/api/v1/session/link", tag = "session", request_body = SignInByLink, responses((status = 200, body = Session)))]
pub async fn sign_in_by_link(State(app): State<App>, Json(form): Json<SignInByLink>) -> Result<Json<Session>, Problem> {
    let _ = (&app, &form.token, &form.password);
    Err(Problem::new("store_unavailable"))
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/v1/session", tag = "session", responses((status = 200, body = Session)))]
pub async fn get(State(app): State<App>, caller: Caller) -> Result<Json<Session>, Problem> {
    let _ = (&app, &caller);
    Err(Problem::new("store_unavailable"))
}

/// Signs out.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session", responses((status = 204)))]
pub async fn sign_out(State(app): State<App>, caller: Caller) -> Result<StatusCode, Problem> {
    let _ = (&app, &caller);
    Err(Problem::new("store_unavailable"))
}

/// Changes the password; other sessions of the account end.
#[utoipa::path(put, path = "/api/v1/session/password", tag = "session", responses((status = 204)))]
pub async fn change_password(State(app): State<App>, caller: Caller, Json(form): Json<ChangePassword>) -> Result<StatusCode, Problem> {
    let _ = (&app, &caller, &form);
    Err(Problem::new("store_unavailable"))
}

/// The districts one may see.
#[utoipa::path(get, path = "/api/v1/districts", tag = "session", responses((status = 200, body = Vec<DistrictName>)))]
pub async fn districts(State(app): State<App>, caller: Caller) -> Result<Json<Vec<DistrictName>>, Problem> {
    let _ = (&app, &caller);
    Err(Problem::new("store_unavailable"))
}
