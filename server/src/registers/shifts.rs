//! The addresses of shifts: parse, hand over, answer.

use super::forms::*;
use super::routes::{CodePath, same_code};
use crate::app::{App, same_request};
use crate::http::{Caller, Json, Path, Problem};
use axum::extract::State;
use axum::http::StatusCode;
use world::records::Shift;
use world::{Command, Scope, Timestamp, Touched, World};

/// All shifts, by beginning.
#[utoipa::path(get, path = "/shifts", tag = "registers", responses((status = 200, body = Items<Shift>)))]
pub async fn list_shifts(State(app): State<App>, caller: Caller) -> Json<Items<Shift>> {
    let view = app.desk.state();
    let all = view.world().shifts(caller.scope(), Timestamp(i64::MIN), Timestamp(i64::MAX));
    Json(Items { seq: view.world().seq(), items: all.into_iter().map(|shift| (**shift).clone()).collect() })
}

/// One shift.
#[utoipa::path(get, path = "/shifts/{code}", tag = "registers", params(CodePath), responses((status = 200, body = Shift)))]
pub async fn get_shift(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<CodePath>,
) -> Result<Json<Shift>, Problem> {
    find(app.desk.state().world(), caller.scope(), &path.code).map(Json)
}

fn find(world: &World, scope: &Scope, code: &str) -> Result<Shift, Problem> {
    world
        .shift(scope, code)
        .map(|shift| (**shift).clone())
        .ok_or_else(|| Problem::new("unknown_shift").with("code", code))
}

/// Adds (version 0) or edits a shift (administrator).
#[utoipa::path(put, path = "/shifts/{code}", tag = "registers", params(CodePath), responses((status = 200, body = Shift)))]
pub async fn put_shift(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<CodePath>,
    Json(shift): Json<Shift>,
) -> Result<Json<Shift>, Problem> {
    same_code(&path.code, &shift.code)?;
    let done = app.submit(&caller, Command::SaveShifts(vec![shift])).await?;
    same_request(&done, &Touched::Shift(path.code.clone()))?;
    find(done.state.world(), caller.scope(), &path.code).map(Json)
}

/// Takes a shift out that was entered by mistake (administrator).
#[utoipa::path(delete, path = "/shifts/{code}", tag = "registers", params(CodePath), responses((status = 204)))]
pub async fn delete_shift(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<CodePath>,
) -> Result<StatusCode, Problem> {
    let done = app.submit(&caller, Command::RemoveShifts(vec![path.code.clone()])).await?;
    same_request(&done, &Touched::Shift(path.code))?;
    Ok(StatusCode::NO_CONTENT)
}
