//! The map of a draft and what is in it.

use crate::app::App;
use crate::http::{Caller, Path, Problem, Query};
use crate::plan::door::{Turnstile, Work, Written, planner, with_draft, written};
use crate::plan::forms::{
    AreaSheet, AreasView, DraftAreaPath, DraftPath, Issues, MapQuery, MapView, PathQuery, RoadPath,
};
use crate::plan::query::{pair, window};
use crate::plan::{along, publishing, views};
use axum::extract::State;
use geo_core::territory::AreaId;

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
