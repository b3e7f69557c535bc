//! How far apart, and in which direction.

use super::ellipsoid::{SpacePoint, arc_of_chord_squared};
use crate::{Bearing, Metres, Position};

/// The distance over the ground between two positions.
///
/// The straight line through the earth between the two points of the WGS-84 ellipsoid, bent to an arc of its
/// equatorial radius. Against the geodesic (Karney 2013) the error stays below 1e-5 up to 1,000 km, where a
/// great circle of the mean sphere is wrong by up to 5.6e-3 at any distance; it grows to 0.3 % at 10,000 km and 5 %
/// near the far side of the earth. The order of two distances from one point is that of the straight lines, which is
/// what [`PointIndex`](crate::PointIndex) and [`MovingIndex`](crate::MovingIndex) search by.
///
/// ```
/// use geo_core::{distance, Position};
/// let hankou = Position::new(114.2552, 30.6187).unwrap();
/// let wuchang = Position::new(114.3173, 30.5284).unwrap();
/// assert_eq!(distance(hankou, wuchang).to_string(), "11649 m");
/// ```
pub fn distance(from: Position, to: Position) -> Metres {
    Metres(arc_of_chord_squared(SpacePoint::from(from).chord_squared(to.into())))
}

/// The direction in which `to` lies from `from`; north when they are the same place.
///
/// The azimuth of the straight line in the horizon of `from`; against the geodesic it is right to 0.01° up to 500 km.
///
/// ```
/// use geo_core::{bearing, Position};
/// let here = Position::new(114.0, 30.0).unwrap();
/// assert_eq!(bearing(here, Position::new(114.0, 29.9).unwrap()).to_string(), "180°");
/// ```
pub fn bearing(from: Position, to: Position) -> Bearing {
    let [x, y, z] = SpacePoint::from(from).to(to.into());
    let (sin_lat, cos_lat) = from.lat().to_radians().sin_cos();
    let (sin_lon, cos_lon) = from.lon().to_radians().sin_cos();
    let east = y * cos_lon - x * sin_lon;
    let north = z * cos_lat - (x * cos_lon + y * sin_lon) * sin_lat;
    let degrees = east.atan2(north).to_degrees().rem_euclid(360.0);
    Bearing(if degrees == 360.0 { 0.0 } else { degrees })
}
