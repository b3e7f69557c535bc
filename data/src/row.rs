//! Taking one row apart, field by field, with the first fault named.

use crate::crs::Projector;
use crate::fields::{FieldMap, value_of, values_of};
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
/// Beijing is eight hours ahead of UTC all year; times without an offset are Beijing's.
const BEIJING: &str = "+08:00";

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
        self.row.cells.get(self.map.column(field)?)?.as_str()
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
        self.required(field)?.parse().map_err(|error: T::Err| self.error(field, "bad_code").detail(error))
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
        let whole = text.strip_suffix(".0").unwrap_or(text);
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
        degrees(text).map(Some).ok_or_else(|| self.error(field, "bad_coordinate"))
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

/// `2026/11/2 8:00[:00]` as RFC 3339.
fn beijing(text: &str) -> Option<String> {
    let (date, time) = text.split_once([' ', 'T'])?;
    let mut date = date.split(['-', '/', '.']);
    let (year, month, day) = (date.next()?, date.next()?, date.next()?);
    let mut time = time.trim().split([':', '：']);
    let (hour, minute, second) = (time.next()?, time.next()?, time.next().unwrap_or("00"));
    Some(format!("{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute:0>2}:{second:0>2}{BEIJING}"))
}

/// A coordinate in decimal degrees (or metres), or in degrees, minutes and seconds:
/// `114°18'19.8"E`, `114 18 19.8`, `E114°18′`, `114度18分19秒`.
fn degrees(text: &str) -> Option<f64> {
    if let Ok(value) = text.parse::<f64>() {
        return value.is_finite().then_some(value);
    }
    let mut sign = 1.0;
    let mut rest = text.trim();
    for (mark, factor) in [
        ("东经", 1.0),
        ("西经", -1.0),
        ("北纬", 1.0),
        ("南纬", -1.0),
        ("E", 1.0),
        ("W", -1.0),
        ("N", 1.0),
        ("S", -1.0),
    ] {
        if let Some(stripped) = rest.strip_prefix(mark).or_else(|| rest.strip_suffix(mark)) {
            (rest, sign) = (stripped.trim(), factor);
            break;
        }
    }
    let mut figures = [0.0; 3];
    let marks = |c: char| {
        c.is_whitespace()
            || matches!(c, '°' | 'º' | '度' | '\'' | '′' | '’' | '分' | '"' | '″' | '”' | '秒' | ':')
    };
    let words: Vec<&str> = rest.split(marks).filter(|word| !word.is_empty()).collect();
    if words.is_empty() || words.len() > 3 {
        return None;
    }
    for (figure, word) in figures.iter_mut().zip(&words) {
        *figure = word.parse::<f64>().ok().filter(|value| value.is_finite())?;
    }
    let [whole, minutes, seconds] = figures;
    let in_range = (0.0..60.0).contains(&minutes) && (0.0..60.0).contains(&seconds);
    let negative = words[0].starts_with('-');
    in_range.then(|| {
        sign * if negative {
            whole - minutes / 60.0 - seconds / 3600.0
        } else {
            whole + minutes / 60.0 + seconds / 3600.0
        }
    })
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
    let map = FieldMap::new(register, None, &layer.columns);
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
    let (crs, projector) = geometry::projector_for(&layer, crs)?;
    let mut notes = std::mem::take(&mut layer.notes);
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

#[cfg(test)]
mod tests {
    use super::{beijing, degrees};

    #[test]
    fn degrees_minutes_and_seconds_are_understood() {
        for (text, value) in [
            ("114.305", 114.305),
            ("114°18'18\"E", 114.305),
            ("E114°18′18″", 114.305),
            ("东经114度18分18秒", 114.305),
            ("114 18 18", 114.305),
            ("-0°30'", -0.5),
            ("30°S", -30.0),
        ] {
            assert!((degrees(text).unwrap() - value).abs() < 1e-9, "{text}");
        }
        for text in ["", "abc", "114°75'", "1 2 3 4", "NaN", "inf", "°", "E"] {
            assert_eq!(degrees(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_without_offset_is_beijings() {
        assert_eq!(beijing("2026/11/2 8:05").unwrap(), "2026-11-02T08:05:00+08:00");
        assert_eq!(beijing("tomorrow"), None);
    }
}
