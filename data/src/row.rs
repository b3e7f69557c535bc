//! Taking one row apart, field by field, with the first fault named.

use crate::crs::Projector;
use crate::fields::{FieldMap, value_of, values_of};
use crate::figures::{beijing, degrees, half_width};
use crate::geometry;
use crate::layer::{Formats, Geometry, Layer, Row, Xy, read_layer};
use crate::persons::{Staff, refuse_columns, search_rows};
use crate::{FileError, Note, Outcome, ReadOptions, RowError};
use geo_core::Position;
use serde::Deserialize;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use world::Timestamp;

/// Longest text that a register takes over, in characters.
const LONGEST_TEXT: usize = 500;

/// One row with what is needed to understand it.
pub(crate) struct RowReader<'a> {
    pub row: &'a Row,
    pub map: &'a FieldMap,
    pub projector: &'a Projector,
}

impl<'a> RowReader<'a> {
    /// An error at a field, with what stands there.
    pub fn error(&self, field: &str, code: &'static str) -> RowError {
        RowError::new(self.row.number, code).at(self.map.name(field), self.raw(field).unwrap_or_default())
    }

    /// What stands in the field's column.
    pub fn raw(&self, field: &str) -> Option<&'a str> {
        let cell = self.map.column(field).and_then(|column| self.row.cells.get(column)?.as_str());
        cell.or_else(|| self.map.constant(field))
    }

    /// A text that may be missing.
    pub fn text(&self, field: &str) -> Result<Option<String>, RowError> {
        let Some(text) = self.raw(field) else { return Ok(None) };
        if text.chars().count() > LONGEST_TEXT {
            return Err(self.error(field, "text_too_long").detail(LONGEST_TEXT));
        }
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            return Err(self.error(field, "control_character"));
        }
        Ok(Some(text.split_whitespace().collect::<Vec<_>>().join(" ")))
    }

    /// A text that must be there.
    pub fn required(&self, field: &str) -> Result<String, RowError> {
        self.text(field)?.ok_or_else(|| self.error(field, "missing_value"))
    }

    /// An identifier that must be there.
    pub fn id<T: std::str::FromStr>(&self, field: &str) -> Result<T, RowError>
    where
        T::Err: std::fmt::Display,
    {
        self.code(field)?.parse().map_err(|error: T::Err| self.error(field, "bad_code").detail(error))
    }

    /// The text of an identifier that must be there. A spreadsheet that takes a long code for a number writes
    /// `4.20102E+11`, and the digits are gone.
    pub fn code(&self, field: &str) -> Result<String, RowError> {
        let text = self.required(field)?;
        let scientific = text.to_ascii_uppercase().split_once("E+").is_some_and(|(figures, power)| {
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            digits(power) && digits(&figures.replacen('.', "", 1))
        });
        if scientific { Err(self.error(field, "code_lost_its_digits")) } else { Ok(text) }
    }

    /// A value of an enumeration, by `tables/values.json`.
    pub fn choice<T: for<'de> Deserialize<'de>>(
        &self,
        field: &str,
        table: &str,
    ) -> Result<Option<T>, RowError> {
        match self.raw(field) {
            None => Ok(None),
            Some(text) => value_of(table, text)
                .map(Some)
                .ok_or_else(|| self.error(field, "unknown_value").detail(values_of(table))),
        }
    }

    /// Yes or no; no when the field is empty.
    pub fn yes(&self, field: &str) -> Result<bool, RowError> {
        Ok(self.choice::<YesNo>(field, "yes_no")? == Some(YesNo::Yes))
    }

    /// A whole number that may be missing.
    pub fn count(&self, field: &str) -> Result<Option<u32>, RowError> {
        let Some(text) = self.raw(field) else { return Ok(None) };
        let text = half_width(text);
        let whole = text.strip_suffix(".0").unwrap_or(&text);
        whole.parse().map(Some).map_err(|_| self.error(field, "bad_number"))
    }

    /// A telephone number: digits with the marks people put between them.
    pub fn phone(&self, field: &str) -> Result<Option<String>, RowError> {
        let Some(text) = self.text(field)? else { return Ok(None) };
        let fits = text.len() <= 32
            && text.bytes().any(|byte| byte.is_ascii_digit())
            && text.chars().all(|c| {
                c.is_ascii_digit()
                    || matches!(c, '+' | '-' | ' ' | '(' | ')' | '/' | '转' | ',' | '、' | '（' | '）')
            });
        if fits { Ok(Some(text)) } else { Err(self.error(field, "bad_phone")) }
    }

    /// An instant: RFC 3339, or a date and a time of Beijing (`2026-11-22 08:00`, `2026/11/2 8:00`).
    pub fn time(&self, field: &str) -> Result<Timestamp, RowError> {
        let text = self.required(field)?;
        let local = || beijing(&text).and_then(|text| text.parse().ok());
        text.parse().ok().or_else(local).ok_or_else(|| self.error(field, "bad_time"))
    }

    /// The point of a row: its geometry, else its longitude and latitude columns.
    pub fn position(&self) -> Result<Position, RowError> {
        match &self.row.geometry {
            Some(Geometry::Point(xy)) => geometry::position(self.row.number, "geometry", *xy, self.projector),
            Some(Geometry::Parts(_)) => Err(RowError::new(self.row.number, "wrong_geometry")
                .at("geometry", "Polygon")
                .detail("Point")),
            Some(Geometry::Other(kind)) => {
                Err(RowError::new(self.row.number, "wrong_geometry").at("geometry", kind).detail("Point"))
            }
            None => self.columns_position()?.ok_or_else(|| RowError::new(self.row.number, "no_position")),
        }
    }

    /// The point of the longitude and latitude columns, if they are filled.
    pub fn columns_position(&self) -> Result<Option<Position>, RowError> {
        let (Some(lon), Some(lat)) = (self.coordinate("lon")?, self.coordinate("lat")?) else {
            return Ok(None);
        };
        let xy: Xy = [lon, lat];
        geometry::position(self.row.number, self.map.name("lon"), xy, self.projector).map(Some)
    }

    fn coordinate(&self, field: &str) -> Result<Option<f64>, RowError> {
        let Some(text) = self.raw(field) else { return Ok(None) };
        degrees(&half_width(text)).map(Some).ok_or_else(|| self.error(field, "bad_coordinate"))
    }
}

/// The code of a record that has no type of its own, under the rule of [`dispatch::TeamId`].
pub(crate) struct RecordCode(pub String);

impl std::str::FromStr for RecordCode {
    type Err = dispatch::IdError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        dispatch::TeamId::new(text).map(|id| Self(id.as_str().to_owned()))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum YesNo {
    Yes,
    No,
}

/// Reads a register: every row through `build`, codes of rows distinct.
pub(crate) fn read_register<T>(
    input: &[u8],
    options: &ReadOptions,
    register: &'static str,
    staff: Staff,
    required: &[&str],
    build: impl Fn(&RowReader) -> Result<T, RowError>,
    code: impl Fn(&T) -> &str,
) -> Result<Outcome<T>, FileError> {
    let mut layer = read_layer(input, Formats::TablesAndMaps, &options.limits)?;
    let mut map = FieldMap::new(register, None, &layer.columns);
    map.apply(&options.naming)?;
    refuse_columns(&layer.columns, staff)?;
    if !layer.rows.is_empty() || !layer.errors.is_empty() {
        required.iter().try_for_each(|field| map.require(field))?;
    }
    search_rows(&mut layer, &map);
    finish(layer, &map, options.crs.as_ref(), build, code)
}

/// The second half of every reader: coordinates, rows, doubles, order.
pub(crate) fn finish<T>(
    mut layer: Layer,
    map: &FieldMap,
    crs: Option<&crate::Crs>,
    build: impl Fn(&RowReader) -> Result<T, RowError>,
    code: impl Fn(&T) -> &str,
) -> Result<Outcome<T>, FileError> {
    if layer.rows.is_empty() && layer.errors.is_empty() {
        return Err(FileError::new("no_rows"));
    }
    let has_places = map.column("lon").is_some() || layer.rows.iter().any(|row| row.geometry.is_some());
    let assumed = crs.is_none() && layer.crs.is_none() && has_places;
    let (crs, projector) = geometry::projector_for(&layer, crs)?;
    let mut notes = std::mem::take(&mut layer.notes);
    if assumed {
        notes.push(Note::new("crs_assumed"));
    }
    notes.push(Note::new("columns_understood").with("fields", map.summary()).with("crs", crs));
    let mut seen: HashMap<String, usize> = HashMap::new();
    let (mut rows, mut numbers) = (Vec::new(), Vec::new());
    let mut errors = layer.errors;
    for row in &layer.rows {
        let reader = RowReader { row, map, projector: &projector };
        match build(&reader) {
            Ok(built) => match seen.entry(code(&built).to_owned()) {
                Entry::Vacant(free) => {
                    free.insert(row.number);
                    rows.push(built);
                    numbers.push(row.number);
                }
                Entry::Occupied(first) => {
                    errors.push(reader.error("code", "duplicate_code").detail(first.get()))
                }
            },
            Err(error) => errors.push(error),
        }
    }
    errors.sort_by_key(|error| error.row);
    Ok(Outcome { rows, numbers, errors, notes })
}
