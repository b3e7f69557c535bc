//! Why a verb of the command line failed: a stable code and the values its text names.

use crate::desk::{DeskError, ReplayError};
use crate::http::{Language, words};
use crate::roads::prepared::PreparedError;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;

/// A failure that ends the program, worded by the error catalogue.
#[derive(Debug)]
pub struct Failure {
    code: String,
    params: BTreeMap<String, Value>,
}

impl Failure {
    /// A failure without values.
    pub fn new(code: &str) -> Self {
        Self { code: code.to_owned(), params: BTreeMap::new() }
    }

    /// Adds a value that the text names.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Display) -> Self {
        self.params.insert(name.to_owned(), Value::String(value.to_string()));
        self
    }

    /// A file that cannot be read or written.
    pub fn file(path: &Path, error: &std::io::Error) -> Self {
        Self::new("file_not_readable").with("path", path.display()).with("reason", error)
    }

    /// A file that cannot be written while importing.
    pub fn unwritten(path: &Path, error: &std::io::Error) -> Self {
        let code = match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => "disk_full",
            _ => "file_not_writable",
        };
        Self::new(code)
            .with("path", path.display())
            .with("reason", format_args!("{} {error}", path.display()))
    }

    /// A bug of ours.
    pub fn internal(error: &dyn Display) -> Self {
        Self::new("internal").with("reason", error)
    }

    /// The stable code.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What happened and what to do, with the code in brackets.
    pub fn worded(&self, language: Language) -> String {
        let words = words::of(&self.code, language, &self.params);
        let what = if words.detail.is_empty() { &words.title } else { &words.detail };
        format!("{what}\n{}\n[{}]", words.remedy, self.code).replace("\n\n", "\n")
    }
}

impl From<store::OpenError> for Failure {
    fn from(error: store::OpenError) -> Self {
        Self::new(error.code()).with("reason", &error)
    }
}

impl From<ReplayError> for Failure {
    fn from(error: ReplayError) -> Self {
        Self::new("journal_unreadable").with("reason", &error)
    }
}

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Self {
        let mut failure = Self::new(error.code()).with("reason", &error);
        if let DeskError::Refused(refusal) = error {
            failure.params.extend(
                refusal.params.into_iter().map(|(name, value)| (name.to_owned(), Value::String(value))),
            );
        }
        failure
    }
}

impl From<data::FileError> for Failure {
    fn from(error: data::FileError) -> Self {
        error.params.iter().fold(Self::new(error.code), |failure, (name, value)| failure.with(name, value))
    }
}

impl From<store::AttachmentError> for Failure {
    fn from(error: store::AttachmentError) -> Self {
        Self::new(error.code()).with("reason", &error)
    }
}

impl From<PreparedError> for Failure {
    fn from(error: PreparedError) -> Self {
        match error {
            PreparedError::Attachment(error) => error.into(),
            PreparedError::Roads(error) => error.into(),
        }
    }
}

impl From<store::StorageError> for Failure {
    fn from(error: store::StorageError) -> Self {
        Self::new(error.code()).with("reason", &error)
    }
}
