//! The bytes of a Mapbox Vector Tile 2.1: layers, features, keys, values, geometry commands.
//!
//! Written here rather than with the encoder of `fast-mvt` (which reads these tiles back in the tests),
//! because a layer of areas has two texts of its own for each feature: looking each of them up among
//! those written before, and keeping it twice, took half of the time of a tile.

mod wire;

use crate::Value;
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::hash::BuildHasher;
use wire::{
    BYTES, FIXED64, VARINT, bytes_length, bytes_length_always, field, put_bytes, put_varint, varint_length,
    zigzag,
};

/// A vertex in tile units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Coord {
    pub x: i32,
    pub y: i32,
}

/// The kind of geometry of a feature, numbered as in the specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GeometryKind {
    Point = 1,
    Line = 2,
    Polygon = 3,
}

const MOVE_TO: u32 = 1;
const LINE_TO: u32 = 2;
const CLOSE_PATH: u32 = 7;

/// One layer while it is written.
#[derive(Debug)]
pub(crate) struct LayerBytes {
    name: &'static str,
    keys: Vec<&'static str>,
    /// The `values` fields so far.
    values: Vec<u8>,
    value_count: u32,
    /// Where values that may come again begin and end, by hash, and their numbers.
    known: HashMap<u64, (std::ops::Range<usize>, u32), FixedState>,
    /// The `features` fields so far.
    features: Vec<u8>,
    feature_count: usize,
    tags: Vec<u8>,
    geometry: Vec<u8>,
    cursor: Coord,
}

/// Where to look for a value before writing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeats {
    /// Among the values written so far.
    Often,
    /// Nowhere: it is of this feature alone.
    Never,
}

impl LayerBytes {
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            keys: Vec::new(),
            values: Vec::new(),
            value_count: 0,
            known: HashMap::default(),
            features: Vec::new(),
            feature_count: 0,
            tags: Vec::new(),
            geometry: Vec::new(),
            cursor: Coord { x: 0, y: 0 },
        }
    }

    /// Adds one property to the open feature.
    pub(crate) fn tag(&mut self, key: &'static str, value: ValueRef<'_>, repeats: Repeats) {
        let key = self.keys.iter().position(|known| *known == key).unwrap_or_else(|| {
            self.keys.push(key);
            self.keys.len() - 1
        });
        put_varint(&mut self.tags, key as u64);
        let value = self.value(value, repeats);
        put_varint(&mut self.tags, value.into());
    }

    fn value(&mut self, value: ValueRef<'_>, repeats: Repeats) -> u32 {
        let start = self.values.len();
        value.write(&mut self.values);
        if repeats == Repeats::Often {
            let hash = FixedState::default().hash_one(&self.values[start..]);
            match self.known.get(&hash) {
                Some((range, number)) if self.values[range.clone()] == self.values[start..] => {
                    let number = *number;
                    self.values.truncate(start);
                    return number;
                }
                // Two values with one hash: the later one is simply not found again.
                Some(_) => {}
                None => {
                    self.known.insert(hash, (start..self.values.len(), self.value_count));
                }
            }
        }
        self.value_count += 1;
        self.value_count - 1
    }

    /// Adds points to the geometry of the open feature.
    pub(crate) fn point(&mut self, coord: Coord) {
        self.move_to(coord);
    }

    /// Adds a line of at least two vertices.
    pub(crate) fn line(&mut self, coords: &[Coord]) {
        let Some((first, rest)) = coords.split_first() else { return };
        self.move_to(*first);
        self.line_to(rest.iter());
    }

    /// Adds a ring of at least three vertices, the first not repeated; outer rings must have a positive
    /// area (y counted downwards), holes a negative one. `backwards` turns the ring round.
    pub(crate) fn ring(&mut self, coords: &[Coord], backwards: bool) {
        if backwards {
            let Some((first, rest)) = coords.split_last() else { return };
            self.move_to(*first);
            self.line_to(rest.iter().rev());
        } else {
            let Some((first, rest)) = coords.split_first() else { return };
            self.move_to(*first);
            self.line_to(rest.iter());
        }
        put_varint(&mut self.geometry, command(CLOSE_PATH, 1));
    }

    fn move_to(&mut self, coord: Coord) {
        put_varint(&mut self.geometry, command(MOVE_TO, 1));
        self.step(coord);
    }

    fn line_to<'a>(&mut self, coords: impl ExactSizeIterator<Item = &'a Coord>) {
        put_varint(&mut self.geometry, command(LINE_TO, coords.len()));
        for coord in coords {
            self.step(*coord);
        }
    }

    #[inline]
    fn step(&mut self, to: Coord) {
        put_varint(&mut self.geometry, zigzag(i64::from(to.x) - i64::from(self.cursor.x)));
        put_varint(&mut self.geometry, zigzag(i64::from(to.y) - i64::from(self.cursor.y)));
        self.cursor = to;
    }

    /// Closes the open feature: what was tagged and drawn since the last one.
    pub(crate) fn end_feature(&mut self, kind: GeometryKind, id: Option<u64>) {
        let id_length = id.map_or(0, |id| 1 + varint_length(id));
        let length = id_length + bytes_length(self.tags.len()) + 2 + bytes_length(self.geometry.len());
        put_varint(&mut self.features, field(2, BYTES));
        put_varint(&mut self.features, length as u64);
        if let Some(id) = id {
            put_varint(&mut self.features, field(1, VARINT));
            put_varint(&mut self.features, id);
        }
        put_bytes(&mut self.features, 2, &self.tags);
        put_varint(&mut self.features, field(3, VARINT));
        put_varint(&mut self.features, kind as u64);
        put_bytes(&mut self.features, 4, &self.geometry);
        self.feature_count += 1;
        self.tags.clear();
        self.geometry.clear();
        self.cursor = Coord { x: 0, y: 0 };
    }

    /// Appends the layer to a tile; one without features leaves no trace.
    pub(crate) fn append_to(&self, tile: &mut Vec<u8>) {
        const VERSION: u64 = 2;
        const EXTENT: u64 = crate::mercator::EXTENT as u64;
        if self.feature_count == 0 {
            return;
        }
        let keys: usize = self.keys.iter().map(|key| bytes_length(key.len())).sum();
        let numbers = 1 + varint_length(VERSION) + 1 + varint_length(EXTENT);
        let length = bytes_length(self.name.len()) + self.features.len() + keys + self.values.len() + numbers;
        tile.reserve(length + 10);
        put_varint(tile, field(3, BYTES));
        put_varint(tile, length as u64);
        put_varint(tile, field(15, VARINT));
        put_varint(tile, VERSION);
        put_bytes(tile, 1, self.name.as_bytes());
        tile.extend_from_slice(&self.features);
        for key in &self.keys {
            put_bytes(tile, 3, key.as_bytes());
        }
        tile.extend_from_slice(&self.values);
        put_varint(tile, field(5, VARINT));
        put_varint(tile, EXTENT);
    }
}

/// A value on its way into a tile.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ValueRef<'a> {
    Text(&'a str),
    Whole(i64),
    Real(f64),
    Truth(bool),
}

impl<'a> From<&'a Value> for ValueRef<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text),
            Value::Whole(number) => Self::Whole(*number),
            Value::Real(number) => Self::Real(*number),
            Value::Truth(truth) => Self::Truth(*truth),
        }
    }
}

impl ValueRef<'_> {
    /// Writes the value as a `values` field of a layer.
    fn write(self, out: &mut Vec<u8>) {
        put_varint(out, field(4, BYTES));
        match self {
            Self::Text(text) => {
                put_varint(out, bytes_length_always(text.len()) as u64);
                put_varint(out, field(1, BYTES));
                put_varint(out, text.len() as u64);
                out.extend_from_slice(text.as_bytes());
            }
            Self::Real(number) => {
                put_varint(out, 9);
                put_varint(out, field(3, FIXED64));
                out.extend_from_slice(&number.to_le_bytes());
            }
            // The unsigned field is the shortest for what is not negative, the zigzag one for what is.
            Self::Whole(number) => {
                let (number, place) =
                    u64::try_from(number).map_or_else(|_| (zigzag(number), 6), |number| (number, 5));
                put_varint(out, 1 + varint_length(number) as u64);
                put_varint(out, field(place, VARINT));
                put_varint(out, number);
            }
            Self::Truth(truth) => {
                put_varint(out, 2);
                put_varint(out, field(7, VARINT));
                put_varint(out, truth.into());
            }
        }
    }
}

const fn command(id: u32, count: usize) -> u64 {
    (count as u64) << 3 | id as u64
}

#[cfg(test)]
mod conformance;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_specification() {
        // Mapbox Vector Tile Specification 2.1, 4.3.5.
        let mut layer = LayerBytes::new("example");
        layer.ring(&[Coord { x: 3, y: 6 }, Coord { x: 8, y: 12 }, Coord { x: 20, y: 34 }], false);
        assert_eq!(layer.geometry, [9, 6, 12, 18, 10, 12, 24, 44, 15]);
        layer.end_feature(GeometryKind::Polygon, None);
        layer.line(&[Coord { x: 2, y: 2 }, Coord { x: 2, y: 10 }, Coord { x: 10, y: 10 }]);
        layer.line(&[Coord { x: 1, y: 1 }, Coord { x: 3, y: 5 }]);
        assert_eq!(layer.geometry, [9, 4, 4, 18, 0, 16, 16, 0, 9, 17, 17, 10, 4, 8]);
    }
}
