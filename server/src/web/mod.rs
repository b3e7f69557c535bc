//! The browser application, compiled in.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use parking_lot::Mutex;
use rust_embed::RustEmbed;
use std::collections::HashMap;
use std::sync::LazyLock;

use crate::http::Problem;

/// What `make web` built; a page that says so when it has not been built.
#[derive(RustEmbed)]
#[folder = "$MUSTER_WEB"]
struct Application;

/// The page that starts the application, at whatever address somebody opens it.
const PAGE: &str = "index.html";
/// The page of a team's phone.
const PHONE: &str = "phone.html";
/// Built files with a hash in their name never change.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK: &str = "no-cache";

/// Files packed once, when first asked for.
static PACKED: LazyLock<Mutex<HashMap<String, Bytes>>> = LazyLock::new(Mutex::default);

/// Everything that no other address answers: a file of the application, or its page.
pub async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let own = |prefix: &str| path == prefix.trim_end_matches('/') || path.starts_with(prefix);
    if ["api/", "tiles/", "style/", "ogc/"].into_iter().any(own) {
        return Problem::new("unknown_address").with("path", uri.path()).into_response();
    }
    if !matches!(method, Method::GET | Method::HEAD) {
        return Problem::new("method_not_allowed").with("path", uri.path()).into_response();
    }
    // The page of a team's phone is an application of its own, small enough for a poor line.
    let name = match path {
        "" => PAGE,
        "phone" | "phone/" => PHONE,
        other => other,
    };
    match Application::get(name) {
        Some(file) => answer(name, &file, &headers),
        // An address inside the application has no dot; a file that is not there has one.
        None if path.rsplit('/').next().is_some_and(|last| last.contains('.')) => {
            Problem::new("unknown_address").with("path", uri.path()).into_response()
        }
        None => Application::get(PAGE)
            .map_or_else(|| StatusCode::NOT_FOUND.into_response(), |file| answer(PAGE, &file, &headers)),
    }
}

fn answer(name: &str, file: &rust_embed::EmbeddedFile, asked: &HeaderMap) -> Response {
    let text = |name: header::HeaderName| asked.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let hash = file.metadata.sha256_hash();
    let etag = format!("\"{}\"", hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect::<String>());
    let mut response =
        if text(header::IF_NONE_MATCH).split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let kind = mime_guess::from_path(name).first_or_octet_stream();
            let is_text = matches!(kind.type_(), mime_guess::mime::TEXT)
                || ["javascript", "json", "svg+xml", "wasm"]
                    .iter()
                    .any(|part| kind.essence_str().ends_with(part));
            let packed = is_text && text(header::ACCEPT_ENCODING).contains("gzip");
            let body =
                if packed { packed_once(&etag, &file.data) } else { Bytes::copy_from_slice(&file.data) };
            let mut response = body.into_response();
            let headers = response.headers_mut();
            let kind = if kind.type_() == mime_guess::mime::TEXT {
                format!("{kind}; charset=utf-8")
            } else {
                kind.to_string()
            };
            headers.insert(
                header::CONTENT_TYPE,
                HeaderValue::from_str(&kind).unwrap_or(HeaderValue::from_static("application/octet-stream")),
            );
            if packed {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            }
            response
        };
    let headers = response.headers_mut();
    let cache = if name.starts_with("assets/") { FOR_EVER } else { ASK };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}

fn packed_once(etag: &str, data: &[u8]) -> Bytes {
    if let Some(packed) = PACKED.lock().get(etag) {
        return packed.clone();
    }
    let packed = Bytes::from(tiles::gzip(data));
    PACKED.lock().insert(etag.to_owned(), packed.clone());
    packed
}
