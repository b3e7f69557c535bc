//! How requests come into the plan room and go out again: who may, on which thread, how many at once.

use super::folder::OpenDraft;
use super::forms::{DraftView, EditedView};
use super::room::{DrawnStep, DrawnWhen};
use super::views;
use crate::app::App;
use crate::feed::forms::LiveChange;
use crate::http::{Caller, Problem};
use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use geo_core::territory::{Edited, StateHash};
use serde::Serialize;
use std::sync::Arc;
use tokio::sync::Semaphore;
use world::{Actor, Context, DrawCommand, PlanDraft, Role, World};

/// Surveys of whole maps at once: each takes a core for seconds and as much memory as a map.
const SURVEYS_AT_ONCE: usize = 2;
/// Edits tried at once: usually a millisecond each, but one may be made of thousands.
const TRIALS_AT_ONCE: usize = 4;

/// How much work something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// Looking something up, or a step that its draft's lock lets through one by one.
    Light,
    /// Trying an edit.
    Trial,
    /// Looking at all of a map: what does not fit, what differs, what goes against the rules.
    Survey,
}

/// Lets a few heavy pieces of work in at a time, so that the rest of the service keeps its threads.
pub struct Turnstile {
    trials: Arc<Semaphore>,
    surveys: Arc<Semaphore>,
}

impl Default for Turnstile {
    fn default() -> Self {
        let turns = |at_once| Arc::new(Semaphore::new(at_once));
        Self { trials: turns(TRIALS_AT_ONCE), surveys: turns(SURVEYS_AT_ONCE) }
    }
}

impl Turnstile {
    /// Does work on a thread where it may take long, when its turn has come.
    ///
    /// # Errors
    /// What the work says; `internal` when it panicked.
    pub async fn pass<T: Send + 'static>(
        app: &App,
        work: Work,
        what: impl FnOnce(&App) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let turns = match work {
            Work::Light => None,
            Work::Trial => Some(app.turnstile.trials.clone()),
            Work::Survey => Some(app.turnstile.surveys.clone()),
        };
        let turn = match turns {
            Some(turns) => Some(turns.acquire_owned().await.map_err(|error| Problem::internal(&error))?),
            None => None,
        };
        app.blocking(move |app| {
            // Work goes on when its caller has hung up, and keeps its turn until it is done.
            let _turn = turn;
            what(app)
        })
        .await?
    }
}

/// A JSON answer, written where writing megabytes keeps nobody else waiting.
pub struct Written(Bytes);

/// Writes an answer.
///
/// # Errors
/// `internal`.
pub fn written<T: Serialize>(answer: &T) -> Result<Written, Problem> {
    let bytes = serde_json::to_vec(answer).map_err(|error| Problem::internal(&error))?;
    Ok(Written(bytes.into()))
}

impl IntoResponse for Written {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, "application/json")], Body::from(self.0)).into_response()
    }
}

/// Who may look at drafts: whoever may draw.
///
/// # Errors
/// `not_allowed`; `outside_scope` for who plans a part of the district only: a draft is of all of it.
pub fn planner(actor: &Actor) -> Result<(), Problem> {
    if !matches!(actor.role, Role::Planner | Role::Administrator) {
        let role = actor.role.name();
        return Err(Problem::new("not_allowed").with("role", role).with("account", actor.account.as_str()));
    }
    match actor.scope.root() {
        None => Ok(()),
        Some(root) => Err(Problem::new("outside_scope").with("scope", root.as_str())),
    }
}

/// Now, and who asks.
pub fn context(app: &App, caller: &Caller) -> Context {
    Context { now: app.desk.now(), actor: caller.actor().clone() }
}

/// Looks at a draft as it is now.
///
/// # Errors
/// As [`planner`] and [`super::room::PlanRoom::draft`], and what the work says.
pub async fn with_draft<T: Send + 'static>(
    app: &App,
    caller: &Caller,
    id: String,
    work: Work,
    look: impl FnOnce(&App, &World, OpenDraft) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    planner(caller.actor())?;
    Turnstile::pass(app, work, move |app| {
        let draft = app.plans.draft(&id)?;
        look(app, app.desk.state().world(), draft)
    })
    .await
}

/// Carries out a command on a draft and tells the others, then answers; one that an earlier request of the same id
/// carried out is answered and no more.
///
/// # Errors
/// As [`planner`] and [`super::room::PlanRoom::submit`], and what keeps the command from being made.
pub async fn draw<T: Send + 'static>(
    app: &App,
    caller: &Caller,
    id: String,
    seen: Option<StateHash>,
    command: impl FnOnce(&App, &World, &PlanDraft) -> Result<DrawCommand, Problem> + Send + 'static,
    answer: impl FnOnce(EditedView) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    planner(caller.actor())?;
    let (context, request) = (context(app, caller), caller.request.clone());
    app.blocking(move |app| {
        let view = app.desk.state();
        let by = context.actor.account.clone();
        if let Some(draft) = app.plans.repeated(&id, &by, request.as_deref())? {
            return answer(views::repeated(view.world(), &draft));
        }
        let command = command(app, view.world(), &*app.plans.draft(&id)?)?;
        let DrawnStep { draft, done } =
            app.plans.submit(&app.desk, &id, &command, seen, &context, request)?;
        let view = app.desk.state();
        let edited = match done {
            DrawnWhen::Before => return answer(views::repeated(view.world(), &draft)),
            DrawnWhen::AlreadySo => Edited::default(),
            DrawnWhen::Now(edited) => {
                tell(app, by, draft.glance().view(view.world()));
                *edited
            }
        };
        answer(views::edited(view.world(), draft.glance(), &draft.map, &edited))
    })
    .await?
}

/// Tells those who draw what became of a draft.
pub fn tell(app: &App, by: String, draft: DraftView) {
    app.feed.tell(draft.changed_at, by, LiveChange::Draft { value: Box::new(draft) });
}
