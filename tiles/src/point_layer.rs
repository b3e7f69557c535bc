//! Points of several kinds: sensing points, camera points, depots, places.

use crate::area_layer::Rank;
use crate::cluster::{self, CLUSTER_CELL, Candidate, Group, LABEL_CELL};
use crate::encode::{LayerWriter, write_layer};
use crate::index::BoxIndex;
use crate::layer::{Bounds, FieldType, Layer, LayerDescription, Source, VectorLayer, Visible};
use crate::mercator::{BUFFER, Extent, UNIT_ZOOM, Vertex, Window, drawn_extent, project};
use crate::{Properties, TileId, Value};
use geo_core::{AreaCode, Position};

/// The zoom whose tiles show every point; a browser enlarges these beyond it.
const EVERY_POINT_ZOOM: u8 = 16;

/// What a point is. The name is that of its layer inside a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PointKind {
    /// A sensing point that is no camera.
    SensingPoint,
    /// A camera point. A tile tells its position and nothing else, whatever properties are given: who
    /// needs more looks it up, and that is logged.
    CameraPoint,
    /// A depot.
    Depot,
    /// A named place.
    Place,
}

/// What happens to points that are too many for a zoom.
enum Crowd {
    /// Below this zoom, points of a cell are counted.
    Cluster { below: u8 },
    /// Below this zoom, a cell shows its most important point only.
    Thin { below: u8 },
}

impl PointKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::SensingPoint, Self::CameraPoint, Self::Depot, Self::Place];

    /// The identifier of the glossary, and the layer inside a tile: `"camera_point"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SensingPoint => "sensing_point",
            Self::CameraPoint => "camera_point",
            Self::Depot => "depot",
            Self::Place => "place",
        }
    }

    /// The lowest zoom that shows points of this kind.
    pub const fn minimum_zoom(self) -> u8 {
        match self {
            Self::SensingPoint => 11,
            Self::CameraPoint => 12,
            Self::Depot => 6,
            Self::Place => 12,
        }
    }

    const fn crowd(self) -> Crowd {
        match self {
            Self::SensingPoint => Crowd::Cluster { below: 15 },
            Self::CameraPoint => Crowd::Cluster { below: EVERY_POINT_ZOOM },
            Self::Depot => Crowd::Cluster { below: 12 },
            Self::Place => Crowd::Thin { below: EVERY_POINT_ZOOM },
        }
    }
}

/// One point to draw.
#[derive(Debug, Clone)]
pub struct PointFeature {
    /// Its id, unique among its kind.
    pub id: u64,
    /// What it is.
    pub kind: PointKind,
    /// Where it is.
    pub position: Position,
    /// The area it lies in, by which it is filtered.
    pub area: Option<AreaCode>,
    /// Which one stays when places are thinned: the lowest.
    pub rank: Rank,
    /// What the style and a click need, `name` for instance.
    pub properties: Properties,
}

/// Points, ready to be drawn: a layer inside the tile for each kind ([`PointKind::name`]). Where points
/// are counted together, a feature has the property `count` (two or more) and no other. Places carry
/// their `rank` besides what is given.
///
/// ```
/// use geo_core::{AreaCode, Position};
/// use tiles::{Layer, PointFeature, PointKind, PointLayer, Rank, Source, TileId, Visible};
/// let position = Position::new(114.3, 30.6).unwrap();
/// let depot = PointFeature {
///     id: 1,
///     kind: PointKind::Depot,
///     position,
///     area: Some(AreaCode::new("420102001").unwrap()),
///     rank: Rank(0),
///     properties: vec![("name", "区级储备库".into())],
/// };
/// let layer = PointLayer::build(Source::Points, [depot]);
/// let tile = TileId::containing(position, 14).unwrap();
/// let elsewhere = |code: &AreaCode| code.as_str() == "420102002";
/// assert!(!layer.tile(tile, Visible::Everything).is_empty());
/// assert!(layer.tile(tile, Visible::Where(&elsewhere)).is_empty());
/// ```
#[derive(Debug)]
pub struct PointLayer {
    source: Source,
    kinds: Vec<KindIndex>,
    bounds: Option<Bounds>,
}

#[derive(Debug)]
struct KindIndex {
    kind: PointKind,
    points: Vec<Point>,
    index: BoxIndex,
    fields: Vec<(&'static str, FieldType)>,
}

#[derive(Debug)]
struct Point {
    id: Option<u64>,
    at: Vertex,
    area: Option<AreaCode>,
    rank: Rank,
    properties: Properties,
}

impl PointLayer {
    /// Projects the points and sorts them by kind.
    pub fn build(source: Source, points: impl IntoIterator<Item = PointFeature>) -> Self {
        let mut by_kind: Vec<(PointKind, Vec<Point>)> = PointKind::ALL.map(|kind| (kind, Vec::new())).into();
        let mut positions = Vec::new();
        for feature in points {
            positions.push(feature.position);
            let secret = feature.kind == PointKind::CameraPoint;
            by_kind[feature.kind as usize].1.push(Point {
                id: (!secret).then_some(feature.id),
                at: project(feature.position),
                area: feature.area,
                rank: feature.rank,
                properties: if secret { Properties::new() } else { feature.properties },
            });
        }
        by_kind.retain(|(_, points)| !points.is_empty());
        let kinds = by_kind.into_iter().map(|(kind, points)| {
            let boxes: Vec<Extent> =
                points.iter().map(|point| Extent { min: point.at, max: point.at }).collect();
            let mut fields = fields_of(points.iter().map(|point| &point.properties));
            fields.push(match kind.crowd() {
                Crowd::Cluster { .. } => ("count", FieldType::Number),
                Crowd::Thin { .. } => ("rank", FieldType::Number),
            });
            KindIndex { kind, points, index: BoxIndex::build(&boxes), fields }
        });
        Self { source, kinds: kinds.collect(), bounds: Bounds::around(positions) }
    }
}

impl KindIndex {
    /// The points that may matter for a tile: those drawn, and those of the cells around it.
    fn candidates(&self, tile: TileId, beyond: i64, visible: Visible<'_>) -> Vec<Candidate> {
        let found = self.index.touching(drawn_extent(tile, beyond)).into_iter();
        found
            .map(|number| (number, &self.points[number as usize]))
            .filter(|(_, point)| visible.allows(point.area.as_ref()))
            .map(|(number, point)| Candidate { number, at: point.at, rank: point.rank })
            .collect()
    }

    fn write(&self, layer: &mut LayerWriter, tile: TileId, visible: Visible<'_>) {
        let window = Window::new(tile, UNIT_ZOOM);
        let one = |layer: &mut LayerWriter, number: u32| {
            let point = &self.points[number as usize];
            layer.point(point.at, &window, point.id, |tags| {
                tags.properties(&point.properties);
                if let Crowd::Thin { .. } = self.kind.crowd() {
                    tags.number("rank", point.rank.0);
                }
            });
        };
        match self.kind.crowd() {
            Crowd::Cluster { below } if tile.z() < below => {
                // A cell at the edge must be counted whole, so look one cell further.
                let points = self.candidates(tile, BUFFER + CLUSTER_CELL.tile_units(), visible);
                for group in cluster::clustered(&points, tile.z(), CLUSTER_CELL) {
                    match group {
                        Group::One(number) => one(layer, number),
                        Group::Many { at, count } => {
                            layer.point(at, &window, None, |tags| tags.number("count", count))
                        }
                    }
                }
            }
            Crowd::Thin { below } if tile.z() < below => {
                let points = self.candidates(tile, BUFFER + LABEL_CELL.tile_units(), visible);
                for number in cluster::thinned(&points, tile.z(), LABEL_CELL) {
                    one(layer, number);
                }
            }
            Crowd::Cluster { .. } | Crowd::Thin { .. } => {
                for point in self.candidates(tile, BUFFER, visible) {
                    one(layer, point.number);
                }
            }
        }
    }
}

impl Layer for PointLayer {
    fn tile(&self, tile: TileId, visible: Visible<'_>) -> Vec<u8> {
        let mut bytes = Vec::new();
        for kind in self.kinds.iter().filter(|kind| kind.kind.minimum_zoom() <= tile.z()) {
            write_layer(&mut bytes, kind.kind.name(), |layer| kind.write(layer, tile, visible));
        }
        bytes
    }

    fn describe(&self) -> LayerDescription {
        let lowest = self.kinds.iter().map(|kind| kind.kind.minimum_zoom()).min();
        LayerDescription {
            source: self.source,
            vector_layers: self
                .kinds
                .iter()
                .map(|kind| VectorLayer {
                    name: kind.kind.name(),
                    minimum_zoom: kind.kind.minimum_zoom(),
                    fields: kind.fields.clone(),
                })
                .collect(),
            bounds: self.bounds,
            minimum_zoom: lowest.unwrap_or(0),
            maximum_zoom: EVERY_POINT_ZOOM,
        }
    }
}

/// The names and kinds of all properties, in the order they first appear.
pub(crate) fn fields_of<'a>(
    features: impl Iterator<Item = &'a Properties>,
) -> Vec<(&'static str, FieldType)> {
    let mut fields: Vec<(&'static str, FieldType)> = Vec::new();
    for (key, value) in features.flatten() {
        if fields.iter().all(|(known, _)| known != key) {
            let kind = match value {
                Value::Text(_) => FieldType::Text,
                Value::Whole(_) | Value::Real(_) => FieldType::Number,
                Value::Truth(_) => FieldType::Boolean,
            };
            fields.push((key, kind));
        }
    }
    fields
}
