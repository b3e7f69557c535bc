//! `.dbf`: the table beside the shapes (dBASE III and later, the part that Shapefiles use).

use crate::input::decode_labelled;
use crate::layer::{Cell, Layer, Row};
use crate::{FileError, Limits, Note};
use encoding_rs::{BIG5, Encoding, GBK, UTF_8, WINDOWS_1252};

const HEADER: usize = 32;
const DESCRIPTOR: usize = 32;
const HEADER_ENDS: u8 = 0x0d;
const DELETED: u8 = b'*';

struct Column {
    kind: u8,
    at: usize,
    length: usize,
}

/// Reads the table; `cpg` is what the `.cpg` file says.
///
/// Texts are decoded as the `.cpg` says, else as the language byte says, else as UTF-8 or GBK,
/// whichever fits the whole table.
///
/// # Errors
/// `bad_dbf`, `truncated_dbf`, `too_large`.
pub(super) fn read(bytes: &[u8], cpg: Option<&str>, limits: &Limits) -> Result<Layer, FileError> {
    let bad = |detail: &str| FileError::new("bad_dbf").with("detail", detail);
    let short =
        |at: usize| bytes.get(at..at + 2).map(|pair| usize::from(u16::from_le_bytes([pair[0], pair[1]])));
    let count: [u8; 4] =
        bytes.get(4..8).and_then(|four| four.try_into().ok()).ok_or_else(|| bad("no header"))?;
    let count = u32::from_le_bytes(count) as usize;
    let starts = short(8).ok_or_else(|| bad("no header length"))?;
    let length = short(10).ok_or_else(|| bad("no record length"))?;
    let header = bytes
        .get(..starts)
        .filter(|header| header.len() > HEADER)
        .ok_or_else(|| bad("shorter than its header"))?;
    if length == 0 || count > limits.rows {
        return Err(if length == 0 {
            bad("records of no length")
        } else {
            FileError::new("too_large").with("rows", count).with("limit", limits.rows)
        });
    }
    let body = bytes.get(starts..).unwrap_or_default();
    if count.checked_mul(length).is_none_or(|needed| needed > body.len()) {
        return Err(FileError::new("truncated_dbf").with("rows", count).with("row", body.len() / length));
    }
    let records = &body[..count * length];
    let mut at = 1;
    let mut columns = Vec::new();
    let mut raw_names = Vec::new();
    for field in header[HEADER..].chunks_exact(DESCRIPTOR).take_while(|field| field[0] != HEADER_ENDS) {
        let column = Column { kind: field[11], at, length: usize::from(field[16]) };
        at += column.length;
        if at > length {
            return Err(bad("columns longer than a record"));
        }
        let name = &field[..11];
        raw_names.push(&name[..name.iter().position(|byte| *byte == 0).unwrap_or(11)]);
        columns.push(column);
    }
    let encoding = encoding(cpg, header[29], &raw_names, records);
    let mut layer = Layer {
        columns: raw_names
            .iter()
            .map(|name| decode_labelled(name, Some(encoding)).trim().to_owned())
            .collect(),
        ..Layer::default()
    };
    layer.notes.push(Note::new("table_encoding").with("value", encoding.name()));
    for (index, record) in records.chunks_exact(length).enumerate() {
        let cells = if record[0] == DELETED {
            Vec::new()
        } else {
            columns.iter().map(|column| cell(column, record, encoding)).collect()
        };
        layer.rows.push(Row { number: index + 1, cells, geometry: None });
    }
    Ok(layer)
}

fn cell(column: &Column, record: &[u8], encoding: &'static Encoding) -> Cell {
    let bytes = record.get(column.at..column.at + column.length).unwrap_or_default();
    match column.kind {
        b'N' | b'F' => match Cell::text(&String::from_utf8_lossy(bytes)) {
            // A number too wide for its column is written as stars.
            Cell::Text(text) if text.contains('*') => Cell::Empty,
            Cell::Text(text) => Cell::Number(whole(text)),
            other => other,
        },
        b'C' | b'D' | b'L' => Cell::text(&decode_labelled(bytes, Some(encoding))),
        _ => Cell::Empty,
    }
}

/// A whole number without the decimals that some writers give every number: `491.000`, `4.91e+002`.
/// Codes are often kept in such columns.
fn whole(text: String) -> String {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if !text.contains(['.', 'e', 'E']) {
        return text;
    }
    match text.parse::<f64>() {
        Ok(value) if value.fract() == 0.0 && value.abs() < EXACT => format!("{value}"),
        _ => text,
    }
}

fn encoding(cpg: Option<&str>, language: u8, names: &[&[u8]], records: &[u8]) -> &'static Encoding {
    cpg.and_then(labelled).or_else(|| by_language(language)).unwrap_or_else(|| {
        // The whole table must fit: one name in GBK may look like UTF-8 by chance, a thousand do not.
        let utf8 = names.iter().all(|name| std::str::from_utf8(name).is_ok())
            && std::str::from_utf8(records).is_ok();
        if utf8 { UTF_8 } else { GBK }
    })
}

/// The encoding a `.cpg` names: `UTF-8`, `GBK`, `936`, `CP936`, `ISO 8859-1`, `ANSI 1252`.
fn labelled(label: &str) -> Option<&'static Encoding> {
    let folded: String = label.to_ascii_lowercase().chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    match folded.trim_start_matches("ansi").trim_start_matches("cp").trim_start_matches("oem") {
        "936" | "54936" | "gbk" | "gb2312" | "gb18030" => Some(encoding_rs::GB18030),
        "950" | "big5" => Some(BIG5),
        "65001" | "utf8" => Some(UTF_8),
        "1252" | "88591" | "iso88591" => Some(WINDOWS_1252),
        _ => Encoding::for_label(label.trim().as_bytes()),
    }
}

/// The language driver byte, where it says more than "some Windows".
fn by_language(byte: u8) -> Option<&'static Encoding> {
    match byte {
        0x4d | 0x7a => Some(GBK),
        0x4f | 0x78 => Some(BIG5),
        0x13 | 0x7b => Some(encoding_rs::SHIFT_JIS),
        0x4e | 0x79 => Some(encoding_rs::EUC_KR),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{labelled, read};
    use crate::Limits;
    use encoding_rs::GBK;

    fn table(language: u8, names: &[&[u8]]) -> Vec<u8> {
        let mut bytes = vec![3, 124, 1, 1];
        bytes.extend((names.len() as u32).to_le_bytes());
        bytes.extend(65_u16.to_le_bytes());
        bytes.extend(21_u16.to_le_bytes());
        bytes.resize(32, 0);
        bytes[29] = language;
        let mut field = [0_u8; 32];
        field[..4].copy_from_slice(b"NAME");
        field[11] = b'C';
        field[16] = 20;
        bytes.extend(field);
        bytes.push(0x0d);
        for name in names {
            bytes.push(b' ');
            let mut padded = name.to_vec();
            padded.resize(20, b' ');
            bytes.extend(padded);
        }
        bytes
    }

    #[test]
    fn the_encoding_comes_from_cpg_then_language_then_the_bytes() {
        let name = "江岸区后湖";
        let gbk = GBK.encode(name).0;
        for (bytes, cpg) in [
            (table(0, &[name.as_bytes()]), None),
            (table(0, &[&gbk]), None),
            (table(0x4d, &[&gbk]), None),
            (table(0, &[&gbk]), Some("936")),
            (table(0x4d, &[name.as_bytes()]), Some("UTF-8")),
        ] {
            let layer = read(&bytes, cpg, &Limits::default()).unwrap();
            assert_eq!(layer.rows[0].cells[0].as_str(), Some(name));
        }
        assert!(labelled("GB18030").is_some() && labelled("klingon").is_none());
    }

    #[test]
    fn a_table_that_lies_about_its_size_is_refused() {
        let whole = table(0, &[b"a", b"b"]);
        assert_eq!(
            read(&whole[..whole.len() - 5], None, &Limits::default()).unwrap_err().code,
            "truncated_dbf"
        );
        for length in 0..65 {
            assert!(read(&whole[..length], None, &Limits::default()).is_err());
        }
    }
}
