//! CSV: comma, semicolon or tab; with quotes; the first row names the columns.

use crate::input::decode;
use crate::layer::{Cell, Layer, Row};
use crate::{FileError, Limits, RowError};

/// Reads a table.
///
/// # Errors
/// `not_text`, `no_header`, `duplicate_column`, `too_large`.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Layer, FileError> {
    let text = decode(bytes)?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(&text))
        .has_headers(true)
        .flexible(true)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let bad = |error: csv::Error| FileError::new("bad_table").with("detail", error);
    let columns: Vec<String> =
        reader.headers().map_err(bad)?.iter().map(|name| name.trim().to_owned()).collect();
    if columns.iter().all(String::is_empty) {
        return Err(FileError::new("no_header"));
    }
    let mut layer = Layer { columns, ..Layer::default() };
    let repeated = layer
        .columns
        .iter()
        .enumerate()
        .find(|(i, name)| !name.is_empty() && layer.columns[..*i].contains(name));
    if let Some((_, name)) = repeated {
        return Err(FileError::new("duplicate_column").with("field", name));
    }
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    while reader.read_record(&mut record).map_err(bad)? {
        number += 1;
        if number > limits.rows {
            return Err(FileError::new("too_large").with("rows", number).with("limit", limits.rows));
        }
        let cells: Vec<Cell> = record.iter().map(Cell::text).collect();
        if cells.iter().all(|cell| *cell == Cell::Empty) {
            continue;
        }
        let surplus = cells.iter().skip(layer.columns.len()).find_map(Cell::as_str);
        if surplus.is_some() || cells.len() < layer.columns.len() {
            let error = RowError::new(number, "wrong_column_count");
            layer.errors.push(error.detail(format_args!("{} / {}", cells.len(), layer.columns.len())));
            continue;
        }
        layer.rows.push(Row { number, cells, geometry: None });
    }
    Ok(layer)
}

/// The separator that the header row uses most, outside quotes; a comma when it uses none.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if !quoted => {
                counts.iter_mut().filter(|(mark, _)| *mark == byte).for_each(|(_, count)| *count += 1)
            }
            _ => {}
        }
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(mark, _)| *mark)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::Limits;

    #[test]
    fn separators_and_quotes_are_understood() {
        for text in ["a,b\n1,\"x,\ny\"\n", "a;b\r\n1;\"x,\ny\"\r\n", "a\tb\n1\t\"x,\ny\""] {
            let layer = read(text.as_bytes(), &Limits::default()).unwrap();
            assert_eq!(layer.columns, ["a", "b"]);
            assert_eq!(layer.rows[0].cells[1].as_str(), Some("x,\ny"), "{text:?}");
        }
    }

    #[test]
    fn rows_of_another_length_are_named() {
        let layer = read(b"a,b\n1,2\n3\n\n4,5,6\n7,8,\n", &Limits::default()).unwrap();
        assert_eq!(layer.rows.len(), 2);
        let rows: Vec<_> = layer.errors.iter().map(|error| (error.row, error.code)).collect();
        assert_eq!(rows, [(2, "wrong_column_count"), (3, "wrong_column_count")]);
    }
}
