//! Draw: layers to Mapbox Vector Tiles 2.1, the TileJSON that lists them, and the MapLibre style
//! that colours them.
//!
//! A layer is built once from what the district holds ([`AreaLayer`], [`PointLayer`],
//! [`LineLayer`], [`FootprintLayer`]) and then answers [`Layer::tile`] for any address, for any
//! [`Visible`] part of the district. [`TileCache`] keeps the compressed answers. Nothing here
//! reads a file, a clock or the network: whoever serves the bytes decides where they go.
//!
//! **Architecture invariant:** neighbours never part. A border that two areas share is simplified
//! once per zoom and used by both (see [`AreaLayer`]).
//!
//! ```
//! use geo_core::{AreaCode, Level, Polygon, Position, Shape};
//! use tiles::{AreaFeature, AreaLayer, Layer, Rank, TileId, Visible};
//!
//! let at = |lon, lat| Position::new(lon, lat).unwrap();
//! let outer = vec![at(114.30, 30.58), at(114.32, 30.58), at(114.32, 30.60), at(114.30, 30.60)];
//! let shape = Shape { polygons: vec![Polygon { outer, holes: vec![] }] };
//! let code = AreaCode::new("420102").unwrap();
//! let layer = AreaLayer::build([AreaFeature {
//!     code: &code,
//!     name: "江岸区",
//!     level: Level::District,
//!     shape: &shape,
//!     label: at(114.31, 30.59),
//!     rank: Rank::default(),
//! }]);
//! let tile = TileId::containing(at(114.31, 30.59), 12).unwrap();
//! assert!(!layer.tile(tile, Visible::Everything).is_empty());
//! assert!(layer.tile(TileId::new(12, 0, 0).unwrap(), Visible::Everything).is_empty());
//! ```

mod area_layer;
mod cache;
mod clip_line;
mod clip_polygon;
mod cluster;
mod compress;
mod crossings;
mod encode;
mod flat;
mod footprint_layer;
mod index;
mod layer;
mod line_layer;
mod mercator;
mod mvt;
mod per_zoom;
mod point_layer;
mod road_class;
mod simplify;
mod style;
mod tile_id;
mod tilejson;
mod topology;
mod value;

pub use area_layer::{AreaFeature, AreaLayer, Rank, WIDEST_ZOOM, minimum_zoom};
pub use cache::{CachedTile, LayerVersion, ScopeClass, TileCache, TileKey};
pub use compress::gzip;
pub use footprint_layer::{FootprintFeature, FootprintLayer};
pub use layer::{Bounds, FieldType, Layer, LayerDescription, Source, VectorLayer, Visible};
pub use line_layer::{LineLayer, RoadFeature};
pub use point_layer::{PointFeature, PointKind, PointLayer};
pub use road_class::RoadClass;
pub use style::{Language, StyleOptions, Theme, style};
pub use tile_id::{TileId, TileIdError};
pub use tilejson::{OSM_ATTRIBUTION, TileJsonOptions, tilejson};
pub use value::{Properties, Value};
