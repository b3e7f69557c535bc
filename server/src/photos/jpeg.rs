//! JPEG (ITU-T T.81, annex B): markers and segments.

use super::{Flaw, Picture, exif, fits};

/// Start of image, and the first byte of the next marker.
pub const SIGNATURE: [u8; 3] = [0xff, 0xd8, 0xff];
/// Scans of a progressive picture; encoders write some ten. More are a bomb for viewers.
const MOST_SCANS: usize = 64;
/// How an Exif segment begins.
const EXIF: &[u8] = b"Exif\0\0";

/// The picture: tables, frame and scans; one Exif segment with the orientation when it is not upright.
pub fn stripped(file: &[u8]) -> Result<Picture, Flaw> {
    let mut kept = Vec::with_capacity(file.len());
    let (mut orientation, mut size, mut scans) = (exif::UPRIGHT, None, 0);
    let mut at = 2;
    loop {
        let (marker, start) = marker(file, at)?;
        if marker == 0xd9 {
            break;
        }
        if marker == 0x01 || (0xd0..=0xd7).contains(&marker) {
            return Err(Flaw::Damaged("a marker stands where none may"));
        }
        let length = usize::from(short(file, start)?);
        let segment = length.checked_sub(2).and_then(|length| file.get(start + 2..start + 2 + length));
        let segment = segment.ok_or(Flaw::Damaged("a segment is cut short"))?;
        let after = start + length;
        let keep = match marker {
            // Frames of sequential and progressive pictures by Huffman coding; viewers know no others.
            0xc0..=0xc2 => {
                if size.is_some() {
                    return Err(Flaw::Damaged("there are two frames"));
                }
                let (height, width) = (short(segment, 1)?, short(segment, 3)?);
                fits(width.into(), height.into())?;
                size = Some((u32::from(width), u32::from(height)));
                true
            }
            0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                return Err(Flaw::Damaged("it is coded in a way that viewers do not know"));
            }
            // Tables, restart interval, start of scan.
            0xc4 | 0xdb | 0xdd | 0xda => true,
            // How the colours are coded, in twelve bytes.
            0xee => segment.len() == 12 && segment.starts_with(b"Adobe"),
            0xe1 => {
                if let Some(tiff) = segment.strip_prefix(EXIF) {
                    orientation = exif::orientation(tiff);
                }
                false
            }
            _ => false,
        };
        if keep {
            kept.extend_from_slice(&[0xff, marker]);
            kept.extend_from_slice(&file[start..after]);
        }
        at = after;
        if marker == 0xda {
            scans += 1;
            if size.is_none() || scans > MOST_SCANS {
                return Err(Flaw::Damaged("its scans are not in order"));
            }
            at = end_of_scan(file, after)?;
            kept.extend_from_slice(&file[after..at]);
        }
    }
    let (width, height) = size.filter(|_| scans > 0).ok_or(Flaw::Damaged("there is no picture in it"))?;
    let mut bytes = Vec::with_capacity(kept.len() + 64);
    bytes.extend_from_slice(&SIGNATURE[..2]);
    if orientation != exif::UPRIGHT {
        let tiff = exif::tiff(orientation);
        let length = u16::try_from(2 + EXIF.len() + tiff.len()).unwrap_or(u16::MAX);
        bytes.extend_from_slice(&[0xff, 0xe1]);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(EXIF);
        bytes.extend_from_slice(&tiff);
    }
    bytes.extend_from_slice(&kept);
    bytes.extend_from_slice(&[0xff, 0xd9]);
    Ok(Picture { bytes, width, height, turned: exif::is_turned(orientation) })
}

/// The next marker, any number of fill bytes before it, and where it ends.
fn marker(file: &[u8], at: usize) -> Result<(u8, usize), Flaw> {
    let ends = Flaw::Damaged("it ends before the picture does");
    if *file.get(at).ok_or(ends)? != 0xff {
        return Err(Flaw::Damaged("there is no marker where one should be"));
    }
    let fill = file[at..].iter().take_while(|byte| **byte == 0xff).count();
    let marker = *file.get(at + fill).ok_or(ends)?;
    if marker == 0 {
        Err(Flaw::Damaged("there is no marker where one should be"))
    } else {
        Ok((marker, at + fill + 1))
    }
}

/// Where the coded data of a scan end: at the first marker that is no restart.
fn end_of_scan(file: &[u8], from: usize) -> Result<usize, Flaw> {
    let mut at = from;
    loop {
        let rest = file.get(at..).ok_or(Flaw::Damaged("it ends before the picture does"))?;
        at += rest
            .iter()
            .position(|byte| *byte == 0xff)
            .ok_or(Flaw::Damaged("it ends before the picture does"))?;
        match file.get(at + 1) {
            Some(0 | 0xd0..=0xd7) => at += 2,
            Some(0xff) => at += 1,
            Some(_) => return Ok(at),
            None => return Err(Flaw::Damaged("it ends before the picture does")),
        }
    }
}

fn short(bytes: &[u8], at: usize) -> Result<u16, Flaw> {
    let two = bytes.get(at..at + 2).ok_or(Flaw::Damaged("a segment is cut short"))?;
    Ok(u16::from_be_bytes([two[0], two[1]]))
}
