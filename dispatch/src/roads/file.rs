//! A road file of either encoding, told by its first bytes.

use super::{Progress, RoadNetwork, RoadsError};

/// What a file is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    /// `.osm.pbf`.
    Pbf,
    /// `.osm`.
    Xml,
    /// `.osm.gz`.
    GzippedXml,
}

impl RoadNetwork {
    /// Reads the roads of an OpenStreetMap file: PBF (`.osm.pbf`), or XML, plain or gzipped (`.osm`, `.osm.gz`). What
    /// counts as a road, and what is skipped, is in `dispatch/ROADS.md` §1 and §2. Both encodings of one map give the
    /// same network.
    ///
    /// # Errors
    /// [`RoadsError`] when the bytes are of another kind, truncated, damaged, too large, or hold no road.
    pub fn from_osm_file(bytes: &[u8], progress: &mut dyn FnMut(Progress)) -> Result<Self, RoadsError> {
        match encoding(bytes)? {
            Encoding::Pbf => Self::from_osm_pbf(bytes, progress),
            Encoding::Xml => Self::from_osm_xml(bytes, false, progress),
            Encoding::GzippedXml => Self::from_osm_xml(bytes, true, progress),
        }
    }
}

/// Tells common files by their first bytes.
fn encoding(bytes: &[u8]) -> Result<Encoding, RoadsError> {
    let start = &bytes[..bytes.len().min(512)];
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    let (found, remedy) = if bytes.is_empty() {
        ("an empty file", "fetch it again")
    } else if start.starts_with(&[0x1f, 0x8b]) {
        return Ok(Encoding::GzippedXml);
    } else if text.starts_with(b"<") {
        return Ok(Encoding::Xml);
    } else if start.starts_with(b"BZh") {
        ("a bzip2 file", "if it is OpenStreetMap XML (.osm.bz2), unpack it and give the .osm file")
    } else if start.starts_with(b"PK\x03\x04") {
        ("a ZIP archive", "unpack it and give the .osm.pbf file")
    } else if start.starts_with(b"PAR1") {
        ("a Parquet file", "export the roads as .osm.pbf")
    } else if text.starts_with(b"{") || text.starts_with(b"[") {
        ("a JSON file", "export the roads as .osm.pbf")
    } else if start.get(4..).is_some_and(|head| head.windows(9).any(|window| window == b"OSMHeader")) {
        return Ok(Encoding::Pbf);
    } else {
        ("a file without the OSMHeader block", "give a .osm.pbf file")
    };
    Err(RoadsError::WrongKind { found, remedy })
}
