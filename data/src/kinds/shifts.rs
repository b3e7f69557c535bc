//! Shifts: who is on duty from when to when.

use crate::persons::Staff;
use crate::row::{RowReader, read_register};
use crate::{FileError, Outcome, ReadOptions, RowError};
use world::LONGEST_SHIFT;
use world::records::Shift;

/// Reads shifts. `code`, `team`, `starts` and `ends` are needed. Times are RFC 3339; without an
/// offset they are Beijing's.
///
/// # Errors
/// [`FileError`] when the file cannot be read, lacks a needed column, or has one of persons.
pub fn read_shifts(input: &[u8], options: &ReadOptions) -> Result<Outcome<Shift>, FileError> {
    let needed = ["code", "team", "starts", "ends"];
    read_register(input, options, "shift", Staff::Named, &needed, shift, |shift| &shift.code)
}

fn shift(reader: &RowReader) -> Result<Shift, RowError> {
    let (starts, ends) = (reader.time("starts")?, reader.time("ends")?);
    if ends <= starts {
        return Err(reader.error("ends", "ends_before_start").detail(starts));
    }
    if ends.since(starts) > LONGEST_SHIFT {
        return Err(reader.error("ends", "shift_too_long").detail(LONGEST_SHIFT));
    }
    Ok(Shift {
        code: reader.id::<crate::row::RecordCode>("code")?.0,
        team: reader.id("team")?,
        starts,
        ends,
        leader: reader.text("leader")?,
        only_in: None,
        version: 0,
    })
}
