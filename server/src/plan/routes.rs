//! The addresses of the plan room: parse, hand over, answer.

use super::door::{Turnstile, Work, Written, context, draw, planner, tell, with_draft, written};
use super::export::{self, ExportQuery};
use super::fit::Mending;
use super::forms::*;
use super::query::{pair, window};
use super::{along, fit, limits, publishing, room, versions, views};
use crate::app::App;
use crate::district::routes::within;
use crate::http::{Caller, Json, Language, Path, Problem, Query};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use geo_core::Level;
use geo_core::territory::AreaId;
use serde::Deserialize;
use utoipa::IntoParams;
use world::{DrawCommand, NotMerged, PlanDraft, Timestamp, World};

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
            drafts: Vec::new(),
            damaged: Vec::new(),
            rules: publishing::rules(world),
        };
        plans.versions.reverse();
        let folders = if planner(&actor).is_ok() { app.plans.folders() } else { Vec::new() };
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

/// The map of a draft, within a window.
#[utoipa::path(get, path = "/plans/drafts/{id}/map", tag = "plans", params(DraftPath, MapQuery), responses((status = 200, body = MapView)))]
pub async fn map(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Query(query): Query<MapQuery>,
) -> Result<Written, Problem> {
    let window = window(query.bbox.as_deref())?;
    with_draft(&app, &caller, path.id, Work::Light, move |_, world, draft| {
        written(&views::map(world, &draft, window))
    })
    .await
}

/// All areas of a draft.
#[utoipa::path(get, path = "/plans/drafts/{id}/areas", tag = "plans", params(DraftPath), responses((status = 200, body = AreasView)))]
pub async fn areas(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
) -> Result<Written, Problem> {
    with_draft(&app, &caller, path.id, Work::Light, |_, world, draft| {
        written(&views::areas(&publishing::rules(world), &draft))
    })
    .await
}

/// One area of a draft, with its outline and what is beside it.
#[utoipa::path(get, path = "/plans/drafts/{id}/areas/{area}", tag = "plans", params(DraftAreaPath), responses((status = 200, body = AreaSheet)))]
pub async fn area(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftAreaPath>,
) -> Result<Written, Problem> {
    let id = AreaId(path.area);
    with_draft(&app, &caller, path.id, Work::Light, move |app, world, draft| {
        let map = &draft.map;
        let rules = publishing::rules(world);
        let view = |id| views::area(&rules, map, id);
        let area = view(id).ok_or_else(|| Problem::new("unknown_area").with("code", id.to_string()))?;
        let outline = map.outline(id).unwrap_or_default();
        let under = map.leaves_under(id);
        let buildings = under.iter().flat_map(|leaf| map.buildings_of(*leaf));
        written(&AreaSheet {
            outline: views::geometry(&outline),
            children: map.children(id).iter().filter_map(|child| view(*child)).collect(),
            buildings: buildings
                .filter_map(|id| Some(views::building(world, *id, map.building(*id)?)))
                .collect(),
            neighbours: along::neighbours(map, id),
            boundaries: along::boundaries(app, map, id),
            area,
        })
    })
    .await
}

/// Draws.
#[utoipa::path(post, path = "/plans/drafts/{id}/edits", tag = "plans", params(DraftPath), responses((status = 200, body = EditedView)))]
pub async fn edit(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Json(form): Json<EditForm>,
) -> Result<Written, Problem> {
    limits::check(&form.edit)?;
    let command = DrawCommand::Edit(Box::new(form.edit));
    draw(&app, &caller, path.id, form.hash, |_, _, _| Ok(command), |edited| written(&edited)).await
}

/// What an edit would do; nothing is written.
#[utoipa::path(post, path = "/plans/drafts/{id}/preview", tag = "plans", params(DraftPath), responses((status = 200, body = EditedView)))]
pub async fn preview(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Json(form): Json<EditForm>,
) -> Result<Written, Problem> {
    limits::check(&form.edit)?;
    let context = context(&app, &caller);
    with_draft(&app, &caller, path.id, Work::Trial, move |_, world, draft| {
        let command = DrawCommand::Edit(Box::new(form.edit));
        let decided = room::decide(&draft, &command, form.hash, &context)?;
        let mut after = draft.map.clone();
        after.apply(&decided.edited.patch).map_err(|stale| Problem::internal(&stale))?;
        written(&views::edited(world, draft.glance(), &after, &decided.edited))
    })
    .await
}

/// Takes the last step back.
#[utoipa::path(post, path = "/plans/drafts/{id}/undo", tag = "plans", params(DraftPath), responses((status = 200, body = EditedView)))]
pub async fn undo(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Json(form): Json<SeenForm>,
) -> Result<Written, Problem> {
    draw(&app, &caller, path.id, form.hash, |_, _, _| Ok(DrawCommand::Undo), |edited| written(&edited)).await
}

/// Does again what was taken back last.
#[utoipa::path(post, path = "/plans/drafts/{id}/redo", tag = "plans", params(DraftPath), responses((status = 200, body = EditedView)))]
pub async fn redo(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Json(form): Json<SeenForm>,
) -> Result<Written, Problem> {
    draw(&app, &caller, path.id, form.hash, |_, _, _| Ok(DrawCommand::Redo), |edited| written(&edited)).await
}

/// Gives codes to the areas of a level that have none, from west to east and north to south.
#[utoipa::path(post, path = "/plans/drafts/{id}/number", tag = "plans", params(DraftPath), responses((status = 200, body = EditedView)))]
pub async fn number(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Json(form): Json<NumberForm>,
) -> Result<Written, Problem> {
    let (hash, NumberForm { under, level, .. }) = (form.hash, form);
    let numbered = move |_: &App, world: &World, draft: &PlanDraft| {
        let edit =
            world::numbered(world, &publishing::rules(world), &draft.map, under, level).map_err(|id| {
                let name = draft.map.area(id).map_or_else(|| id.to_string(), |area| area.name.clone());
                Problem::new("cannot_be_numbered").with("name", name)
            })?;
        Ok(DrawCommand::Edit(Box::new(edit)))
    };
    draw(&app, &caller, path.id, hash, numbered, |edited| written(&edited)).await
}

/// What goes against the district's rules.
#[utoipa::path(get, path = "/plans/drafts/{id}/issues", tag = "plans", params(DraftPath), responses((status = 200, body = Issues)))]
pub async fn issues(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
) -> Result<Written, Problem> {
    with_draft(&app, &caller, path.id, Work::Survey, |_, world, draft| {
        let issues = world::issues(world, &publishing::rules(world), &draft);
        written(&Issues { hash: draft.map.hash(), issues: views::issues(issues) })
    })
    .await
}

/// A way along the roads, to split by.
#[utoipa::path(get, path = "/plans/drafts/{id}/path", tag = "plans", params(DraftPath, PathQuery), responses((status = 200, body = RoadPath)))]
pub async fn path(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Query(query): Query<PathQuery>,
) -> Result<Written, Problem> {
    let (from, to) = (pair("from", &query.from)?, pair("to", &query.to)?);
    planner(caller.actor())?;
    Turnstile::pass(&app, Work::Light, move |app| {
        app.plans.known(&path.id)?;
        written(&along::path(app, from, to)?)
    })
    .await
}

/// How a draft differs from its base, a version, or another draft.
#[utoipa::path(get, path = "/plans/drafts/{id}/diff", tag = "plans", params(DraftPath, DiffQuery), responses((status = 200, body = DiffView)))]
pub async fn diff(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Query(query): Query<DiffQuery>,
) -> Result<Written, Problem> {
    with_draft(&app, &caller, path.id, Work::Survey, move |app, world, draft| {
        let against = query.against.as_deref().unwrap_or("base");
        let bad = || {
            let rule = "against must be base, version:NUMBER or draft:ID";
            Problem::new("bad_query").with("rule", rule)
        };
        let other = match against.split_once(':') {
            None if against == "base" => draft.begun.clone(),
            Some(("draft", other)) => app.plans.draft(other)?.map.clone(),
            Some(("version", number)) => {
                let number = number.parse().map_err(|_| bad())?;
                let version = world.plan_version(number);
                let unknown = || Problem::new("unknown_version").with("version", number);
                match &version.ok_or_else(unknown)?.origin {
                    world::PlanOrigin::Draft { input, .. } => app.plans.maps.get(*input)?,
                    world::PlanOrigin::Import { .. } => {
                        return Err(Problem::new("version_has_no_map").with("version", number));
                    }
                }
            }
            _ => return Err(bad()),
        };
        let lineage = world::lineage(&other, &draft.map);
        written(&views::difference(world, world::difference(&other, &draft.map), &lineage))
    })
    .await
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

/// Joins in what another draft did.
#[utoipa::path(post, path = "/plans/drafts/{id}/merge", tag = "plans", params(DraftPath), responses((status = 200, body = EditedView)))]
pub async fn merge(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Json(form): Json<MergeForm>,
) -> Result<Written, Problem> {
    let join = move |app: &App, _: &World, draft: &PlanDraft| {
        let other = app.plans.draft(&form.other)?;
        let patch = world::merged(draft, &other).map_err(|not| match not {
            NotMerged::Refused(refusal) => refusal.into(),
            NotMerged::Conflicts(conflicts) => {
                let seen: Vec<_> = conflicts.iter().map(views::conflict).collect();
                Problem::new("drafts_conflict")
                    .with("other", other.id.as_str())
                    .with("count", seen.len())
                    .with("conflicts", serde_json::to_value(seen).unwrap_or_default())
            }
        })?;
        Ok(DrawCommand::Merge { draft: other.id.clone(), head: other.head, patch: Box::new(patch) })
    };
    draw(&app, &caller, path.id, None, join, |edited| written(&edited)).await
}

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

/// A draft as a file.
#[utoipa::path(get, path = "/plans/drafts/{id}/export", tag = "plans", params(DraftPath, ExportQuery), responses((status = 200)))]
pub async fn export_draft(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Query(query): Query<ExportQuery>,
) -> Result<Response, Problem> {
    with_draft(&app, &caller, path.id, Work::Survey, move |_, world, draft| {
        export::file(&draft.id, &world::drawn_areas(world, &draft.map), draft.changed.0, query.format)
    })
    .await
}

/// A version.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct VersionPath {
    /// Its number.
    pub number: u32,
}

/// The areas of a level of a version, as GeoJSON.
#[utoipa::path(get, path = "/plans/versions/{number}/areas", tag = "plans", params(VersionPath, LevelQuery), responses((status = 200)))]
pub async fn version_areas(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<VersionPath>,
    Query(query): Query<LevelQuery>,
) -> Result<Response, Problem> {
    planner(caller.actor())?;
    Turnstile::pass(&app, Work::Survey, move |app| {
        version_file(app, path.number, query.level, export::Format::Geojson)
    })
    .await
}

/// Which areas.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LevelQuery {
    /// Their level; all without.
    pub level: Option<Level>,
}

fn version_file(
    app: &App,
    number: u32,
    level: Option<Level>,
    format: export::Format,
) -> Result<Response, Problem> {
    let view = app.desk.state();
    let unknown = || Problem::new("unknown_version").with("version", number);
    let version = view.world().plan_version(number).ok_or_else(unknown)?;
    let map = view.world().plan_map(number);
    let areas = map.areas().filter(|(area, _)| level.is_none_or(|level| area.level == level));
    let areas: Vec<_> = areas
        .map(|(area, outline)| world::NewArea { area: (**area).clone(), outline: outline.clone() })
        .collect();
    export::file(&format!("plan-{number}"), &areas, version.effective_from, format)
}

/// A version as a file.
#[utoipa::path(get, path = "/plans/versions/{number}/export", tag = "plans", params(VersionPath, ExportQuery), responses((status = 200)))]
pub async fn export_version(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<VersionPath>,
    Query(query): Query<ExportQuery>,
) -> Result<Response, Problem> {
    planner(caller.actor())?;
    Turnstile::pass(&app, Work::Survey, move |app| version_file(app, path.number, None, query.format)).await
}
