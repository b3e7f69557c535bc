//! One point on the earth, exact to a centimetre.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Coordinate units in one degree.
const UNITS_PER_DEGREE: f64 = 1e7;
const MAX_LON: i32 = 1_800_000_000;
const MAX_LAT: i32 = 900_000_000;

/// A WGS-84 position in fixed-point units of 1e-7 degree (about 1.1 cm of latitude).
///
/// In JSON it is `{"lon": 114.3, "lat": 30.6}`; in binary formats a pair of `i32`.
///
/// ```
/// use geo_core::Position;
/// let p = Position::new(114.305, 30.593).unwrap();
/// assert_eq!((p.lon_e7(), p.lat_e7()), (1_143_050_000, 305_930_000));
/// assert!(Position::new(30.593, 114.305).is_err(), "latitude first is caught");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Position {
    /// Longitude in degrees.
    #[cfg_attr(feature = "schema", schema(value_type = f64, example = 114.305))]
    lon: i32,
    /// Latitude in degrees.
    #[cfg_attr(feature = "schema", schema(value_type = f64, example = 30.593))]
    lat: i32,
}

/// Why a pair of numbers is not a position.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum PositionError {
    /// Not a number, or infinite.
    #[error("coordinate ({lon}, {lat}) is not a finite number")]
    NotFinite {
        /// The longitude given.
        lon: f64,
        /// The latitude given.
        lat: f64,
    },
    /// Outside [-180, 180] × [-90, 90]; says so when the numbers look like projected metres.
    #[error("coordinate ({lon}, {lat}) is off the earth: longitude must be within ±180 and latitude within ±90{}",
        if lon.abs() > 1000.0 || lat.abs() > 1000.0 { "; these look like projected metres, give longitude and latitude in degrees" }
        else if lon.abs() <= 90.0 && lat.abs() <= 180.0 { "; latitude seems to come first, give longitude first" }
        else { "" })]
    OffTheEarth {
        /// The longitude given.
        lon: f64,
        /// The latitude given.
        lat: f64,
    },
}

impl PositionError {
    /// The stable code of the error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFinite { .. } => "not_finite",
            Self::OffTheEarth { .. } => "off_the_earth",
        }
    }
}

impl Position {
    /// A position from degrees, rounded to the nearest 1e-7 degree.
    ///
    /// # Errors
    /// [`PositionError`] when a number is not finite or out of range.
    pub fn new(lon: f64, lat: f64) -> Result<Self, PositionError> {
        if !lon.is_finite() || !lat.is_finite() {
            return Err(PositionError::NotFinite { lon, lat });
        }
        if lon.abs() > 180.0 || lat.abs() > 90.0 {
            return Err(PositionError::OffTheEarth { lon, lat });
        }
        Ok(Self {
            lon: (lon * UNITS_PER_DEGREE).round() as i32,
            lat: (lat * UNITS_PER_DEGREE).round() as i32,
        })
    }

    /// A position from units of 1e-7 degree.
    ///
    /// # Errors
    /// [`PositionError::OffTheEarth`] when out of range.
    pub fn from_e7(lon: i32, lat: i32) -> Result<Self, PositionError> {
        if !(-MAX_LON..=MAX_LON).contains(&lon) || !(-MAX_LAT..=MAX_LAT).contains(&lat) {
            return Err(PositionError::OffTheEarth {
                lon: f64::from(lon) / UNITS_PER_DEGREE,
                lat: f64::from(lat) / UNITS_PER_DEGREE,
            });
        }
        Ok(Self { lon, lat })
    }

    /// Longitude in degrees.
    pub fn lon(self) -> f64 {
        f64::from(self.lon) / UNITS_PER_DEGREE
    }

    /// Latitude in degrees.
    pub fn lat(self) -> f64 {
        f64::from(self.lat) / UNITS_PER_DEGREE
    }

    /// Longitude in units of 1e-7 degree.
    pub const fn lon_e7(self) -> i32 {
        self.lon
    }

    /// Latitude in units of 1e-7 degree.
    pub const fn lat_e7(self) -> i32 {
        self.lat
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.7},{:.7}", self.lon(), self.lat())
    }
}

#[derive(Serialize, Deserialize)]
struct Degrees {
    lon: f64,
    lat: f64,
}

impl Serialize for Position {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            Degrees { lon: self.lon(), lat: self.lat() }.serialize(serializer)
        } else {
            (self.lon, self.lat).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        if deserializer.is_human_readable() {
            let Degrees { lon, lat } = Degrees::deserialize(deserializer)?;
            Self::new(lon, lat).map_err(D::Error::custom)
        } else {
            let (lon, lat) = <(i32, i32)>::deserialize(deserializer)?;
            Self::from_e7(lon, lat).map_err(D::Error::custom)
        }
    }
}
