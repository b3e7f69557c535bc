//! What comes in and goes out: format readers, code tables, the demo district.
//!
//! Bytes in, values out. A reader takes the bytes of one file and gives an [`Outcome`]: the good
//! rows, and every bad one by its number with a stable code. A file that cannot be read at all is
//! a [`FileError`]. Nobody here opens a file, asks the time, or decides whether a file with bad
//! rows is rejected; that is the caller's.
//!
//! ```
//! use data::{ReadOptions, read_depots};
//! let csv = "编码,名称,级别,经度,纬度\nD1,中心库,区级,104.05,30.21\nD2,西库,省级,104.06,30.22\n";
//! let outcome = read_depots(csv.as_bytes(), &ReadOptions::default()).unwrap();
//! assert_eq!(outcome.rows.len(), 1);
//! assert_eq!((outcome.errors[0].row, outcome.errors[0].code), (2, "unknown_value"));
//! ```

mod catalogue;
mod code_tables;
mod crs;
pub mod demo;
mod error;
mod fields;
mod figures;
mod geojson;
mod geometry;
mod input;
mod kinds;
mod layer;
mod options;
mod persons;
mod row;
mod shapefile;
mod table;
mod wkt;
pub mod writers;

pub use catalogue::{Catalogue, Language, Message, catalogue, term};
pub use code_tables::{CodeTemplate, code_templates, default_tables, sample_run_cards};

/// Turns in words: for each code of `dispatch::roads::Turn` a text in each language, with `{street}` and without.
pub const TURNS: &str = include_str!("../tables/turns.json");

pub use crs::{Crs, CrsError};
pub use error::{AboutGeometry, FileError, Note, Outcome, Place, RowError};
pub use kinds::{
    read_area_staff, read_areas, read_depots, read_places, read_sensing_points, read_shifts, read_teams,
};
pub use options::{AreaOptions, Limits, Naming, ReadOptions};
