//! Errors as people and programs meet them: RFC 9457 problem documents with stable codes.
//!
//! A handler fails with a [`Problem`]: a code and the values its text names. The words are put in at the very end, by
//! [`render`], which alone knows what language the caller reads.

use super::words::{self, Language};
use crate::desk::DeskError;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What went wrong: a stable code and the values that its texts name.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    status: StatusCode,
    code: Cow<'static, str>,
    params: BTreeMap<String, Value>,
}

/// The body of every answer that is not a success, `application/problem+json`.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ProblemDocument {
    /// Where the code is explained: `/docs/errors#<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of failure, in the caller's language.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// Stable, snake_case; what programs look at.
    pub code: String,
    /// The bad value, the limit, the place.
    #[schema(value_type = std::collections::BTreeMap<String, Object>)]
    pub params: BTreeMap<String, Value>,
    /// What happened here, in the caller's language.
    pub detail: String,
    /// What to do about it, in the caller's language.
    pub remedy: String,
}

impl Problem {
    /// A problem of this code; its status follows from the code.
    pub fn new(code: impl Into<Cow<'static, str>>) -> Self {
        let code = code.into();
        Self { status: words::status_of(&code), code, params: BTreeMap::new() }
    }

    /// Adds a value that the text names.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    /// An error of ours: logged in full here, named without details to the caller.
    pub fn internal(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "internal error");
        Self::new("internal")
    }

    /// The store does not answer: logged here, told without details.
    pub fn unavailable(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "the store does not answer");
        Self::new("store_unavailable")
    }

    /// The stable code.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The values its text names.
    pub fn params(&self) -> &BTreeMap<String, Value> {
        &self.params
    }

    /// The document in one language.
    pub fn document(&self, language: Language) -> ProblemDocument {
        let words = words::of(&self.code, language, &self.params);
        ProblemDocument {
            kind: format!("/docs/errors#{}", self.code),
            title: words.title,
            status: self.status.as_u16(),
            code: self.code.to_string(),
            params: self.params.clone(),
            detail: words.detail,
            remedy: words.remedy,
        }
    }
}

impl From<world::Refusal> for Problem {
    fn from(refusal: world::Refusal) -> Self {
        let mut problem = Self::new(refusal.code);
        problem.params =
            refusal.params.into_iter().map(|(name, value)| (name.to_owned(), Value::String(value))).collect();
        problem
    }
}

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Refused(refusal) => refusal.into(),
            other => Self::new(other.code()),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Puts the words in, and gives answers that the framework itself refused (unknown method, too large a body) the same form.
pub async fn render(request: Request, next: Next) -> Response {
    let language = Language::accepted(request.headers());
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    let problem = response.extensions_mut().remove::<Problem>().or_else(|| plain_refusal(&response, &path));
    let Some(problem) = problem else { return response };
    let mut document = serde_json::to_vec(&problem.document(language)).unwrap_or_default();
    document.push(b'\n');
    let (mut parts, _) = response.into_parts();
    parts.status = problem.status;
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Response::from_parts(parts, Body::from(document))
}

/// A refusal that did not come from a handler: named by its status.
fn plain_refusal(response: &Response, path: &str) -> Option<Problem> {
    let code = match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
        StatusCode::PAYLOAD_TOO_LARGE => "body_too_large",
        StatusCode::NOT_FOUND => "unknown_address",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "unsupported_media_type",
        StatusCode::INTERNAL_SERVER_ERROR => "internal",
        status if status.is_client_error() => "malformed",
        _ => return None,
    };
    let named =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/problem+json");
    (!named).then(|| Problem::new(code).with("path", path))
}
