//! What a file seems to be, by its first bytes, so that a refusal can say it.

/// A kind of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing, or blanks only.
    Empty,
    /// gzip, of anything.
    Gzip,
    /// A zip archive.
    Zip,
    /// A text that begins like JSON.
    Json,
    /// Any other text.
    Text,
    /// Something else, in words.
    Other(&'static str),
}

/// First bytes and what they mean.
const MAGIC: &[(&[u8], Kind)] = &[
    (b"\x1f\x8b", Kind::Gzip),
    (b"PK\x03\x04", Kind::Zip),
    (b"PK\x05\x06", Kind::Zip),
    (b"\x89PNG", Kind::Other("a PNG picture")),
    (b"\xff\xd8\xff", Kind::Other("a JPEG picture")),
    (b"GIF8", Kind::Other("a GIF picture")),
    (b"II*\0", Kind::Other("a TIFF picture")),
    (b"MM\0*", Kind::Other("a TIFF picture")),
    (b"%PDF", Kind::Other("a PDF document")),
    (b"\xd0\xcf\x11\xe0", Kind::Other("an old Excel or Word document (.xls, .doc)")),
    (b"Rar!", Kind::Other("a RAR archive")),
    (b"7z\xbc\xaf", Kind::Other("a 7z archive")),
    (b"BZh", Kind::Other("a bzip2 file")),
    (b"\xfd7zXZ", Kind::Other("an xz file")),
    (b"\x28\xb5\x2f\xfd", Kind::Other("a zstd file")),
    (b"SQLite format 3", Kind::Other("an SQLite database or GeoPackage")),
    (b"PAR1", Kind::Other("a Parquet file")),
    (b"fgb\x03", Kind::Other("a FlatGeobuf file")),
    (b"\x00\x00\x27\x0a", Kind::Other("a bare .shp; zip it together with its .dbf and .prj")),
    (b"AutoCAD Binary DXF", Kind::Other("a DXF drawing")),
    (b"AC10", Kind::Other("a DWG drawing")),
    (b"\x7fELF", Kind::Other("a program")),
    (b"MZ", Kind::Other("a program")),
];

/// What `bytes` seem to be.
pub(crate) fn kind_of(bytes: &[u8]) -> Kind {
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return *kind;
    }
    if bytes.len() > 14 && bytes[4..].starts_with(b"\x0a\x09OSMHeader") {
        return Kind::Other("an OpenStreetMap road file (.osm.pbf)");
    }
    let head = &bytes[..bytes.len().min(4096)];
    let utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    if !utf16 && head.contains(&0) {
        return Kind::Other("binary data");
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let lower = text[..text.len().min(400)].to_ascii_lowercase();
    let has = |word: &[u8]| lower.windows(word.len()).any(|window| window == word);
    match text.first() {
        None if bytes.len() <= head.len() => Kind::Empty,
        Some(b'{' | b'[') => Kind::Json,
        Some(b'<') if has(b"<html") || has(b"<!doctype html") => Kind::Other("a web page (HTML)"),
        Some(b'<') if has(b"<kml") => Kind::Other("a KML file"),
        Some(b'<') if has(b"<osm") => Kind::Other("an OpenStreetMap XML file"),
        Some(b'<') => Kind::Other("an XML file"),
        _ => Kind::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, kind_of};

    #[test]
    fn files_are_told_apart() {
        for (bytes, kind) in [
            (&b""[..], Kind::Empty),
            (b" \r\n\t ", Kind::Empty),
            (b"\xef\xbb\xbf", Kind::Empty),
            (b"\x89PNG\r\n\x1a\n", Kind::Other("a PNG picture")),
            (b"\xef\xbb\xbf {\"type\":1}", Kind::Json),
            (b"code,name\n1,2", Kind::Text),
            (b"<!DOCTYPE html><html>", Kind::Other("a web page (HTML)")),
            (b"<?xml version=\"1.0\"?><kml>", Kind::Other("a KML file")),
            (b"ab\0cd", Kind::Other("binary data")),
            (b"\xff\xfea\0,\0b\0", Kind::Text),
        ] {
            assert_eq!(kind_of(bytes), kind, "{:?}", String::from_utf8_lossy(bytes));
        }
    }
}
