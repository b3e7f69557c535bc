//! A zip archive by the names of its files, whatever their encoding.

use crate::input::{Failure, decode_labelled, read_limited};
use crate::{FileError, Limits};
use std::io::Cursor;
use zip::ZipArchive;

/// An opened archive.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Names in the order of the archive, decoded as UTF-8 or GBK, which Chinese Windows writes.
    pub names: Vec<String>,
}

impl<'a> Archive<'a> {
    /// # Errors
    /// `bad_zip` when it is broken or cut off.
    pub fn open(bytes: &'a [u8]) -> Result<Self, FileError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(bad_zip)?;
        let names = zip.file_names_raw().map(|name| decode_labelled(name, None)).collect();
        Ok(Self { zip, names })
    }

    /// The names that end so, case aside.
    pub fn with_ending(&self, ending: &str) -> Vec<&str> {
        // macOS puts a shadow of every file into a folder of this name.
        let names = self.names.iter().filter(|name| !name.contains("__MACOSX"));
        names.filter(|name| name.to_lowercase().ends_with(ending)).map(String::as_str).collect()
    }

    /// The name that equals `name` but for case.
    pub fn find(&self, name: &str) -> Option<&str> {
        self.names.iter().find(|given| given.to_lowercase() == name.to_lowercase()).map(String::as_str)
    }

    /// The content of a file.
    ///
    /// # Errors
    /// `bad_zip` when it cannot be unpacked, and the limits of unpacking.
    pub fn read(&mut self, name: &str, limits: &Limits) -> Result<Vec<u8>, FileError> {
        let index = self
            .names
            .iter()
            .position(|given| given == name)
            .ok_or_else(|| FileError::new("bad_zip").with("file", name))?;
        let file = self.zip.by_index(index).map_err(|error| bad_zip(error).with("file", name))?;
        let compressed = usize::try_from(file.compressed_size()).unwrap_or(usize::MAX);
        read_limited(file, compressed, limits).map_err(|failure| match failure {
            Failure::Limit(error) => error.with("file", name),
            Failure::Io(error) => FileError::new("bad_zip").with("detail", error).with("file", name),
        })
    }
}

fn bad_zip(error: zip::result::ZipError) -> FileError {
    FileError::new("bad_zip").with("detail", error)
}
