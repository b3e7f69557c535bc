//! What a reader says: good rows, bad rows by number, remarks, or that a file cannot be read.
//!
//! Codes are stable and listed in `tables/errors.json`, which has the sentences.

use crate::Language;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// One row or feature that cannot be taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowError {
    /// The data row of a table (the one below the header is 1, empty rows count) or the feature of a map, from 1.
    pub row: usize,
    /// The column or property, as the file names it; `None` when it is about the whole row.
    pub field: Option<String>,
    /// What was found there, shortened; never a personal number.
    pub value: String,
    /// Stable, snake_case.
    pub code: &'static str,
    /// What else helps: the allowed values, the other row.
    pub detail: String,
    /// More about a geometry.
    pub about: Option<Box<AboutGeometry>>,
}

/// What there is to say about a bad geometry.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct AboutGeometry {
    /// Where in it the fault is.
    pub place: Option<Place>,
    /// Values that the texts of `tables/errors.json` name.
    pub values: BTreeMap<&'static str, String>,
    /// How many other things are wrong with it.
    pub others: usize,
}

/// A place in a geometry, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The part (polygon).
    pub part: usize,
    /// The ring of the part; 0 is the outer one, holes follow.
    pub ring: usize,
    /// The point of the ring.
    pub point: Option<usize>,
}

impl Place {
    /// In words, counted from 1.
    pub fn worded(&self, language: Language) -> String {
        let (part, ring) = (self.part + 1, self.ring);
        let point = self.point.map(|point| point + 1);
        match language {
            Language::Chinese => {
                let ring = if ring == 0 { "外边界".to_owned() } else { format!("第 {ring} 个洞") };
                let point = point.map(|point| format!("第 {point} 点")).unwrap_or_default();
                format!("第 {part} 部分{ring}{point}")
            }
            Language::English => {
                let ring = if ring == 0 { "outer ring".to_owned() } else { format!("hole {ring}") };
                let point = point.map(|point| format!(", point {point}")).unwrap_or_default();
                format!("part {part}, {ring}{point}")
            }
        }
    }
}

/// Longest excerpt of a value that an error repeats, in characters.
const EXCERPT: usize = 60;

impl RowError {
    /// An error about a whole row.
    pub fn new(row: usize, code: &'static str) -> Self {
        let (value, detail) = (String::new(), String::new());
        Self { row, field: None, value, code, detail, about: None }
    }

    /// Says more about the geometry.
    #[must_use]
    pub fn about(mut self, about: AboutGeometry) -> Self {
        self.about = Some(Box::new(about));
        self
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
        let mut params = BTreeMap::from([
            ("row", self.row.to_string()),
            ("field", self.field.clone().unwrap_or_default()),
            ("value", self.value.clone()),
            ("detail", self.detail.clone()),
        ]);
        if let Some(about) = &self.about {
            params.extend(about.values.iter().map(|(name, value)| (*name, value.clone())));
        }
        params
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}: {}", self.row, self.code)?;
        if let Some(field) = &self.field {
            write!(f, " ({field}: {:?})", self.value)?;
        }
        if let Some(about) = &self.about {
            if let Some(place) = &about.place {
                write!(f, " in {}", place.worded(Language::English))?;
            }
            for (name, value) in &about.values {
                write!(f, ", {name} {value}")?;
            }
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

    /// Adds a list of names that people have to choose from, whole unless it is endless.
    #[must_use]
    pub fn with_list(mut self, name: &'static str, names: &[String]) -> Self {
        self.params.insert(name, excerpt_of(&names.join(", "), EXCERPT * 100));
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
