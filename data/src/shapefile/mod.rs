//! Zipped Shapefiles: `.shp` for shapes, `.dbf` for the table, `.prj` for the coordinates, `.cpg`
//! for the encoding.
//!
//! The two binary formats are read here and not by the crates `shapefile` and `dbase`, because a
//! file is hostile until it was read: every count is checked against the bytes that are there,
//! nothing is allocated on a file's word, and a broken record is one named row.

mod archive;
mod dbf;
mod shp;

use crate::crs::crs_of_wkt;
use crate::input::{Kind, decode_labelled, kind_of, wrong_kind};
use crate::layer::{Formats, Layer, Row, read_layer};
use crate::{FileError, Limits, Note};
use archive::Archive;

/// Reads the one layer of a zip archive: a Shapefile, or a single GeoJSON or CSV file.
///
/// # Errors
/// `bad_zip`, `wrong_kind`, `many_layers`, `shapefile_incomplete`, and whatever its parts give.
pub(crate) fn read_zip(bytes: &[u8], formats: Formats, limits: &Limits) -> Result<Layer, FileError> {
    let mut archive = Archive::open(bytes)?;
    if let Some(seems) = office_document(&archive.names) {
        return Err(wrong_kind(seems));
    }
    let shapes: Vec<String> = archive.with_ending(".shp").into_iter().map(str::to_owned).collect();
    match &shapes[..] {
        [shape] => read_shapefile(&mut archive, shape, limits),
        [] => read_single(&mut archive, formats, limits),
        _ => Err(FileError::new("many_layers").with("detail", shapes.join(", "))),
    }
}

fn office_document(names: &[String]) -> Option<&'static str> {
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    match () {
        () if has("xl/") => Some("an Excel workbook (.xlsx); save it as CSV UTF-8"),
        () if has("word/") => Some("a Word document (.docx)"),
        () if names.iter().any(|name| name.ends_with(".kml")) => Some("a KMZ file"),
        () if has("content.xml") => Some("an OpenDocument file"),
        () => None,
    }
}

fn read_single(archive: &mut Archive, formats: Formats, limits: &Limits) -> Result<Layer, FileError> {
    let known = [".geojson", ".json", ".csv"];
    let files: Vec<String> =
        known.iter().flat_map(|ending| archive.with_ending(ending)).map(str::to_owned).collect();
    match &files[..] {
        [name] => {
            let inside = archive.read(name, limits)?;
            match kind_of(&inside) {
                Kind::Zip | Kind::Gzip => Err(wrong_kind("an archive within an archive")),
                _ => read_layer(&inside, formats, limits),
            }
        }
        [] => Err(wrong_kind("a zip archive without .shp, .geojson or .csv")),
        _ => Err(FileError::new("many_layers").with("detail", files.join(", "))),
    }
}

fn read_shapefile(archive: &mut Archive, shape: &str, limits: &Limits) -> Result<Layer, FileError> {
    let stem = shape.get(..shape.len() - ".shp".len()).unwrap_or(shape);
    let beside =
        |archive: &Archive, ending: &str| archive.find(&format!("{stem}{ending}")).map(str::to_owned);
    let missing =
        |ending: &str| FileError::new("shapefile_incomplete").with("file", format!("{stem}{ending}"));
    let table = beside(archive, ".dbf").ok_or_else(|| missing(".dbf"))?;
    let label = match beside(archive, ".cpg") {
        Some(name) => Some(String::from_utf8_lossy(&archive.read(&name, limits)?).trim().to_owned()),
        None => None,
    };
    let mut layer = dbf::read(&archive.read(&table, limits)?, label.as_deref(), limits)?;
    if let Some(name) = beside(archive, ".prj") {
        let text = decode_labelled(&archive.read(&name, limits)?, None);
        layer.crs = (!text.trim().is_empty()).then(|| crs_of_wkt(&text));
    }
    if layer.crs.is_none() {
        layer.notes.push(Note::new("no_prj"));
    }
    let records = shp::read(&archive.read(shape, limits)?, limits)?;
    if records.len() != layer.rows.len() {
        let error = FileError::new("shapefile_rows_differ");
        return Err(error.with("shapes", records.len()).with("rows", layer.rows.len()));
    }
    let rows = std::mem::take(&mut layer.rows);
    for (row, record) in rows.into_iter().zip(records) {
        let deleted = row.cells.is_empty() && !layer.columns.is_empty();
        match record {
            _ if deleted => {}
            Ok(geometry) => layer.rows.push(Row { geometry, ..row }),
            Err(error) => layer.errors.push(error),
        }
    }
    Ok(layer)
}
