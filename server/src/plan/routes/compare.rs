//! Two maps side by side, and two drafts made one.

use crate::app::App;
use crate::http::{Caller, Json, Path, Problem, Query};
use crate::plan::door::{Work, Written, draw, with_draft, written};
use crate::plan::forms::{DiffQuery, DiffView, DraftPath, EditedView, MergeForm};
use crate::plan::views;
use axum::extract::State;
use world::{Became, DrawCommand, NotMerged, PlanDraft, World};

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
        let found = world::difference(&other, &draft.map);
        let new = found.areas.iter().filter(|area| area.change == Became::Created);
        let new = new.filter_map(|area| area.ids[1]);
        let from = new.map(|id| (id, world::came_from(&other, &draft.map, id))).collect();
        written(&views::difference(world, found, &from))
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
        let merged = world::merged(draft, &other).map_err(|not| match not {
            NotMerged::Refused(refusal) => refusal.into(),
            NotMerged::Conflicts(conflicts) => {
                let seen: Vec<_> = conflicts.iter().map(views::conflict).collect();
                Problem::new("drafts_conflict")
                    .with("other", other.name.as_str())
                    .with("count", seen.len())
                    .with("conflicts", serde_json::to_value(seen).unwrap_or_default())
            }
        })?;
        Ok(DrawCommand::Merge { draft: other.id.clone(), head: other.head, merged: Box::new(merged) })
    };
    draw(&app, &caller, path.id, None, join, |edited| written(&edited)).await
}
