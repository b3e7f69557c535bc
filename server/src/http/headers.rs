//! Headers that every answer carries, and a line in the log for every request.

use super::metrics::Metrics;
use crate::app::App;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

/// Only our own scripts and data; MapLibre runs its worker from a blob and sets styles on elements.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const HEADERS: [(&str, &str); 6] = [
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Adds the headers, counts and logs. The log has no query string: it may hold an address somebody called from.
pub async fn finish(
    State(app): State<App>,
    matched: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    // A one-time link is a secret.
    let shown = if path.starts_with("/link/") { "/link/…".to_owned() } else { path };
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    let (status, took) = (response.status(), started.elapsed());
    let route = matched.as_ref().map_or("other", MatchedPath::as_str);
    Metrics::count(&app.metrics, route, status.as_u16(), took);
    tracing::info!(%method, path = shown, status = status.as_u16(), ms = took.as_millis() as u64, "request");
    response
}
