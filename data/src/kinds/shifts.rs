//! Shifts: who is on duty from when to when.

use crate::persons::Staff;
use crate::row::{RowReader, read_register};
use crate::{FileError, Outcome, ReadOptions, RowError};
use geo_core::Milliseconds;
use world::records::Shift;

/// Longest turn of duty that is not taken for a slip of the pen.
const LONGEST: Milliseconds = Milliseconds::from_minutes(31 * 24 * 60);

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
    if ends.since(starts) > LONGEST {
        return Err(reader.error("ends", "shift_too_long").detail(starts));
    }
    Ok(Shift {
        code: reader.id::<crate::row::RecordCode>("code")?.0,
        team: reader.id("team")?,
        starts,
        ends,
        leader: reader.text("leader")?,
        version: 0,
    })
}
