//! TileJSON 3.0.0: where the tiles of a source are and what they hold.

use crate::{Bounds, LayerDescription, LayerVersion};
use geo_core::AreaCode;
use serde_json::{Map, Value, json};

/// The attribution that data from OpenStreetMap require wherever they are shown.
pub const OSM_ATTRIBUTION: &str = "© OpenStreetMap contributors";

/// What a TileJSON document is written for.
#[derive(Debug, Clone)]
pub struct TileJsonOptions<'a> {
    /// Scheme, host and prefix before `/tiles/…`; empty for addresses relative to the host.
    pub base_url: &'a str,
    /// The district in the address.
    pub district: &'a AreaCode,
    /// The version in the address: a new version is a new address, so tiles may be kept for ever.
    pub version: LayerVersion,
    /// Who must be named, [`OSM_ATTRIBUTION`] for roads from there.
    pub attribution: Option<&'a str>,
}

/// The TileJSON document of a layer.
///
/// ```
/// use geo_core::AreaCode;
/// use tiles::{AreaLayer, Layer, LayerVersion, TileJsonOptions, tilejson};
/// let layer = AreaLayer::build([]);
/// let district = AreaCode::new("420102").unwrap();
/// let options = TileJsonOptions { base_url: "", district: &district, version: LayerVersion(7), attribution: None };
/// let json = tilejson(&layer.describe(), &options);
/// assert_eq!(json["tiles"][0], "/tiles/420102/areas/7/{z}/{x}/{y}.mvt");
/// ```
pub fn tilejson(layer: &LayerDescription, options: &TileJsonOptions<'_>) -> Value {
    let TileJsonOptions { base_url, district, version, attribution } = options;
    let vector_layers: Vec<Value> = layer
        .vector_layers
        .iter()
        .map(|inner| {
            let fields: Map<String, Value> =
                inner.fields.iter().map(|(name, kind)| ((*name).to_owned(), kind.name().into())).collect();
            json!({
                "id": inner.name,
                "minzoom": inner.minimum_zoom,
                "maxzoom": layer.maximum_zoom,
                "fields": fields,
            })
        })
        .collect();
    let mut document = json!({
        "tilejson": "3.0.0",
        "name": layer.source.name(),
        "version": format!("1.0.{version}"),
        "scheme": "xyz",
        "tiles": [format!("{base_url}/tiles/{district}/{}/{version}/{{z}}/{{x}}/{{y}}.mvt", layer.source)],
        "minzoom": layer.minimum_zoom,
        "maxzoom": layer.maximum_zoom,
        "vector_layers": vector_layers,
    });
    if let Some(Bounds { south_west, north_east }) = layer.bounds {
        document["bounds"] = json!([south_west.lon(), south_west.lat(), north_east.lon(), north_east.lat()]);
        document["center"] = json!([
            f64::midpoint(south_west.lon(), north_east.lon()),
            f64::midpoint(south_west.lat(), north_east.lat()),
            layer.minimum_zoom.max(10).min(layer.maximum_zoom),
        ]);
    }
    if let Some(attribution) = attribution {
        document["attribution"] = json!(attribution);
    }
    document
}
