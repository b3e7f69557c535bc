//! The addresses of closures: parse, hand over, answer.

use super::arrivals;
use super::forms::*;
use super::view::{
    closes_something, closure_view, closures_view, cut_off, roads, selected_view, would_cut_off,
};
use crate::app::{App, same_request};
use crate::desk::{Done, News};
use crate::district::routes::within;
use crate::http::{Caller, Json, Path, Problem, Query};
use crate::incidents::routes::IncidentPath;
use crate::roads::closed::select;
use axum::extract::State;
use axum::http::StatusCode;
use geo_core::{Metres, Position};
use serde::Deserialize;
use utoipa::IntoParams;
use world::{ClosureCommand, ClosureStanding, Command, Context, DrawnClosure, Event, Role, Scope, Touched};

/// A click this far from a road still means it.
const POINTED_AT: Metres = Metres(100.0);
/// Closures in one answer at most.
const LISTED: usize = 500;

/// Closures, newest first, and the set in force.
#[utoipa::path(get, path = "/closures", tag = "closures", params(ClosureListQuery), responses((status = 200, body = ClosureList)))]
pub async fn list(
    State(app): State<App>,
    _: Caller,
    Query(query): Query<ClosureListQuery>,
) -> Result<Json<ClosureList>, Problem> {
    let limit = within("limit", query.limit, LISTED, LISTED)?;
    let listed = app.blocking(move |app| {
        let (view, now) = (app.desk.state(), app.desk.now());
        let world = view.world();
        let mut wanted: Vec<_> = (world.closure_register().iter())
            .filter(|closure| {
                (closure.standing(now) == ClosureStanding::Over) == (query.state == ClosureFilter::Over)
            })
            .collect();
        wanted.sort_by_key(|closure| std::cmp::Reverse((closure.drawn_at, closure.id.clone())));
        let items = wanted.into_iter().take(limit).map(|closure| closure_view(app, &view, closure, now));
        ClosureList {
            seq: world.seq(),
            in_force: closures_view(world, &app.roads.times(&view, now)),
            items: items.collect(),
        }
    });
    Ok(Json(listed.await?))
}

/// One closure.
#[utoipa::path(get, path = "/closures/{id}", tag = "closures", params(ClosurePath), responses((status = 200, body = ClosureView)))]
pub async fn get(
    State(app): State<App>,
    _: Caller,
    Path(path): Path<ClosurePath>,
) -> Result<Json<ClosureView>, Problem> {
    let found = app.blocking(move |app| {
        let view = app.desk.state();
        let closure = view.world().closure_register().get(&path.id);
        closure
            .map(|closure| closure_view(app, &view, closure, app.desk.now()))
            .ok_or_else(|| Problem::new("unknown_closure").with("closure", path.id.as_str()))
    });
    found.await?.map(Json)
}

/// What a drawing would close and cut off; nothing is written.
#[utoipa::path(post, path = "/closures/preview", tag = "closures", responses((status = 200, body = ClosurePreview)))]
pub async fn preview(
    State(app): State<App>,
    caller: Caller,
    Json(form): Json<PreviewClosure>,
) -> Result<Json<ClosurePreview>, Problem> {
    caller.require(Role::DutyOfficer)?;
    let actor = caller.actor().clone();
    let previewed = app.blocking(move |app| {
        let (view, now) = (app.desk.state(), app.desk.now());
        // Judged as it would be when drawn, whatever it is called and whoever says why.
        let drawn = DrawnClosure {
            name: "-".to_owned(),
            ground: form.ground,
            profiles: Vec::new(),
            effect: world::ClosureEffect::Shut,
            reason: "-".to_owned(),
            from: None,
            until: None,
        };
        let command = Command::Closure(Box::new(ClosureCommand::Draw(drawn.clone())));
        let scope = actor.scope.clone();
        view.world().decide(&command, &Context { now, actor })?;
        let loaded = roads(app, &view)?;
        let segments = select(loaded.router.network(), &drawn.ground);
        Ok::<_, Problem>(ClosurePreview {
            selects: selected_view(loaded.router.network(), &segments),
            cuts_off: would_cut_off(app, &view, &scope, &loaded, segments, now),
        })
    });
    previewed.await?.map(Json)
}

/// A point on the map.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PointedAt {
    /// Longitude in degrees.
    pub lon: f64,
    /// Latitude in degrees.
    pub lat: f64,
}

/// The road that somebody points at.
#[utoipa::path(get, path = "/closures/road", tag = "closures", params(PointedAt), responses((status = 200, body = RoadAt)))]
pub async fn road(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PointedAt>,
) -> Result<Json<RoadAt>, Problem> {
    caller.require(Role::DutyOfficer)?;
    let position = Position::new(query.lon, query.lat).map_err(|error| {
        let problem = Problem::new("bad_position").with("lon", query.lon).with("lat", query.lat);
        problem.with("rule", error.to_string())
    })?;
    let loaded = roads(&app, &app.desk.state())?;
    let near = loaded.router.way_at(position, POINTED_AT);
    let near = near.ok_or_else(|| Problem::new("no_road_here").with("metres", POINTED_AT.0))?;
    Ok(Json(RoadAt { way: near.way, name: near.name.map(str::to_owned), metres: near.distance.0 }))
}

/// Draws a closure (duty officer).
#[utoipa::path(post, path = "/closures", tag = "closures",
    responses((status = 201, body = ClosureSaved), (status = 200, body = ClosureSaved, description = "Drawn before, by the request id.")))]
pub async fn draw(
    State(app): State<App>,
    caller: Caller,
    Json(drawn): Json<DrawnClosure>,
) -> Result<(StatusCode, Json<ClosureSaved>), Problem> {
    caller.require(Role::DutyOfficer)?;
    let command = Command::Closure(Box::new(ClosureCommand::Draw(drawn.clone())));
    judged(&app, &caller, command.clone(), drawn).await?;
    let done = app.submit(&caller, command).await?;
    let id = done.entry.as_ref().and_then(|entry| {
        entry.draft.events.iter().find_map(|event| match event {
            Event::ClosureSaved { closure, .. } => Some(closure.clone()),
            _ => None,
        })
    });
    let id = id.ok_or_else(|| Problem::new("request_id_reused"))?;
    let status = if done.news == News::Changed { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, saved(&app, &caller, &done, id).await?))
}

/// Changes a closure that is not over (duty officer).
#[utoipa::path(put, path = "/closures/{id}", tag = "closures", params(ClosurePath), responses((status = 200, body = ClosureSaved)))]
pub async fn change(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<ClosurePath>,
    Json(form): Json<ChangeClosure>,
) -> Result<Json<ClosureSaved>, Problem> {
    let drawn = form.closure;
    let change =
        ClosureCommand::Change { closure: path.id.clone(), version: form.version, drawn: drawn.clone() };
    let command = Command::Closure(Box::new(change));
    judged(&app, &caller, command.clone(), drawn).await?;
    let done = app.submit(&caller, command).await?;
    saved(&app, &caller, &done, path.id).await
}

/// Ends a closure before its time (duty officer).
#[utoipa::path(delete, path = "/closures/{id}", tag = "closures", params(ClosurePath, EndClosure), responses((status = 200, body = ClosureSaved)))]
pub async fn end(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<ClosurePath>,
    Query(query): Query<EndClosure>,
) -> Result<Json<ClosureSaved>, Problem> {
    let end = ClosureCommand::End { closure: path.id.clone(), reason: query.reason };
    let done = app.submit(&caller, Command::Closure(Box::new(end))).await?;
    saved(&app, &caller, &done, path.id).await
}

/// The rules are asked before the roads: a drawing that may not be drawn is not measured. They are asked once more by
/// the one writer.
async fn judged(app: &App, caller: &Caller, command: Command, drawn: DrawnClosure) -> Result<(), Problem> {
    let (actor, repeated) = (caller.actor().clone(), caller.request.clone());
    let looked_at = app.blocking(move |app| {
        let (view, now) = (app.desk.state(), app.desk.now());
        // A request that was carried out is answered by what it did.
        if repeated.is_some_and(|id| view.world().request_seq(&actor.account, &id).is_some()) {
            return Ok(());
        }
        view.world().decide(&command, &Context { now, actor })?;
        closes_something(app, &view, &drawn.ground)
    });
    looked_at.await?
}

async fn saved(app: &App, caller: &Caller, done: &Done, id: String) -> Result<Json<ClosureSaved>, Problem> {
    same_request(done, &Touched::Closure(id.clone()))?;
    let (view, scope) = (done.state.clone(), caller.scope().clone());
    let answered = app.blocking(move |app| {
        let now = app.desk.now();
        let closure = view.world().closure_register().get(&id);
        let closure = closure.ok_or_else(|| Problem::new("unknown_closure").with("closure", id.as_str()))?;
        let times = app.roads.times(&view, now);
        let cuts_off = times
            .roads()
            .and_then(|roads| cut_off(app, &view, &scope, &roads.loaded, &roads.closed.set, now));
        Ok(ClosureSaved { closure: closure_view(app, &view, closure, now), cuts_off })
    });
    answered.await?.map(Json)
}

/// When the teams sent to an incident will arrive.
#[utoipa::path(get, path = "/incidents/{id}/arrivals", tag = "closures", params(IncidentPath), responses((status = 200, body = Arrivals)))]
pub async fn incident_arrivals(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<IncidentPath>,
) -> Result<Json<Arrivals>, Problem> {
    let scope: Scope = caller.scope().clone();
    let reckoned = app.blocking(move |app| {
        let (view, now) = (app.desk.state(), app.desk.now());
        let world = view.world();
        let incident = world
            .incident(&scope, &path.id)
            .ok_or_else(|| Problem::new("unknown_incident").with("incident", path.id.as_str()))?;
        let times = app.roads.times(&view, now);
        let items = arrivals::of_incident(app, world, incident, &times, now);
        Ok(Arrivals { closures: closures_view(world, &times), items })
    });
    reckoned.await?.map(Json)
}
