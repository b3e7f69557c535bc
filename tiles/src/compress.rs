//! The compression browsers understand.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

/// Gzip level: tiles are compressed once and kept, but the first reader waits for it.
const LEVEL: u32 = 4;

/// The bytes as one gzip member, without a time in its header: the same bytes give the same result.
///
/// ```
/// let packed = tiles::gzip(&[7; 1000]);
/// assert!(packed.len() < 50);
/// ```
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 2 + 64), Compression::new(LEVEL));
    // Writing into a Vec cannot fail.
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes every write")
}
