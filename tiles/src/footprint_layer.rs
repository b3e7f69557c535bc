//! Building outlines.

use crate::area_layer::projected;
use crate::encode::write_layer;
use crate::flat::FlatShapes;
use crate::index::BoxIndex;
use crate::layer::{Bounds, FieldType, Layer, LayerDescription, Source, VectorLayer, Visible};
use crate::mercator::{BUFFER, Extent, UNIT_ZOOM, Window, drawn_extent};
use crate::per_zoom::FULL_DETAIL_ZOOM;
use crate::topology::tidy;
use crate::{Properties, TileId};
use geo_core::Shape;

/// The layer inside a tile.
pub(crate) const BUILDING_LAYER: &str = "building";
/// The lowest zoom that shows buildings.
pub(crate) const BUILDING_ZOOM: u8 = 14;

/// One building to draw.
#[derive(Debug, Clone)]
pub struct FootprintFeature<'a> {
    /// Its id.
    pub id: u64,
    /// Its outline.
    pub shape: &'a Shape,
    /// Its few properties; the style uses none of them.
    pub properties: Properties,
}

/// Building outlines, ready to be drawn: the layer `building` from zoom 14. Buildings are base map:
/// everybody sees all of them. They are small and drawn at deep zooms only, so none is simplified.
///
/// ```
/// use geo_core::{Polygon, Position, Shape};
/// use tiles::{FootprintFeature, FootprintLayer, Layer, TileId, Visible};
/// let at = |lon, lat| Position::new(lon, lat).unwrap();
/// let outer = vec![at(114.3, 30.6), at(114.3004, 30.6), at(114.3004, 30.6003), at(114.3, 30.6003)];
/// let shape = Shape { polygons: vec![Polygon { outer, holes: vec![] }] };
/// let layer = FootprintLayer::build([FootprintFeature { id: 1, shape: &shape, properties: vec![] }]);
/// let tile = TileId::containing(at(114.3002, 30.6001), 15).unwrap();
/// assert!(!layer.tile(tile, Visible::Everything).is_empty());
/// ```
#[derive(Debug)]
pub struct FootprintLayer {
    buildings: Vec<(u64, Properties)>,
    /// In world units.
    outlines: FlatShapes,
    index: BoxIndex,
    bounds: Option<Bounds>,
    fields: Vec<(&'static str, FieldType)>,
}

impl FootprintLayer {
    /// Projects the outlines; buildings without any area are left out.
    pub fn build<'a>(buildings: impl IntoIterator<Item = FootprintFeature<'a>>) -> Self {
        let mut kept = Vec::new();
        let mut outlines = FlatShapes::default();
        let mut boxes: Vec<Extent> = Vec::new();
        let mut bounds: Option<Bounds> = None;
        for building in buildings {
            let rings = tidy(projected(building.shape));
            let Some(extent) = Extent::around(rings.iter().flat_map(|(_, ring)| ring.iter().copied())) else {
                continue;
            };
            let corners = building.shape.polygons.iter().flat_map(|polygon| polygon.outer.iter().copied());
            let own = Bounds::around(corners);
            bounds = match (bounds, own) {
                (Some(bounds), Some(own)) => Some(bounds.joined(own)),
                (bounds, own) => bounds.or(own),
            };
            boxes.push(extent);
            outlines.push(rings);
            kept.push((building.id, building.properties));
        }
        let fields = crate::point_layer::fields_of(kept.iter().map(|(_, properties)| properties));
        Self { buildings: kept, outlines, index: BoxIndex::build(&boxes), bounds, fields }
    }
}

impl Layer for FootprintLayer {
    /// Buildings are drawn for everybody; what is visible makes no difference.
    fn tile(&self, tile: TileId, _visible: Visible<'_>) -> Vec<u8> {
        let mut bytes = Vec::new();
        if tile.z() < BUILDING_ZOOM {
            return bytes;
        }
        let found = self.index.touching(drawn_extent(tile, BUFFER));
        let window = Window::new(tile, UNIT_ZOOM);
        write_layer(&mut bytes, BUILDING_LAYER, |layer| {
            for item in found {
                let (id, properties) = &self.buildings[item as usize];
                layer.polygons(&self.outlines, item, &window, Some(*id), |tags| tags.properties(properties));
            }
        });
        bytes
    }

    fn describe(&self) -> LayerDescription {
        LayerDescription {
            source: Source::Buildings,
            vector_layers: vec![VectorLayer {
                name: BUILDING_LAYER,
                minimum_zoom: BUILDING_ZOOM,
                fields: self.fields.clone(),
            }],
            bounds: self.bounds,
            minimum_zoom: BUILDING_ZOOM,
            maximum_zoom: FULL_DETAIL_ZOOM,
        }
    }
}
