//! Geometries of the plane as the suites write them.

use geo_core::DegreeRings;
use serde_json::Value;

/// A geometry: of its parts only polygons are of interest.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Geometry {
    /// The polygons, each its outer ring and its holes; the last point of a ring may repeat the first.
    pub polygons: Vec<DegreeRings>,
    /// How many lines and points there are besides.
    pub others: usize,
    /// Whether it is a collection: its polygons may lie over one another.
    pub is_collection: bool,
}

impl Geometry {
    /// A geometry of polygons.
    pub fn of(polygons: Vec<DegreeRings>) -> Self {
        Self { polygons, ..Self::default() }
    }

    /// Whether there is nothing at all.
    pub fn is_empty(&self) -> bool {
        self.polygons.is_empty() && self.others == 0
    }

    /// All points of its polygons.
    pub fn points(&self) -> impl Iterator<Item = [f64; 2]> + Clone + '_ {
        self.polygons.iter().flatten().flatten().copied()
    }

    /// Takes in another one.
    pub fn add(&mut self, other: Self) {
        self.polygons.extend(other.polygons);
        self.others += other.others;
    }

    /// The geometry of a GeoJSON document: a geometry, a feature, or all features together.
    pub fn of_geojson(value: &Value) -> Option<Self> {
        let coordinates = || serde_json::from_value(value.get("coordinates")?.clone()).ok();
        let geometry = match value.get("type")?.as_str()? {
            "Polygon" => {
                let part: DegreeRings = serde_json::from_value(value.get("coordinates")?.clone()).ok()?;
                Self::of(if part.is_empty() { vec![] } else { vec![part] })
            }
            "MultiPolygon" => Self::of(coordinates()?),
            "Feature" => return Self::of_geojson(value.get("geometry")?),
            "FeatureCollection" => {
                let mut all = Self { is_collection: true, ..Self::default() };
                for feature in value.get("features")?.as_array()? {
                    all.add(Self::of_geojson(feature)?);
                }
                all
            }
            _ => Self { others: 1, ..Self::default() },
        };
        Some(geometry)
    }
}
