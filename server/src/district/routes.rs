//! The addresses about the district as a whole: parse, hand over, answer.

use super::forms::*;
use crate::registers::forms::Items;
use crate::app::App;
use crate::http::{Caller, Json, Path, Problem, Query};
use axum::extract::State;
use axum::http::StatusCode;

/// The district at a glance.
#[utoipa::path(get, path = "", tag = "district", responses((status = 200, body = DistrictView)))]
pub async fn get(State(app): State<App>, caller: Caller) -> Result<Json<DistrictView>, Problem> {
    let _ = (&app, &caller);
    Err(Problem::new("store_unavailable"))
}

/// The areas of every level at a point.
#[utoipa::path(get, path = "/locate", tag = "district", params(PointQuery), responses((status = 200, body = Located)))]
pub async fn locate(State(app): State<App>, caller: Caller, Query(query): Query<PointQuery>) -> Result<Json<Located>, Problem> {
    let _ = (&app, &caller, &query);
    Err(Problem::new("store_unavailable"))
}

/// The nearest teams, depots, sensing points or places.
#[utoipa::path(get, path = "/nearby", tag = "district", params(NearbyQuery), responses((status = 200, body = Nearby)))]
pub async fn nearby(State(app): State<App>, caller: Caller, Query(query): Query<NearbyQuery>) -> Result<Json<Nearby>, Problem> {
    let _ = (&app, &caller, &query);
    Err(Problem::new("store_unavailable"))
}

/// Address, name, code, pole number, coordinates, pinyin initials.
#[utoipa::path(get, path = "/search", tag = "district", params(SearchQuery), responses((status = 200, body = SearchAnswer)))]
pub async fn search(State(app): State<App>, caller: Caller, Query(query): Query<SearchQuery>) -> Result<Json<SearchAnswer>, Problem> {
    let _ = (&app, &caller, &query);
    Err(Problem::new("store_unavailable"))
}

/// The audit log, newest first (administrator).
#[utoipa::path(get, path = "/audit", tag = "district", params(AuditQuery), responses((status = 200, body = Items<AuditLine>)))]
pub async fn audit(State(app): State<App>, caller: Caller, Query(query): Query<AuditQuery>) -> Result<Json<Items<AuditLine>>, Problem> {
    let _ = (&app, &caller, &query);
    Err(Problem::new("store_unavailable"))
}
