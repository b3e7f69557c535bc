//! From the bytes of a file to the bytes inside it: wrappers taken off, kinds told apart,
//! encodings understood. Every step has a limit.

mod inflate;
mod sniff;
mod text;

pub(crate) use inflate::{Failure, gunzip, read_limited};
pub(crate) use sniff::{Kind, kind_of};
pub(crate) use text::{decode, decode_labelled};

use crate::{FileError, Limits};
use std::borrow::Cow;

/// Takes gzip off, if it is on, and says what lies inside.
///
/// # Errors
/// `empty_file`, `too_large`, `truncated_gzip`, `bad_gzip`, `decompression_bomb`.
pub(crate) fn unwrap<'a>(input: &'a [u8], limits: &Limits) -> Result<(Kind, Cow<'a, [u8]>), FileError> {
    if input.len() > limits.input_bytes {
        return Err(FileError::new("too_large").with("bytes", input.len()).with("limit", limits.input_bytes));
    }
    let inside = match kind_of(input) {
        Kind::Gzip => Cow::Owned(gunzip(input, limits)?),
        _ => Cow::Borrowed(input),
    };
    match kind_of(&inside) {
        Kind::Empty => Err(FileError::new("empty_file")),
        Kind::Gzip => Err(wrong_kind("gzip within gzip")),
        kind => Ok((kind, inside)),
    }
}

/// The refusal of a file of another kind; `seems` says what it looks like.
pub(crate) fn wrong_kind(seems: &str) -> FileError {
    FileError::new("wrong_kind").with("seems", seems)
}
