//! Areas with outlines, from GeoJSON or a zipped Shapefile.

use crate::fields::{FieldMap, value_of, values_of};
use crate::geometry;
use crate::layer::{Cell, Formats, Geometry, Layer, read_layer};
use crate::persons::{Staff, refuse_columns, search_rows};
use crate::row::{RowReader, finish};
use crate::{AreaOptions, FileError, Note, Outcome, RowError};
use geo_core::{AreaCode, Level};
use std::cell::Cell as Counter;
use std::sync::Arc;
use world::NewArea;
use world::records::{Area, GridKind};

/// Length of a division code with township and community, GB/T 2260 and GB/T 10114.
const FULL_CODE: usize = 12;

/// Reads the areas of one level. `known` says which codes are areas of the level above already.
///
/// A row's code is found by the table of column names, or by the option; its parent by a parent
/// column, else by the code's prefix in the default template (6 + 3 + 3 + 3 + 2 digits) if that
/// area is known. A 12-digit code that is zeros below the level is cut to the level's length:
/// `420102000000` at level district is `420102`. Rows that say another level are left out, with a
/// note.
///
/// # Errors
/// [`FileError`] when the file cannot be read: of another kind, damaged, too large, in projected
/// coordinates nobody named (`looks_projected`), without a code or name column, or with a column
/// of persons.
pub fn read_areas(
    input: &[u8],
    options: &AreaOptions,
    known: &dyn Fn(&AreaCode) -> bool,
) -> Result<Outcome<NewArea>, FileError> {
    let mut layer = read_layer(input, Formats::Maps, &options.limits)?;
    let mut map = FieldMap::new("area", Some(options.level), &layer.columns);
    map.apply(&options.naming)?;
    refuse_columns(&layer.columns, Staff::Named)?;
    if !layer.rows.is_empty() {
        map.require("code")?;
        map.require("name")?;
    }
    leave_out_other_levels(&mut layer, &map, options.level)?;
    search_rows(&mut layer, &map);
    let shortened = Counter::new(0_usize);
    let build = |reader: &RowReader| area(reader, options.level, known, &shortened);
    let mut outcome = finish(layer, &map, options.crs.as_ref(), build, |new| new.area.code.as_str())?;
    if let Some(note) = codes_of_another_level(&outcome.rows, options.level) {
        outcome.notes.push(note);
    }
    if shortened.get() > 0 {
        outcome.notes.push(
            Note::new("codes_shortened")
                .with("rows", shortened.get())
                .with("digits", options.level.code_length()),
        );
    }
    Ok(outcome)
}

/// Township codes in a file of districts: most likely the wrong file, or the wrong level.
fn codes_of_another_level(rows: &[NewArea], level: Level) -> Option<Note> {
    let length = |new: &NewArea| {
        let code = new.area.code.as_str();
        code.bytes().all(|byte| byte.is_ascii_digit()).then_some(code.len())
    };
    let other = Level::ALL
        .into_iter()
        .filter(|other| *other != level)
        .map(|other| (other, rows.iter().filter(|new| length(new) == Some(other.code_length())).count()))
        .max_by_key(|(_, count)| *count)?;
    let (seems, count) = other;
    (count * 2 > rows.len()).then(|| {
        Note::new("codes_of_another_level").with("rows", count).with("seems", seems).with("level", level)
    })
}

/// Rows that say in a `level` column that they are of another level: the outline of the city in a
/// file of districts.
fn leave_out_other_levels(layer: &mut Layer, map: &FieldMap, level: Level) -> Result<(), FileError> {
    let Some(column) = map.column("level") else { return Ok(()) };
    let said = |cells: &[Cell]| {
        cells.get(column).and_then(Cell::as_str).and_then(|text| value_of::<String>("level", text))
    };
    let before = layer.rows.len();
    layer.rows.retain(|row| said(&row.cells).is_none_or(|said| said == level.name()));
    let left_out = before - layer.rows.len();
    if left_out > 0 && layer.rows.is_empty() {
        return Err(FileError::new("no_rows_of_level")
            .with("level", level)
            .with("rows", left_out)
            .with("names", values_of("level")));
    }
    if left_out > 0 {
        layer.notes.push(Note::new("other_levels_left_out").with("rows", left_out).with("level", level));
    }
    Ok(())
}

fn area(
    reader: &RowReader,
    level: Level,
    known: &dyn Fn(&AreaCode) -> bool,
    shortened: &Counter<usize>,
) -> Result<NewArea, RowError> {
    let raw = reader.code("code")?;
    let short = cut_zeros(&raw, level);
    if short != raw {
        shortened.set(shortened.get() + 1);
    }
    let code = AreaCode::new(short).map_err(|error| reader.error("code", "bad_code").detail(error))?;
    let name = reader.required("name")?;
    let parent = parent(reader, &code, level, known)?;
    let outline = match &reader.row.geometry {
        Some(Geometry::Parts(parts)) => geometry::outline(reader.row.number, parts, reader.projector)?,
        Some(Geometry::Point(_)) => return Err(wrong_geometry(reader, "Point")),
        Some(Geometry::Other(kind)) => return Err(wrong_geometry(reader, kind)),
        None => return Err(RowError::new(reader.row.number, "no_geometry").at("geometry", "")),
    };
    let area = Area {
        name,
        level,
        parent,
        grid_kind: reader.choice::<GridKind>("grid_kind", "grid_kind")?,
        leader: reader.text("leader")?,
        phone: reader.phone("phone")?,
        body: reader.text("body")?,
        square_metres: outline.area().0,
        label: geometry::label_point(&outline),
        version: 0,
        code,
    };
    Ok(NewArea { area, outline: Arc::new(outline) })
}

fn wrong_geometry(reader: &RowReader, found: &str) -> RowError {
    RowError::new(reader.row.number, "wrong_geometry").at("geometry", found).detail("Polygon, MultiPolygon")
}

/// The code without the zeros that fill it up to twelve digits, when all digits below the level
/// are zeros.
fn cut_zeros(code: &str, level: Level) -> String {
    let length = level.code_length();
    let digits = code.len() == FULL_CODE && code.bytes().all(|byte| byte.is_ascii_digit());
    if digits && length < FULL_CODE && code.bytes().skip(length).all(|byte| byte == b'0') {
        code[..length].to_owned()
    } else {
        code.to_owned()
    }
}

fn parent(
    reader: &RowReader,
    code: &AreaCode,
    level: Level,
    known: &dyn Fn(&AreaCode) -> bool,
) -> Result<Option<AreaCode>, RowError> {
    let Some(above) = level.parent() else { return Ok(None) };
    if let Some(raw) = reader.raw("parent") {
        let parent = AreaCode::new(cut_zeros(raw, above))
            .map_err(|error| reader.error("parent", "bad_code").detail(error))?;
        return if known(&parent) {
            Ok(Some(parent))
        } else {
            Err(reader.error("parent", "unknown_parent").detail(above))
        };
    }
    let digits =
        code.as_str().len() == level.code_length() && code.as_str().bytes().all(|byte| byte.is_ascii_digit());
    let prefix = digits.then(|| AreaCode::new(&code.as_str()[..above.code_length()]).ok()).flatten();
    Ok(prefix.filter(|parent| known(parent)))
}

#[cfg(test)]
mod tests {
    use super::cut_zeros;
    use geo_core::Level;

    #[test]
    fn only_filling_zeros_are_cut() {
        assert_eq!(cut_zeros("420102000000", Level::District), "420102");
        assert_eq!(cut_zeros("420102001000", Level::District), "420102001000");
        assert_eq!(cut_zeros("420102001000", Level::Township), "420102001");
        assert_eq!(cut_zeros("420102001001", Level::Community), "420102001001");
        assert_eq!(cut_zeros("420102", Level::District), "420102");
    }
}
