//! Layers of polygons as files have them: GeoJSON, plain or gzipped, Shapefiles, zipped Shapefiles.
//!
//! The geometry is read by the readers of `data`. They read registers, which have codes and names, and these layers
//! have whatever columns they like: so each layer is handed over with a table of numbers instead of its own.

use super::super::folder::files_ending;
use data::{AreaOptions, FileError, Outcome, read_areas};
use flate2::read::MultiGzDecoder;
use geo_core::{Level, Shape};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use world::NewArea;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// How the file holds its polygons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    GeoJson,
    Shapefile,
    Zip,
}

const ENDINGS: [(&str, Format); 6] = [
    (".geojson", Format::GeoJson),
    (".geojson.gz", Format::GeoJson),
    (".json", Format::GeoJson),
    (".json.gz", Format::GeoJson),
    (".shp", Format::Shapefile),
    (".zip", Format::Zip),
];

/// A file that may hold polygons.
#[derive(Debug)]
pub struct LayerFile {
    pub path: PathBuf,
    format: Format,
}

/// The polygons of a layer by the number of their row.
#[derive(Debug, Default)]
pub struct Layer {
    pub areas: Vec<(u32, Arc<Shape>)>,
    /// Rows that are no valid polygons, and why.
    pub refused: Vec<String>,
}

/// The files below a folder that may hold polygons, in the order of their paths.
pub fn layers_below(folder: &Path) -> io::Result<Vec<LayerFile>> {
    let mut files = Vec::new();
    for (ending, format) in ENDINGS {
        files.extend(files_ending(folder, ending)?.into_iter().map(|path| LayerFile { path, format }));
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

impl LayerFile {
    /// Where it lies below a folder.
    pub fn name_below(&self, folder: &Path) -> String {
        self.path.strip_prefix(folder).unwrap_or(&self.path).display().to_string()
    }

    /// Its polygons.
    pub fn read(&self) -> Result<Layer, String> {
        let bytes = std::fs::read(&self.path).map_err(|error| error.to_string())?;
        let numbered = match self.format {
            Format::GeoJson => numbered_geojson(&bytes)?,
            Format::Shapefile => {
                let beside = |ending: &str| std::fs::read(self.path.with_extension(ending)).ok();
                let table = beside("dbf").or_else(|| beside("DBF"));
                numbered_shapefile(&bytes, table, beside("prj").or_else(|| beside("PRJ")))?
            }
            Format::Zip => numbered_zip(&bytes)?,
        };
        let outcome = read_finest(&numbered).map_err(|error| error.to_string())?;
        let numbers = outcome.numbers.iter().map(|number| *number as u32);
        let layer = Layer {
            areas: numbers.zip(outcome.rows.into_iter().map(|row| row.outline)).collect(),
            refused: outcome.errors.iter().map(ToString::to_string).collect(),
        };
        if layer.areas.is_empty() && outcome.errors.iter().all(|error| error.code == "wrong_geometry") {
            return Err("no polygons".into());
        }
        Ok(layer)
    }
}

impl Layer {
    /// The polygons for the planar map.
    pub fn shapes(&self) -> impl Iterator<Item = (u32, &Shape)> + Clone {
        self.areas.iter().map(|(number, shape)| (*number, &**shape))
    }
}

/// Reads the areas of the finest level that the layer has: the outline of a city lies over its districts, and neither
/// is wrong. A layer that says no levels is read whole.
fn read_finest(bytes: &[u8]) -> Result<Outcome<NewArea>, FileError> {
    let mut levels = Level::ALL.into_iter().rev();
    loop {
        let level = levels.next().unwrap_or(Level::District);
        match read_areas(bytes, &AreaOptions::new(level), &|_| false) {
            Err(error) if error.code == "no_rows_of_level" && level != Level::District => {}
            read => return read,
        }
    }
}

/// The GeoJSON with numbers for properties, and the level that it says, if any.
fn numbered_geojson(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut text = Vec::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        MultiGzDecoder::new(bytes).read_to_end(&mut text).map_err(|error| error.to_string())?;
    } else {
        text.extend_from_slice(bytes);
    }
    let mut layer: Value = serde_json::from_slice(&text).map_err(|error| error.to_string())?;
    let system = layer.get_mut("crs").map(Value::take);
    let features: Vec<Value> =
        (1..).zip(features_of(layer)?).map(|(number, feature)| numbered(number, feature)).collect();
    let mut layer = json!({ "type": "FeatureCollection", "features": features });
    if let Some(system) = system {
        layer["crs"] = system;
    }
    serde_json::to_vec(&layer).map_err(|error| error.to_string())
}

/// The features of a document: of a collection, one alone, or geometries without any.
fn features_of(mut document: Value) -> Result<Vec<Value>, String> {
    let bare = |geometry| json!({ "type": "Feature", "geometry": geometry });
    let list = |document: &mut Value, name: &str| match document.get_mut(name).map(Value::take) {
        Some(Value::Array(items)) => Ok(items),
        _ => Err(format!("no {name}")),
    };
    match document.get("type").and_then(Value::as_str) {
        Some("FeatureCollection") => list(&mut document, "features"),
        Some("GeometryCollection") => Ok(list(&mut document, "geometries")?.into_iter().map(bare).collect()),
        Some("Feature") => Ok(vec![document]),
        Some("Polygon" | "MultiPolygon") => Ok(vec![bare(document)]),
        _ => Err("no layer of GeoJSON".into()),
    }
}

fn numbered(number: u32, mut feature: Value) -> Value {
    if let Some(members) = feature.as_object_mut() {
        let mut properties = json!({ "code": number.to_string(), "name": number.to_string() });
        if let Some(level) = members.get("properties").and_then(|properties| properties.get("level")) {
            properties["level"] = level.clone();
        }
        members.insert("properties".into(), properties);
    }
    feature
}

/// A zipped Shapefile of the shapes, with a table of numbers.
fn numbered_shapefile(
    shapes: &[u8],
    table: Option<Vec<u8>>,
    system: Option<Vec<u8>>,
) -> Result<Vec<u8>, String> {
    let table = table.ok_or("a Shapefile without .dbf")?;
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let numbers = table_of_numbers(&table).ok_or("a damaged .dbf")?;
    let files =
        [("layer.shp", Some(shapes)), ("layer.dbf", Some(&numbers)), ("layer.prj", system.as_deref())];
    for (name, content) in files {
        if let Some(content) = content {
            let written = archive
                .start_file(name, SimpleFileOptions::default())
                .map_err(io::Error::other)
                .and_then(|()| archive.write_all(content));
            written.map_err(|error| error.to_string())?;
        }
    }
    archive.finish().map(Cursor::into_inner).map_err(|error| error.to_string())
}

/// A dBASE table that tells each row of another its number, and keeps what was deleted.
fn table_of_numbers(table: &[u8]) -> Option<Vec<u8>> {
    const DIGITS: usize = 10;
    let number = |at: usize| Some(usize::from(u16::from_le_bytes(table.get(at..at + 2)?.try_into().ok()?)));
    let rows = u32::from_le_bytes(table.get(4..8)?.try_into().ok()?);
    let (head, width) = (number(8)?, number(10)?);
    let mut out = vec![3, 126, 11, 22];
    out.extend(rows.to_le_bytes());
    out.extend((32_u16 + 2 * 32 + 1).to_le_bytes());
    out.extend((1 + 2 * DIGITS as u16).to_le_bytes());
    out.extend([0; 20]);
    for name in [*b"CODE", *b"NAME"] {
        out.extend(name);
        out.extend([0; 7]);
        out.push(b'C');
        out.extend([0; 4]);
        out.extend([DIGITS as u8, 0]);
        out.extend([0; 14]);
    }
    out.push(0x0d);
    for row in 0..rows as usize {
        out.push(*table.get(head + row * width)?);
        out.extend(format!("{0:<1$}{0:<1$}", row + 1, DIGITS).bytes());
    }
    out.push(0x1a);
    Some(out)
}

/// The layer in a zip archive, with a table of numbers. An archive of several layers is left to the reader to refuse.
fn numbered_zip(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut found: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).map_err(|error| error.to_string())?;
        let name = file.name().map_err(|error| error.to_string())?.to_lowercase();
        let ending = name.rsplit('.').next().unwrap_or_default().to_owned();
        if !name.contains("__macosx") && ["shp", "dbf", "prj", "geojson", "json"].contains(&&*ending) {
            let mut content = Vec::new();
            file.read_to_end(&mut content).map_err(|error| error.to_string())?;
            found.entry(ending).or_default().push(content);
        }
    }
    let mut only = |ending: &str| found.remove(ending).filter(|files| files.len() == 1)?.pop();
    match only("shp") {
        Some(shapes) => numbered_shapefile(&shapes, only("dbf"), only("prj")),
        None => match only("geojson").or_else(|| only("json")) {
            Some(text) => numbered_geojson(&text),
            None => Ok(bytes.to_vec()),
        },
    }
}
