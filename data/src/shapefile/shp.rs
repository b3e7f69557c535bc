//! `.shp`: points and polygons (ESRI Shapefile Technical Description, July 1998). Heights and
//! measures are left aside.

use crate::layer::{Geometry, Parts, Xy};
use crate::{FileError, Limits, RowError};

const HEADER: usize = 100;
const FILE_CODE: i32 = 9994;

/// A record: its geometry, `None` for a null shape, or what is wrong with it.
pub(super) type Record = Result<Option<Geometry>, RowError>;

/// Reads all records in the order of the file.
///
/// # Errors
/// `bad_shp` when the file is no `.shp`, `truncated_shp` when it ends within a record, `too_large`.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Record>, FileError> {
    if bytes.len() < HEADER || be_i32(bytes, 0) != Some(FILE_CODE) {
        return Err(FileError::new("bad_shp"));
    }
    let mut records = Vec::new();
    let mut vertices = 0;
    let mut at = HEADER;
    while at < bytes.len() {
        let number = records.len() + 1;
        let cut = || FileError::new("truncated_shp").with("row", number);
        let words = be_i32(bytes, at + 4).and_then(|words| usize::try_from(words).ok()).ok_or_else(cut)?;
        let end = words.checked_mul(2).and_then(|length| (at + 8).checked_add(length)).ok_or_else(cut)?;
        let content = bytes.get(at + 8..end).ok_or_else(cut)?;
        records.push(record(content, number, &mut vertices));
        if vertices > limits.vertices || number > limits.rows {
            return Err(FileError::new("too_large")
                .with("vertices", vertices)
                .with("limit", limits.vertices));
        }
        at = end;
    }
    Ok(records)
}

fn record(content: &[u8], number: usize, vertices: &mut usize) -> Record {
    let bad = |detail: &str| RowError::new(number, "bad_shape_record").detail(detail);
    match le_i32(content, 0).ok_or_else(|| bad("no type"))? {
        0 => Ok(None),
        1 | 11 | 21 => xy(content, 4)
            .map(|point| Some(Geometry::Point(point)))
            .ok_or_else(|| bad("point without coordinates")),
        5 | 15 | 25 => polygon(content, vertices).map(Some).map_err(bad),
        3 | 13 | 23 => Ok(Some(Geometry::Other("PolyLine"))),
        8 | 18 | 28 => Ok(Some(Geometry::Other("MultiPoint"))),
        31 => Ok(Some(Geometry::Other("MultiPatch"))),
        _ => Err(bad("unknown type")),
    }
}

fn polygon(content: &[u8], vertices: &mut usize) -> Result<Geometry, &'static str> {
    let count = |at: usize| le_i32(content, at).and_then(|count| usize::try_from(count).ok());
    let parts = count(36).ok_or("no part count")?;
    let points = count(40).ok_or("no point count")?;
    let starts_at = 44;
    // What is announced must be there, before anything is allocated for it.
    let points_at =
        parts.checked_mul(4).and_then(|bytes| bytes.checked_add(starts_at)).ok_or("too many parts")?;
    let needed =
        points.checked_mul(16).and_then(|bytes| bytes.checked_add(points_at)).ok_or("too many points")?;
    if needed > content.len() {
        return Err("shorter than it says");
    }
    *vertices += points;
    let mut starts =
        (0..parts).map(|part| count(starts_at + 4 * part)).collect::<Option<Vec<_>>>().ok_or("bad part")?;
    starts.push(points);
    let mut rings = Vec::with_capacity(parts);
    for pair in starts.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        if start > end || end > points {
            return Err("parts out of order");
        }
        let mut ring: Vec<Xy> =
            (start..end).filter_map(|index| xy(content, points_at + 16 * index)).collect();
        if ring.first() != ring.last() {
            return Err("ring not closed");
        }
        ring.pop();
        rings.push(ring);
    }
    Ok(Geometry::Parts(group(rings)))
}

/// Sorts rings into parts: in a Shapefile outer rings turn clockwise, holes the other way, and
/// nothing says which hole belongs to which outer ring.
fn group(rings: Vec<Vec<Xy>>) -> Parts {
    let (outer, inner): (Vec<_>, Vec<_>) = rings.into_iter().partition(|ring| doubled_area(ring) <= 0.0);
    if outer.is_empty() {
        // A writer that knew nothing of the rule: every ring is a part.
        return inner.into_iter().map(|ring| vec![ring]).collect();
    }
    let mut parts: Parts = outer.into_iter().map(|ring| vec![ring]).collect();
    for hole in inner {
        let inside = |ring: &[Xy]| hole.iter().filter(|point| surrounds(ring, **point)).count();
        let smaller = |part: &Vec<Vec<Xy>>| doubled_area(&part[0]).abs();
        let home = (0..parts.len())
            .filter(|part| inside(&parts[*part][0]) * 2 > hole.len())
            .min_by(|a, b| smaller(&parts[*a]).total_cmp(&smaller(&parts[*b])));
        match home {
            Some(part) => parts[part].push(hole),
            None => parts.push(vec![hole]),
        }
    }
    parts
}

/// Twice the signed area; positive when counter-clockwise.
fn doubled_area(ring: &[Xy]) -> f64 {
    let Some(origin) = ring.first() else { return 0.0 };
    let from_origin = |point: &Xy| [point[0] - origin[0], point[1] - origin[1]];
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    pairs.map(|(a, b)| (from_origin(a), from_origin(b))).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum()
}

/// Even-odd rule in the plane of the file. Only sorts holes; what is inside what on the earth is
/// judged by `geo_core::Shape`.
fn surrounds(ring: &[Xy], [x, y]: Xy) -> bool {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    let crossings = pairs
        .filter(|(a, b)| (a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]);
    crossings.count() % 2 == 1
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

fn be_i32(bytes: &[u8], at: usize) -> Option<i32> {
    array(bytes, at).map(i32::from_be_bytes)
}

fn le_i32(bytes: &[u8], at: usize) -> Option<i32> {
    array(bytes, at).map(i32::from_le_bytes)
}

fn xy(bytes: &[u8], at: usize) -> Option<Xy> {
    Some([array(bytes, at).map(f64::from_le_bytes)?, array(bytes, at + 8).map(f64::from_le_bytes)?])
}

#[cfg(test)]
mod tests {
    use super::group;

    #[test]
    fn holes_find_the_smallest_part_around_them() {
        let square =
            |x: f64, y: f64, size: f64| vec![[x, y], [x, y + size], [x + size, y + size], [x + size, y]];
        let reversed = |mut ring: Vec<[f64; 2]>| {
            ring.reverse();
            ring
        };
        let parts = group(vec![
            square(0.0, 0.0, 10.0),
            reversed(square(1.0, 1.0, 6.0)),
            square(2.0, 2.0, 4.0),
            reversed(square(3.0, 3.0, 1.0)),
        ]);
        assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
        assert_eq!(parts[1][1].len(), 4);
    }
}
