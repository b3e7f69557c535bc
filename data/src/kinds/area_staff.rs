//! Who leads which area: fills leader, telephone and body of areas that exist already.

use crate::persons::Staff;
use crate::row::{RowReader, read_register};
use crate::{FileError, Outcome, ReadOptions, RowError};
use geo_core::AreaCode;
use world::records::Area;

/// Reads leaders, telephones and bodies by area code. `known` gives the area as it is; what a row
/// leaves empty stays as it was, name, level, parent and place always do.
///
/// # Errors
/// [`FileError`] when the file cannot be read, lacks a code column, or has one of persons.
pub fn read_area_staff(
    input: &[u8],
    options: &ReadOptions,
    known: &dyn Fn(&AreaCode) -> Option<Area>,
) -> Result<Outcome<Area>, FileError> {
    let build = |reader: &RowReader| staff(reader, known);
    read_register(input, options, "area_staff", Staff::Named, &["code"], build, |area| area.code.as_str())
}

fn staff(reader: &RowReader, known: &dyn Fn(&AreaCode) -> Option<Area>) -> Result<Area, RowError> {
    let code: AreaCode = reader.id("code")?;
    let area = known(&code).ok_or_else(|| reader.error("code", "unknown_area"))?;
    Ok(Area {
        leader: reader.text("leader")?.or(area.leader),
        phone: reader.phone("phone")?.or(area.phone),
        body: reader.text("body")?.or(area.body),
        grid_kind: reader.choice("grid_kind", "grid_kind")?.or(area.grid_kind),
        ..area
    })
}
