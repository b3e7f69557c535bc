//! Coordinates as Chinese maps give them: GCJ-02 and BD-09, to and from WGS-84.
//!
//! The published formulas of the two shifts, with the constants on which the common implementations agree. CGCS2000
//! is treated as WGS-84: they differ by centimetres.

use serde::{Deserialize, Serialize};
use std::f64::consts::PI;

/// Semi-major axis and first eccentricity squared of the Krasovsky 1940 ellipsoid, which GCJ-02 reckons with.
const KRASOVSKY: (f64, f64) = (6_378_245.0, 0.006_693_421_622_965_943);
/// The box in which GCJ-02 shifts, as all implementations have it: west, east, south, north. It is wider than the
/// mainland; within it there is no public rule where the shift ends.
const SHIFTED: (f64, f64, f64, f64) = (72.004, 137.8347, 0.8293, 55.8271);
/// Iterations of an inverse at most; each gains a factor of several hundred, so five reach the rounding.
const ITERATIONS: usize = 10;

/// What longitudes and latitudes refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Datum {
    /// WGS-84 and CGCS2000: what is stored.
    #[default]
    Wgs84,
    /// GCJ-02: Amap, Tencent, and 奥维 exports since 9.3.0.
    Gcj02,
    /// BD-09: Baidu.
    Bd09,
}

impl Datum {
    /// The name of the datum: `"gcj02"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wgs84 => "wgs84",
            Self::Gcj02 => "gcj02",
            Self::Bd09 => "bd09",
        }
    }

    /// Degrees `[longitude, latitude]` of this datum as WGS-84, the exact inverse of [`from_wgs84`](Self::from_wgs84)
    /// to a tenth of a millimetre. Outside China GCJ-02 is WGS-84.
    ///
    /// ```
    /// use geo_core::Datum;
    /// let [lon, lat] = Datum::Gcj02.to_wgs84([116.403_743_57, 39.910_103_50]);
    /// assert_eq!((format!("{lon:.6}"), format!("{lat:.6}")), ("116.397500".into(), "39.908700".into()));
    /// ```
    pub fn to_wgs84(self, degrees: [f64; 2]) -> [f64; 2] {
        match self {
            Self::Wgs84 => degrees,
            Self::Gcj02 => {
                let wgs84 = inverse(degrees, |guess| moved(guess, gcj02_shift(guess)));
                if is_shifted(wgs84) { wgs84 } else { degrees }
            }
            Self::Bd09 => Self::Gcj02.to_wgs84(inverse_of_bd09(degrees)),
        }
    }

    /// WGS-84 degrees `[longitude, latitude]` as this datum gives them. Outside China GCJ-02 is WGS-84, and BD-09 has only
    /// its own shift.
    pub fn from_wgs84(self, degrees: [f64; 2]) -> [f64; 2] {
        match self {
            Self::Wgs84 => degrees,
            Self::Gcj02 if is_shifted(degrees) => moved(degrees, gcj02_shift(degrees)),
            Self::Gcj02 => degrees,
            Self::Bd09 => bd09_from_gcj02(Self::Gcj02.from_wgs84(degrees)),
        }
    }
}

fn is_shifted([lon, lat]: [f64; 2]) -> bool {
    let (west, east, south, north) = SHIFTED;
    (west..=east).contains(&lon) && (south..=north).contains(&lat)
}

fn moved([lon, lat]: [f64; 2], [east, north]: [f64; 2]) -> [f64; 2] {
    [lon + east, lat + north]
}

/// How far GCJ-02 moves a WGS-84 place, in degrees.
fn gcj02_shift([lon, lat]: [f64; 2]) -> [f64; 2] {
    let (x, y) = (lon - 105.0, lat - 35.0);
    let wave = |size: f64, angle: f64| size * (angle * PI).sin();
    let common = wave(20.0, 6.0 * x) + wave(20.0, 2.0 * x);
    let north_waves =
        common + wave(20.0, y) + wave(40.0, y / 3.0) + wave(160.0, y / 12.0) + wave(320.0, y / 30.0);
    let east_waves =
        common + wave(20.0, x) + wave(40.0, x / 3.0) + wave(150.0, x / 12.0) + wave(300.0, x / 30.0);
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + north_waves * 2.0 / 3.0;
    let east =
        300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * x.abs().sqrt() + east_waves * 2.0 / 3.0;
    let (semi_major, eccentricity_squared) = KRASOVSKY;
    let (sin, cos) = lat.to_radians().sin_cos();
    let root = (1.0 - eccentricity_squared * sin * sin).sqrt();
    let along = semi_major * (1.0 - eccentricity_squared) / (root * root * root);
    let across = semi_major / root * cos;
    [(east / across).to_degrees(), (north / along).to_degrees()]
}

/// Waves of BD-09 in a degree, as an angle.
const BD09_WAVES: f64 = PI * 3000.0 / 180.0;
/// What BD-09 adds at last.
const BD09_OFFSET: [f64; 2] = [0.0065, 0.006];

fn bd09_from_gcj02([lon, lat]: [f64; 2]) -> [f64; 2] {
    let radius = lon.hypot(lat) + 0.000_02 * (lat * BD09_WAVES).sin();
    let angle = lat.atan2(lon) + 0.000_003 * (lon * BD09_WAVES).cos();
    moved([radius * angle.cos(), radius * angle.sin()], BD09_OFFSET)
}

fn inverse_of_bd09(degrees: [f64; 2]) -> [f64; 2] {
    inverse(degrees, bd09_from_gcj02)
}

/// The place that `forward` takes to `target`, by fixed-point iteration: the shifts vary slowly.
fn inverse(target: [f64; 2], forward: impl Fn([f64; 2]) -> [f64; 2]) -> [f64; 2] {
    let mut guess = target;
    for _ in 0..ITERATIONS {
        let [lon, lat] = forward(guess);
        let miss = [target[0] - lon, target[1] - lat];
        guess = moved(guess, miss);
        if miss.iter().all(|part| part.abs() < 1e-11) {
            break;
        }
    }
    guess
}
