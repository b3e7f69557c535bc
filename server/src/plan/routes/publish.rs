//! From draft to version.

use crate::app::App;
use crate::http::{Caller, Json, Language, Path, Problem, Query};
use crate::plan::door::{Work, Written, context, planner, with_draft, written};
use crate::plan::forms::{DraftPath, PublicationQuery, PublicationView, PublishForm, VersionView};
use crate::plan::publishing;
use axum::extract::State;
use axum::http::HeaderMap;
use world::Timestamp;

/// What publishing would do.
#[utoipa::path(get, path = "/plans/drafts/{id}/publication", tag = "plans", params(DraftPath, PublicationQuery), responses((status = 200, body = PublicationView)))]
pub async fn publication(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Query(query): Query<PublicationQuery>,
    headers: HeaderMap,
) -> Result<Written, Problem> {
    let context = context(&app, &caller);
    let from = query.effective_from.as_deref().map(str::parse::<Timestamp>).transpose();
    let bad = |error: world::TimeError| Problem::new("bad_query").with("rule", error.to_string());
    let from = from.map_err(bad)?.unwrap_or(context.now);
    let language = Language::accepted(&headers);
    with_draft(&app, &caller, path.id, Work::Survey, move |_, world, draft| {
        written(&publishing::outlook(world, &draft, from, &context, language)?)
    })
    .await
}

/// Publishes a draft.
#[utoipa::path(post, path = "/plans/drafts/{id}/publish", tag = "plans", params(DraftPath), responses((status = 200, body = VersionView)))]
pub async fn publish(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Json(form): Json<PublishForm>,
) -> Result<Written, Problem> {
    planner(caller.actor())?;
    written(&publishing::publish(&app, caller, path.id, form).await?)
}
