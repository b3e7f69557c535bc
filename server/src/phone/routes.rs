//! The address of a phone: parse, look, answer.

use super::forms::*;
use crate::app::App;
use crate::http::{Caller, Json, Problem, doors};
use crate::whistles::view::whistle_view;
use axum::extract::State;
use dispatch::TeamId;
use dispatch::choose::Duty;
use geo_core::Metres;
use world::incidents::{Incident, Task};
use world::{Timestamp, World};

/// A team's own tasks and whistles (its device).
#[utoipa::path(get, path = "/phone", tag = "phone", responses((status = 200, body = PhoneView)))]
pub async fn own(State(app): State<App>, caller: Caller) -> Result<Json<PhoneView>, Problem> {
    let own: TeamId = caller
        .actor()
        .device_of()
        .and_then(|team| team.parse().ok())
        .ok_or_else(|| doors::not_allowed(caller.actor()))?;
    let (view, now) = (app.desk.state(), app.desk.now());
    work_of(view.world(), &own, now)
        .map(Json)
        .ok_or_else(|| Problem::new("unknown_team").with("team", own.as_str()))
}

fn work_of(world: &World, code: &TeamId, now: Timestamp) -> Option<PhoneView> {
    let team = world.team_register().get(code)?;
    // A team is bound by one incident at a time.
    let bound = world.bound_to(code).and_then(|id| world.incident_register().get(id));
    let tasks = bound.and_then(|incident| task_view(world, incident, incident.active_task(code)?));
    let whistle = world.called_by(code);
    Some(PhoneView {
        seq: world.seq(),
        now,
        team: PhoneTeam {
            code: code.clone(),
            name: team.name.clone(),
            kind: team.kind,
            on_duty: world.duty(team, now) == Duty::On,
            duty_ends: world.running_shift(code, now).map(|shift| shift.ends),
        },
        arrival_radius: world.policy().map_or(Metres(0.0), |policy| policy.arrival_radius),
        tasks: tasks.into_iter().collect(),
        whistles: whistle.map(|whistle| whistle_view(world, whistle, now)).into_iter().collect(),
    })
}

fn task_view(world: &World, incident: &Incident, task: &Task) -> Option<PhoneTask> {
    let kind = world.tables()?.incident_kinds.iter().find(|kind| kind.code == incident.kind);
    let name = |pick: fn(&world::IncidentKind) -> &String| {
        kind.map_or_else(|| incident.kind.to_string(), |kind| pick(kind).clone())
    };
    Some(PhoneTask {
        incident: incident.id.clone(),
        kind: incident.kind.clone(),
        kind_zh: name(|kind| &kind.zh),
        kind_en: name(|kind| &kind.en),
        severity: incident.severity,
        position: incident.position,
        address: incident.address.clone(),
        state: task.state,
        fence: task.fence,
        assigned_at: task.assigned_at,
        arrived_at: task.arrived_at,
        estimate: task.dispatched.estimate,
        photos: incident.photos.iter().filter(|photo| photo.team.as_ref() == Some(&task.team)).count(),
    })
}
