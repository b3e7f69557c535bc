//! A table of text with titled columns, whose faults are told with file, line and column.

use flate2::read::MultiGzDecoder;
use std::io::Read;
use std::path::Path;

/// A table.
pub(super) struct Sheet {
    name: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// A cell, which knows where it stands.
pub(super) struct Cell<'a> {
    sheet: &'a Sheet,
    row: usize,
    column: usize,
}

impl Sheet {
    /// Reads a file, inflating it if it is gzipped, whatever its name.
    pub fn read(path: &Path) -> Result<Self, String> {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let fault = |error: &dyn std::fmt::Display| format!("{name}: {error}");
        let bytes = std::fs::read(path).map_err(|error| fault(&error))?;
        let mut text = String::new();
        let read = if bytes.starts_with(&[0x1f, 0x8b]) {
            MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text)
        } else {
            (&bytes[..]).read_to_string(&mut text)
        };
        read.map_err(|error| fault(&error))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).trim(csv::Trim::All).from_reader(text.as_bytes());
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| fault(&error))?;
            rows.push(record.iter().map(str::to_owned).collect::<Vec<_>>());
        }
        if rows.is_empty() {
            return Err(fault(&"the file is empty"));
        }
        let head = rows.remove(0);
        Ok(Self { name, head, rows })
    }

    /// The titles of a file's columns.
    pub fn head_of(path: &Path) -> Result<Vec<String>, String> {
        Self::read(path).map(|sheet| sheet.head)
    }

    /// The titles of the columns.
    pub fn head(&self) -> &[String] {
        &self.head
    }

    /// How many rows follow the titles.
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// The column of that title.
    pub fn column(&self, title: &str) -> Result<usize, String> {
        let column = self.head.iter().position(|head| head == title);
        column.ok_or_else(|| format!("{}: there is no column {title}", self.name))
    }

    /// A cell by its row, from 0 below the titles, and its column.
    pub const fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        Cell { sheet: self, row, column }
    }

    /// What is wrong with the table as a whole.
    pub fn fault(&self, what: &str) -> String {
        format!("{}: {what}", self.name)
    }

    /// The only column of a table of so many rows.
    pub fn single(&self, rows: usize) -> Result<impl Iterator<Item = Cell<'_>>, String> {
        if self.head.len() != 1 {
            return Err(self.fault(&format!("one column is expected, not {}", self.head.len())));
        }
        if self.rows.len() != rows {
            return Err(self.fault(&format!("{rows} rows are expected, not {}", self.rows.len())));
        }
        Ok((0..rows).map(|row| self.cell(row, 0)))
    }
}

impl Cell<'_> {
    /// What stands there.
    pub fn text(&self) -> &str {
        &self.sheet.rows[self.row][self.column]
    }

    /// Nothing stands there.
    pub fn is_blank(&self) -> bool {
        self.text().is_empty()
    }

    /// The fault of a cell that holds something else than it should.
    pub fn fault(&self, expected: &str) -> String {
        let Self { sheet, row, column } = self;
        let title = &sheet.head[*column];
        format!("{}: line {}, column {title:?}: {:?} is not {expected}", sheet.name, row + 2, self.text())
    }

    /// A finite number.
    pub fn number(&self) -> Result<f64, String> {
        let number = self.text().parse().ok().filter(|number: &f64| number.is_finite());
        number.ok_or_else(|| self.fault("a finite number"))
    }

    /// A whole number, which may be written with `.0`.
    pub fn whole(&self) -> Result<usize, String> {
        without_fraction(self.text()).parse().map_err(|_| self.fault("a whole number"))
    }

    /// The code of a place, which may be written as a number with `.0`.
    pub fn code(&self) -> Result<String, String> {
        let code = without_fraction(self.text());
        if code.is_empty() { Err(self.fault("the code of a place")) } else { Ok(code.to_owned()) }
    }

    /// Yes or no.
    pub fn yes(&self) -> Result<bool, String> {
        match self.text().to_lowercase().as_str() {
            "true" | "1" | "1.0" => Ok(true),
            "false" | "0" | "0.0" => Ok(false),
            _ => Err(self.fault("True or False")),
        }
    }
}

fn without_fraction(text: &str) -> &str {
    text.strip_suffix(".0").unwrap_or(text)
}
