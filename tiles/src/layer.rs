//! What every layer offers: its tiles, and a description of them for TileJSON and the style.

use crate::TileId;
use crate::mercator::Extent;
use geo_core::{AreaCode, Position};
use std::fmt;

/// A tile source of the map, as it stands in addresses: `/tiles/{d}/{source}.json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Areas of all levels and their labels.
    Areas,
    /// The road network.
    Roads,
    /// Sensing points, camera points and depots.
    Points,
    /// Named places.
    Places,
    /// Building outlines.
    Buildings,
}

impl Source {
    /// All sources, in drawing order of their first layer.
    pub const ALL: [Self; 5] = [Self::Buildings, Self::Roads, Self::Areas, Self::Places, Self::Points];

    /// The name in addresses and in the style: `"areas"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Areas => "areas",
            Self::Roads => "roads",
            Self::Points => "points",
            Self::Places => "places",
            Self::Buildings => "buildings",
        }
    }

    /// The source of that name, `None` when there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.name() == name)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Which features a caller may see.
///
/// Features that lie in areas (areas themselves, points) are left out of a tile unless their area
/// is visible. A point whose area is unknown is drawn for [`Visible::Everything`] only: what cannot
/// be shown to lie in somebody's scope is not theirs to see. Roads and buildings are base map and
/// drawn for everybody.
#[derive(Clone, Copy)]
pub enum Visible<'a> {
    /// No restriction.
    Everything,
    /// Only features whose area this accepts.
    Where(&'a dyn Fn(&AreaCode) -> bool),
}

impl Visible<'_> {
    /// Whether a feature of this area is drawn.
    pub fn allows(&self, area: Option<&AreaCode>) -> bool {
        match self {
            Self::Everything => true,
            Self::Where(accepts) => area.is_some_and(accepts),
        }
    }
}

impl fmt::Debug for Visible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Everything => "Everything",
            Self::Where(_) => "Where(..)",
        })
    }
}

/// A set of features that can be drawn on tiles.
pub trait Layer: Send + Sync {
    /// One tile as uncompressed Mapbox Vector Tile 2.1 bytes; empty when there is nothing to draw.
    ///
    /// The same layer, tile and visible part always give the same bytes.
    fn tile(&self, tile: TileId, visible: Visible<'_>) -> Vec<u8>;

    /// What the tiles hold and where they lie.
    fn describe(&self) -> LayerDescription;
}

/// What the tiles of a source hold, for TileJSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerDescription {
    /// The source these tiles belong to.
    pub source: Source,
    /// The layers inside a tile.
    pub vector_layers: Vec<VectorLayer>,
    /// The box around all features; `None` when there are none.
    pub bounds: Option<Bounds>,
    /// The lowest zoom that shows anything.
    pub minimum_zoom: u8,
    /// The zoom whose tiles hold full detail; a browser enlarges these beyond it.
    pub maximum_zoom: u8,
}

/// One layer inside a tile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VectorLayer {
    /// Its name, the `source-layer` of a style.
    pub name: &'static str,
    /// The lowest zoom it appears at.
    pub minimum_zoom: u8,
    /// Property names and kinds.
    pub fields: Vec<(&'static str, FieldType)>,
}

/// The kind of a property, in the words of TileJSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    /// Text.
    Text,
    /// Whole or broken number.
    Number,
    /// True or false.
    Boolean,
}

impl FieldType {
    /// The word TileJSON uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "String",
            Self::Number => "Number",
            Self::Boolean => "Boolean",
        }
    }
}

/// A box of longitudes and latitudes, edges included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The south-western corner.
    pub south_west: Position,
    /// The north-eastern corner.
    pub north_east: Position,
}

impl Bounds {
    /// The smallest box around the positions; `None` without any.
    pub fn around(positions: impl IntoIterator<Item = Position>) -> Option<Self> {
        // Position has no arithmetic, but its units order as whole numbers do: reuse that box.
        let extent = Extent::around(
            positions.into_iter().map(|p| crate::mercator::Vertex { x: p.lon_e7(), y: p.lat_e7() }),
        )?;
        let corner = |v: crate::mercator::Vertex| Position::from_e7(v.x, v.y).ok();
        Some(Self { south_west: corner(extent.min)?, north_east: corner(extent.max)? })
    }

    /// The smallest box around both.
    pub fn joined(self, other: Self) -> Self {
        Self::around([self.south_west, self.north_east, other.south_west, other.north_east]).unwrap_or(self)
    }
}
