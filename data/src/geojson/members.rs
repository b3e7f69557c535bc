//! The members of a feature, read leniently: what stands there instead of the right thing is told
//! to the feature, which knows its number.

use super::coordinates::NodeSeed;
use super::shape::RawGeometry;
use crate::layer::Cell;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::collections::HashMap;
use std::fmt;

/// The names of properties in the order in which they were met.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub names: Vec<String>,
    by_name: HashMap<String, usize>,
}

impl Columns {
    /// The number of a name; new names get the next.
    fn number(&mut self, name: &str) -> usize {
        if let Some(number) = self.by_name.get(name) {
            return *number;
        }
        self.names.push(name.to_owned());
        self.by_name.insert(name.to_owned(), self.names.len() - 1);
        self.names.len() - 1
    }
}

/// Implements the scalar visits of a lenient visitor: each gives what `$make` says.
macro_rules! scalars {
    ($value:ty, $make:expr) => {
        fn visit_bool<E: Error>(self, value: bool) -> Result<$value, E> {
            Ok($make(Cell::Text(value.to_string()), "true or false"))
        }
        fn visit_i64<E: Error>(self, value: i64) -> Result<$value, E> {
            Ok($make(Cell::Number(value.to_string()), "a number"))
        }
        fn visit_u64<E: Error>(self, value: u64) -> Result<$value, E> {
            Ok($make(Cell::Number(value.to_string()), "a number"))
        }
        fn visit_f64<E: Error>(self, value: f64) -> Result<$value, E> {
            Ok($make(Cell::Number(value.to_string()), "a number"))
        }
        fn visit_str<E: Error>(self, value: &str) -> Result<$value, E> {
            Ok($make(Cell::text(value), "a text"))
        }
        fn visit_unit<E: Error>(self) -> Result<$value, E> {
            Ok($make(Cell::Empty, "null"))
        }
    };
}
pub(super) use scalars;

/// The values of a `properties` object by column, or what it is instead.
pub(super) struct Properties<'a>(pub &'a mut Columns);
pub(super) type Values = Result<Vec<(usize, Cell)>, &'static str>;

impl<'de> DeserializeSeed<'de> for Properties<'_> {
    type Value = Values;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Values, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Properties<'_> {
    type Value = Values;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    scalars!(Values, |_, found| if found == "null" { Ok(Vec::new()) } else { Err(found) });

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Values, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Err("an array"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Values, A::Error> {
        let mut values = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let column = self.0.number(&key);
            values.push((column, map.next_value_seed(CellSeed)?));
        }
        Ok(Ok(values))
    }
}

/// A property; objects and arrays count as empty, no register has a use for them.
struct CellSeed;

impl<'de> DeserializeSeed<'de> for CellSeed {
    type Value = Cell;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cell, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for CellSeed {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    scalars!(Cell, |cell, _| cell);

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Cell, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Cell::Empty)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Cell, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Cell::Empty)
    }
}

/// A text member; anything else counts as missing.
pub(super) struct Word;

impl<'de> DeserializeSeed<'de> for Word {
    type Value = Option<String>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        CellSeed.deserialize(deserializer).map(|cell| match cell {
            Cell::Text(text) => Some(text),
            _ => None,
        })
    }
}

/// A geometry, null, or what it is instead.
pub(super) struct GeometrySeed<'a>(pub &'a mut usize);
pub(super) type MaybeGeometry = Result<Option<RawGeometry>, &'static str>;

impl<'de> DeserializeSeed<'de> for GeometrySeed<'_> {
    type Value = MaybeGeometry;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<MaybeGeometry, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for GeometrySeed<'_> {
    type Value = MaybeGeometry;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a geometry")
    }

    scalars!(MaybeGeometry, |_, found| if found == "null" { Ok(None) } else { Err(found) });

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<MaybeGeometry, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Err("an array"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<MaybeGeometry, A::Error> {
        let mut raw = RawGeometry::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => raw.kind = map.next_value_seed(Word)?,
                "coordinates" => {
                    raw.coordinates = Some(map.next_value_seed(NodeSeed { budget: &mut *self.0 })?)
                }
                _ => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(Ok(Some(raw)))
    }
}

/// The name within an old `crs` member.
pub(super) struct CrsMember;

impl<'de> DeserializeSeed<'de> for CrsMember {
    type Value = Option<String>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let value = <serde_json::Value as serde::Deserialize>::deserialize(deserializer)?;
        let name = value.pointer("/properties/name").or_else(|| value.get("name"));
        let name = name.and_then(serde_json::Value::as_str).or_else(|| value.as_str());
        Ok(name.map(str::to_owned))
    }
}
