//! Places, buildings among them.

use crate::layer::Geometry;
use crate::persons::Staff;
use crate::row::{RecordCode, RowReader, read_register};
use crate::{FileError, Outcome, ReadOptions, RowError, geometry};
use std::sync::Arc;
use world::records::Place;

/// Most households a single building is believed to have.
const MOST_HOUSEHOLDS: u32 = 20_000;

/// Reads places. `code`, `name`, `kind` and a position are needed. A polygon becomes the outline;
/// the position is then what the longitude and latitude columns say, else a point inside. Kinds are
/// kept as they are written: whether the district's table has them is judged when they are saved.
///
/// # Errors
/// [`FileError`] when the file cannot be read, lacks a needed column, or has one of persons.
pub fn read_places(input: &[u8], options: &ReadOptions) -> Result<Outcome<Place>, FileError> {
    read_register(input, options, "place", Staff::Nobody, &["code", "name", "kind"], place, |place| {
        &place.code
    })
}

fn place(reader: &RowReader) -> Result<Place, RowError> {
    let (position, outline) = match &reader.row.geometry {
        Some(Geometry::Parts(parts)) => {
            let outline = geometry::outline(reader.row.number, parts, reader.projector)?;
            (
                reader.columns_position()?.unwrap_or_else(|| geometry::label_point(&outline)),
                Some(Arc::new(outline)),
            )
        }
        _ => (reader.position()?, None),
    };
    let households = reader.count("households")?;
    if households.is_some_and(|count| count > MOST_HOUSEHOLDS) {
        return Err(reader.error("households", "too_many_households").detail(MOST_HOUSEHOLDS));
    }
    Ok(Place {
        code: reader.id::<RecordCode>("code")?.0,
        name: reader.required("name")?,
        kind: reader.id::<RecordCode>("kind")?.0,
        address: reader.text("address")?,
        position,
        outline,
        households,
        version: 0,
    })
}
