//! What a GeoJSON document says about itself.

use crate::FileError;

/// What the file says about itself.
#[derive(Debug, Default)]
pub(super) struct DocumentHead {
    pub kind: Option<String>,
    pub crs: Option<String>,
    pub has_features: bool,
    /// A member that came twice.
    pub twice: Option<String>,
}

impl DocumentHead {
    /// # Errors
    /// `not_geojson` unless the parts fit the type, `duplicate_member`.
    pub fn check(&self) -> Result<(), FileError> {
        if let Some(member) = &self.twice {
            return Err(FileError::new("duplicate_member")
                .with("row", 0)
                .with("field", member)
                .with("value", ""));
        }
        let kind = self.kind.as_deref().unwrap_or("no type");
        let fits = match kind {
            "FeatureCollection" => self.has_features,
            "Feature" => !self.has_features,
            kind => is_geometry(kind) && !self.has_features,
        };
        let seems = if kind == "FeatureCollection" { "FeatureCollection without features" } else { kind };
        if fits { Ok(()) } else { Err(FileError::new("not_geojson").with("detail", seems)) }
    }
}

/// Whether a document of this type is a bare geometry.
pub(super) fn is_geometry(kind: &str) -> bool {
    ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"]
        .contains(&kind)
}
