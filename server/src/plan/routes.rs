//! The addresses of the plan room: parse, hand over, answer.

use super::export::{self, ExportQuery};
use super::door::planner;
use super::fit::Mending;
use super::forms::*;
use super::room::{DrawnStep, DrawnWhen};
use super::shelf::OpenDraft;
use super::{along, fit, publishing, room, versions, views};
use crate::app::App;
use crate::feed::forms::LiveChange;
use crate::http::{Caller, Json, Path, Problem, Query};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use geo_core::territory::{AreaId, Edited, StateHash};
use geo_core::{Bounds, Level, Position};
use serde::Deserialize;
use utoipa::IntoParams;
use world::{Choice, Conflict, Context, DrawCommand, NotMerged, PlanDraft, Timestamp, World};

fn context(app: &App, caller: &Caller) -> Context {
    Context { now: app.desk.now(), actor: caller.actor().clone() }
}

/// Works on a draft, on a thread where that may take long.
async fn with_draft<T: Send + 'static>(
    app: &App,
    caller: &Caller,
    id: String,
    work: impl FnOnce(&App, &World, OpenDraft) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    planner(caller.actor())?;
    app.blocking(move |app| {
        let draft = app.plans.draft(&id)?;
        work(app, app.desk.state().world(), draft)
    })
    .await?
}

/// Carries out a command on a draft and tells the others.
async fn draw(
    app: &App,
    caller: &Caller,
    id: String,
    seen: Option<StateHash>,
    command: impl FnOnce(&App, &World, &PlanDraft) -> Result<DrawCommand, Problem> + Send + 'static,
) -> Result<EditedView, Problem> {
    planner(caller.actor())?;
    let (context, request) = (context(app, caller), caller.request.clone());
    app.blocking(move |app| {
        let view = app.desk.state();
        let by = context.actor.account.clone();
        if let Some(draft) = app.plans.repeated(&id, &by, request.as_deref())? {
            return Ok(views::repeated(view.world(), &draft));
        }
        let draft = app.plans.draft(&id)?;
        let command = command(app, view.world(), &draft)?;
        let DrawnStep { draft, done } =
            app.plans.submit(&app.desk, &id, &command, seen, &context, request)?;
        let view = app.desk.state();
        let edited = match done {
            DrawnWhen::Before => return Ok(views::repeated(view.world(), &draft)),
            DrawnWhen::AlreadySo => Edited::default(),
            DrawnWhen::Now(edited) => {
                tell(app, by, &draft);
                edited
            }
        };
        Ok(views::edited(view.world(), &draft, &draft.map, &edited))
    })
    .await?
}

/// Tells those who draw what became of a draft.
fn tell(app: &App, by: String, draft: &PlanDraft) {
    let change = LiveChange::Draft {
        draft: draft.id.clone(),
        step: draft.in_effect(),
        hash: draft.map.hash().to_string(),
        discarded: draft.discarded,
    };
    app.feed.tell(draft.changed.0, by, change);
}

fn pair(name: &str, text: &str) -> Result<Position, Problem> {
    let bad = |rule: String| Problem::new("bad_query").with("rule", rule);
    let numbers: Vec<f64> = text.split(',').filter_map(|part| part.trim().parse().ok()).collect();
    let [lon, lat] = numbers[..] else {
        return Err(bad(format!("{name} must be longitude,latitude")));
    };
    Position::new(lon, lat).map_err(|error| bad(format!("{name}: {error}")))
}

fn window(text: Option<&str>) -> Result<Option<Bounds>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let bad = |rule: String| Problem::new("bad_query").with("rule", rule);
    let sides: Vec<&str> = text.split(',').collect();
    let [west, south, east, north] = sides[..] else {
        return Err(bad("bbox must be west,south,east,north in degrees".to_owned()));
    };
    let corners = [pair("bbox", &format!("{west},{south}"))?, pair("bbox", &format!("{east},{north}"))?];
    Bounds::new(corners[0], corners[1]).map(Some).map_err(|error| bad(error.to_string()))
}

/// Versions, open drafts, and the district's rules.
///
/// Everybody is told of every version when it is in force and how much it changed; codes and lineage of the areas within
/// their scope. Who published it, out of which draft, and what they had to say is told to planners and administrators;
/// drafts are shown to those of them who see the whole district.
#[utoipa::path(get, path = "/plans", tag = "plans", responses((status = 200, body = Plans)))]
pub async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Plans>, Problem> {
    let actor = caller.actor().clone();
    let plans = app.blocking(move |app| {
        let view = app.desk.state();
        let world = view.world();
        let mut all: Vec<_> =
            world.plan_versions().map(|version| versions::version(world, &app.kin, &actor, version)).collect();
        all.reverse();
        let mut drafts = Vec::new();
        if planner(&actor).is_ok() {
            for folder in app.plans.folders().into_iter().rev() {
                if room::published_as(world, &folder.id).is_none() {
                    let draft = app.plans.draft(&folder.id)?;
                    if !draft.discarded {
                        drafts.push(views::draft(world, &draft));
                    }
                }
            }
        }
        Ok(Plans { versions: all, drafts, rules: publishing::rules(world) })
    });
    plans.await?.map(Json)
}

/// How the areas in force fit each other.
#[utoipa::path(get, path = "/plans/fit", tag = "plans", responses((status = 200, body = FitView)))]
pub async fn get_fit(State(app): State<App>, caller: Caller) -> Result<Json<FitView>, Problem> {
    planner(caller.actor())?;
    app.blocking(|app| fit::view(app.desk.state().world())).await?.map(Json)
}

/// Begins a draft on the version published last.
#[utoipa::path(post, path = "/plans/drafts", tag = "plans", responses((status = 201, body = DraftView)))]
pub async fn open(
    State(app): State<App>,
    caller: Caller,
    Json(form): Json<NewDraft>,
) -> Result<(StatusCode, Json<DraftView>), Problem> {
    planner(caller.actor())?;
    let (context, request) = (context(&app, &caller), caller.request.clone());
    let opened = app.blocking(move |app| {
        let view = app.desk.state();
        let by = context.actor.account.clone();
        // Whoever asks again need not wait for the map to be made again.
        if let Some(before) = app.plans.begun_by(&by, request.as_deref()) {
            let draft = app.plans.draft(&before)?;
            return Ok(views::draft(view.world(), &draft));
        }
        let choices =
            form.choices.into_iter().map(|choice| Choice { fix: choice.fix, to: choice.to }).collect();
        let mending = if form.accept_fixes { Mending::Accepted(choices) } else { Mending::NotAccepted };
        let (base, map) = fit::base(app, view.world(), &mending)?;
        let draft = app.plans.open(&form.name, base, &map, &context, request)?;
        tell(app, by, &draft);
        Ok::<_, Problem>(views::draft(view.world(), &draft))
    });
    Ok((StatusCode::CREATED, Json(opened.await??)))
}

/// A draft.
#[utoipa::path(get, path = "/plans/drafts/{id}", tag = "plans", params(DraftPath), responses((status = 200, body = DraftView)))]
pub async fn get(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
) -> Result<Json<DraftView>, Problem> {
    with_draft(&app, &caller, path.id, |_, world, draft| Ok(Json(views::draft(world, &draft)))).await
}

/// Throws a draft away.
#[utoipa::path(delete, path = "/plans/drafts/{id}", tag = "plans", params(DraftPath), responses((status = 204)))]
pub async fn discard(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
) -> Result<StatusCode, Problem> {
    draw(&app, &caller, path.id, None, |_, _, _| Ok(DrawCommand::Discard)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Calls a draft something else.
#[utoipa::path(post, path = "/plans/drafts/{id}/name", tag = "plans", params(DraftPath), responses((status = 200, body = DraftView)))]
pub async fn rename(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Json(form): Json<Rename>,
) -> Result<Json<DraftView>, Problem> {
    let edited = draw(&app, &caller, path.id, None, |_, _, _| Ok(DrawCommand::Rename(form.name))).await?;
    Ok(Json(edited.draft))
}

/// The map of a draft, within a window.
#[utoipa::path(get, path = "/plans/drafts/{id}/map", tag = "plans", params(DraftPath, MapQuery), responses((status = 200, body = MapView)))]
pub async fn map(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Query(query): Query<MapQuery>,
) -> Result<Json<MapView>, Problem> {
    let window = window(query.bbox.as_deref())?;
    with_draft(&app, &caller, path.id, move |_, world, draft| Ok(Json(views::map(world, &draft, window))))
        .await
}

/// All areas of a draft.
#[utoipa::path(get, path = "/plans/drafts/{id}/areas", tag = "plans", params(DraftPath), responses((status = 200, body = AreasView)))]
pub async fn areas(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
) -> Result<Json<AreasView>, Problem> {
    with_draft(&app, &caller, path.id, |_, world, draft| {
        Ok(Json(views::areas(&publishing::rules(world), &draft)))
    })
    .await
}

/// One area of a draft, with its outline and what is beside it.
#[utoipa::path(get, path = "/plans/drafts/{id}/areas/{area}", tag = "plans", params(DraftAreaPath), responses((status = 200, body = AreaSheet)))]
pub async fn area(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftAreaPath>,
) -> Result<Json<AreaSheet>, Problem> {
    let id = AreaId(path.area);
    with_draft(&app, &caller, path.id, move |app, world, draft| {
        let map = &draft.map;
        let rules = publishing::rules(world);
        let view = |id| views::area(&rules, map, id);
        let area = view(id).ok_or_else(|| Problem::new("unknown_area").with("code", id.to_string()))?;
        let outline = map.outline(id).unwrap_or_default();
        let under = map.leaves_under(id);
        let buildings = under.iter().flat_map(|leaf| map.buildings_of(*leaf));
        Ok(Json(AreaSheet {
            outline: geometry(&outline),
            children: map.children(id).iter().filter_map(|child| view(*child)).collect(),
            buildings: buildings
                .filter_map(|id| Some(views::building(world, *id, map.building(*id)?)))
                .collect(),
            neighbours: along::neighbours(map, id),
            boundaries: along::boundaries(app, map, id),
            area,
        }))
    })
    .await
}

/// GeoJSON `MultiPolygon`.
pub(super) fn geometry(shape: &geo_core::Shape) -> serde_json::Value {
    let ring = |ring: &Vec<Position>| -> Vec<Point> {
        ring.iter().chain(ring.first()).map(|at| views::point(*at)).collect()
    };
    let parts: Vec<Vec<Vec<Point>>> = shape
        .polygons
        .iter()
        .map(|part| std::iter::once(&part.outer).chain(&part.holes).map(ring).collect())
        .collect();
    serde_json::json!({ "type": "MultiPolygon", "coordinates": parts })
}

/// Draws.
#[utoipa::path(post, path = "/plans/drafts/{id}/edits", tag = "plans", params(DraftPath), responses((status = 200, body = EditedView)))]
pub async fn edit(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Json(form): Json<EditForm>,
) -> Result<Json<EditedView>, Problem> {
    let command = DrawCommand::Edit(Box::new(form.edit));
    draw(&app, &caller, path.id, form.hash, |_, _, _| Ok(command)).await.map(Json)
}

/// What an edit would do; nothing is written.
#[utoipa::path(post, path = "/plans/drafts/{id}/preview", tag = "plans", params(DraftPath), responses((status = 200, body = EditedView)))]
pub async fn preview(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Json(form): Json<EditForm>,
) -> Result<Json<EditedView>, Problem> {
    let context = context(&app, &caller);
    with_draft(&app, &caller, path.id, move |_, world, draft| {
        let decided = draft.decide(&DrawCommand::Edit(Box::new(form.edit)), form.hash, &context)?;
        let mut after = draft.map.clone();
        after.apply(&decided.edited.patch).map_err(|stale| Problem::internal(&stale))?;
        Ok(Json(views::edited(world, &draft, &after, &decided.edited)))
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
) -> Result<Json<EditedView>, Problem> {
    draw(&app, &caller, path.id, form.hash, |_, _, _| Ok(DrawCommand::Undo)).await.map(Json)
}

/// Does again what was taken back last.
#[utoipa::path(post, path = "/plans/drafts/{id}/redo", tag = "plans", params(DraftPath), responses((status = 200, body = EditedView)))]
pub async fn redo(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Json(form): Json<SeenForm>,
) -> Result<Json<EditedView>, Problem> {
    draw(&app, &caller, path.id, form.hash, |_, _, _| Ok(DrawCommand::Redo)).await.map(Json)
}

/// Gives codes to the areas of a level that have none, from west to east and north to south.
#[utoipa::path(post, path = "/plans/drafts/{id}/number", tag = "plans", params(DraftPath), responses((status = 200, body = EditedView)))]
pub async fn number(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Json(form): Json<NumberForm>,
) -> Result<Json<EditedView>, Problem> {
    let hash = form.hash;
    draw(&app, &caller, path.id, hash, move |_, world, draft| {
        let edit = world::numbered(world, &publishing::rules(world), &draft.map, form.under, form.level)
            .map_err(|id| {
                let name = draft.map.area(id).map_or_else(|| id.to_string(), |area| area.name.clone());
                Problem::new("cannot_be_numbered").with("name", name)
            })?;
        Ok(DrawCommand::Edit(Box::new(edit)))
    })
    .await
    .map(Json)
}

/// What goes against the district's rules.
#[utoipa::path(get, path = "/plans/drafts/{id}/issues", tag = "plans", params(DraftPath), responses((status = 200, body = Issues)))]
pub async fn issues(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
) -> Result<Json<Issues>, Problem> {
    with_draft(&app, &caller, path.id, |_, world, draft| {
        let issues = world::issues(world, &publishing::rules(world), &draft);
        Ok(Json(Issues { hash: draft.map.hash(), issues: views::issues(issues) }))
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
) -> Result<Json<RoadPath>, Problem> {
    let (from, to) = (pair("from", &query.from)?, pair("to", &query.to)?);
    with_draft(&app, &caller, path.id, move |app, _, _| along::path(app, from, to).map(Json)).await
}

/// How a draft differs from its base, a version, or another draft.
#[utoipa::path(get, path = "/plans/drafts/{id}/diff", tag = "plans", params(DraftPath, DiffQuery), responses((status = 200, body = DiffView)))]
pub async fn diff(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Query(query): Query<DiffQuery>,
) -> Result<Json<DiffView>, Problem> {
    with_draft(&app, &caller, path.id, move |app, world, draft| {
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
        Ok(Json(views::difference(world, world::difference(&other, &draft.map), &lineage)))
    })
    .await
}

/// Who drew what when.
#[utoipa::path(get, path = "/plans/drafts/{id}/history", tag = "plans", params(DraftPath), responses((status = 200, body = History)))]
pub async fn history(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
) -> Result<Json<History>, Problem> {
    with_draft(&app, &caller, path.id, |_, _, draft| {
        let steps = (1..).zip(draft.steps()).map(|(number, step)| StepView {
            step: number,
            at: step.at,
            by: step.by.clone(),
            in_effect: number <= draft.in_effect(),
            edit: views::label(&step.drawn).label,
            merged: views::label(&step.drawn).merged,
        });
        Ok(Json(History { steps: steps.collect() }))
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
) -> Result<Json<EditedView>, Problem> {
    draw(&app, &caller, path.id, None, move |app, _, draft| {
        let other = app.plans.draft(&form.other)?;
        let patch = world::merged(draft, &other).map_err(|not| match not {
            NotMerged::Refused(refusal) => refusal.into(),
            NotMerged::Conflicts(conflicts) => Problem::new("drafts_conflict")
                .with("other", other.id.as_str())
                .with("count", conflicts.len())
                .with("conflicts", conflicts.iter().map(conflict).collect::<Vec<_>>()),
        })?;
        Ok(DrawCommand::Merge { draft: other.id.clone(), head: other.head, patch: Box::new(patch) })
    })
    .await
    .map(Json)
}

fn conflict(conflict: &Conflict) -> serde_json::Value {
    serde_json::json!({ "what": conflict.what, "id": conflict.id, "at": conflict.at.map(views::point) })
}

/// What publishing would do.
#[utoipa::path(get, path = "/plans/drafts/{id}/publication", tag = "plans", params(DraftPath, PublicationQuery), responses((status = 200, body = PublicationView)))]
pub async fn publication(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Query(query): Query<PublicationQuery>,
) -> Result<Json<PublicationView>, Problem> {
    let context = context(&app, &caller);
    let from = query.effective_from.as_deref().map(str::parse::<Timestamp>).transpose();
    let bad = |error: world::TimeError| Problem::new("bad_query").with("rule", error.to_string());
    let from = from.map_err(bad)?.unwrap_or(context.now);
    with_draft(&app, &caller, path.id, move |app, world, draft| {
        publishing::outlook(app, world, &draft, from, &context).map(Json)
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
) -> Result<Json<VersionView>, Problem> {
    planner(caller.actor())?;
    publishing::publish(&app, caller, path.id, form).await.map(Json)
}

/// A draft as a file.
#[utoipa::path(get, path = "/plans/drafts/{id}/export", tag = "plans", params(DraftPath, ExportQuery), responses((status = 200)))]
pub async fn export_draft(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<DraftPath>,
    Query(query): Query<ExportQuery>,
) -> Result<Response, Problem> {
    with_draft(&app, &caller, path.id, move |_, world, draft| {
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
    app.blocking(move |app| version_file(app, path.number, query.level, export::Format::Geojson)).await?
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
    app.blocking(move |app| version_file(app, path.number, None, query.format)).await?
}
