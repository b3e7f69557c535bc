//! Texts as they are compared: lower case, full-width letters and digits as ASCII.

/// One character as it is compared.
pub(super) fn fold(c: char) -> char {
    let c = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    };
    if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
}

/// Puts a text as it is compared into a buffer.
pub(super) fn fold_into(buffer: &mut String, text: &str) {
    buffer.clear();
    buffer.extend(text.chars().map(fold));
}

/// A text as it is compared.
pub(super) fn folded(text: &str) -> String {
    text.chars().map(fold).collect()
}
