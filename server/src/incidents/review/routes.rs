//! The addresses of a review: parse, hand over, answer.

use super::forms::{PastProposal, ReplayView, ReviewView, SentPath, TrackQuery};
use super::{looking_back, tracks};
use crate::app::App;
use crate::http::{Caller, Json, Path, Problem, Query};
use crate::incidents::routes::{IncidentPath, find};
use axum::extract::State;
use store::Deed;
use world::Role;

/// An incident seen from its end: its steps, whom it took, and what each choice came to.
#[utoipa::path(get, path = "/incidents/{id}/review", tag = "incidents", params(IncidentPath), responses((status = 200, body = ReviewView)))]
pub async fn review(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<IncidentPath>,
) -> Result<Json<ReviewView>, Problem> {
    caller.require(Role::DutyOfficer)?;
    let scope = caller.scope().clone();
    app.blocking(move |app| looking_back::review(app, &scope, &path.id)).await?.map(Json)
}

/// The proposal as it was shown when a team was sent, until it is erased.
#[utoipa::path(get, path = "/incidents/{id}/assignments/{team}/{fence}/proposal", tag = "incidents", params(SentPath), responses((status = 200, body = PastProposal)))]
pub async fn shown(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<SentPath>,
) -> Result<Json<PastProposal>, Problem> {
    caller.require(Role::DutyOfficer)?;
    let scope = caller.scope().clone();
    let shown =
        app.blocking(move |app| looking_back::past_proposal(app, &scope, &path.id, &path.team, path.fence));
    shown.await?.map(Json)
}

/// Where the teams sent to an incident were, from being sent until they were free. Only with a purpose, and logged.
#[utoipa::path(get, path = "/incidents/{id}/tracks", tag = "incidents", params(IncidentPath, TrackQuery), responses((status = 200, body = ReplayView)))]
pub async fn replay(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<IncidentPath>,
    Query(query): Query<TrackQuery>,
) -> Result<Json<ReplayView>, Problem> {
    caller.require(Role::DutyOfficer)?;
    find(app.desk.state().world(), caller.scope(), &path.id)?;
    let purpose = query.purpose.as_deref().map(str::trim).filter(|purpose| !purpose.is_empty());
    let purpose = purpose.ok_or_else(|| Problem::new("purpose_required"))?;
    // The audit log forgets nothing.
    if let Some(found) = world::personal_data(purpose) {
        return Err(Problem::new("personal_data").with("field", "purpose").with("found", found.name()));
    }
    let deed = Deed {
        at: app.clock.now(),
        who: caller.actor().account.clone(),
        what: "incident_tracks_shown".to_owned(),
        target: Some(path.id.to_string()),
        purpose: Some(purpose.chars().take(200).collect()),
        detail: Some(caller.scope().class().to_owned()),
    };
    app.audit(deed).await?;
    let scope = caller.scope().clone();
    app.blocking(move |app| tracks::replay(app, &scope, &path.id)).await?.map(Json)
}
