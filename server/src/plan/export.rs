//! Versions and drafts for other programs: GeoJSON and GeoPackage.

use crate::http::Problem;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use data::writers::{Figures, PlannedArea, planned_areas_geojson, planned_areas_gpkg};
use geo_core::territory::Territory;
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use world::{NewArea, Timestamp};

/// A format.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// RFC 7946.
    #[default]
    Geojson,
    /// OGC 12-128r18.
    Gpkg,
}

/// How to export.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// `geojson` or `gpkg`.
    #[serde(default)]
    pub format: Format,
}

/// Areas with the households, buildings and team that a map has for them, by code.
pub fn with_figures(areas: Vec<NewArea>, map: &Territory) -> Vec<PlannedArea> {
    let codes = map.areas().filter_map(|(id, area)| Some((area.code.as_ref()?, (id, area))));
    let known: BTreeMap<_, _> = codes.collect();
    let figures = |new: &NewArea| {
        let (id, area) = known.get(&new.area.code)?;
        let metrics = map.metrics(*id)?;
        Some(Figures {
            households: metrics.households,
            buildings: metrics.buildings,
            team: area.team.clone(),
        })
    };
    areas.into_iter().map(|new| PlannedArea { figures: figures(&new), new }).collect()
}

/// Areas as a file to be saved.
///
/// # Errors
/// `internal` when the file cannot be written.
pub fn file(
    name: &str,
    areas: &[PlannedArea],
    changed: Timestamp,
    format: Format,
) -> Result<Response, Problem> {
    let (extension, media_type, bytes) = match format {
        Format::Geojson => ("geojson", "application/geo+json", planned_areas_geojson(areas)),
        Format::Gpkg => {
            let bytes =
                planned_areas_gpkg(areas, &changed.to_string()).map_err(|error| Problem::internal(&error))?;
            ("gpkg", "application/geopackage+sqlite3", bytes)
        }
    };
    let disposition = format!("attachment; filename=\"{name}.{extension}\"");
    let mut response = ([(header::CONTENT_TYPE, media_type)], bytes).into_response();
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
