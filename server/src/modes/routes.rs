//! The addresses of modes (平战转换): parse, hand over, answer. Every switch is in the audit log besides the journal.

use crate::app::{App, same_request};
use crate::http::{Caller, Json, Path, Problem, Query};
use crate::registers::forms::Items;
use axum::extract::State;
use axum::http::StatusCode;
use geo_core::AreaCode;
use serde::{Deserialize, Serialize};
use store::Deed;
use utoipa::{IntoParams, ToSchema};
use world::{Command, Emergency, Event, NewEmergency, Occasion, Role, Timestamp, Touched, World};

/// An emergency and how it stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EmergencyView {
    /// The record.
    #[serde(flatten)]
    pub emergency: Emergency,
    /// The area's name.
    pub area_name: String,
    /// Whether it lasts.
    pub lasts: bool,
}

/// Switches an area to emergency.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SwitchMode {
    /// Where: this area and all below it.
    pub area: AreaCode,
    /// Why.
    pub reason: String,
    /// Until when, within thirty days.
    pub until: Timestamp,
    /// Whether it is one, or a drill.
    pub occasion: Occasion,
}

/// An emergency by its number.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct EmergencyPath {
    /// Its number, `M-0007`.
    pub id: String,
}

/// Why it is switched back.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EndQuery {
    /// In words.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Most emergencies that are over in one answer.
const OVER: usize = 50;

/// What is switched to emergency, and the latest of what was. Whoever may ask about the district may know it.
#[utoipa::path(get, path = "/modes", tag = "modes", responses((status = 200, body = Items<EmergencyView>)))]
pub async fn list(State(app): State<App>, _: Caller) -> Json<Items<EmergencyView>> {
    let (view, now) = (app.desk.state(), app.desk.now());
    let world = view.world();
    let (mut lasting, mut over): (Vec<_>, Vec<_>) =
        world.emergency_register().iter().map(|one| shown(world, one, now)).partition(|one| one.lasts);
    over.sort_by(|a, b| (b.emergency.since, &b.emergency.id).cmp(&(a.emergency.since, &a.emergency.id)));
    lasting.extend(over.into_iter().take(OVER));
    Json(Items { seq: world.seq(), items: lasting })
}

/// Switches an area to emergency for a time, or anew with another end.
#[utoipa::path(post, path = "/modes", tag = "modes", responses((status = 200, body = EmergencyView)))]
pub async fn switch(
    State(app): State<App>,
    caller: Caller,
    Json(form): Json<SwitchMode>,
) -> Result<Json<EmergencyView>, Problem> {
    caller.require(Role::DutyOfficer)?;
    let SwitchMode { area, reason, until, occasion } = form;
    let new = NewEmergency { area, reason, until, occasion };
    audit(&app, &caller, "mode_switch", &new.reason, Some(new.area.clone())).await?;
    let done = app.submit(&caller, Command::SwitchMode(new.clone())).await?;
    same_request(&done, &Touched::Modes)?;
    let switched = |event: &Event| match event {
        Event::ModeSwitched { emergency, .. } => Some(emergency.clone()),
        _ => None,
    };
    let world = done.state.world();
    let id = done.entry.as_ref().and_then(|entry| entry.draft.events.iter().find_map(switched));
    // Nothing was written where it is switched so already.
    let there = match &id {
        Some(id) => world.emergency_register().get(id),
        None => world.emergencies().find(|there| there.area == new.area),
    };
    let there = there.ok_or_else(|| Problem::new("request_id_reused"))?;
    Ok(Json(shown(world, there, app.desk.now())))
}

/// Switches back before its time.
#[utoipa::path(delete, path = "/modes/{id}", tag = "modes", params(EmergencyPath, EndQuery), responses((status = 204)))]
pub async fn end(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<EmergencyPath>,
    Query(query): Query<EndQuery>,
) -> Result<StatusCode, Problem> {
    caller.require(Role::DutyOfficer)?;
    let area = app.desk.state().world().emergency_register().get(&path.id).map(|there| there.area.clone());
    let reason = query.reason.clone().unwrap_or_default();
    audit(&app, &caller, "mode_end", &reason, area).await?;
    let done = app.submit(&caller, Command::EndMode { emergency: path.id, reason: query.reason }).await?;
    same_request(&done, &Touched::Modes)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Written down before it takes place, whether it is refused or not; but the audit log forgets nothing, so a reason that
/// names a person by number is refused before.
async fn audit(
    app: &App,
    caller: &Caller,
    what: &str,
    reason: &str,
    area: Option<AreaCode>,
) -> Result<(), Problem> {
    if let Some(found) = world::personal_data(reason) {
        return Err(Problem::new("personal_data").with("field", "reason").with("found", found.name()));
    }
    app.audit(Deed {
        at: app.clock.now(),
        who: caller.actor().account.clone(),
        what: what.to_owned(),
        target: area.map(|area| area.to_string()),
        purpose: Some(reason.chars().take(200).collect()),
        detail: Some(caller.scope().class().to_owned()),
    })
    .await
}

fn shown(world: &World, emergency: &Emergency, now: Timestamp) -> EmergencyView {
    let name = world.area_register().get(&emergency.area).map(|area| area.name.clone());
    EmergencyView {
        area_name: name.unwrap_or_else(|| emergency.area.to_string()),
        lasts: emergency.lasts(now),
        emergency: emergency.clone(),
    }
}
