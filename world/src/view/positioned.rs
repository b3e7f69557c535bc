//! What the registers of things that stand somewhere have in common.

use crate::record::Record;
use crate::records::{Depot, Place, SensingKind, SensingPoint};
use geo_core::Position;

/// A record that stands somewhere.
pub trait Positioned: Record<Key = String> {
    /// Where it is.
    fn position(&self) -> Position;
    /// What it is, among the kinds of its register: each kind has an index of its own, so that the
    /// nearest of five hospitals is not looked for among a million buildings.
    fn class(&self) -> &str;
}

impl Positioned for Depot {
    fn position(&self) -> Position {
        self.position
    }
    fn class(&self) -> &str {
        "depot"
    }
}

impl Positioned for SensingPoint {
    fn position(&self) -> Position {
        self.position
    }
    fn class(&self) -> &str {
        self.kind.name()
    }
}

impl Positioned for Place {
    fn position(&self) -> Position {
        self.position
    }
    fn class(&self) -> &str {
        &self.kind
    }
}

impl SensingKind {
    /// The identifier of the glossary: `"water_level"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Camera => "camera",
            Self::AlarmButton => "alarm_button",
            Self::WaterLevel => "water_level",
            Self::Smoke => "smoke",
            Self::Environment => "environment",
            Self::Traffic => "traffic",
            Self::Loudspeaker => "loudspeaker",
            Self::Other => "other",
        }
    }
}
