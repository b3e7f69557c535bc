//! A look at the brackets before anything is parsed: a text of 200 MB of nested arrays is refused
//! at its 65th bracket, and costs no memory.

use crate::FileError;

/// # Errors
/// `nested_too_deeply` with the byte where the limit was passed.
pub(super) fn check(text: &[u8], limit: usize) -> Result<(), FileError> {
    let mut depth = 0_usize;
    let mut bytes = text.iter().enumerate();
    while let Some((offset, byte)) = bytes.next() {
        match byte {
            b'[' | b'{' => {
                depth += 1;
                if depth > limit {
                    return Err(FileError::new("nested_too_deeply")
                        .with("offset", offset)
                        .with("limit", limit));
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'"' => skip_text(&mut bytes),
            _ => {}
        }
    }
    Ok(())
}

fn skip_text<'a>(bytes: &mut impl Iterator<Item = (usize, &'a u8)>) {
    while let Some((_, byte)) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => _ = bytes.next(),
            _ => {}
        }
    }
}
