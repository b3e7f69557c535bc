//! The district as a whole: at a glance, locate, nearby, search, audit.

pub mod forms;
mod nearby;
pub mod routes;

/// A box as the interface writes it: west, south, east, north.
pub fn corners(bounds: geo_core::Bounds) -> [f64; 4] {
    let (low, high) = (bounds.south_west(), bounds.north_east());
    [low.lon(), low.lat(), high.lon(), high.lat()]
}
