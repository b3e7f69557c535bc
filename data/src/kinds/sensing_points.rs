//! Sensing points and cameras.

use crate::persons::Staff;
use crate::row::{RecordCode, RowReader, read_register};
use crate::{FileError, Outcome, ReadOptions, RowError};
use world::records::{SensingPoint, SensingStatus};

/// Reads sensing points. `code`, `name`, `kind` and a position are needed; without a status a point
/// is in service.
///
/// # Errors
/// [`FileError`] when the file cannot be read, lacks a needed column, or has one of persons.
pub fn read_sensing_points(input: &[u8], options: &ReadOptions) -> Result<Outcome<SensingPoint>, FileError> {
    read_register(
        input,
        options,
        "sensing_point",
        Staff::Nobody,
        &["code", "name", "kind"],
        sensing_point,
        |point| &point.code,
    )
}

fn sensing_point(reader: &RowReader) -> Result<SensingPoint, RowError> {
    Ok(SensingPoint {
        code: reader.id::<RecordCode>("code")?.0,
        name: reader.required("name")?,
        kind: reader.choice("kind", "sensing_kind")?.ok_or_else(|| reader.error("kind", "missing_value"))?,
        pole: reader.text("pole")?,
        position: reader.position()?,
        owner: reader.text("owner")?,
        status: reader.choice("status", "sensing_status")?.unwrap_or(SensingStatus::InService),
        version: 0,
    })
}
