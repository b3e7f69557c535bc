//! CSV with a byte order mark.

use super::columns::{Column, Value};

const MARK: &[u8] = "\u{feff}".as_bytes();

pub(super) fn write<T>(rows: &[T], columns: &[Column<T>]) -> Vec<u8> {
    let mut out = MARK.to_vec();
    out.extend(columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(",").bytes());
    out.push(b'\n');
    for row in rows {
        for (place, (_, value)) in columns.iter().enumerate() {
            if place > 0 {
                out.push(b',');
            }
            match value(row) {
                Value::None => {}
                Value::Number(number) => out.extend(number.bytes()),
                Value::Text(text) => out.extend(quoted(&text).bytes()),
            }
        }
        out.push(b'\n');
    }
    out
}

/// A text with quotes around it where it needs them (RFC 4180). One that looks like `="…"`, which readers take for a
/// text kept by a spreadsheet, is kept so itself.
fn quoted(text: &str) -> String {
    if text.starts_with("=\"") && text.ends_with('"') {
        return format!("\"=\"\"{}\"\"\"", text.replace('"', "\"\""));
    }
    // A tab or semicolon is quoted as well, so that no program takes it for a separator.
    if text.contains([',', '"', '\n', '\r', ';', '\t']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
