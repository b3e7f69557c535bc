//! The way from a file's coordinates to longitude and latitude on WGS-84.

use super::Crs;
use crate::FileError;
use crate::layer::Xy;
use geo_core::Datum;
use proj4rs::Proj;
use proj4rs::transform::transform;

/// Converts coordinates of one system.
pub(crate) enum Projector {
    /// Already degrees on WGS-84.
    Same,
    /// Degrees of a shifted Chinese datum.
    Shifted(Datum),
    /// Through the projection library.
    Projected {
        /// The file's system.
        from: Box<Proj>,
        /// Degrees on WGS-84.
        to: Box<Proj>,
    },
}

const WGS84: &str = "+proj=longlat +datum=WGS84 +no_defs";

impl Projector {
    /// # Errors
    /// `unsupported_crs` when the library does not know the system, or does not know how its datum
    /// lies to WGS-84.
    pub fn new(crs: &Crs) -> Result<Self, FileError> {
        let unsupported = || FileError::new("unsupported_crs").with("crs", crs);
        let definition = match crs {
            Crs::Wgs84 => return Ok(Self::Same),
            Crs::Gcj02 => return Ok(Self::Shifted(Datum::Gcj02)),
            Crs::Bd09 => return Ok(Self::Shifted(Datum::Bd09)),
            Crs::Epsg(code) => crs_definitions::from_code(*code).ok_or_else(unsupported)?.proj4.to_owned(),
            Crs::Proj { definition, .. } => definition.clone(),
        };
        let definition = with_known_datum(&definition).ok_or_else(unsupported)?;
        let from = Proj::from_proj_string(&definition).map_err(|_| unsupported())?;
        if from.is_latlong() && definition.contains("+datum=WGS84") {
            return Ok(Self::Same);
        }
        let to = Proj::from_proj_string(WGS84).map_err(|_| unsupported())?;
        Ok(Self::Projected { from: Box::new(from), to: Box::new(to) })
    }

    /// Longitude and latitude in degrees; not finite when the point has none.
    pub fn degrees(&self, xy: Xy) -> Xy {
        match self {
            Self::Same => xy,
            Self::Shifted(datum) => datum.to_wgs84(xy),
            Self::Projected { from, to } => {
                let mut point = (xy[0], xy[1], 0.0);
                if from.is_latlong() {
                    point = (xy[0].to_radians(), xy[1].to_radians(), 0.0);
                }
                match transform(from, to, &mut point) {
                    Ok(()) => [point.0.to_degrees(), point.1.to_degrees()],
                    Err(_) => [f64::NAN, f64::NAN],
                }
            }
        }
    }

    /// Whether the file's numbers are degrees as they stand.
    pub fn is_geographic(&self) -> bool {
        match self {
            Self::Same | Self::Shifted(_) => true,
            Self::Projected { from, .. } => from.is_latlong(),
        }
    }
}

/// The definition with a datum whose place on WGS-84 is known. Systems on the ellipsoids of GRS 80
/// and WGS 84 without further word (CGCS2000 is one) are equal within two metres; an old ellipsoid
/// without its shift would be a hundred metres off in silence, so there is no answer.
fn with_known_datum(definition: &str) -> Option<String> {
    if ["+datum=", "+towgs84=", "+nadgrids=@null"].iter().any(|word| definition.contains(word)) {
        return Some(definition.replace("+datum=NAD83", "+datum=WGS84"));
    }
    let modern = ["+ellps=GRS80", "+ellps=WGS84"].iter().any(|word| definition.contains(word));
    modern.then(|| definition.replace("+ellps=GRS80", "+datum=WGS84").replace("+ellps=WGS84", "+datum=WGS84"))
}
