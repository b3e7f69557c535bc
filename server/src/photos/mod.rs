//! Photos of the place: what a phone sends is judged by its content, stripped of everything that is not the picture,
//! and kept in the vault.
//!
//! Nothing is decoded: the file is walked segment by segment, what a viewer needs is copied, the rest (place, time,
//! device, comments, thumbnails, colour profiles, whatever follows the picture) is left out. How the picture is turned
//! is the one thing that is kept of its metadata, written anew, because without it a viewer would show it lying.

mod exif;
mod jpeg;
mod png;
pub mod routes;

use crate::http::Problem;
use world::incidents::{LARGEST_PHOTO_SIDE, PhotoFormat};

/// The largest photo, in bytes, as it is sent.
pub const LARGEST: usize = 5 << 20;
/// Most pixels of a photo: what a viewer needs four bytes of memory for, each.
const MOST_PIXELS: u64 = 40_000_000;

/// A photo without anything but the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stripped {
    /// The file.
    pub bytes: Vec<u8>,
    /// How it is written.
    pub format: PhotoFormat,
    /// Pixels from left to right, as it is shown.
    pub width: u32,
    /// Pixels from top to bottom, as it is shown.
    pub height: u32,
}

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// It is neither JPEG nor PNG.
    Kind,
    /// It ends early, or says what cannot be.
    Damaged(&'static str),
    /// It has too many pixels.
    Pixels {
        /// From left to right.
        width: u32,
        /// From top to bottom.
        height: u32,
    },
}

impl From<Flaw> for Problem {
    fn from(flaw: Flaw) -> Self {
        match flaw {
            Flaw::Kind => Self::new("photo_not_understood"),
            Flaw::Damaged(rule) => Self::new("photo_damaged").with("rule", rule),
            Flaw::Pixels { width, height } => Self::new("photo_too_large")
                .with("width", width)
                .with("height", height)
                .with("most", LARGEST_PHOTO_SIDE),
        }
    }
}

/// The picture of a file, and nothing else.
///
/// # Errors
/// [`Flaw`].
pub fn stripped(file: &[u8]) -> Result<Stripped, Flaw> {
    let (format, mut stripped) = if file.starts_with(&jpeg::SIGNATURE) {
        (PhotoFormat::Jpeg, jpeg::stripped(file)?)
    } else if file.starts_with(&png::SIGNATURE) {
        (PhotoFormat::Png, png::stripped(file)?)
    } else {
        return Err(Flaw::Kind);
    };
    if stripped.turned {
        (stripped.width, stripped.height) = (stripped.height, stripped.width);
    }
    let Picture { bytes, width, height, .. } = stripped;
    Ok(Stripped { bytes, format, width, height })
}

/// What a reader of one format gives back.
struct Picture {
    bytes: Vec<u8>,
    width: u32,
    height: u32,
    /// Whether it is shown lying on its side.
    turned: bool,
}

/// A size that a viewer can hold.
fn fits(width: u32, height: u32) -> Result<(), Flaw> {
    let too_large =
        width.max(height) > LARGEST_PHOTO_SIDE || u64::from(width) * u64::from(height) > MOST_PIXELS;
    match width.min(height) {
        0 => Err(Flaw::Damaged("a side has no length")),
        _ if too_large => Err(Flaw::Pixels { width, height }),
        _ => Ok(()),
    }
}
