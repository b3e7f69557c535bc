//! The addresses of whistles: parse, hand over, answer.

use super::forms::*;
use super::view::{departments, rates_view, sees, whistle_view};
use crate::app::{App, same_request};
use crate::desk::{Done, News};
use crate::district::routes::within;
use crate::http::{Caller, Json, Path, Problem, Query};
use crate::registers::forms::Items;
use axum::extract::State;
use axum::http::StatusCode;
use geo_core::{Milliseconds, distance};
use world::incidents::{NewWhistle, WhistleCommand};
use world::{Command, Event, Evidence, Role, Timestamp, Touched};

/// Whistles in one answer when nothing else is asked, and at most.
const LISTED: (usize, usize) = (200, 500);
/// The period of the figures when none is asked for.
const PERIOD: Milliseconds = Milliseconds::from_minutes(30 * 24 * 60);

/// Whistles, newest first.
#[utoipa::path(get, path = "/whistles", tag = "whistles", params(WhistleListQuery), responses((status = 200, body = Items<WhistleView>)))]
pub async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<WhistleListQuery>,
) -> Result<Json<Items<WhistleView>>, Problem> {
    let limit = within("limit", query.limit, LISTED.0, LISTED.1)?;
    let (view, now) = (app.desk.state(), app.desk.now());
    let world = view.world();
    let mut wanted: Vec<_> = (world.whistle_register().iter())
        .filter(|whistle| match query.state {
            WhistleFilter::Standing => whistle.stands(),
            WhistleFilter::Ended => !whistle.stands(),
            WhistleFilter::All => true,
        })
        .filter(|whistle| query.incident.is_none() || whistle.incident == query.incident)
        .filter(|whistle| sees(world, &caller, whistle))
        .collect();
    wanted.sort_by_key(|whistle| std::cmp::Reverse((whistle.blown_at, whistle.id.clone())));
    let items = wanted.into_iter().take(limit).map(|whistle| whistle_view(world, whistle, now)).collect();
    Ok(Json(Items { seq: world.seq(), items }))
}

/// One whistle.
#[utoipa::path(get, path = "/whistles/{id}", tag = "whistles", params(WhistlePath), responses((status = 200, body = WhistleView)))]
pub async fn get(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<WhistlePath>,
) -> Result<Json<WhistleView>, Problem> {
    let view = app.desk.state();
    let world = view.world();
    let whistle = world.whistle_register().get(&path.id).filter(|whistle| sees(world, &caller, whistle));
    let whistle = whistle.ok_or_else(|| unknown(&path.id))?;
    Ok(Json(whistle_view(world, whistle, app.desk.now())))
}

/// The duty groups that may be called, wherever they are at home (duty officer).
#[utoipa::path(get, path = "/whistles/departments", tag = "whistles", responses((status = 200, body = Items<DepartmentView>)))]
pub async fn callable(
    State(app): State<App>,
    caller: Caller,
) -> Result<Json<Items<DepartmentView>>, Problem> {
    caller.require(Role::DutyOfficer)?;
    let view = app.desk.state();
    Ok(Json(Items { seq: view.world().seq(), items: departments(view.world(), app.desk.now()) }))
}

/// 吹哨率 and 报到率 of a period, by township and by department.
#[utoipa::path(get, path = "/whistles/rates", tag = "whistles", params(RatesQuery), responses((status = 200, body = RatesView)))]
pub async fn rates(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<RatesQuery>,
) -> Result<Json<RatesView>, Problem> {
    let now = app.desk.now();
    let instant = |given: Option<String>, otherwise: Timestamp| match given {
        None => Ok(otherwise),
        Some(text) => text.parse().map_err(|_| Problem::new("bad_time").with("value", text)),
    };
    let until = instant(query.until, Timestamp(now.0 + 1))?;
    let from = instant(query.from, Timestamp(until.0 - i64::try_from(PERIOD.0).unwrap_or(0)))?;
    let scope = caller.scope().clone();
    let counted = app.blocking(move |app| rates_view(app.desk.state().world(), &scope, from, until, now));
    Ok(Json(counted.await?))
}

/// Blows a whistle (duty officer).
#[utoipa::path(post, path = "/whistles", tag = "whistles",
    responses((status = 201, body = WhistleView), (status = 200, body = WhistleView, description = "Blown before, by the request id.")))]
pub async fn blow(
    State(app): State<App>,
    caller: Caller,
    Json(new): Json<NewWhistle>,
) -> Result<(StatusCode, Json<WhistleView>), Problem> {
    let done = app.submit(&caller, Command::Whistle(Box::new(WhistleCommand::Blow(new)))).await?;
    let id = done.entry.as_ref().and_then(|entry| {
        entry.draft.events.iter().find_map(|event| match event {
            Event::WhistleBlown { whistle, .. } => Some(whistle.clone()),
            _ => None,
        })
    });
    let id = id.ok_or_else(|| Problem::new("request_id_reused"))?;
    let status = if done.news == News::Changed { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, after(&app, &done, &id)?))
}

/// A department is there: by its device's position, or by the officer's word.
#[utoipa::path(post, path = "/whistles/{id}/check-ins", tag = "whistles", params(WhistlePath), responses((status = 200, body = WhistleView)))]
pub async fn check_in(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<WhistlePath>,
    Json(form): Json<CheckInForm>,
) -> Result<Json<WhistleView>, Problem> {
    let evidence = match form.fix {
        None if caller.actor().role == Role::Device => Evidence::Device,
        None => Evidence::ByHand,
        Some(fix) => {
            let view = app.desk.state();
            let whistle = view.world().whistle_register().get(&path.id);
            let whistle = whistle.filter(|whistle| sees(view.world(), &caller, whistle));
            let place = view.world().place_of(whistle.ok_or_else(|| unknown(&path.id))?);
            // A clock that is a little ahead is taken as ours, as positions are.
            let now = app.desk.now();
            let ahead = fix.at > now && fix.at.since(now).0 <= world::CLOCK_AHEAD.0;
            Evidence::Fix { at: if ahead { now } else { fix.at }, distance: distance(fix.position, place) }
        }
    };
    let command = WhistleCommand::CheckIn {
        whistle: path.id.clone(),
        team: form.team,
        evidence,
        reason: form.reason,
        device_at: form.device_at,
    };
    after(&app, &app.submit(&caller, Command::Whistle(Box::new(command))).await?, &path.id)
}

/// Lets a department go before the end (duty officer).
#[utoipa::path(post, path = "/whistles/{id}/release", tag = "whistles", params(WhistlePath), responses((status = 200, body = WhistleView)))]
pub async fn release(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<WhistlePath>,
    Json(form): Json<ReleaseForm>,
) -> Result<Json<WhistleView>, Problem> {
    let command = WhistleCommand::Release { whistle: path.id.clone(), team: form.team, reason: form.reason };
    after(&app, &app.submit(&caller, Command::Whistle(Box::new(command))).await?, &path.id)
}

/// Ends a whistle; everybody may go (duty officer).
#[utoipa::path(post, path = "/whistles/{id}/end", tag = "whistles", params(WhistlePath), responses((status = 200, body = WhistleView)))]
pub async fn end(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<WhistlePath>,
    Json(form): Json<EndForm>,
) -> Result<Json<WhistleView>, Problem> {
    let command = WhistleCommand::End { whistle: path.id.clone(), outcome: form.outcome };
    after(&app, &app.submit(&caller, Command::Whistle(Box::new(command))).await?, &path.id)
}

fn unknown(id: &str) -> Problem {
    Problem::new("unknown_whistle").with("whistle", id)
}

/// The whistle after a command about it.
fn after(app: &App, done: &Done, id: &str) -> Result<Json<WhistleView>, Problem> {
    same_request(done, &Touched::Whistle(id.to_owned()))?;
    let world = done.state.world();
    let whistle = world.whistle_register().get(id).ok_or_else(|| unknown(id))?;
    Ok(Json(whistle_view(world, whistle, app.desk.now())))
}
