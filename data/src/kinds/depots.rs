//! Depots of emergency supplies.

use crate::persons::Staff;
use crate::row::{RecordCode, RowReader, read_register};
use crate::{FileError, Outcome, ReadOptions, RowError};
use world::records::Depot;

/// Reads depots. `code`, `name`, `tier` and a position are needed.
///
/// # Errors
/// [`FileError`] when the file cannot be read, lacks a needed column, or has one of persons.
pub fn read_depots(input: &[u8], options: &ReadOptions) -> Result<Outcome<Depot>, FileError> {
    read_register(input, options, "depot", Staff::Named, &["code", "name", "tier"], depot, |depot| {
        &depot.code
    })
}

fn depot(reader: &RowReader) -> Result<Depot, RowError> {
    Ok(Depot {
        code: reader.id::<RecordCode>("code")?.0,
        name: reader.required("name")?,
        tier: reader.choice("tier", "depot_tier")?.ok_or_else(|| reader.error("tier", "missing_value"))?,
        position: reader.position()?,
        address: reader.text("address")?,
        keeper: reader.text("keeper")?,
        phone: reader.phone("phone")?,
        version: 0,
    })
}
