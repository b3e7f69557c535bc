//! Registers and areas as files: CSV (UTF-8 with a mark, so that Excel shows Chinese) and GeoJSON
//! (RFC 7946). What is written here is read back by the readers as the very same rows; `version`
//! is not part of a file.

mod columns;
mod csv;
mod geojson;
mod gpkg;

pub use gpkg::planned_areas_gpkg;

use columns::{AREA, DEPOT, PLACE, SENSING_POINT, SHIFT, STAFF, TEAM};
use world::NewArea;
use world::records::{Area, Depot, Place, SensingPoint, Shift, Team};

/// An area as a plan has it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedArea {
    /// The area and its outline.
    pub new: NewArea,
    /// What lies in it, where a map of buildings says so.
    pub figures: Option<Figures>,
}

/// What lies in an area, with all that is below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// The households of its buildings.
    pub households: u32,
    /// Its buildings.
    pub buildings: u32,
    /// The code of the team bound to it.
    pub team: Option<String>,
}

impl From<NewArea> for PlannedArea {
    /// Without figures.
    fn from(new: NewArea) -> Self {
        Self { new, figures: None }
    }
}

/// Areas with their outlines.
pub fn areas_geojson(areas: &[NewArea]) -> Vec<u8> {
    let areas: Vec<PlannedArea> = areas.iter().cloned().map(PlannedArea::from).collect();
    planned_areas_geojson(&areas)
}

/// Areas with their outlines, and what lies in them; readers of areas pass the figures over.
pub fn planned_areas_geojson(areas: &[PlannedArea]) -> Vec<u8> {
    geojson::write(areas, AREA, |planned| Some(geojson::Drawn::Shape(&planned.new.outline)))
}

/// Who leads which area.
pub fn area_staff_csv(areas: &[Area]) -> Vec<u8> {
    csv::write(areas, STAFF)
}

/// Teams.
pub fn teams_csv(teams: &[Team]) -> Vec<u8> {
    csv::write(teams, TEAM)
}

/// Shifts; times in UTC.
pub fn shifts_csv(shifts: &[Shift]) -> Vec<u8> {
    csv::write(shifts, SHIFT)
}

/// Depots.
pub fn depots_csv(depots: &[Depot]) -> Vec<u8> {
    csv::write(depots, DEPOT)
}

/// Depots as points.
pub fn depots_geojson(depots: &[Depot]) -> Vec<u8> {
    geojson::write(depots, DEPOT, |depot| Some(geojson::Drawn::Point(depot.position)))
}

/// Sensing points and cameras.
pub fn sensing_points_csv(points: &[SensingPoint]) -> Vec<u8> {
    csv::write(points, SENSING_POINT)
}

/// Sensing points and cameras as points.
pub fn sensing_points_geojson(points: &[SensingPoint]) -> Vec<u8> {
    geojson::write(points, SENSING_POINT, |point| Some(geojson::Drawn::Point(point.position)))
}

/// Places without their outlines.
pub fn places_csv(places: &[Place]) -> Vec<u8> {
    csv::write(places, PLACE)
}

/// Places: those with an outline as polygons, with their door in `lon` and `lat`, others as points.
pub fn places_geojson(places: &[Place]) -> Vec<u8> {
    geojson::write(places, PLACE, |place| {
        Some(match &place.outline {
            Some(outline) => geojson::Drawn::Shape(outline),
            None => geojson::Drawn::Point(place.position),
        })
    })
}
