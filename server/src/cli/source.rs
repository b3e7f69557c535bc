//! Reading the file that is to be imported.

use super::Failure;
use std::fs::{File, FileType};
use std::io::Read;
use std::path::Path;

/// Bytes of a road file at most; the roads of all China take less.
const MOST_ROAD_BYTES: u64 = 2 << 30;

/// Bytes of any other file that are read at most: one more than the reader takes, so that it says so itself.
fn most_bytes() -> u64 {
    data::Limits::default().input_bytes as u64 + 1
}

/// What a file holds, as far as its size goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Roads.
    Roads,
    /// Rows or features.
    Rows,
}

/// The bytes of a regular file.
///
/// # Errors
/// `file_not_readable`; `not_a_file` for a folder, a pipe or a device, which might never end; `too_large`.
pub fn read(path: &Path, holds: Holds) -> Result<Vec<u8>, Failure> {
    let unreadable = |error: std::io::Error| Failure::file(path, &error);
    let about = std::fs::metadata(path).map_err(unreadable)?;
    if let Some(seems) = other_than_a_file(about.file_type()) {
        return Err(Failure::new("not_a_file").with("path", path.display()).with("seems", seems));
    }
    let limit = if holds == Holds::Roads { MOST_ROAD_BYTES } else { most_bytes() };
    if about.len() > limit {
        return Err(Failure::new("too_large").with("bytes", about.len()).with("limit", limit));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(0));
    File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)).map_err(unreadable)?;
    Ok(bytes)
}

#[cfg(unix)]
fn other_than_a_file(kind: FileType) -> Option<&'static str> {
    use std::os::unix::fs::FileTypeExt;
    match () {
        () if kind.is_dir() => Some("a folder"),
        () if kind.is_fifo() => Some("a pipe"),
        () if kind.is_socket() => Some("a socket"),
        () if kind.is_file() => None,
        () => Some("a device"),
    }
}

#[cfg(not(unix))]
fn other_than_a_file(kind: FileType) -> Option<&'static str> {
    match () {
        () if kind.is_dir() => Some("a folder"),
        () if kind.is_file() => None,
        () => Some("a device"),
    }
}
