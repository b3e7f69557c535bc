//! From draft to version.

use crate::app::App;
use crate::http::{Caller, Json, Language, Path, Problem, Query};
use crate::plan::door::{Turnstile, Work, Written, context, planner, tell, with_draft, written};
use crate::plan::forms::{
    DraftPath, PublicationQuery, PublicationView, PublishForm, VersionView, WithdrawForm, WithdrawnView,
};
use crate::plan::routes::versions::VersionPath;
use crate::plan::{publishing, versions};
use axum::extract::State;
use axum::http::HeaderMap;
use world::{Command, PlanOrigin, Timestamp};

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

/// Takes the version published last back, before its day. Its draft can be drawn on again.
#[utoipa::path(post, path = "/plans/versions/{number}/withdraw", tag = "plans", params(VersionPath), responses((status = 200, body = WithdrawnView)))]
pub async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<VersionPath>,
    Json(form): Json<WithdrawForm>,
) -> Result<Written, Problem> {
    planner(caller.actor())?;
    let number = path.number;
    let done = app.submit(&caller, Command::WithdrawPlan { number, reason: form.reason }).await?;
    let world = done.state.world();
    let withdrawn = world.withdrawn_plans().find(|withdrawn| withdrawn.version.number == number);
    // Nothing of the kind: an earlier request of that id asked for something else.
    let withdrawn = withdrawn.ok_or_else(|| Problem::new("request_id_reused"))?.clone();
    if let PlanOrigin::Draft { draft, .. } = &withdrawn.version.origin {
        let (draft, by) = (draft.clone(), withdrawn.by.clone());
        // Whoever looks at the list sees the draft come back; one that cannot be read says so when it is asked for.
        let told = Turnstile::pass(&app, Work::Light, move |app| {
            let draft = app.plans.draft(&draft)?;
            tell(app, by, draft.glance().view(app.desk.state().world()));
            Ok(())
        });
        if let Err(problem) = told.await {
            tracing::warn!(
                code = problem.code(),
                version = number,
                "the draft of a withdrawn plan is not told of"
            );
        }
    }
    written(&versions::withdrawn(&withdrawn))
}
