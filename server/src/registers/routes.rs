//! The addresses of the registers: parse, hand over, answer.

use super::forms::*;
use world::records::{Area, Depot, Place, SensingPoint, Shift, Team};
use crate::app::App;
use crate::http::{Caller, Json, Path, Problem, Query};
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::IntoParams;

/// A record by its code.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct CodePath {
    /// The record's code.
    pub code: String,
}

/// Areas, by level and parent.
#[utoipa::path(get, path = "/areas", tag = "registers", params(AreaListQuery), responses((status = 200, body = Items<Area>)))]
pub async fn list_areas(State(app): State<App>, caller: Caller, Query(query): Query<AreaListQuery>) -> Result<Json<Items<Area>>, Problem> {
    let _ = (&app, &caller, &query);
    Err(Problem::new("store_unavailable"))
}

/// One area with its surroundings.
#[utoipa::path(get, path = "/areas/{code}", tag = "registers", params(CodePath), responses((status = 200, body = AreaDetail)))]
pub async fn get_area(State(app): State<App>, caller: Caller, Path(path): Path<CodePath>) -> Result<Json<AreaDetail>, Problem> {
    let _ = (&app, &caller, &path);
    Err(Problem::new("store_unavailable"))
}

/// Who answers for an area.
#[utoipa::path(put, path = "/areas/{code}/staff", tag = "registers", params(CodePath), responses((status = 200, body = Area)))]
pub async fn put_area_staff(State(app): State<App>, caller: Caller, Path(path): Path<CodePath>, Json(form): Json<AreaStaff>) -> Result<Json<Area>, Problem> {
    let _ = (&app, &caller, &path, &form);
    Err(Problem::new("store_unavailable"))
}

/// Teams with status and place.
#[utoipa::path(get, path = "/teams", tag = "registers", responses((status = 200, body = Items<TeamView>)))]
pub async fn list_teams(State(app): State<App>, caller: Caller) -> Result<Json<Items<TeamView>>, Problem> {
    let _ = (&app, &caller);
    Err(Problem::new("store_unavailable"))
}

/// One team.
#[utoipa::path(get, path = "/teams/{code}", tag = "registers", params(CodePath), responses((status = 200, body = TeamView)))]
pub async fn get_team(State(app): State<App>, caller: Caller, Path(path): Path<CodePath>) -> Result<Json<TeamView>, Problem> {
    let _ = (&app, &caller, &path);
    Err(Problem::new("store_unavailable"))
}

/// Adds (version 0) or edits a team.
#[utoipa::path(put, path = "/teams/{code}", tag = "registers", params(CodePath), responses((status = 200, body = TeamView)))]
pub async fn put_team(State(app): State<App>, caller: Caller, Path(path): Path<CodePath>, Json(form): Json<Team>) -> Result<Json<TeamView>, Problem> {
    let _ = (&app, &caller, &path, &form);
    Err(Problem::new("store_unavailable"))
}

/// Takes a team out of the draw, or puts it back.
#[utoipa::path(post, path = "/teams/{code}/availability", tag = "registers", params(CodePath), responses((status = 200, body = TeamView)))]
pub async fn set_availability(State(app): State<App>, caller: Caller, Path(path): Path<CodePath>, Json(form): Json<SetAvailability>) -> Result<Json<TeamView>, Problem> {
    let _ = (&app, &caller, &path, &form);
    Err(Problem::new("store_unavailable"))
}

/// Places a radio team by hand.
#[utoipa::path(post, path = "/teams/{code}/place", tag = "registers", params(CodePath), responses((status = 200, body = TeamView)))]
pub async fn place_team(State(app): State<App>, caller: Caller, Path(path): Path<CodePath>, Json(form): Json<PlaceTeam>) -> Result<Json<TeamView>, Problem> {
    let _ = (&app, &caller, &path, &form);
    Err(Problem::new("store_unavailable"))
}

/// All shifts.
#[utoipa::path(get, path = "/shifts", tag = "registers", responses((status = 200, body = Items<Shift>)))]
pub async fn list_shifts(State(app): State<App>, caller: Caller) -> Result<Json<Items<Shift>>, Problem> {
    let _ = (&app, &caller);
    Err(Problem::new("store_unavailable"))
}

/// One shift.
#[utoipa::path(get, path = "/shifts/{code}", tag = "registers", params(CodePath), responses((status = 200, body = Shift)))]
pub async fn get_shift(State(app): State<App>, caller: Caller, Path(path): Path<CodePath>) -> Result<Json<Shift>, Problem> {
    let _ = (&app, &caller, &path);
    Err(Problem::new("store_unavailable"))
}

/// Adds (version 0) or edits a shift.
#[utoipa::path(put, path = "/shifts/{code}", tag = "registers", params(CodePath), responses((status = 200, body = Shift)))]
pub async fn put_shift(State(app): State<App>, caller: Caller, Path(path): Path<CodePath>, Json(form): Json<Shift>) -> Result<Json<Shift>, Problem> {
    let _ = (&app, &caller, &path, &form);
    Err(Problem::new("store_unavailable"))
}

/// Takes a shift out.
#[utoipa::path(delete, path = "/shifts/{code}", tag = "registers", params(CodePath), responses((status = 204)))]
pub async fn delete_shift(State(app): State<App>, caller: Caller, Path(path): Path<CodePath>) -> Result<StatusCode, Problem> {
    let _ = (&app, &caller, &path);
    Err(Problem::new("store_unavailable"))
}

/// All depots.
#[utoipa::path(get, path = "/depots", tag = "registers", responses((status = 200, body = Items<Depot>)))]
pub async fn list_depots(State(app): State<App>, caller: Caller) -> Result<Json<Items<Depot>>, Problem> {
    let _ = (&app, &caller);
    Err(Problem::new("store_unavailable"))
}

/// One depot.
#[utoipa::path(get, path = "/depots/{code}", tag = "registers", params(CodePath), responses((status = 200, body = Depot)))]
pub async fn get_depot(State(app): State<App>, caller: Caller, Path(path): Path<CodePath>) -> Result<Json<Depot>, Problem> {
    let _ = (&app, &caller, &path);
    Err(Problem::new("store_unavailable"))
}

/// Adds (version 0) or edits a depot.
#[utoipa::path(put, path = "/depots/{code}", tag = "registers", params(CodePath), responses((status = 200, body = Depot)))]
pub async fn put_depot(State(app): State<App>, caller: Caller, Path(path): Path<CodePath>, Json(form): Json<Depot>) -> Result<Json<Depot>, Problem> {
    let _ = (&app, &caller, &path, &form);
    Err(Problem::new("store_unavailable"))
}

/// Takes a depot out.
#[utoipa::path(delete, path = "/depots/{code}", tag = "registers", params(CodePath), responses((status = 204)))]
pub async fn delete_depot(State(app): State<App>, caller: Caller, Path(path): Path<CodePath>) -> Result<StatusCode, Problem> {
    let _ = (&app, &caller, &path);
    Err(Problem::new("store_unavailable"))
}

/// Sensing points; cameras only with a purpose, and logged.
#[utoipa::path(get, path = "/sensing-points", tag = "registers", params(PurposeQuery), responses((status = 200, body = Items<SensingPoint>)))]
pub async fn list_sensing_points(State(app): State<App>, caller: Caller, Query(query): Query<PurposeQuery>) -> Result<Json<Items<SensingPoint>>, Problem> {
    let _ = (&app, &caller, &query);
    Err(Problem::new("store_unavailable"))
}

/// One sensing point; a camera only with a purpose, and logged.
#[utoipa::path(get, path = "/sensing-points/{code}", tag = "registers", params(CodePath, PurposeQuery), responses((status = 200, body = SensingPoint)))]
pub async fn get_sensing_point(State(app): State<App>, caller: Caller, Path(path): Path<CodePath>, Query(query): Query<PurposeQuery>) -> Result<Json<SensingPoint>, Problem> {
    let _ = (&app, &caller, &path, &query);
    Err(Problem::new("store_unavailable"))
}

/// Adds (version 0) or edits a sensing point.
#[utoipa::path(put, path = "/sensing-points/{code}", tag = "registers", params(CodePath, PurposeQuery), responses((status = 200, body = SensingPoint)))]
pub async fn put_sensing_point(State(app): State<App>, caller: Caller, Path(path): Path<CodePath>, Query(query): Query<PurposeQuery>, Json(form): Json<SensingPoint>) -> Result<Json<SensingPoint>, Problem> {
    let _ = (&app, &caller, &path, &query, &form);
    Err(Problem::new("store_unavailable"))
}

/// Places, paged by code.
#[utoipa::path(get, path = "/places", tag = "registers", params(PageQuery), responses((status = 200, body = Items<Place>)))]
pub async fn list_places(State(app): State<App>, caller: Caller, Query(query): Query<PageQuery>) -> Result<Json<Items<Place>>, Problem> {
    let _ = (&app, &caller, &query);
    Err(Problem::new("store_unavailable"))
}

/// One place.
#[utoipa::path(get, path = "/places/{code}", tag = "registers", params(CodePath), responses((status = 200, body = Place)))]
pub async fn get_place(State(app): State<App>, caller: Caller, Path(path): Path<CodePath>) -> Result<Json<Place>, Problem> {
    let _ = (&app, &caller, &path);
    Err(Problem::new("store_unavailable"))
}

/// Adds (version 0) or edits a place.
#[utoipa::path(put, path = "/places/{code}", tag = "registers", params(CodePath), responses((status = 200, body = Place)))]
pub async fn put_place(State(app): State<App>, caller: Caller, Path(path): Path<CodePath>, Json(form): Json<Place>) -> Result<Json<Place>, Problem> {
    let _ = (&app, &caller, &path, &form);
    Err(Problem::new("store_unavailable"))
}
