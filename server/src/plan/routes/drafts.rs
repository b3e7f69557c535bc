//! The list, and drafts as a whole: begun, named, thrown away, listed step by step.

use crate::app::App;
use crate::district::routes::within;
use crate::http::{Caller, Json, Path, Problem, Query};
use crate::plan::door::{Turnstile, Work, Written, context, draw, planner, tell, with_draft, written};
use crate::plan::export::ExportQuery;
use crate::plan::fit::Mending;
use crate::plan::forms::{
    DamagedDraft, DraftPath, DraftView, FitView, History, HistoryQuery, NewDraft, Plans, Rename,
};
use crate::plan::{export, fit, publishing, room, versions, views};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use world::{DrawCommand, PlanDraft, World};

/// Versions, open drafts, and the district's rules.
///
/// Everybody is told of every version when it is in force and how much it changed; codes and lineage of the areas within
/// their scope. Who published it, out of which draft, and what they had to say is told to planners and administrators;
/// drafts are shown to those of them who see the whole district.
#[utoipa::path(get, path = "/plans", tag = "plans", responses((status = 200, body = Plans)))]
pub async fn list(State(app): State<App>, caller: Caller) -> Result<Written, Problem> {
    let actor = caller.actor().clone();
    Turnstile::pass(&app, Work::Light, move |app| {
        let view = app.desk.state();
        let world = view.world();
        let all = world.plan_versions().map(|version| versions::version(world, &app.kin, &actor, version));
        let mut plans = Plans {
            versions: all.collect(),
            withdrawn: Vec::new(),
            drafts: Vec::new(),
            damaged: Vec::new(),
            rules: publishing::rules(world),
        };
        plans.versions.reverse();
        let folders = if planner(&actor).is_ok() {
            plans.withdrawn.extend(world.withdrawn_plans().map(|withdrawn| versions::withdrawn(withdrawn)));
            plans.withdrawn.reverse();
            app.plans.folders()
        } else {
            Vec::new()
        };
        for folder in folders.iter().rev().filter(|folder| room::published_as(world, &folder.id).is_none()) {
            match app.plans.glance(folder) {
                Ok(Some(glance)) => plans.drafts.push(glance.view(world)),
                Ok(None) => {}
                Err(problem) if problem.code() == "store_unavailable" => return Err(problem),
                // One that is damaged must not keep people from the others.
                Err(problem) => plans.damaged.push(DamagedDraft {
                    id: folder.id.clone(),
                    name: folder.beginning.as_ref().map(|beginning| beginning.name.clone()),
                    opened_by: folder.beginning.as_ref().map(|beginning| beginning.by.clone()),
                    code: problem.code().to_owned(),
                }),
            }
        }
        written(&plans)
    })
    .await
}

/// How the areas in force fit each other.
#[utoipa::path(get, path = "/plans/fit", tag = "plans", responses((status = 200, body = FitView)))]
pub async fn get_fit(State(app): State<App>, caller: Caller) -> Result<Written, Problem> {
    planner(caller.actor())?;
    Turnstile::pass(&app, Work::Survey, |app| written(&fit::view(app.desk.state().world())?)).await
}

/// Begins a draft on the version published last.
#[utoipa::path(post, path = "/plans/drafts", tag = "plans", responses((status = 201, body = DraftView)))]
pub async fn open(
    State(app): State<App>,
    caller: Caller,
    Json(form): Json<NewDraft>,
) -> Result<(StatusCode, Written), Problem> {
    planner(caller.actor())?;
    let (context, request) = (context(&app, &caller), caller.request.clone());
    let opened = Turnstile::pass(&app, Work::Survey, move |app| {
        let view = app.desk.state();
        let by = context.actor.account.clone();
        // Whoever asks again need not wait for the map to be made again.
        if let Some(before) = app.plans.begun_by(&by, request.as_deref()) {
            return written(&app.plans.draft(&before)?.glance().view(view.world()));
        }
        let name = form.name.clone();
        let mending = Mending::of(view.world(), form)?;
        let (base, map) = fit::base(app, view.world(), &mending)?;
        let draft = app.plans.open(&name, base, &map, &context, request)?;
        let draft_view = draft.glance().view(view.world());
        let answer = written(&draft_view);
        tell(app, by, draft_view);
        answer
    });
    Ok((StatusCode::CREATED, opened.await?))
}

/// A draft.
#[utoipa::path(get, path = "/plans/drafts/{id}", tag = "plans", params(DraftPath), responses((status = 200, body = DraftView)))]
pub async fn get(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
) -> Result<Written, Problem> {
    with_draft(&app, &caller, path.id, Work::Light, |_, world, draft| written(&draft.glance().view(world)))
        .await
}

/// Throws a draft away.
#[utoipa::path(delete, path = "/plans/drafts/{id}", tag = "plans", params(DraftPath), responses((status = 204)))]
pub async fn discard(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
) -> Result<StatusCode, Problem> {
    draw(&app, &caller, path.id, None, |_, _, _| Ok(DrawCommand::Discard), |_| Ok(StatusCode::NO_CONTENT))
        .await
}

/// Calls a draft something else.
#[utoipa::path(post, path = "/plans/drafts/{id}/name", tag = "plans", params(DraftPath), responses((status = 200, body = DraftView)))]
pub async fn rename(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Json(form): Json<Rename>,
) -> Result<Written, Problem> {
    let rename = |_: &App, _: &World, _: &PlanDraft| Ok(DrawCommand::Rename(form.name));
    draw(&app, &caller, path.id, None, rename, |edited| written(&edited.draft)).await
}

/// Who drew what when, a page at a time.
#[utoipa::path(get, path = "/plans/drafts/{id}/history", tag = "plans", params(DraftPath, HistoryQuery), responses((status = 200, body = History)))]
pub async fn history(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Query(query): Query<HistoryQuery>,
) -> Result<Written, Problem> {
    let limit = within("limit", query.limit, 100, 500)?;
    let before = query.before.unwrap_or(usize::MAX);
    with_draft(&app, &caller, path.id, Work::Light, move |_, _, draft| {
        written(&views::history(&draft, before, limit))
    })
    .await
}

/// A draft as a file.
#[utoipa::path(get, path = "/plans/drafts/{id}/export", tag = "plans", params(DraftPath, ExportQuery), responses((status = 200)))]
pub async fn export_draft(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Query(query): Query<ExportQuery>,
) -> Result<Response, Problem> {
    with_draft(&app, &caller, path.id, Work::Survey, move |_, world, draft| {
        let areas = export::with_figures(world::drawn_areas(world, &draft.map), &draft.map);
        export::file(&draft.id, &areas, draft.changed.0, query.format)
    })
    .await
}
