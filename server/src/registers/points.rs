//! The addresses of depots, sensing points and places: parse, hand over, answer.

use super::forms::*;
use super::routes::{CodePath, same_code};
use crate::app::{App, same_request};
use crate::district::routes::within;
use crate::http::{Caller, Json, Path, Problem, Query};
use axum::extract::State;
use axum::http::StatusCode;
use store::Deed;
use world::records::{Depot, Place, SensingKind, SensingPoint};
use world::{Cameras, Command, Scope, Touched, View};

/// All depots.
#[utoipa::path(get, path = "/depots", tag = "registers", responses((status = 200, body = Items<Depot>)))]
pub async fn list_depots(State(app): State<App>, caller: Caller) -> Json<Items<Depot>> {
    let view = app.desk.state();
    Json(Items {
        seq: view.world().seq(),
        items: view.depots(caller.scope()).into_iter().map(|depot| (**depot).clone()).collect(),
    })
}

/// One depot.
#[utoipa::path(get, path = "/depots/{code}", tag = "registers", params(CodePath), responses((status = 200, body = Depot)))]
pub async fn get_depot(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<CodePath>,
) -> Result<Json<Depot>, Problem> {
    find_depot(&app.desk.state(), caller.scope(), &path.code).map(Json)
}

fn find_depot(view: &View, scope: &Scope, code: &str) -> Result<Depot, Problem> {
    view.depot(scope, code)
        .map(|depot| (**depot).clone())
        .ok_or_else(|| Problem::new("unknown_depot").with("code", code))
}

/// Adds (version 0) or edits a depot (administrator).
#[utoipa::path(put, path = "/depots/{code}", tag = "registers", params(CodePath), responses((status = 200, body = Depot)))]
pub async fn put_depot(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<CodePath>,
    Json(depot): Json<Depot>,
) -> Result<Json<Depot>, Problem> {
    same_code(&path.code, &depot.code)?;
    let done = app.submit(&caller, Command::SaveDepots(vec![depot])).await?;
    same_request(&done, &Touched::Depot(path.code.clone()))?;
    find_depot(&done.state, caller.scope(), &path.code).map(Json)
}

/// Takes a depot out (administrator).
#[utoipa::path(delete, path = "/depots/{code}", tag = "registers", params(CodePath), responses((status = 204)))]
pub async fn delete_depot(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<CodePath>,
) -> Result<StatusCode, Problem> {
    let done = app.submit(&caller, Command::RemoveDepots(vec![path.code.clone()])).await?;
    same_request(&done, &Touched::Depot(path.code))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Writes a look at camera points down before it takes place. Without a purpose there is none.
async fn look_at_cameras(
    app: &App,
    caller: &Caller,
    purpose: Option<&str>,
    what: &str,
    target: Option<String>,
) -> Result<(), Problem> {
    let purpose = purpose
        .map(str::trim)
        .filter(|purpose| !purpose.is_empty())
        .ok_or_else(|| Problem::new("purpose_required"))?;
    // The audit log forgets nothing.
    if let Some(found) = world::personal_data(purpose) {
        return Err(Problem::new("personal_data").with("field", "purpose").with("found", found.name()));
    }
    let purpose: String = purpose.chars().take(200).collect();
    app.audit(Deed {
        at: app.clock.now(),
        who: caller.actor().account.clone(),
        what: what.to_owned(),
        target,
        purpose: Some(purpose),
        detail: Some(caller.scope().class().to_owned()),
    })
    .await
}

/// Sensing points; cameras only with a purpose, and logged.
#[utoipa::path(get, path = "/sensing-points", tag = "registers", params(PurposeQuery), responses((status = 200, body = Items<SensingPoint>)))]
pub async fn list_sensing_points(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PurposeQuery>,
) -> Result<Json<Items<SensingPoint>>, Problem> {
    let cameras = if query.purpose.is_some() { Cameras::Include } else { Cameras::Exclude };
    if cameras == Cameras::Include {
        look_at_cameras(&app, &caller, query.purpose.as_deref(), "camera_points_listed", None).await?;
    }
    let view = app.desk.state();
    let items =
        view.sensing_points(caller.scope(), cameras).into_iter().map(|point| (**point).clone()).collect();
    Ok(Json(Items { seq: view.world().seq(), items }))
}

/// One sensing point; a camera only with a purpose, and logged.
#[utoipa::path(get, path = "/sensing-points/{code}", tag = "registers", params(CodePath, PurposeQuery), responses((status = 200, body = SensingPoint)))]
pub async fn get_sensing_point(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<CodePath>,
    Query(query): Query<PurposeQuery>,
) -> Result<Json<SensingPoint>, Problem> {
    let point = find_sensing_point(&app.desk.state(), caller.scope(), &path.code)?;
    if point.kind == SensingKind::Camera {
        look_at_cameras(
            &app,
            &caller,
            query.purpose.as_deref(),
            "camera_point_looked_up",
            Some(point.code.clone()),
        )
        .await?;
    }
    Ok(Json(point))
}

fn find_sensing_point(view: &View, scope: &Scope, code: &str) -> Result<SensingPoint, Problem> {
    let point = view.sensing_point(scope, code, Cameras::Include);
    point
        .map(|point| (**point).clone())
        .ok_or_else(|| Problem::new("unknown_sensing_point").with("code", code))
}

/// Adds (version 0) or edits a sensing point (administrator); a camera only with a purpose, and logged.
#[utoipa::path(put, path = "/sensing-points/{code}", tag = "registers", params(CodePath, PurposeQuery), responses((status = 200, body = SensingPoint)))]
pub async fn put_sensing_point(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<CodePath>,
    Query(query): Query<PurposeQuery>,
    Json(point): Json<SensingPoint>,
) -> Result<Json<SensingPoint>, Problem> {
    same_code(&path.code, &point.code)?;
    if point.kind == SensingKind::Camera {
        look_at_cameras(
            &app,
            &caller,
            query.purpose.as_deref(),
            "camera_point_edited",
            Some(point.code.clone()),
        )
        .await?;
    }
    let done = app.submit(&caller, Command::SaveSensingPoints(vec![point])).await?;
    same_request(&done, &Touched::SensingPoint(path.code.clone()))?;
    find_sensing_point(&done.state, caller.scope(), &path.code).map(Json)
}

/// Places, paged by code.
#[utoipa::path(get, path = "/places", tag = "registers", params(PageQuery), responses((status = 200, body = Items<Place>)))]
pub async fn list_places(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Result<Json<Items<Place>>, Problem> {
    let limit = within("limit", query.limit, 200, 1000)?;
    let scope = caller.scope().clone();
    let answer = app.blocking(move |app| {
        let view = app.desk.state();
        let after = |place: &&std::sync::Arc<Place>| {
            query.after.as_deref().is_none_or(|after| place.code.as_str() > after)
        };
        let items = view
            .places(&scope)
            .into_iter()
            .filter(after)
            .take(limit)
            .map(|place| (**place).clone())
            .collect();
        Items { seq: view.world().seq(), items }
    });
    Ok(Json(answer.await?))
}

/// One place.
#[utoipa::path(get, path = "/places/{code}", tag = "registers", params(CodePath), responses((status = 200, body = Place)))]
pub async fn get_place(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<CodePath>,
) -> Result<Json<Place>, Problem> {
    find_place(&app.desk.state(), caller.scope(), &path.code).map(Json)
}

fn find_place(view: &View, scope: &Scope, code: &str) -> Result<Place, Problem> {
    view.place(scope, code)
        .map(|place| (**place).clone())
        .ok_or_else(|| Problem::new("unknown_place").with("code", code))
}

/// Adds (version 0) or edits a place (administrator).
#[utoipa::path(put, path = "/places/{code}", tag = "registers", params(CodePath), responses((status = 200, body = Place)))]
pub async fn put_place(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<CodePath>,
    Json(place): Json<Place>,
) -> Result<Json<Place>, Problem> {
    same_code(&path.code, &place.code)?;
    let done = app.submit(&caller, Command::SavePlaces(vec![place])).await?;
    same_request(&done, &Touched::Place(path.code.clone()))?;
    find_place(&done.state, caller.scope(), &path.code).map(Json)
}
