//! Texts in UTF-8, UTF-16 with a mark, or GBK (GB 18030), told apart.

use crate::FileError;
use encoding_rs::{Encoding, GB18030};
use std::borrow::Cow;

/// Decodes a text: by its byte order mark, else as UTF-8, else as GB 18030, of which GBK and
/// GB 2312 are parts. UTF-8 goes first because Chinese text in GBK is hardly ever valid UTF-8.
///
/// # Errors
/// `not_text` when it is neither.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, FileError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return whole(encoding, &bytes[mark..]);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(error) => {
            let offset = error.valid_up_to();
            let line = bytes[..offset].iter().filter(|byte| **byte == b'\n').count() + 1;
            let text =
                if is_damaged_utf8(bytes) { Err(FileError::new("not_text")) } else { whole(GB18030, bytes) };
            text.map_err(|failure| failure.with("offset", offset).with("line", line))
        }
    }
}

/// Sound characters of several bytes to each fault, from which on a text is taken for UTF-8 with a fault in it. Read as
/// GB 18030 it would be garbled from end to end; text in GB 18030 has hardly any sound UTF-8.
const SOUND_TO_A_FAULT: usize = 10;

fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut faults) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    sound > SOUND_TO_A_FAULT * faults
}

/// Decodes a short text whose encoding a label names (`UTF-8`, `GBK`, `936`, `ISO 8859-1`);
/// without a label that is known, by [`decode`]. Bytes that do not fit become `�`.
pub(crate) fn decode_labelled(bytes: &[u8], label: Option<&'static Encoding>) -> String {
    match label {
        Some(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
        None => decode(bytes).map_or_else(|_| String::from_utf8_lossy(bytes).into_owned(), Cow::into_owned),
    }
}

fn whole<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Result<Cow<'a, str>, FileError> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or_else(|| FileError::new("not_text"))
}

#[cfg(test)]
mod tests {
    use super::decode;
    use encoding_rs::GBK;

    #[test]
    fn utf8_gbk_and_utf16_are_read_alike() {
        let text = "编码,名称\nW1,江岸区\n";
        let gbk = GBK.encode(text).0;
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        let utf16: Vec<u8> =
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in [text.as_bytes(), &gbk, &marked, &utf16] {
            assert_eq!(decode(bytes).unwrap(), text);
        }
        let neither = decode(b"a,b\n\xff\xff,1").unwrap_err();
        assert_eq!((neither.code, neither.params["line"].as_str()), ("not_text", "2"));
    }

    #[test]
    fn one_bad_byte_does_not_garble_a_whole_text() {
        let text = "编码,名称\nW1,江岸区后湖街道\n".repeat(50);
        let mut bytes = text.into_bytes();
        // A byte too many: read as GBK the text would be sound, and nonsense.
        bytes.insert(8 + "编码,名称\n".len(), 0xe6);
        let error = decode(&bytes).unwrap_err();
        assert_eq!((error.code, error.params["line"].as_str()), ("not_text", "2"));
    }
}
