//! The address of the live feed.

use super::forms::*;
use super::subscriber::Subscriber;
use crate::app::App;
use crate::http::{Caller, Problem, Query};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
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
pub async fn live(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<LiveQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let last =
        headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.trim().parse().ok());
    let subscriber = Subscriber::new(app, caller.ticket, last.or(query.after));
    let body = Body::from_stream(stream::unfold(subscriber, Subscriber::next));
    let headers = [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, body).into_response())
}
