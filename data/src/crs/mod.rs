//! Coordinate systems of incoming files, and the way from each to WGS-84.

mod projector;
mod wkt;

pub(crate) use projector::Projector;
pub(crate) use wkt::crs_of_wkt;

use std::fmt;

/// The coordinates of a file.
///
/// ```
/// use data::Crs;
/// assert_eq!("gcj-02".parse(), Ok(Crs::Gcj02));
/// assert_eq!("EPSG:4544".parse(), Ok(Crs::Epsg(4544)));
/// assert_eq!("4326".parse(), Ok(Crs::Wgs84));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Crs {
    /// Longitude and latitude on WGS-84, or on CGCS2000, which is treated as equal.
    Wgs84,
    /// 火星坐标, of Amap, Tencent and the like.
    Gcj02,
    /// Of Baidu.
    Bd09,
    /// Any system of the EPSG register that the projection library knows.
    Epsg(u16),
    /// What a `.prj` describes.
    Proj {
        /// As a PROJ text.
        definition: String,
        /// What the `.prj` calls it.
        name: String,
    },
}

/// Why a text names no coordinate system.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("coordinate system {given:?} must be WGS84, GCJ02, BD09 or EPSG and a number, for example EPSG:4544")]
pub struct CrsError {
    /// The text given.
    pub given: String,
}

impl std::str::FromStr for Crs {
    type Err = CrsError;

    fn from_str(text: &str) -> Result<Self, CrsError> {
        let folded: String =
            text.trim().to_ascii_lowercase().chars().filter(|c| !matches!(c, '-' | '_' | ' ')).collect();
        match folded.as_str() {
            "wgs84" | "cgcs2000" | "crs84" => return Ok(Self::Wgs84),
            "gcj02" => return Ok(Self::Gcj02),
            "bd09" | "bd09ll" => return Ok(Self::Bd09),
            _ => {}
        }
        let number = folded.strip_prefix("epsg:").unwrap_or(&folded);
        match number.parse::<u16>() {
            Ok(code) => Ok(Self::of_epsg(code)),
            Err(_) => Err(CrsError { given: text.to_owned() }),
        }
    }
}

impl Crs {
    /// The system of an EPSG number; 4326 and 4490 are [`Crs::Wgs84`].
    fn of_epsg(code: u16) -> Self {
        match code {
            4326 | 4490 => Self::Wgs84,
            _ => Self::Epsg(code),
        }
    }

    /// The system a GeoJSON `crs` member names: `urn:ogc:def:crs:EPSG::4549`, `EPSG:3857`,
    /// `urn:ogc:def:crs:OGC:1.3:CRS84`.
    pub(crate) fn of_geojson_name(name: &str) -> Result<Self, CrsError> {
        let wrong = || CrsError { given: name.to_owned() };
        let upper = name.to_ascii_uppercase();
        if upper.ends_with("CRS84") || upper.ends_with("CRS84H") {
            return Ok(Self::Wgs84);
        }
        if !upper.contains("EPSG") {
            return name.parse();
        }
        let number = upper.rsplit([':', '/']).next().unwrap_or_default();
        number.parse::<u16>().map(Self::of_epsg).map_err(|_| wrong())
    }
}

impl fmt::Display for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wgs84 => f.write_str("WGS84"),
            Self::Gcj02 => f.write_str("GCJ02"),
            Self::Bd09 => f.write_str("BD09"),
            Self::Epsg(code) => write!(f, "EPSG:{code}"),
            Self::Proj { name, .. } => f.write_str(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Crs;

    #[test]
    fn geojson_names_are_understood() {
        for (name, crs) in [
            ("urn:ogc:def:crs:OGC:1.3:CRS84", Crs::Wgs84),
            ("urn:ogc:def:crs:EPSG::4490", Crs::Wgs84),
            ("EPSG:3857", Crs::Epsg(3857)),
            ("http://www.opengis.net/def/crs/EPSG/0/4549", Crs::Epsg(4549)),
        ] {
            assert_eq!(Crs::of_geojson_name(name), Ok(crs), "{name}");
        }
        assert!(Crs::of_geojson_name("local grid").is_err());
        assert!("EPSG:99999999".parse::<Crs>().is_err());
    }
}
