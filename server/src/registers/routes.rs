//! The addresses of areas and teams: parse, hand over, answer.

use super::forms::*;
use super::team_view::{team_in_scope, team_view};
use crate::app::{App, same_request};
use crate::http::{Caller, Json, Path, Problem, Query};
use axum::extract::State;
use dispatch::TeamId;
use geo_core::{AreaCode, Level};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;
use world::records::{Area, Team};
use world::{Command, Fix, FixSource, Role, Scope, Touched, World};

/// A record by its code.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct CodePath {
    /// The record's code.
    pub code: String,
}

/// The code in the address is the record's own.
///
/// # Errors
/// `code_differs`.
pub(super) fn same_code(address: &str, record: &str) -> Result<(), Problem> {
    if address == record {
        Ok(())
    } else {
        Err(Problem::new("code_differs").with("address", address).with("code", record))
    }
}

/// Areas, by level and parent.
#[utoipa::path(get, path = "/areas", tag = "registers", params(AreaListQuery), responses((status = 200, body = Items<Area>)))]
pub async fn list_areas(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<AreaListQuery>,
) -> Json<Items<Area>> {
    let view = app.desk.state();
    let (world, scope) = (view.world(), caller.scope());
    let areas: Vec<&Arc<Area>> = match (&query.parent, query.level) {
        (Some(parent), _) => world.child_areas(scope, Some(parent)),
        (None, Some(level)) => world.areas_of_level(scope, level).collect(),
        (None, None) => Level::ALL.iter().flat_map(|level| world.areas_of_level(scope, *level)).collect(),
    };
    let wanted = areas.into_iter().filter(|area| query.level.is_none_or(|level| area.level == level));
    Json(Items { seq: world.seq(), items: wanted.map(|area| (**area).clone()).collect() })
}

/// One area with its surroundings.
#[utoipa::path(get, path = "/areas/{code}", tag = "registers", params(CodePath), responses((status = 200, body = AreaDetail)))]
pub async fn get_area(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<CodePath>,
) -> Result<Json<AreaDetail>, Problem> {
    let view = app.desk.state();
    let (world, scope) = (view.world(), caller.scope());
    let area = find_area(world, scope, &path.code)?;
    let parents =
        std::iter::successors(area.parent.as_ref(), |code| world.area_register().get(*code)?.parent.as_ref());
    let mut ancestors: Vec<Area> = parents
        .take(Level::ALL.len())
        .filter_map(|code| world.area_register().get(code))
        .map(|area| (**area).clone())
        .collect();
    ancestors.reverse();
    let bound = |team: &&Arc<Team>| !team.retired && team.home.as_ref() == Some(&area.code);
    Ok(Json(AreaDetail {
        ancestors,
        bounds: app.area_bounds(scope, &area.code).map(crate::district::corners),
        children_count: world.child_areas(scope, Some(&area.code)).len(),
        teams: world.team_register().iter().filter(bound).map(|team| team.code.clone()).collect(),
        area: (**area).clone(),
    }))
}

fn find_area<'a>(world: &'a World, scope: &Scope, code: &str) -> Result<&'a Arc<Area>, Problem> {
    let unknown = || Problem::new("unknown_area").with("code", code);
    world.area(scope, &AreaCode::new(code).map_err(|_| unknown())?).ok_or_else(unknown)
}

/// Who answers for an area (administrator).
#[utoipa::path(put, path = "/areas/{code}/staff", tag = "registers", params(CodePath), responses((status = 200, body = Area)))]
pub async fn put_area_staff(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<CodePath>,
    Json(form): Json<AreaStaff>,
) -> Result<Json<Area>, Problem> {
    caller.require(Role::Administrator)?;
    let view = app.desk.state();
    let present = find_area(view.world(), caller.scope(), &path.code)?;
    let area = Area {
        leader: form.leader,
        phone: form.phone,
        body: form.body,
        version: form.version,
        ..(**present).clone()
    };
    let level = area.level;
    let done = app.submit(&caller, Command::SaveAreas(vec![area])).await?;
    same_request(&done, &Touched::Areas(level))?;
    Ok(Json((**find_area(done.state.world(), caller.scope(), &path.code)?).clone()))
}

/// Teams with status and place.
#[utoipa::path(get, path = "/teams", tag = "registers", responses((status = 200, body = Items<TeamView>)))]
pub async fn list_teams(State(app): State<App>, caller: Caller) -> Json<Items<TeamView>> {
    let view = app.desk.state();
    let fixes = app.positions.fixes();
    let items =
        view.world().teams(caller.scope(), app.desk.now()).map(|team| team_view(team, &fixes)).collect();
    Json(Items { seq: view.world().seq(), items })
}

/// One team.
#[utoipa::path(get, path = "/teams/{code}", tag = "registers", params(CodePath), responses((status = 200, body = TeamView)))]
pub async fn get_team(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<CodePath>,
) -> Result<Json<TeamView>, Problem> {
    find_team(&app, app.desk.state().world(), caller.scope(), &path.code).map(Json)
}

fn unknown_team(code: &str) -> Problem {
    Problem::new("unknown_team").with("team", code)
}

/// The call sign in an address. Whether there is such a team, and within reach, is for the rules to say.
fn call_sign(code: &str) -> Result<TeamId, Problem> {
    TeamId::new(code).map_err(|_| unknown_team(code))
}

fn find_team(app: &App, world: &World, scope: &Scope, code: &str) -> Result<TeamView, Problem> {
    let team = call_sign(code)?;
    team_in_scope(world, &app.positions.fixes(), scope, &team, app.desk.now())
        .ok_or_else(|| unknown_team(code))
}

/// Adds (version 0) or edits a team (administrator).
#[utoipa::path(put, path = "/teams/{code}", tag = "registers", params(CodePath), responses((status = 200, body = TeamView)))]
pub async fn put_team(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<CodePath>,
    Json(team): Json<Team>,
) -> Result<Json<TeamView>, Problem> {
    same_code(&path.code, team.code.as_str())?;
    let done = app.submit(&caller, Command::SaveTeams(vec![team])).await?;
    same_request(&done, &Touched::Team(call_sign(&path.code)?))?;
    find_team(&app, done.state.world(), caller.scope(), &path.code).map(Json)
}

/// Takes a team out of the draw, or puts it back.
#[utoipa::path(post, path = "/teams/{code}/availability", tag = "registers", params(CodePath), responses((status = 200, body = TeamView)))]
pub async fn set_availability(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<CodePath>,
    Json(form): Json<SetAvailability>,
) -> Result<Json<TeamView>, Problem> {
    let team = call_sign(&path.code)?;
    let about = Touched::Team(team.clone());
    let done = app.submit(&caller, Command::SetAvailability { team, unavailable: form.unavailable }).await?;
    same_request(&done, &about)?;
    find_team(&app, done.state.world(), caller.scope(), &path.code).map(Json)
}

/// Places a radio team by hand.
#[utoipa::path(post, path = "/teams/{code}/place", tag = "registers", params(CodePath), responses((status = 200, body = TeamView)))]
pub async fn place_team(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<CodePath>,
    Json(form): Json<PlaceTeam>,
) -> Result<Json<TeamView>, Problem> {
    caller.require(Role::DutyOfficer)?;
    let view = app.desk.state();
    let team = call_sign(&path.code)?;
    let now = app.clock.now();
    let fix =
        Fix { team, position: form.position, at: now, heading: None, speed: None, source: FixSource::Radio };
    let taken = app.positions.take(&view, caller.actor(), vec![fix], now);
    if let Some(refused) = taken.refused.into_iter().next() {
        return Err(refused
            .params
            .into_iter()
            .fold(Problem::new(refused.code), |problem, (name, value)| problem.with(&name, value)));
    }
    find_team(&app, view.world(), caller.scope(), &path.code).map(Json)
}
