//! Decompression that stops at limits, so that a small file cannot fill the machine.

use crate::{FileError, Limits};
use std::io::{self, Read};

/// Bytes that may come out before the ratio is looked at.
const RATIO_STARTS: usize = 16 << 20;
const CHUNK: usize = 64 << 10;

/// Everything in a gzip file, of one or several members.
///
/// # Errors
/// `truncated_gzip`, `bad_gzip`, `decompression_bomb`, `too_large`.
pub(crate) fn gunzip(input: &[u8], limits: &Limits) -> Result<Vec<u8>, FileError> {
    read_limited(flate2::read::MultiGzDecoder::new(input), input.len(), limits).map_err(|failure| {
        match failure {
            Failure::Limit(error) => error,
            Failure::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                FileError::new("truncated_gzip")
            }
            Failure::Io(error) => FileError::new("bad_gzip").with("detail", error),
        }
    })
}

/// Why reading stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A limit was reached.
    Limit(FileError),
    /// The compressed data is broken.
    Io(io::Error),
}

/// Reads a decompressor to its end, watching what comes out of `compressed` bytes.
pub(crate) fn read_limited(
    mut source: impl Read,
    compressed: usize,
    limits: &Limits,
) -> Result<Vec<u8>, Failure> {
    let mut out = Vec::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        let count = match source.read(&mut chunk) {
            Ok(0) => return Ok(out),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Failure::Io(error)),
        };
        out.extend_from_slice(&chunk[..count]);
        if out.len() > limits.inflated_bytes {
            let error =
                FileError::new("too_large").with("bytes", out.len()).with("limit", limits.inflated_bytes);
            return Err(Failure::Limit(error));
        }
        let allowed = compressed.max(1).saturating_mul(limits.inflation_ratio);
        if out.len() > RATIO_STARTS && out.len() > allowed {
            let error = FileError::new("decompression_bomb")
                .with("bytes", compressed)
                .with("limit", limits.inflation_ratio);
            return Err(Failure::Limit(error));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::gunzip;
    use crate::Limits;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn what_was_cut_off_is_named() {
        let whole = gzip(b"{\"type\":\"FeatureCollection\",\"features\":[]}");
        assert_eq!(gunzip(&whole, &Limits::default()).unwrap().len(), 42);
        assert_eq!(gunzip(&whole[..whole.len() - 9], &Limits::default()).unwrap_err().code, "truncated_gzip");
        let mut broken = whole.clone();
        broken[15] ^= 0xff;
        assert!(
            ["bad_gzip", "truncated_gzip"].contains(&gunzip(&broken, &Limits::default()).unwrap_err().code)
        );
    }

    #[test]
    fn a_bomb_does_not_go_off() {
        let bomb = gzip(&vec![b'['; 64 << 20]);
        assert!(bomb.len() < 100_000);
        assert_eq!(gunzip(&bomb, &Limits::default()).unwrap_err().code, "decompression_bomb");
        let small = Limits { inflated_bytes: 1 << 20, ..Limits::default() };
        assert_eq!(gunzip(&bomb, &small).unwrap_err().code, "too_large");
    }
}
