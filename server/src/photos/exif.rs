//! How a picture is turned: the one tag of Exif that is read, and the smallest Exif that says it again.
//!
//! Exif 2.32 §4.5–4.6: a TIFF header, then a directory of entries of twelve bytes; tag 0x0112 is the orientation, 1 to 8.

/// How a picture is turned when nothing is said.
pub const UPRIGHT: u8 = 1;
/// Entries of a directory that are looked at; cameras write some twenty.
const ENTRIES: u16 = 512;

/// The orientation in a TIFF structure; upright when it says none, or none that can be.
pub fn orientation(tiff: &[u8]) -> u8 {
    read(tiff).filter(|turn| (1..=8).contains(turn)).unwrap_or(UPRIGHT)
}

fn read(tiff: &[u8]) -> Option<u8> {
    let big = match tiff.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let bytes: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    };
    let offset: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let directory = if big { u32::from_be_bytes(offset) } else { u32::from_le_bytes(offset) };
    let directory = usize::try_from(directory).ok()?;
    let count = short(directory)?.min(ENTRIES);
    (0..usize::from(count)).find_map(|index| {
        let entry = directory.checked_add(2 + 12 * index)?;
        let is_orientation = short(entry)? == 0x0112 && short(entry + 2)? == 3;
        is_orientation.then(|| short(entry + 8).and_then(|turn| u8::try_from(turn).ok())).flatten()
    })
}

/// A TIFF structure that says how a picture is turned, and nothing else.
pub fn tiff(orientation: u8) -> [u8; 26] {
    let mut tiff = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    tiff[19] = orientation;
    tiff
}

/// Whether what is shown is as wide as the file is high.
pub const fn is_turned(orientation: u8) -> bool {
    orientation >= 5
}

#[cfg(test)]
mod tests {
    use super::{orientation, tiff};

    #[test]
    fn what_is_written_reads_back_and_nothing_else_is_believed() {
        for turn in 1..=8 {
            assert_eq!(orientation(&tiff(turn)), turn);
        }
        assert_eq!(orientation(&tiff(9)), 1);
        assert_eq!(orientation(b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"), 6);
        for broken in [&b""[..], b"MM\0*", b"MM\0*\xff\xff\xff\xff", b"XX\0*\0\0\0\x08"] {
            assert_eq!(orientation(broken), 1);
        }
    }
}
