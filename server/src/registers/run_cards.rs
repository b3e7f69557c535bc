//! The addresses of run cards (预案): parse, hand over, answer.

use super::forms::*;
use super::routes::{CodePath, same_code};
use crate::app::{App, same_request};
use crate::district::routes::within;
use crate::http::{Caller, Json, Path, Problem};
use axum::extract::State;
use axum::http::StatusCode;
use dispatch::{IncidentId, TeamKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use world::incidents::{Incident, IncidentFilter, Needed, Standing};
use world::records::RunCard;
use world::{Command, Role, Touched, World};

/// All run cards. Everybody of the district works by them.
#[utoipa::path(get, path = "/run-cards", tag = "registers", responses((status = 200, body = Items<RunCard>)))]
pub async fn list(State(app): State<App>, _: Caller) -> Json<Items<RunCard>> {
    let view = app.desk.state();
    let world = view.world();
    let items = world.run_card_register().iter().map(|card| (**card).clone()).collect();
    Json(Items { seq: world.seq(), items })
}

/// One run card.
#[utoipa::path(get, path = "/run-cards/{code}", tag = "registers", params(CodePath), responses((status = 200, body = RunCard)))]
pub async fn get(
    State(app): State<App>,
    _: Caller,
    Path(path): Path<CodePath>,
) -> Result<Json<RunCard>, Problem> {
    find(app.desk.state().world(), &path.code).map(Json)
}

fn find(world: &World, code: &str) -> Result<RunCard, Problem> {
    let card = world.run_card_register().get(code);
    card.map(|card| (**card).clone()).ok_or_else(|| Problem::new("unknown_run_card").with("code", code))
}

/// Adds (version 0) or edits a run card (administrator).
#[utoipa::path(put, path = "/run-cards/{code}", tag = "registers", params(CodePath), responses((status = 200, body = RunCard)))]
pub async fn put(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<CodePath>,
    Json(card): Json<RunCard>,
) -> Result<Json<RunCard>, Problem> {
    same_code(&path.code, &card.code)?;
    let done = app.submit(&caller, Command::SaveRunCards(vec![card])).await?;
    same_request(&done, &Touched::RunCard(path.code.clone()))?;
    find(done.state.world(), &path.code).map(Json)
}

/// Takes a run card out (administrator).
#[utoipa::path(delete, path = "/run-cards/{code}", tag = "registers", params(CodePath), responses((status = 204)))]
pub async fn delete(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<CodePath>,
) -> Result<StatusCode, Problem> {
    let done = app.submit(&caller, Command::RemoveRunCards(vec![path.code.clone()])).await?;
    same_request(&done, &Touched::RunCard(path.code))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Run cards to be tried on past incidents.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct DryRun {
    /// All cards as they would be; those in force when absent.
    #[serde(default)]
    pub cards: Option<Vec<RunCard>>,
    /// At most this many incidents, the latest first; 1 to 1000, 200 when absent.
    #[serde(default)]
    pub limit: Option<usize>,
}

/// What a past incident would have needed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DryRunRow {
    /// Which.
    pub incident: IncidentId,
    /// What it would have needed by the cards tried, each unit with the team that came and would have served it.
    pub needs: Vec<Needed>,
    /// Kinds of the teams that were sent and neither called back nor gave the task back.
    pub sent: Vec<TeamKind>,
    /// Needs that nobody who was sent would have served.
    pub short: usize,
    /// Teams that were sent beyond these needs.
    pub beyond: usize,
}

/// Tries run cards on the incidents that were closed last (duty officer). It changes nothing.
#[utoipa::path(post, path = "/run-cards/dry-run", tag = "registers", responses((status = 200, body = Items<DryRunRow>)))]
pub async fn dry_run(
    State(app): State<App>,
    caller: Caller,
    Json(form): Json<DryRun>,
) -> Result<Json<Items<DryRunRow>>, Problem> {
    caller.require(Role::DutyOfficer)?;
    let limit = within("limit", form.limit, 200, 1000)?;
    if let Some(cards) = &form.cards {
        app.desk.state().world().judge_run_cards(cards)?;
    }
    let scope = caller.scope().clone();
    let rows = app.blocking(move |app| {
        let view = app.desk.state();
        let world = view.world();
        let filter = IncidentFilter { standing: Standing::Ended, text: None };
        let ended = world.incidents(&scope, &filter).filter(|incident| incident.merged_into.is_none());
        let items = ended.take(limit).map(|incident| row(world, form.cards.as_deref(), incident)).collect();
        Items { seq: world.seq(), items }
    });
    Ok(Json(rows.await?))
}

fn row(world: &World, cards: Option<&[RunCard]>, incident: &Incident) -> DryRunRow {
    let mut needs = match cards {
        Some(cards) => world.needs_by(cards.iter(), incident),
        None => world.needs_by(world.run_card_register().iter().map(|card| &**card), incident),
    };
    let served = world.serve(incident, &mut needs);
    let sent = served.iter().filter_map(|(team, _)| Some(world.team_register().get(team)?.kind)).collect();
    let beyond = served.iter().filter(|(_, need)| need.is_none()).count();
    let short = needs.iter().filter(|need| need.team.is_none()).count();
    DryRunRow { incident: incident.id.clone(), needs, sent, short, beyond }
}
