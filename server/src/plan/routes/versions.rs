//! Versions as files.

use crate::app::App;
use crate::http::{Caller, Path, Problem, Query};
use crate::plan::door::{Turnstile, Work, planner};
use crate::plan::export;
use crate::plan::export::ExportQuery;
use axum::extract::State;
use axum::response::Response;
use geo_core::Level;
use serde::Deserialize;
use utoipa::IntoParams;

/// A version.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct VersionPath {
    /// Its number.
    pub number: u32,
}

/// The areas of a level of a version, as GeoJSON.
#[utoipa::path(get, path = "/plans/versions/{number}/areas", tag = "plans", params(VersionPath, LevelQuery), responses((status = 200)))]
pub async fn version_areas(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<VersionPath>,
    Query(query): Query<LevelQuery>,
) -> Result<Response, Problem> {
    planner(caller.actor())?;
    Turnstile::pass(&app, Work::Survey, move |app| {
        version_file(app, path.number, query.level, export::Format::Geojson)
    })
    .await
}

/// Which areas.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LevelQuery {
    /// Their level; all without.
    pub level: Option<Level>,
}

fn version_file(
    app: &App,
    number: u32,
    level: Option<Level>,
    format: export::Format,
) -> Result<Response, Problem> {
    let view = app.desk.state();
    let unknown = || Problem::new("unknown_version").with("version", number);
    let version = view.world().plan_version(number).ok_or_else(unknown)?;
    let map = view.world().plan_map(number);
    let areas = map.areas().filter(|(area, _)| level.is_none_or(|level| area.level == level));
    let areas: Vec<_> = areas
        .map(|(area, outline)| world::NewArea { area: (**area).clone(), outline: outline.clone() })
        .collect();
    export::file(&format!("plan-{number}"), &areas, version.effective_from, format)
}

/// A version as a file.
#[utoipa::path(get, path = "/plans/versions/{number}/export", tag = "plans", params(VersionPath, ExportQuery), responses((status = 200)))]
pub async fn export_version(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<VersionPath>,
    Query(query): Query<ExportQuery>,
) -> Result<Response, Problem> {
    planner(caller.actor())?;
    Turnstile::pass(&app, Work::Survey, move |app| version_file(app, path.number, None, query.format)).await
}
