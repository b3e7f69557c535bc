//! The accounts page of the administrator: parse, hand over, answer.

use super::forms::*;
use crate::app::App;
use crate::http::{Caller, Json, Path, Problem, Query};
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;

/// An account by its name.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct AccountPath {
    /// The account's name.
    pub name: String,
}

/// All accounts (administrator).
#[utoipa::path(get, path = "/api/v1/accounts", tag = "accounts", responses((status = 200, body = Vec<AccountView>)))]
pub async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Vec<AccountView>>, Problem> {
    let _ = (&app, &caller);
    Err(Problem::new("store_unavailable"))
}

/// Makes an account (administrator).
#[utoipa::path(post, path = "/api/v1/accounts", tag = "accounts", responses((status = 201, body = AccountView)))]
pub async fn create(State(app): State<App>, caller: Caller, Json(form): Json<NewAccount>) -> Result<(StatusCode, Json<AccountView>), Problem> {
    let _ = (&app, &caller, &form);
    Err(Problem::new("store_unavailable"))
}

/// Changes or disables an account (administrator).
#[utoipa::path(patch, path = "/api/v1/accounts/{name}", tag = "accounts", params(AccountPath), responses((status = 200, body = AccountView)))]
pub async fn change(State(app): State<App>, caller: Caller, Path(path): Path<AccountPath>, Json(form): Json<AccountChange>) -> Result<Json<AccountView>, Problem> {
    let _ = (&app, &caller, &path, &form);
    Err(Problem::new("store_unavailable"))
}

/// A one-time link for an account (administrator).
#[utoipa::path(post, path = "/api/v1/accounts/{name}/link", tag = "accounts", params(AccountPath), responses((status = 200, body = AccountLink)))]
pub async fn link(State(app): State<App>, caller: Caller, Path(path): Path<AccountPath>) -> Result<Json<AccountLink>, Problem> {
    let _ = (&app, &caller, &path);
    Err(Problem::new("store_unavailable"))
}
