//! PNG (ISO/IEC 15948): chunks with checksums.

use super::{Flaw, Picture, exif, fits};
use flate2::Crc;

/// How a PNG begins.
pub const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";

/// The picture: header, palette, transparency, data; one `eXIf` chunk with the orientation when it is not upright.
pub fn stripped(file: &[u8]) -> Result<Picture, Flaw> {
    let mut kept = Vec::with_capacity(file.len());
    let (mut orientation, mut size, mut data) = (exif::UPRIGHT, None, false);
    let mut at = SIGNATURE.len();
    loop {
        let head = file.get(at..at + 8).ok_or(Flaw::Damaged("it ends before the picture does"))?;
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]);
        let kind: [u8; 4] = [head[4], head[5], head[6], head[7]];
        let end = usize::try_from(length).ok().and_then(|length| at.checked_add(8)?.checked_add(length));
        let end = end.ok_or(Flaw::Damaged("a chunk is cut short"))?;
        let whole = end.checked_add(4).and_then(|whole| file.get(at..whole));
        let whole = whole.ok_or(Flaw::Damaged("a chunk is cut short"))?;
        let content = &file[at + 8..end];
        if checksum(&file[at + 4..end]) != whole[whole.len() - 4..] {
            return Err(Flaw::Damaged("the checksum of a chunk is wrong"));
        }
        if (size.is_none()) != (&kind == b"IHDR") {
            return Err(Flaw::Damaged("its header is not where it should be"));
        }
        match &kind {
            b"IHDR" => {
                let side = |at: usize| {
                    let four = content.get(at..at + 4).ok_or(Flaw::Damaged("its header is too short"))?;
                    Ok(u32::from_be_bytes([four[0], four[1], four[2], four[3]]))
                };
                let (width, height) = (side(0)?, side(4)?);
                fits(width, height)?;
                size = Some((width, height));
            }
            b"eXIf" => orientation = exif::orientation(content),
            b"IDAT" => data = true,
            _ => {}
        }
        if matches!(&kind, b"IHDR" | b"PLTE" | b"tRNS" | b"IDAT") {
            kept.push(whole);
        }
        at = end + 4;
        if &kind == b"IEND" {
            break;
        }
    }
    let (width, height) = size.filter(|_| data).ok_or(Flaw::Damaged("there is no picture in it"))?;
    let mut bytes = SIGNATURE.to_vec();
    for (index, chunk) in kept.into_iter().enumerate() {
        bytes.extend_from_slice(chunk);
        if index == 0 && orientation != exif::UPRIGHT {
            write(&mut bytes, *b"eXIf", &exif::tiff(orientation));
        }
    }
    write(&mut bytes, *b"IEND", &[]);
    Ok(Picture { bytes, width, height, turned: exif::is_turned(orientation) })
}

fn write(bytes: &mut Vec<u8>, kind: [u8; 4], content: &[u8]) {
    bytes.extend_from_slice(&u32::try_from(content.len()).unwrap_or(u32::MAX).to_be_bytes());
    let from = bytes.len();
    bytes.extend_from_slice(&kind);
    bytes.extend_from_slice(content);
    let sum = checksum(&bytes[from..]);
    bytes.extend_from_slice(&sum);
}

/// CRC-32 over kind and content.
fn checksum(bytes: &[u8]) -> [u8; 4] {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum().to_be_bytes()
}
