//! Areas of all levels, and where their names stand.
//!
//! **Borders are simplified once**: all areas, of all levels, are cut into shared arcs
//! ([`crate::topology`]); for each zoom an arc is simplified and rounded to tile units exactly once,
//! and every area along it uses the result. Neighbours therefore never part and never overlap more
//! than they did, and a township's heavy line runs exactly along its grids' thin ones.

use crate::TileId;
use crate::encode::write_layer;
use crate::flat::{FlatShapes, Role};
use crate::index::BoxIndex;
use crate::layer::{Bounds, FieldType, Layer, LayerDescription, Source, VectorLayer, Visible};
use crate::mercator::{BUFFER, Extent, Vertex, Window, drawn_extent, project};
use crate::per_zoom::{FULL_DETAIL_ZOOM, PerZoom, tolerance};
use crate::topology::{GivenRing, LevelMask, Topology};
use geo_core::{AreaCode, Level, Position, Shape};

/// The name of the layer of label points in a tile.
pub(crate) const LABEL_LAYER: &str = "area_label";

/// How early a label may appear among others: the lowest rank first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Rank(pub u32);

/// One area to draw.
#[derive(Debug, Clone, Copy)]
pub struct AreaFeature<'a> {
    /// Its code, by which it is filtered.
    pub code: &'a AreaCode,
    /// Its name, written on the map.
    pub name: &'a str,
    /// Its level.
    pub level: Level,
    /// Its outline. An empty one is not drawn, its label is.
    pub shape: &'a Shape,
    /// A point inside it, where its name stands.
    pub label: Position,
    /// The place of its label among those of the same level.
    pub rank: Rank,
}

/// Areas of all levels, ready to be drawn. In a tile each level is a layer of its own, named like
/// [`Level::name`], with the properties `code`, `name`, `level`; the label points are the layer
/// `area_label`, with `rank` besides. The id of a feature is its number in the order given.
#[derive(Debug)]
pub struct AreaLayer {
    /// Sorted by level, widest first; within a level in the order given.
    areas: Vec<Area>,
    topology: Topology,
    levels: [LevelIndex; Level::ALL.len()],
    drawn: PerZoom<FlatShapes>,
    bounds: Option<Bounds>,
}

#[derive(Debug)]
struct Area {
    number: u64,
    code: AreaCode,
    name: Box<str>,
    level: Level,
    label: Vertex,
    rank: Rank,
}

/// The areas of one level: where they begin among all, which boxes they and their labels have.
#[derive(Debug)]
struct LevelIndex {
    first: u32,
    shapes: BoxIndex,
    labels: BoxIndex,
}

/// The lowest zoom that shows areas of a level where there are wider ones; below it they would be specks.
///
/// The widest level of a district shows from [`WIDEST_ZOOM`] on, whichever it is: below that there would be nothing to see.
pub const fn minimum_zoom(level: Level) -> u8 {
    match level {
        Level::District => 0,
        Level::Township => 8,
        Level::Community => 10,
        Level::Grid => 11,
        Level::MicroArea => 13,
    }
}

/// From here on a district fits a screen, however large it is.
pub const WIDEST_ZOOM: u8 = 6;

fn mask(level: Level) -> LevelMask {
    1 << (level as u8)
}

impl AreaLayer {
    /// Projects the areas and finds the borders they share. Zooms are simplified when first drawn.
    pub fn build<'a>(areas: impl IntoIterator<Item = AreaFeature<'a>>) -> Self {
        let mut given: Vec<(u64, AreaFeature<'a>)> = (0..).zip(areas).collect();
        given.sort_by_key(|(_, area)| area.level);
        let corners = given.iter().flat_map(|(_, area)| {
            let outers = area.shape.polygons.iter().flat_map(|polygon| polygon.outer.iter().copied());
            outers.chain([area.label])
        });
        let bounds = Bounds::around(corners);
        let rings: Vec<(LevelMask, Vec<GivenRing>)> =
            given.iter().map(|(_, area)| (mask(area.level), projected(area.shape))).collect();
        // An empty shape gets an impossible box, so that numbers stay aligned.
        let nowhere = Vertex { x: i32::MIN, y: i32::MIN };
        let boxes: Vec<Extent> = rings
            .iter()
            .map(|(_, rings)| Extent::around(rings.iter().flat_map(|(_, ring)| ring.iter().copied())))
            .map(|extent| extent.unwrap_or(Extent { min: nowhere, max: nowhere }))
            .collect();
        let topology = Topology::build(rings);
        let areas: Vec<Area> = given
            .into_iter()
            .map(|(number, area)| Area {
                number,
                code: area.code.clone(),
                name: area.name.into(),
                level: area.level,
                label: project(area.label),
                rank: area.rank,
            })
            .collect();
        let levels = Level::ALL.map(|level| {
            let first = areas.partition_point(|area| area.level < level);
            let end = areas.partition_point(|area| area.level <= level);
            let labels: Vec<Extent> =
                areas[first..end].iter().map(|area| Extent { min: area.label, max: area.label }).collect();
            LevelIndex {
                first: first as u32,
                shapes: BoxIndex::build(&boxes[first..end]),
                labels: BoxIndex::build(&labels),
            }
        });
        Self { areas, topology, levels, drawn: PerZoom::new(), bounds }
    }

    /// The shapes as drawn at a zoom; only those of levels that show there are filled in.
    fn drawn(&self, zoom: u8) -> &FlatShapes {
        self.drawn.get(zoom, |zoom, unit_zoom| {
            let wanted = self.shown(zoom).map(mask).fold(0, |all, level| all | level);
            self.topology.simplified(wanted, tolerance(zoom), unit_zoom)
        })
    }

    /// The lowest zoom that shows areas of a level here.
    fn lowest_zoom(&self, level: Level) -> u8 {
        let lowest = minimum_zoom(level);
        let is_widest = self.areas.first().is_some_and(|area| area.level == level);
        if is_widest { lowest.min(WIDEST_ZOOM) } else { lowest }
    }

    fn shown(&self, zoom: u8) -> impl Iterator<Item = Level> {
        Level::ALL.into_iter().filter(move |level| self.lowest_zoom(*level) <= zoom)
    }
}

/// The rings of a shape in world units, each outer ring followed by its holes.
pub(crate) fn projected(shape: &Shape) -> Vec<GivenRing> {
    let ring = |ring: &[Position]| ring.iter().map(|position| project(*position)).collect();
    let polygons = shape.polygons.iter();
    polygons
        .flat_map(|polygon| {
            let holes = polygon.holes.iter().map(move |hole| (Role::Hole, ring(hole)));
            std::iter::once((Role::Outer, ring(&polygon.outer))).chain(holes)
        })
        .collect()
}

impl Layer for AreaLayer {
    fn tile(&self, tile: TileId, visible: Visible<'_>) -> Vec<u8> {
        let extent = drawn_extent(tile, BUFFER);
        let shapes = self.drawn(tile.z());
        let window = Window::new(tile, crate::per_zoom::unit_zoom(tile.z()));
        let world = Window::new(tile, crate::mercator::UNIT_ZOOM);
        let mut bytes = Vec::new();
        for level in self.shown(tile.z()) {
            let LevelIndex { first, shapes: index, .. } = &self.levels[level as usize];
            let found = index.touching(extent);
            if found.is_empty() {
                continue;
            }
            write_layer(&mut bytes, level.name(), |layer| {
                for item in found.into_iter().map(|item| item + first) {
                    let area = &self.areas[item as usize];
                    if visible.allows(Some(&area.code)) {
                        layer.polygons(shapes, item, &window, Some(area.number), |tags| {
                            tags.own_text("code", area.code.as_str());
                            tags.own_text("name", &area.name);
                            tags.text("level", level.name());
                        });
                    }
                }
            });
        }
        write_layer(&mut bytes, LABEL_LAYER, |layer| {
            for level in self.shown(tile.z()) {
                let LevelIndex { first, labels, .. } = &self.levels[level as usize];
                for item in labels.touching(extent).into_iter().map(|item| item + first) {
                    let area = &self.areas[item as usize];
                    if visible.allows(Some(&area.code)) {
                        layer.point(area.label, &world, Some(area.number), |tags| {
                            tags.own_text("code", area.code.as_str());
                            tags.own_text("name", &area.name);
                            tags.text("level", level.name());
                            tags.number("rank", area.rank.0);
                        });
                    }
                }
            }
        });
        bytes
    }

    fn describe(&self) -> LayerDescription {
        let text = |name| (name, FieldType::Text);
        let of_level = |level: Level| VectorLayer {
            name: level.name(),
            minimum_zoom: self.lowest_zoom(level),
            fields: vec![text("code"), text("name"), text("level")],
        };
        let labels = VectorLayer {
            name: LABEL_LAYER,
            minimum_zoom: minimum_zoom(Level::District),
            fields: vec![text("code"), text("name"), text("level"), ("rank", FieldType::Number)],
        };
        LayerDescription {
            source: Source::Areas,
            vector_layers: Level::ALL.map(of_level).into_iter().chain([labels]).collect(),
            bounds: self.bounds,
            minimum_zoom: minimum_zoom(Level::District),
            maximum_zoom: FULL_DETAIL_ZOOM,
        }
    }
}
