//! The addresses of holds (占用): parse, hand over, answer. An officer holds a team for seconds while deciding.

use super::routes::{IncidentPath, find};
use super::sending::TaskPath;
use crate::app::{App, same_request};
use crate::http::{Caller, Json, Path, Problem};
use crate::registers::forms::Items;
use axum::extract::State;
use axum::http::StatusCode;
use dispatch::TeamId;
use geo_core::Milliseconds;
use serde::Deserialize;
use utoipa::ToSchema;
use world::incidents::Hold;
use world::{Command, Touched};

/// Holds a team.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct HoldTeam {
    /// Which.
    pub team: TeamId,
    /// For how many seconds; as the district's policy says when absent.
    #[serde(default)]
    pub seconds: Option<u64>,
}

/// The teams that are held for an incident now.
#[utoipa::path(get, path = "/incidents/{id}/holds", tag = "incidents", params(IncidentPath), responses((status = 200, body = Items<Hold>)))]
pub async fn list_holds(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<IncidentPath>,
) -> Result<Json<Items<Hold>>, Problem> {
    let (view, now) = (app.desk.state(), app.desk.now());
    let world = view.world();
    find(world, caller.scope(), &path.id)?;
    let items = world.holds_for(caller.scope(), &path.id, now).map(|hold| (**hold).clone()).collect();
    Ok(Json(Items { seq: world.seq(), items }))
}

/// Holds a team for the incident, or holds it longer. Nobody else can send it until the hold ends.
#[utoipa::path(post, path = "/incidents/{id}/holds", tag = "incidents", params(IncidentPath), responses((status = 200, body = Hold)))]
pub async fn hold_team(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<IncidentPath>,
    Json(form): Json<HoldTeam>,
) -> Result<Json<Hold>, Problem> {
    // Whatever does not fit is too long all the same.
    let length = form.seconds.map(|seconds| Milliseconds(seconds.saturating_mul(1000)));
    let command = Command::HoldTeam { incident: path.id.clone(), team: form.team.clone(), length };
    let done = app.submit(&caller, command).await?;
    same_request(&done, &Touched::Team(form.team.clone()))?;
    // A request that is repeated after the hold was over is told so, also where somebody else holds the team by now.
    let own = |hold: &&std::sync::Arc<Hold>| hold.by == caller.actor().account && hold.incident == path.id;
    let hold = done.state.world().hold(&form.team, app.desk.now()).filter(own);
    hold.map(|hold| Json((**hold).clone()))
        .ok_or_else(|| Problem::new("hold_over").with("team", form.team.as_str()))
}

/// Lets a team go before its time. To let one go that is not held is no mistake.
#[utoipa::path(delete, path = "/incidents/{id}/holds/{team}", tag = "incidents", params(TaskPath), responses((status = 204)))]
pub async fn release_hold(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<TaskPath>,
) -> Result<StatusCode, Problem> {
    app.submit(&caller, Command::ReleaseHold { incident: path.id, team: path.team }).await?;
    Ok(StatusCode::NO_CONTENT)
}
