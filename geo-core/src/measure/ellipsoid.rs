//! The WGS-84 ellipsoid, and positions as points in space.

use crate::Position;

/// Equatorial radius in metres (WGS-84, NIMA TR8350.2).
pub(crate) const SEMI_MAJOR: f64 = 6_378_137.0;
/// Flattening (WGS-84).
const FLATTENING: f64 = 1.0 / 298.257_223_563;
/// First eccentricity squared.
pub(crate) const ECCENTRICITY_SQUARED: f64 = FLATTENING * (2.0 - FLATTENING);

/// A position as a point in space, earth-centred and earth-fixed, in metres.
///
/// Straight-line distances between such points order as [`distance`](crate::distance) does, everywhere on the earth
/// and across the antimeridian, so trees of them need no special cases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct SpacePoint(pub [f64; 3]);

impl From<Position> for SpacePoint {
    fn from(position: Position) -> Self {
        // One meridian has two names.
        let lon = if position.lon() == 180.0 { -180.0 } else { position.lon() };
        let (sin_lat, cos_lat) = position.lat().to_radians().sin_cos();
        let (sin_lon, cos_lon) = lon.to_radians().sin_cos();
        let normal = SEMI_MAJOR / (1.0 - ECCENTRICITY_SQUARED * sin_lat * sin_lat).sqrt();
        let across = normal * cos_lat;
        Self([across * cos_lon, across * sin_lon, normal * (1.0 - ECCENTRICITY_SQUARED) * sin_lat])
    }
}

impl SpacePoint {
    /// The vector from here to there.
    pub fn to(self, there: Self) -> [f64; 3] {
        std::array::from_fn(|axis| there.0[axis] - self.0[axis])
    }

    /// The square of the straight-line distance, in m².
    pub fn chord_squared(self, other: Self) -> f64 {
        self.to(other).iter().map(|part| part * part).sum()
    }
}

/// The length along the ground, in metres, that a straight line of this squared length spans.
pub(crate) fn arc_of_chord_squared(squared: f64) -> f64 {
    2.0 * SEMI_MAJOR * (squared.sqrt() / (2.0 * SEMI_MAJOR)).min(1.0).asin()
}

/// The inverse of [`arc_of_chord_squared`]; infinite for more than half the way round.
pub(crate) fn chord_squared_of_arc(metres: f64) -> f64 {
    let half_angle = metres / (2.0 * SEMI_MAJOR);
    if half_angle >= std::f64::consts::FRAC_PI_2 {
        return f64::INFINITY;
    }
    let chord = 2.0 * SEMI_MAJOR * half_angle.max(0.0).sin();
    chord * chord
}

/// The radii of curvature in metres at a latitude: along the meridian, and across it.
pub(crate) fn radii_of_curvature(lat_degrees: f64) -> (f64, f64) {
    let sin = lat_degrees.to_radians().sin();
    let root = (1.0 - ECCENTRICITY_SQUARED * sin * sin).sqrt();
    (SEMI_MAJOR * (1.0 - ECCENTRICITY_SQUARED) / (root * root * root), SEMI_MAJOR / root)
}
