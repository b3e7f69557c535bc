//! What every format is read into before a register looks at it: columns, rows, geometry.

use crate::input::{Kind, unwrap, wrong_kind};
use crate::{Crs, FileError, Limits, Note, RowError, geojson, shapefile, table};

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Cell {
    /// Nothing, or blanks.
    #[default]
    Empty,
    /// A text, trimmed, not empty.
    Text(String),
    /// A number as it was written; a file that knows numbers from texts said so.
    Number(String),
}

impl Cell {
    pub fn text(text: &str) -> Self {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Empty => None,
            Self::Text(text) | Self::Number(text) => Some(text),
        }
    }
}

/// x and y as the file has them, in the file's own coordinates.
pub(crate) type Xy = [f64; 2];

/// Parts of rings; the first ring of a part is the outer one, no ring repeats its first point.
pub(crate) type Parts = Vec<Vec<Vec<Xy>>>;

/// The geometry of a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Geometry {
    /// A point.
    Point(Xy),
    /// Polygons.
    Parts(Parts),
    /// Anything that no register can use, by its name.
    Other(&'static str),
}

/// One data row or feature.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// From 1.
    pub number: usize,
    /// By column; short rows end early.
    pub cells: Vec<Cell>,
    pub geometry: Option<Geometry>,
}

/// A file, understood as far as its format goes.
#[derive(Debug, Default)]
pub(crate) struct Layer {
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
    /// Rows that the format itself found broken.
    pub errors: Vec<RowError>,
    /// The coordinate system the file names, or why its word is not understood: that counts only when nobody says
    /// better.
    pub crs: Option<Result<Crs, FileError>>,
    pub notes: Vec<Note>,
}

/// Which formats a reader understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Formats {
    /// GeoJSON, zipped Shapefile, and CSV with geometry as text.
    Maps,
    /// CSV, GeoJSON and zipped Shapefile.
    TablesAndMaps,
}

/// Reads a file of any format among `formats`.
///
/// # Errors
/// [`FileError`] when it is of another kind, damaged, or beyond a limit.
pub(crate) fn read_layer(input: &[u8], formats: Formats, limits: &Limits) -> Result<Layer, FileError> {
    let (kind, bytes) = unwrap(input, limits)?;
    match kind {
        Kind::Json => geojson::read(&bytes, limits),
        Kind::Zip => shapefile::read_zip(&bytes, formats, limits),
        Kind::Text => {
            let no_map = || wrong_kind("a text or CSV table without outlines");
            // A text that is no table either is refused as what it is not: a map.
            let read = table::read(&bytes, limits);
            let layer = if formats == Formats::Maps {
                read.map_err(|error| no_map_or(error, no_map))?
            } else {
                read?
            };
            let has_outlines = layer.rows.iter().any(|row| row.geometry.is_some());
            if formats == Formats::Maps && !has_outlines && layer.errors.is_empty() {
                Err(no_map())
            } else {
                Ok(layer)
            }
        }
        Kind::Other(seems) => Err(wrong_kind(seems)),
        Kind::Empty | Kind::Gzip => Err(FileError::new("empty_file")),
    }
}

/// Limits are said as they are; that a text is no good table does not matter where a map is wanted.
fn no_map_or(error: FileError, no_map: impl Fn() -> FileError) -> FileError {
    if error.code == "too_large" { error } else { no_map() }
}
