//! A flat map around a place.

use super::ellipsoid::radii_of_curvature;
use crate::{Metres, Position};

/// Metres east and north of a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Offset {
    /// Metres to the east, negative to the west.
    pub east: Metres,
    /// Metres to the north, negative to the south.
    pub north: Metres,
}

/// A flat map around a place, for reckoning in metres nearby.
///
/// Equirectangular with the ellipsoid's own radii at the origin: within 10 km of it lengths from it are right to 0.2 %
/// up to 60° of latitude.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LocalProjection {
    origin: Position,
    /// Metres in a degree of longitude, and of latitude.
    east_scale: f64,
    north_scale: f64,
}

/// The flat map around `origin`.
///
/// ```
/// use geo_core::{Position, local_projection};
/// let map = local_projection(Position::new(114.0, 30.0).unwrap());
/// let place = Position::new(114.01, 30.0).unwrap();
/// assert_eq!(map.offset(place).east.to_string(), "965 m");
/// assert_eq!(map.position(map.offset(place)), place);
/// ```
pub fn local_projection(origin: Position) -> LocalProjection {
    let (along, across) = radii_of_curvature(origin.lat());
    let cos = origin.lat().to_radians().cos().max(f64::EPSILON);
    LocalProjection { origin, east_scale: (across * cos).to_radians(), north_scale: along.to_radians() }
}

impl LocalProjection {
    /// Where a position lies on the map, the shorter way around the earth.
    pub fn offset(&self, position: Position) -> Offset {
        let mut east = position.lon() - self.origin.lon();
        if east.abs() > 180.0 {
            east -= 360.0 * east.signum();
        }
        let north = position.lat() - self.origin.lat();
        Offset { east: Metres(east * self.east_scale), north: Metres(north * self.north_scale) }
    }

    /// The position at a place of the map; beyond a pole, the pole.
    pub fn position(&self, offset: Offset) -> Position {
        let lon = (self.origin.lon() + offset.east.0 / self.east_scale + 180.0).rem_euclid(360.0) - 180.0;
        let lat = (self.origin.lat() + offset.north.0 / self.north_scale).clamp(-90.0, 90.0);
        Position::new(
            if lon.is_finite() { lon } else { self.origin.lon() },
            if lat.is_finite() { lat } else { self.origin.lat() },
        )
        .expect("wrapped and clamped")
    }
}
