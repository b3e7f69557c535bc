//! The stream of features: members in any order, every fault tied to its feature.

use super::coordinates::NodeSeed;
use super::feature_error;
use super::head::{DocumentHead, is_geometry};
use super::members::{Columns, CrsMember, GeometrySeed, Properties, Word, scalars};
use super::shape::RawGeometry;
use crate::layer::{Cell, Row};
use crate::{AboutGeometry, FileError, Limits, RowError};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// What has been read so far.
pub(super) struct Reading {
    pub columns: Columns,
    pub rows: Vec<Row>,
    pub errors: Vec<RowError>,
    pub refused: Option<FileError>,
    count: usize,
    budget: usize,
    limits: Limits,
}

impl Reading {
    pub fn new(limits: &Limits) -> Self {
        Self {
            columns: Columns::default(),
            rows: Vec::new(),
            errors: Vec::new(),
            refused: None,
            count: 0,
            budget: limits.vertices,
            limits: *limits,
        }
    }

    fn refuse<E: Error>(&mut self, error: FileError) -> E {
        let failure = E::custom(&error);
        self.refused = Some(error);
        failure
    }

    /// Takes the next feature over.
    fn take(&mut self, feature: Feature) {
        let number = self.count;
        match feature.into_row(number) {
            Ok(row) => self.rows.push(row),
            Err(error) => self.errors.push(error),
        }
    }
}

/// The whole document.
pub(super) struct Document<'a>(pub &'a mut Reading);

impl<'de> DeserializeSeed<'de> for Document<'_> {
    type Value = DocumentHead;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<DocumentHead, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Document<'_> {
    type Value = DocumentHead;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GeoJSON FeatureCollection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<DocumentHead, A::Error> {
        let reading = self.0;
        let mut head = DocumentHead::default();
        let mut single = Feature { kind: None, ..Feature::default() };
        let mut bare = RawGeometry::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" if head.kind.is_some() => {
                    map.next_value::<IgnoredAny>()?;
                    head.twice = Some(key);
                }
                "type" => head.kind = map.next_value_seed(Word)?,
                "features" if head.has_features => {
                    map.next_value::<IgnoredAny>()?;
                    head.twice = Some(key);
                }
                "features" => {
                    map.next_value_seed(Features(&mut *reading))?;
                    head.has_features = true;
                }
                "crs" => head.crs = map.next_value_seed(CrsMember)?,
                "coordinates" => {
                    bare.coordinates = Some(map.next_value_seed(NodeSeed { budget: &mut reading.budget })?)
                }
                _ => single.member(&key, &mut map, reading)?,
            }
        }
        match head.kind.as_deref() {
            Some("Feature") => {
                reading.count += 1;
                single.kind = head.kind.clone();
                reading.take(single);
            }
            Some(kind) if is_geometry(kind) => {
                reading.count += 1;
                bare.kind = head.kind.clone();
                let geometry = Some(Some(bare));
                reading.take(Feature {
                    kind: Some("Feature".into()),
                    geometry,
                    properties: Some(Vec::new()),
                    fault: None,
                });
            }
            _ => {}
        }
        Ok(head)
    }
}

/// The array of features.
struct Features<'a>(&'a mut Reading);

impl<'de> DeserializeSeed<'de> for Features<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let reading = self.0;
        loop {
            reading.count += 1;
            if reading.count > reading.limits.rows {
                let error = FileError::new("too_large")
                    .with("rows", reading.count)
                    .with("limit", reading.limits.rows);
                return Err(reading.refuse(error));
            }
            match seq.next_element_seed(FeatureSeed(&mut *reading)) {
                Ok(Some(feature)) => reading.take(feature),
                Ok(None) => return Ok(()),
                Err(_) if reading.budget == 0 => {
                    let error = FileError::new("too_large")
                        .with("vertices", reading.limits.vertices)
                        .with("limit", reading.limits.vertices);
                    return Err(reading.refuse(error));
                }
                Err(error) => return Err(error),
            }
        }
    }
}

/// A feature's members before they are judged.
#[derive(Debug, Default)]
struct Feature {
    kind: Option<String>,
    /// `None` missing, `Some(None)` null.
    geometry: Option<Option<RawGeometry>>,
    properties: Option<Vec<(usize, Cell)>>,
    fault: Option<(&'static str, &'static str, String)>,
}

impl Feature {
    fn note(&mut self, code: &'static str, field: &'static str, found: impl Into<String>) {
        self.fault.get_or_insert((code, field, found.into()));
    }

    fn member<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        map: &mut A,
        reading: &mut Reading,
    ) -> Result<(), A::Error> {
        match key {
            "type" => self.kind = map.next_value_seed(Word)?,
            "properties" => match map.next_value_seed(Properties(&mut reading.columns))? {
                Ok(_) if self.properties.is_some() => self.note("duplicate_member", "properties", ""),
                Ok(values) => {
                    let mut columns: Vec<usize> = values.iter().map(|(column, _)| *column).collect();
                    columns.sort_unstable();
                    if let Some(twice) = columns.windows(2).find(|pair| pair[0] == pair[1]) {
                        self.note("duplicate_member", "properties", reading.columns.names[twice[0]].clone());
                    }
                    self.properties = Some(values);
                }
                Err(found) => self.note("bad_properties", "properties", found),
            },
            "geometry" => match map.next_value_seed(GeometrySeed(&mut reading.budget))? {
                Ok(_) if self.geometry.is_some() => self.note("duplicate_member", "geometry", ""),
                Ok(geometry) => self.geometry = Some(geometry),
                Err(found) => self.note("bad_geometry", "geometry", found),
            },
            _ => {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn into_row(self, number: usize) -> Result<Row, RowError> {
        if let Some((code, field, found)) = self.fault {
            return Err(feature_error(number, code, field, &found));
        }
        if self.kind.as_deref() != Some("Feature") {
            return Err(feature_error(number, "not_a_feature", "type", self.kind.as_deref().unwrap_or("")));
        }
        let mut cells = Vec::new();
        for (column, cell) in self.properties.unwrap_or_default() {
            if cells.len() <= column {
                cells.resize(column + 1, Cell::Empty);
            }
            cells[column] = cell;
        }
        let geometry = match self.geometry {
            None | Some(None) => None,
            Some(Some(raw)) => Some(raw.into_geometry().map_err(|fault| {
                let values = fault.points.map(|points| ("points", points.to_string())).into_iter().collect();
                feature_error(number, fault.code, "geometry", &fault.found)
                    .detail(fault.detail)
                    .about(AboutGeometry { place: fault.place, values, others: 0 })
            })?),
        };
        Ok(Row { number, cells, geometry })
    }
}

struct FeatureSeed<'a>(&'a mut Reading);

impl<'de> DeserializeSeed<'de> for FeatureSeed<'_> {
    type Value = Feature;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Feature, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for FeatureSeed<'_> {
    type Value = Feature;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a feature")
    }

    scalars!(Feature, |_, found: &str| Feature {
        fault: Some(("not_a_feature", "features", found.to_owned())),
        ..Feature::default()
    });

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Feature, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Feature {
            fault: Some(("not_a_feature", "features", "an array".to_owned())),
            ..Feature::default()
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Feature, A::Error> {
        let mut feature = Feature::default();
        while let Some(key) = map.next_key::<String>()? {
            feature.member(&key, &mut map, self.0)?;
        }
        Ok(feature)
    }
}
