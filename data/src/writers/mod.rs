//! Registers and areas as files: CSV (UTF-8 with a mark, so that Excel shows Chinese) and GeoJSON
//! (RFC 7946). What is written here is read back by the readers as the very same rows; `version`
//! is not part of a file.

mod columns;
mod csv;
mod geojson;
mod gpkg;

pub use gpkg::areas_gpkg;

use columns::{AREA, DEPOT, PLACE, SENSING_POINT, SHIFT, STAFF, TEAM};
use world::NewArea;
use world::records::{Area, Depot, Place, SensingPoint, Shift, Team};

/// Areas with their outlines.
pub fn areas_geojson(areas: &[NewArea]) -> Vec<u8> {
    geojson::write(areas, AREA, |new| Some(geojson::Drawn::Shape(&new.outline)))
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
