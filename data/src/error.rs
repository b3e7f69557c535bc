//! What a reader says: good rows, bad rows by number, remarks, or that a file cannot be read.
//!
//! Codes are stable and listed in `tables/errors.json`, which has the sentences.

use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// One row or feature that cannot be taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowError {
    /// The data row of a table (the one below the header is 1) or the feature of a map, from 1.
    pub row: usize,
    /// The column or property, as the file names it; `None` when it is about the whole row.
    pub field: Option<String>,
    /// What was found there, shortened; never a personal number.
    pub value: String,
    /// Stable, snake_case.
    pub code: &'static str,
    /// What else helps: the allowed values, the other row, the vertex.
    pub detail: String,
}

/// Longest excerpt of a value that an error repeats, in characters.
const EXCERPT: usize = 60;

impl RowError {
    /// An error about a whole row.
    pub fn new(row: usize, code: &'static str) -> Self {
        Self { row, field: None, value: String::new(), code, detail: String::new() }
    }

    /// Names the column and what was found in it.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>, value: &str) -> Self {
        self.field = Some(field.into());
        self.value = excerpt(value);
        self
    }

    /// Adds what else helps.
    #[must_use]
    pub fn detail(mut self, detail: impl fmt::Display) -> Self {
        self.detail = detail.to_string();
        self
    }

    /// The values that the texts of `tables/errors.json` name.
    pub fn params(&self) -> BTreeMap<&'static str, String> {
        BTreeMap::from([
            ("row", self.row.to_string()),
            ("field", self.field.clone().unwrap_or_default()),
            ("value", self.value.clone()),
            ("detail", self.detail.clone()),
        ])
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}: {}", self.row, self.code)?;
        if let Some(field) = &self.field {
            write!(f, " ({field}: {:?})", self.value)?;
        }
        if self.detail.is_empty() { Ok(()) } else { write!(f, ": {}", self.detail) }
    }
}

/// A file that cannot be read at all, or that must not be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileError {
    /// Stable, snake_case.
    pub code: &'static str,
    /// The values that the texts of `tables/errors.json` name.
    pub params: BTreeMap<&'static str, String>,
}

impl FileError {
    /// An error without values.
    pub const fn new(code: &'static str) -> Self {
        Self { code, params: BTreeMap::new() }
    }

    /// Adds a value that the error text names.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.params.insert(name, excerpt_of(&value.to_string(), EXCERPT * 5));
        self
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_coded(f, self.code, &self.params)
    }
}

impl std::error::Error for FileError {}

/// Something done on the reader's own judgement that people should see: a guessed column, codes
/// shortened, rows of another level left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Stable, snake_case.
    pub code: &'static str,
    /// The values that the texts of `tables/errors.json` name.
    pub params: BTreeMap<&'static str, String>,
}

impl Note {
    /// A remark without values.
    pub const fn new(code: &'static str) -> Self {
        Self { code, params: BTreeMap::new() }
    }

    /// Adds a value that the text names.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.params.insert(name, excerpt_of(&value.to_string(), EXCERPT * 5));
        self
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_coded(f, self.code, &self.params)
    }
}

/// What was read from a file that can be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome<T> {
    /// The good rows, in the order of the file.
    pub rows: Vec<T>,
    /// For each good row its number in the file, as [`RowError::row`] counts.
    pub numbers: Vec<usize>,
    /// The bad rows, in the order of the file. Whether they reject the file is the caller's choice.
    pub errors: Vec<RowError>,
    /// What the reader did on its own judgement.
    pub notes: Vec<Note>,
}

impl<T> Outcome<T> {
    /// Whether every row is good.
    pub fn is_clean(&self) -> bool {
        self.errors.is_empty()
    }
}

fn write_coded(
    f: &mut fmt::Formatter<'_>,
    code: &str,
    params: &BTreeMap<&'static str, String>,
) -> fmt::Result {
    f.write_str(code)?;
    let mut open = " (";
    for (name, value) in params {
        write!(f, "{open}{name}: {value}")?;
        open = ", ";
    }
    if params.is_empty() { Ok(()) } else { f.write_str(")") }
}

fn excerpt(value: &str) -> String {
    excerpt_of(value, EXCERPT)
}

fn excerpt_of(value: &str, longest: usize) -> String {
    match value.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}
