//! Roads.

use crate::encode::write_layer;
use crate::flat::{FlatShapes, Role};
use crate::index::BoxIndex;
use crate::layer::{Bounds, FieldType, Layer, LayerDescription, Source, VectorLayer, Visible};
use crate::mercator::{BUFFER, Extent, UNIT_ZOOM, Vertex, Window, drawn_extent, project, scale};
use crate::per_zoom::{FULL_DETAIL_ZOOM, PerZoom, tolerance, unit_zoom};
use crate::simplify::kept;
use crate::{RoadClass, TileId};
use geo_core::Position;
use std::sync::Arc;

/// The layer inside a tile.
pub(crate) const ROAD_LAYER: &str = "road";

/// One road to draw.
#[derive(Debug, Clone)]
pub struct RoadFeature<'a> {
    /// Its id, for instance the OpenStreetMap way.
    pub id: u64,
    /// Its importance.
    pub class: RoadClass,
    /// Its name, written along it.
    pub name: Option<Arc<str>>,
    /// Its vertices in order; fewer than two draw nothing.
    pub line: &'a [Position],
}

/// The road network, ready to be drawn: the layer `road` with the properties `class`
/// ([`RoadClass::name`]) and `name`. Roads are base map: everybody sees all of them. They are drawn
/// from the least important up, so that wide ones lie on top, and are never merged.
///
/// ```
/// use geo_core::Position;
/// use tiles::{Layer, LineLayer, RoadClass, RoadFeature, TileId, Visible};
/// let line = [Position::new(114.30, 30.60).unwrap(), Position::new(114.31, 30.61).unwrap()];
/// let road = RoadFeature { id: 1, class: RoadClass::Secondary, name: Some("解放大道".into()), line: &line };
/// let layer = LineLayer::build([road]);
/// let tile = |zoom| layer.tile(TileId::containing(line[0], zoom).unwrap(), Visible::Everything);
/// assert!(tile(9).is_empty() && !tile(10).is_empty());
/// ```
#[derive(Debug)]
pub struct LineLayer {
    roads: Vec<Road>,
    /// In world units.
    lines: FlatShapes,
    index: BoxIndex,
    drawn: PerZoom<FlatShapes>,
    bounds: Option<Bounds>,
}

#[derive(Debug)]
struct Road {
    id: u64,
    class: RoadClass,
    name: Option<Arc<str>>,
}

impl LineLayer {
    /// Projects the roads. Zooms are simplified when first drawn.
    pub fn build<'a>(roads: impl IntoIterator<Item = RoadFeature<'a>>) -> Self {
        let mut given: Vec<RoadFeature<'a>> = roads.into_iter().filter(|road| road.line.len() > 1).collect();
        given.sort_by_key(|road| std::cmp::Reverse(road.class));
        let bounds = Bounds::around(given.iter().flat_map(|road| road.line.iter().copied()));
        let mut lines = FlatShapes::default();
        for road in &given {
            lines.push([(Role::Line, road.line.iter().map(|position| project(*position)))]);
        }
        let boxes: Vec<Extent> = (0..lines.len()).filter_map(|item| lines.extent(item)).collect();
        let roads =
            given.into_iter().map(|road| Road { id: road.id, class: road.class, name: road.name }).collect();
        Self { roads, lines, index: BoxIndex::build(&boxes), drawn: PerZoom::new(), bounds }
    }

    /// The lines of a zoom in tile units of it; at full detail those given, in world units.
    fn drawn(&self, zoom: u8) -> &FlatShapes {
        if zoom >= FULL_DETAIL_ZOOM {
            return &self.lines;
        }
        self.drawn.get(zoom, |zoom, unit_zoom| {
            let shift = i32::from(UNIT_ZOOM - unit_zoom);
            let rounded =
                |v: Vertex| Vertex { x: scale(v.x.into(), shift) as i32, y: scale(v.y.into(), shift) as i32 };
            let mut drawn = FlatShapes::default();
            for (item, road) in (0_u32..).zip(&self.roads) {
                let shows = road.class.minimum_zoom() <= zoom;
                drawn.push(self.lines.paths(item).filter(|_| shows).map(|(role, line)| {
                    let kept = kept(line, tolerance(zoom), 0);
                    (role, kept.into_iter().map(|index| rounded(line[index as usize])).collect::<Vec<_>>())
                }));
            }
            drawn
        })
    }
}

impl Layer for LineLayer {
    /// Roads are drawn for everybody; what is visible makes no difference.
    fn tile(&self, tile: TileId, _visible: Visible<'_>) -> Vec<u8> {
        let found = self.index.touching(drawn_extent(tile, BUFFER));
        let mut bytes = Vec::new();
        if found.is_empty() {
            return bytes;
        }
        let lines = self.drawn(tile.z());
        let window = Window::new(tile, unit_zoom(tile.z()));
        write_layer(&mut bytes, ROAD_LAYER, |layer| {
            for item in found {
                let road = &self.roads[item as usize];
                if road.class.minimum_zoom() <= tile.z() {
                    layer.lines(lines, item, &window, Some(road.id), |tags| {
                        tags.text("class", road.class.name());
                        if let Some(name) = &road.name {
                            tags.text("name", name);
                        }
                    });
                }
            }
        });
        bytes
    }

    fn describe(&self) -> LayerDescription {
        let lowest = self.roads.iter().map(|road| road.class.minimum_zoom()).min();
        let minimum_zoom = lowest.unwrap_or(RoadClass::Motorway.minimum_zoom());
        LayerDescription {
            source: Source::Roads,
            vector_layers: vec![VectorLayer {
                name: ROAD_LAYER,
                minimum_zoom,
                fields: vec![("class", FieldType::Text), ("name", FieldType::Text)],
            }],
            bounds: self.bounds,
            minimum_zoom,
            maximum_zoom: FULL_DETAIL_ZOOM,
        }
    }
}
