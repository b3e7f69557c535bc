//! A fingerprint of all records that a change costs no more than the change.

use super::records::{Area, Border, Building, Face, Node};
use crate::{Level, Position};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::fmt;

/// A fingerprint of all records: equal records, equal fingerprint, whatever happened before.
///
/// The sum of the SHA-256 of every record (its kind, id and canonical bytes) in four lanes of 64 bits, so that a change
/// takes out what was and adds what is. It tells states apart that come about by work; it is no proof against
/// somebody who looks for two equal ones.
///
/// ```
/// use geo_core::territory::{StateHash, Territory};
/// assert_eq!(Territory::default().hash(), StateHash::default());
/// assert_eq!(StateHash::default().to_string().len(), 64);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct StateHash(pub [u8; 32]);

impl fmt::Display for StateHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for StateHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why a text is not a fingerprint.
///
/// ```
/// use geo_core::territory::StateHash;
/// assert!("f00d".parse::<StateHash>().is_err());
/// let text = StateHash::default().to_string();
/// assert_eq!(serde_json::to_string(&StateHash::default()).unwrap(), format!("{text:?}"));
/// assert_eq!(text.parse(), Ok(StateHash::default()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("hash {given:?} must be 64 hexadecimal digits")]
pub struct StateHashError {
    /// The text given.
    pub given: String,
}

impl std::str::FromStr for StateHash {
    type Err = StateHashError;

    fn from_str(text: &str) -> Result<Self, StateHashError> {
        let wrong = || StateHashError { given: text.to_owned() };
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        let mut bytes = [0; 32];
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let digits = std::str::from_utf8(digits).map_err(|_| wrong())?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| wrong())?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for StateHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match serializer.is_human_readable() {
            true => serializer.collect_str(self),
            false => self.0.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for StateHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.is_human_readable() {
            true => String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom),
            false => <[u8; 32]>::deserialize(deserializer).map(Self),
        }
    }
}

impl StateHash {
    pub(super) fn add<R: Canonical>(&mut self, id: u32, record: &R) {
        self.combine(&digest(id, record), u64::wrapping_add);
    }

    pub(super) fn take<R: Canonical>(&mut self, id: u32, record: &R) {
        self.combine(&digest(id, record), u64::wrapping_sub);
    }

    fn combine(&mut self, other: &[u8; 32], how: fn(u64, u64) -> u64) {
        for (mine, theirs) in self.0.chunks_exact_mut(8).zip(other.chunks_exact(8)) {
            let [one, two] =
                [&*mine, theirs].map(|lane| u64::from_le_bytes(lane.try_into().expect("eight bytes")));
            mine.copy_from_slice(&how(one, two).to_le_bytes());
        }
    }
}

fn digest<R: Canonical>(id: u32, record: &R) -> [u8; 32] {
    let mut bytes = Bytes(Vec::with_capacity(128));
    bytes.0.push(R::KIND);
    bytes.number(id);
    record.write(&mut bytes);
    Sha256::digest(&bytes.0).into()
}

/// Records that have bytes of their own, the same on every machine.
pub(super) trait Canonical {
    const KIND: u8;
    fn write(&self, bytes: &mut Bytes);
}

/// Collects bytes. Whatever varies in length says its length first.
pub(super) struct Bytes(Vec<u8>);

impl Bytes {
    fn number(&mut self, number: u32) {
        self.0.extend(number.to_le_bytes());
    }

    fn place(&mut self, place: Position) {
        self.0.extend(place.lon_e7().to_le_bytes());
        self.0.extend(place.lat_e7().to_le_bytes());
    }

    fn places(&mut self, places: &[Position]) {
        self.number(places.len() as u32);
        places.iter().for_each(|place| self.place(*place));
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u32);
        self.0.extend(text.as_bytes());
    }

    fn maybe<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.0.push(u8::from(value.is_some()));
        if let Some(value) = value {
            write(self, value);
        }
    }
}

impl Canonical for Node {
    const KIND: u8 = 1;
    fn write(&self, bytes: &mut Bytes) {
        bytes.place(self.at);
    }
}

impl Canonical for Border {
    const KIND: u8 = 2;
    fn write(&self, bytes: &mut Bytes) {
        for number in [self.from.0, self.to.0, self.left.0, self.right.0] {
            bytes.number(number);
        }
        bytes.places(&self.points);
    }
}

impl Canonical for Face {
    const KIND: u8 = 3;
    fn write(&self, bytes: &mut Bytes) {
        bytes.maybe(self.area, |bytes, area| bytes.number(area.0));
    }
}

impl Canonical for Area {
    const KIND: u8 = 4;
    fn write(&self, bytes: &mut Bytes) {
        let level = Level::ALL.iter().position(|level| *level == self.level);
        bytes.maybe(level, |bytes, level| bytes.number(level as u32));
        bytes.maybe(self.code.as_ref(), |bytes, code| bytes.text(code.as_str()));
        bytes.text(&self.name);
        bytes.maybe(self.kind.as_deref(), Bytes::text);
        bytes.maybe(self.parent, |bytes, parent| bytes.number(parent.0));
        bytes.maybe(self.team.as_deref(), Bytes::text);
    }
}

impl Canonical for Building {
    const KIND: u8 = 5;
    fn write(&self, bytes: &mut Bytes) {
        bytes.place(self.at);
        bytes.number(self.households);
        bytes.number(self.area.0);
        bytes.text(&self.name);
        bytes.maybe(self.footprint.as_ref(), |bytes, shape| {
            bytes.number(shape.polygons.len() as u32);
            for part in &shape.polygons {
                bytes.places(&part.outer);
                bytes.number(part.holes.len() as u32);
                part.holes.iter().for_each(|hole| bytes.places(hole));
            }
        });
    }
}
