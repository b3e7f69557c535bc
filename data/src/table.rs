//! CSV: comma, semicolon or tab; with quotes. The first row names the columns, but for what spreadsheets put above it:
//! a line `sep=;`, and titles that stand alone in a merged row.

use crate::input::decode;
use crate::layer::{Cell, Layer, Row};
use crate::{FileError, Limits, Note, RowError, wkt};
use csv::StringRecord;

/// Rows above the header that may be titles.
const MOST_TITLES: usize = 5;

/// Reads a table.
///
/// # Errors
/// `not_text`, `bad_table`, `no_header`, `duplicate_column`, `too_large`.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Layer, FileError> {
    let text = decode(bytes)?;
    let (said, text) = separator_said(text.trim_start_matches('\u{feff}'));
    let mut rows = Rows::new(text, said.unwrap_or_else(|| delimiter(text)));
    let (columns, titles) = header(&mut rows)?;
    let mut layer = Layer { columns, ..Layer::default() };
    if titles > 0 {
        layer.notes.push(Note::new("title_rows_left_out").with("rows", titles));
    }
    let repeated = layer
        .columns
        .iter()
        .enumerate()
        .find(|(i, name)| !name.is_empty() && layer.columns[..*i].contains(name));
    if let Some((_, name)) = repeated {
        return Err(FileError::new("duplicate_column").with("field", name));
    }
    let begins = rows.number;
    while let Some(record) = rows.next()? {
        let cells: Vec<Cell> = record.iter().map(cell).collect();
        let number = rows.number - begins;
        if number > limits.rows {
            return Err(FileError::new("too_large").with("rows", number).with("limit", limits.rows));
        }
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
    if rows.ends_within_quotes(text) {
        return Err(FileError::new("quote_not_closed").with("row", rows.last.saturating_sub(begins)));
    }
    read_geometry(&mut layer, limits)?;
    Ok(layer)
}

/// Takes geometry out of the column that holds it as text, if there is one.
fn read_geometry(layer: &mut Layer, limits: &Limits) -> Result<(), FileError> {
    let is_wkt = |column: &usize| {
        let texts = layer.rows.iter().filter_map(|row| row.cells.get(*column)?.as_str());
        texts.take(1).any(wkt::looks_like)
    };
    let Some(column) = (0..layer.columns.len()).find(is_wkt) else { return Ok(()) };
    let mut budget = limits.vertices;
    let mut rows = Vec::with_capacity(layer.rows.len());
    for mut row in std::mem::take(&mut layer.rows) {
        let cell = row.cells.get_mut(column).map(std::mem::take).unwrap_or_default();
        match cell.as_str().map(|text| wkt::parse(row.number, text, &mut budget)).transpose() {
            Ok(geometry) => rows.push(Row { geometry: geometry.flatten(), ..row }),
            Err(Some(error)) => layer.errors.push(error),
            Err(None) => {
                let error = FileError::new("too_large").with("vertices", limits.vertices);
                return Err(error.with("limit", limits.vertices));
            }
        }
    }
    layer.rows = rows;
    Ok(())
}

/// The names of the columns, and how many rows of titles stand above them.
fn header(rows: &mut Rows) -> Result<(Vec<String>, usize), FileError> {
    for titles in 0..=MOST_TITLES {
        let Some(record) = rows.next()? else { break };
        let filled = record.iter().filter(|cell| !cell.trim().is_empty()).count();
        let alone = filled < 2 && record.len() > 1;
        if filled > 0 && !alone {
            return Ok((record.iter().map(|name| name.trim().to_owned()).collect(), titles));
        }
    }
    Err(FileError::new("no_header"))
}

/// The records with their row in a spreadsheet: rows that hold nothing count as well.
struct Rows<'t> {
    reader: csv::Reader<&'t [u8]>,
    record: StringRecord,
    number: usize,
    /// The last row there was, where it begins, and the line ends within its quotes.
    last: usize,
    begins: usize,
    within: usize,
}

impl<'t> Rows<'t> {
    fn new(text: &'t str, delimiter: u8) -> Self {
        let mut builder = csv::ReaderBuilder::new();
        builder.delimiter(delimiter).has_headers(false).flexible(true);
        Self {
            reader: builder.from_reader(text.as_bytes()),
            record: StringRecord::new(),
            number: 0,
            last: 0,
            begins: 0,
            within: 0,
        }
    }

    fn next(&mut self) -> Result<Option<&StringRecord>, FileError> {
        let (before, begins) = (self.reader.position().line(), self.reader.position().byte() as usize);
        let more = self
            .reader
            .read_record(&mut self.record)
            .map_err(|error| FileError::new("bad_table").with("detail", error))?;
        // The reader passes over empty lines in silence; line ends within quotes belong to their row.
        let lines = (self.reader.position().line() - before) as usize;
        let within: usize = self.record.iter().map(|cell| cell.matches('\n').count()).sum();
        self.number += 1 + lines.saturating_sub(1 + within);
        if more {
            (self.last, self.begins, self.within) = (self.number, begins, within);
        }
        Ok(more.then_some(&self.record))
    }

    /// Whether a quote that nobody closed has swallowed the rest of the file: the last row has line ends within, and
    /// its quotes do not pair.
    fn ends_within_quotes(&self, text: &str) -> bool {
        let last = text.as_bytes().get(self.begins..).unwrap_or_default();
        self.within > 0 && last.iter().filter(|byte| **byte == b'"').count() % 2 == 1
    }
}

/// A cell; `="0123"` is how a spreadsheet is told to keep a text as it is.
fn cell(text: &str) -> Cell {
    let text = text.trim();
    let kept = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    Cell::text(kept.unwrap_or(text))
}

/// The separator that a first line `sep=;` names, and the text below that line.
fn separator_said(text: &str) -> (Option<u8>, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_end_matches('\r').trim_matches('"').strip_prefix("sep=").map(str::as_bytes) {
        Some([mark @ (b',' | b';' | b'\t' | b'|')]) => (Some(*mark), rest),
        _ => (None, text),
    }
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
        for text in [
            "a,b\n1,\"x,\ny\"\n",
            "a;b\r\n1;\"x,\ny\"\r\n",
            "a\tb\n1\t\"x,\ny\"",
            "sep=|\r\na|b\r\n1|\"x,\ny\"",
        ] {
            let layer = read(text.as_bytes(), &Limits::default()).unwrap();
            assert_eq!(layer.columns, ["a", "b"]);
            assert_eq!(layer.rows[0].cells[1].as_str(), Some("x,\ny"), "{text:?}");
        }
    }

    #[test]
    fn rows_of_another_length_are_named_as_a_spreadsheet_counts_them() {
        for text in ["a,b\n1,2\n3\n\n4,5,6\n7,8,\n", "a,b\r\n1,2\r\n3\r\n\r\n4,5,6\r\n7,8,\r\n"] {
            let layer = read(text.as_bytes(), &Limits::default()).unwrap();
            assert_eq!(layer.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 5], "{text:?}");
            let rows: Vec<_> = layer.errors.iter().map(|error| (error.row, error.code)).collect();
            assert_eq!(rows, [(2, "wrong_column_count"), (4, "wrong_column_count")]);
        }
        let layer = read("a,b\n\n\n\"1\n2\n3\",x\n\n,\ny,z".as_bytes(), &Limits::default()).unwrap();
        assert_eq!(layer.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [3, 6]);
    }

    #[test]
    fn what_a_spreadsheet_adds_is_taken_off() {
        let text = "学校统计表,,\n,,\n编码,名称,备注\n=\"0123\",\"=\"\"0124\"\"\",=1+1\n";
        let layer = read(text.as_bytes(), &Limits::default()).unwrap();
        assert_eq!(layer.columns, ["编码", "名称", "备注"]);
        let cells: Vec<_> = layer.rows[0].cells.iter().filter_map(super::Cell::as_str).collect();
        assert_eq!((layer.rows[0].number, cells), (1, vec!["0123", "0124", "=1+1"]));
        assert_eq!(
            (layer.notes[0].code, layer.notes[0].params["rows"].as_str()),
            ("title_rows_left_out", "2")
        );
        assert_eq!(read(b"\n,,\n ,\n", &Limits::default()).unwrap_err().code, "no_header");
        let unclosed = "a,b\n1,2\n3,\"4\n5,6\n7,8\n";
        let error = read(unclosed.as_bytes(), &Limits::default()).unwrap_err();
        assert_eq!((error.code, error.params["row"].as_str()), ("quote_not_closed", "2"));
        assert!(read("a,b\n1,5\" pipe\n2,\"x\ny\"\n".as_bytes(), &Limits::default()).is_ok());
        assert!(read("a,b\n1,\"x\ny\"\n2,5\" pipe\n".as_bytes(), &Limits::default()).is_ok());
        assert_eq!(read(b"name\nx\n", &Limits::default()).unwrap().columns, ["name"]);
    }
}
