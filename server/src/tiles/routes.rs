//! The addresses of tiles, TileJSON and style: parse, hand over, answer.

use super::Drawn;
use crate::app::App;
use crate::district::routes::instant;
use crate::http::{Caller, Json, Path, Problem, Query};
use crate::plan::past;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use flate2::read::GzDecoder;
use geo_core::AreaCode;
use serde::Deserialize;
use std::io::Read;
use std::sync::Arc;
use tiles::{
    CachedTile, Language, LayerVersion, OSM_ATTRIBUTION, Source, StyleOptions, Theme, TileId, TileJsonOptions,
};

/// A tile of this version is the same for ever; of another person's scope it must not be.
const FOR_EVER: &str = "private, max-age=31536000, immutable";
/// Ask every time: what is in force on a day can still become another, and an old version names the present tile.
const ASK: &str = "private, no-cache";

#[derive(Deserialize)]
pub(crate) struct TileJsonPath {
    d: AreaCode,
    file: String,
}

#[derive(Deserialize)]
pub(crate) struct TilePath {
    d: AreaCode,
    layer: String,
    version: String,
    z: u8,
    x: u32,
    y: String,
}

#[derive(Deserialize)]
pub(crate) struct TileQuery {
    /// Areas by the plan in force at this instant; now without.
    #[serde(default)]
    at: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct StyleQuery {
    #[serde(default)]
    theme: Option<String>,
    #[serde(default)]
    lang: Option<String>,
}

fn layer(app: &App, name: &str) -> Result<(Source, Arc<Drawn>), Problem> {
    let unknown = || Problem::new("unknown_layer").with("layer", name);
    let source = Source::from_name(name).ok_or_else(unknown)?;
    Ok((source, app.layers.drawn(source).ok_or_else(unknown)?))
}

/// `/tiles/{d}/{layer}.json`.
pub(crate) async fn tilejson(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Path(path): Path<TileJsonPath>,
) -> Result<Response, Problem> {
    app.check_district(path.d.as_str())?;
    let name = path.file.strip_suffix(".json").unwrap_or(&path.file);
    let (source, drawn) = layer(&app, name)?;
    let mut description = drawn.layer.describe();
    // Where the rest of the district lies is not told to who sees a part of it.
    if let Some(root) = caller.scope().root() {
        description.bounds = app.area_bounds(caller.scope(), root).map(tile_bounds);
    }
    // The roads of the demo district are made up.
    let from_osm = source == Source::Roads && path.d.as_str() != data::demo::DEMO_DISTRICT;
    let attribution = from_osm.then_some(OSM_ATTRIBUTION);
    let base = base_url(&headers);
    let options = TileJsonOptions { base_url: &base, district: &path.d, version: drawn.version, attribution };
    Ok(([(header::CACHE_CONTROL, ASK)], Json(tiles::tilejson(&description, &options))).into_response())
}

/// `/tiles/{d}/{layer}/{version}/{z}/{x}/{y}.mvt`. An old version answers with the present tile, not to be kept.
pub(crate) async fn tile(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Path(path): Path<TilePath>,
    Query(query): Query<TileQuery>,
) -> Result<Response, Problem> {
    app.check_district(path.d.as_str())?;
    let (source, drawn) = layer(&app, &path.layer)?;
    let y = path.y.strip_suffix(".mvt").and_then(|y| y.parse().ok());
    let bad = || Problem::new("unknown_tile").with("z", path.z).with("x", path.x).with("y", path.y.as_str());
    let id = TileId::new(path.z, path.x, y.ok_or_else(bad)?).map_err(|_| bad())?;
    let at = instant(query.at.as_deref())?;
    if let Some(at) = at.filter(|_| source == Source::Areas) {
        let scope = caller.scope().clone();
        let other =
            app.blocking(move |app| past::at(app, at).map(|day| CachedTile::new(&day.tile(id, &scope))));
        if let Some(tile) = other.await? {
            return Ok(tile_response(&tile, &headers, ASK));
        }
    }
    let current = path.version.parse::<LayerVersion>().is_ok_and(|version| version == drawn.version);
    let keep = if current && at.is_none() { FOR_EVER } else { ASK };
    // Only drawing needs a thread where work may take long; the way there costs more than a kept tile.
    let tile = match app.layers.kept(path.d.as_str(), source, &drawn, id, caller.scope()) {
        Some(kept) => kept,
        None => {
            let (district, scope) = (path.d.clone(), caller.scope().clone());
            app.blocking(move |app| app.layers.tile(district.as_str(), source, &drawn, id, &scope)).await?
        }
    };
    Ok(tile_response(&tile, &headers, keep))
}

fn tile_response(tile: &CachedTile, asked: &HeaderMap, cache: &'static str) -> Response {
    let text = |name: header::HeaderName| asked.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let known = text(header::IF_NONE_MATCH)
        .split(',')
        .any(|tag| tag.trim().trim_start_matches("W/") == &**tile.etag());
    let status = match (known, tile.is_empty()) {
        (true, _) => StatusCode::NOT_MODIFIED,
        (false, true) => StatusCode::NO_CONTENT,
        (false, false) => StatusCode::OK,
    };
    let mut response = status.into_response();
    if status == StatusCode::OK {
        // Every browser takes gzip; a program that does not gets it unpacked.
        let packed = text(header::ACCEPT_ENCODING).contains("gzip");
        *response.body_mut() =
            if packed { Body::from(tile.gzip()) } else { Body::from(unpacked(&tile.gzip())) };
        if packed {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/vnd.mapbox-vector-tile"));
    }
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding, Cookie"));
    if let Ok(etag) = HeaderValue::from_str(tile.etag()) {
        headers.insert(header::ETAG, etag);
    }
    response
}

fn unpacked(gzip: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What we packed ourselves unpacks.
    let _ = GzDecoder::new(gzip).read_to_end(&mut bytes);
    bytes
}

/// `/style/{d}.json?theme=light|dark&lang=zh|en`.
pub(crate) async fn style(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Path(file): Path<String>,
    Query(query): Query<StyleQuery>,
) -> Result<Response, Problem> {
    let code = file.strip_suffix(".json").unwrap_or(&file);
    app.check_district(code)?;
    let district = AreaCode::new(code).map_err(|_| Problem::new("unknown_district").with("code", code))?;
    let versions = app.layers.versions();
    let base = base_url(&headers);
    let bounds = match caller.scope().root() {
        Some(root) => app.area_bounds(caller.scope(), root),
        None => app.desk.state().world().bounds(),
    };
    let document = tiles::style(&StyleOptions {
        theme: if query.theme.as_deref() == Some("dark") { Theme::Dark } else { Theme::Light },
        language: if query.lang.as_deref() == Some("en") { Language::En } else { Language::Zh },
        base_url: &base,
        district: &district,
        sources: &versions,
        bounds: bounds.map(tile_bounds),
    });
    Ok(([(header::CACHE_CONTROL, ASK)], Json(document)).into_response())
}

fn tile_bounds(bounds: geo_core::Bounds) -> tiles::Bounds {
    tiles::Bounds { south_west: bounds.south_west(), north_east: bounds.north_east() }
}

/// Where the browser reached us: its worker has no page to resolve a relative address against.
fn base_url(headers: &HeaderMap) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let scheme = text("x-forwarded-proto").filter(|scheme| *scheme == "https").unwrap_or("http");
    text("host").map_or_else(String::new, |host| format!("{scheme}://{host}"))
}
