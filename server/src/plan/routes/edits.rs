//! Drawing.

use crate::app::App;
use crate::http::{Caller, Json, Path, Problem};
use crate::plan::door::{Work, Written, context, draw, with_draft, written};
use crate::plan::forms::{DraftPath, EditForm, EditedView, NumberForm, SeenForm};
use crate::plan::{limits, publishing, room, views};
use axum::extract::State;
use world::{DrawCommand, PlanDraft, World};

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
