//! Tracks: where teams were. Kept for a few days, then forgotten; never in the chain.

use crate::StorageError;
use dispatch::TeamId;
use geo_core::Position;
use serde::{Deserialize, Serialize};
use world::Timestamp;

/// A direction in whole degrees clockwise from north, 0 to 359.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Heading(u16);

/// Why a number is not a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("heading {given} must be 0 to 359 whole degrees clockwise from north")]
pub struct HeadingError {
    /// The number given.
    pub given: u16,
}

impl Heading {
    /// # Errors
    /// [`HeadingError`] from 360 on.
    pub const fn new(degrees: u16) -> Result<Self, HeadingError> {
        if degrees < 360 { Ok(Self(degrees)) } else { Err(HeadingError { given: degrees }) }
    }

    /// Whole degrees clockwise from north.
    pub const fn degrees(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for Heading {
    type Error = HeadingError;
    fn try_from(degrees: u16) -> Result<Self, HeadingError> {
        Self::new(degrees)
    }
}

impl From<Heading> for u16 {
    fn from(heading: Heading) -> Self {
        heading.0
    }
}

/// A speed over ground in centimetres per second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Speed(pub u16);

/// Who says that a team is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FixSource {
    /// The team's own device.
    Device,
    /// An officer, by radio.
    ByHand,
}

/// One position of one team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// Which team.
    pub team: TeamId,
    /// When it was there.
    pub at: Timestamp,
    /// Where.
    pub position: Position,
    /// Where it was going, when the device says.
    pub heading: Option<Heading>,
    /// How fast, when the device says.
    pub speed: Option<Speed>,
    /// Who says so.
    pub source: FixSource,
}

/// Positions of teams.
///
/// Written with relaxed durability: a power cut may lose the last seconds, which the next fix of
/// each device replaces. What a decision rested on is in the journal as evidence.
pub trait Tracks: Send + Sync {
    /// Keeps all fixes or none; returns how many were new. A second fix of a team at the same
    /// instant is a repetition and is dropped.
    ///
    /// # Errors
    /// [`StorageError`] when the medium fails.
    fn append(&self, fixes: &[Fix]) -> Result<usize, StorageError>;

    /// The newest fix of every team, in order of their call signs.
    ///
    /// # Errors
    /// [`StorageError`] when the medium fails.
    fn latest(&self) -> Result<Vec<Fix>, StorageError>;

    /// A team's fixes with `from <= at < until`, oldest first.
    ///
    /// # Errors
    /// [`StorageError`] when the medium fails.
    fn track(&self, team: &TeamId, from: Timestamp, until: Timestamp) -> Result<Vec<Fix>, StorageError>;

    /// Forgets everything older than `before`, so that it is not on the medium any more either;
    /// returns how many fixes went.
    ///
    /// # Errors
    /// [`StorageError`] when the medium fails; calling again goes on where it stopped.
    fn purge(&self, before: Timestamp) -> Result<u64, StorageError>;
}
