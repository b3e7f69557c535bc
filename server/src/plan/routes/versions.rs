//! Versions as files.

use crate::app::App;
use crate::http::{Caller, Path, Problem, Query};
use crate::plan::door::{Turnstile, Work, planner};
use crate::plan::export;
use crate::plan::export::ExportQuery;
use axum::extract::State;
use axum::response::Response;
use data::writers::PlannedArea;
use geo_core::Level;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;
use world::{NewArea, PlanOrigin, PlanVersion, World};

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
        let view = app.desk.state();
        let version = version(view.world(), path.number)?;
        let areas = areas_of(view.world(), version, query.level).into_iter().map(PlannedArea::from);
        let areas: Vec<_> = areas.collect();
        let name = format!("plan-{}", path.number);
        export::file(&name, &areas, version.effective_from, export::Format::Geojson)
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

/// The areas of a version, of one level or all.
fn areas_of(world: &World, version: &PlanVersion, level: Option<Level>) -> Vec<NewArea> {
    let map = world.plan_map(version.number);
    let areas = map.areas().filter(|(area, _)| level.is_none_or(|level| area.level == level));
    areas.map(|(area, outline)| NewArea { area: (**area).clone(), outline: outline.clone() }).collect()
}

fn version(world: &World, number: u32) -> Result<&Arc<PlanVersion>, Problem> {
    world.plan_version(number).ok_or_else(|| Problem::new("unknown_version").with("version", number))
}

/// A version as a file.
///
/// One that was drawn here has the households, buildings and teams of its areas as they were when it was published.
#[utoipa::path(get, path = "/plans/versions/{number}/export", tag = "plans", params(VersionPath, ExportQuery), responses((status = 200)))]
pub async fn export_version(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<VersionPath>,
    Query(query): Query<ExportQuery>,
) -> Result<Response, Problem> {
    planner(caller.actor())?;
    Turnstile::pass(&app, Work::Survey, move |app| {
        let view = app.desk.state();
        let version = version(view.world(), path.number)?;
        let areas = areas_of(view.world(), version, None);
        let areas = match &version.origin {
            PlanOrigin::Draft { input, .. } => export::with_figures(areas, &app.plans.maps.get(*input)?),
            // Which building belongs where nobody has said yet.
            PlanOrigin::Import { .. } => areas.into_iter().map(PlannedArea::from).collect(),
        };
        export::file(&format!("plan-{}", path.number), &areas, version.effective_from, query.format)
    })
    .await
}
