//! The addresses of simulations: parse, hand over, answer.

use super::forms::{AskSimulation, SimulationPath, SimulationView};
use super::question::question;
use crate::app::App;
use crate::http::{Caller, Json, Path, Problem};
use crate::registers::forms::Items;
use axum::extract::State;
use axum::http::StatusCode;
use world::Role;

/// The simulations that the caller asked for lately, the latest first.
#[utoipa::path(get, path = "/simulations", tag = "simulations", responses((status = 200, body = Items<SimulationView>)))]
pub async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Items<SimulationView>>, Problem> {
    caller.require(Role::DutyOfficer)?;
    let items = app.simulations.all(caller.actor(), app.clock.now());
    Ok(Json(Items { seq: app.desk.state().world().seq(), items }))
}

/// Replays a time that is over, as it was or with something different. One runs at a time; ask again for what came of
/// it. Nothing of the district changes.
#[utoipa::path(post, path = "/simulations", tag = "simulations", responses((status = 202, body = SimulationView)))]
pub async fn start(
    State(app): State<App>,
    caller: Caller,
    Json(form): Json<AskSimulation>,
) -> Result<(StatusCode, Json<SimulationView>), Problem> {
    caller.require(Role::DutyOfficer)?;
    let actor = caller.actor().clone();
    let started = app.blocking(move |app| {
        let question = question(app, &actor, &form)?;
        let simulation = app.simulations.begin(&actor, &form, &question, app.clock.now())?;
        Ok::<_, Problem>((simulation, question))
    });
    let (simulation, question) = started.await??;
    let view = simulation.view();
    let run = simulation.clone();
    let ran = tokio::task::spawn_blocking(move || run.run(&question));
    tokio::spawn(async move {
        if ran.await.is_err() {
            simulation.broke();
        }
    });
    Ok((StatusCode::ACCEPTED, Json(view)))
}

/// One simulation: how far it is, and what came of it.
#[utoipa::path(get, path = "/simulations/{id}", tag = "simulations", params(SimulationPath), responses((status = 200, body = SimulationView)))]
pub async fn get(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<SimulationPath>,
) -> Result<Json<SimulationView>, Problem> {
    let found = app.simulations.find(caller.actor(), path.id, app.clock.now())?;
    Ok(Json(found.view()))
}

/// Stops a simulation that runs; forgets one that has ended.
#[utoipa::path(delete, path = "/simulations/{id}", tag = "simulations", params(SimulationPath), responses((status = 204)))]
pub async fn stop(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<SimulationPath>,
) -> Result<StatusCode, Problem> {
    app.simulations.stop(caller.actor(), path.id, app.clock.now())?;
    Ok(StatusCode::NO_CONTENT)
}
