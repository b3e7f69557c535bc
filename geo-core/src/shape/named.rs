//! Where a problem is and the values it names, apart, so that any language can say them.

use super::problem::{RingAt, ShapeProblem};
use crate::Position;

impl ShapeProblem {
    /// The ring it is in, and the number of the point if it is at one; counted from 0 as in the input.
    pub const fn place(&self) -> Option<(RingAt, Option<usize>)> {
        match self {
            Self::Empty => None,
            Self::PartEmpty { part } | Self::PartsOverlap { first: part, .. } => {
                Some((RingAt { part: *part, ring: 0 }, None))
            }
            Self::RingTooShort { ring, .. }
            | Self::LooksProjected { ring, .. }
            | Self::LatitudeFirst { ring, .. }
            | Self::NoArea { ring }
            | Self::AroundTheEarth { ring }
            | Self::HoleOutside { hole: ring, .. }
            | Self::HolesOverlap { inner: ring, .. } => Some((*ring, None)),
            Self::NotFinite { ring, point, .. }
            | Self::OffTheEarth { ring, point, .. }
            | Self::Spike { ring, point, .. } => Some((*ring, Some(*point))),
            Self::RingCrossesItself { first, .. }
            | Self::RingRunsAlongItself { first, .. }
            | Self::RingsCross { first, .. }
            | Self::RingsShareALine { first, .. } => Some((first.ring, Some(first.start))),
        }
    }

    /// The values by the names that texts give them: `at`, `to` (places), `value` (coordinates as given), `points` (how
    /// many), `other` (the number of another part, from 1).
    pub fn values(&self) -> Vec<(&'static str, String)> {
        let given = |lon: &f64, lat: &f64| vec![("value", format!("{lon}, {lat}"))];
        let at = |at: &Position| ("at", at.to_string());
        match self {
            Self::Empty | Self::PartEmpty { .. } | Self::NoArea { .. } | Self::AroundTheEarth { .. } => {
                Vec::new()
            }
            Self::RingTooShort { points, .. } => vec![("points", points.to_string())],
            Self::NotFinite { lon, lat, .. }
            | Self::OffTheEarth { lon, lat, .. }
            | Self::LooksProjected { lon, lat, .. }
            | Self::LatitudeFirst { lon, lat, .. } => given(lon, lat),
            Self::Spike { tip, .. } => vec![at(tip)],
            Self::RingCrossesItself { at: place, .. }
            | Self::RingsCross { at: place, .. }
            | Self::HoleOutside { at: place, .. }
            | Self::HolesOverlap { at: place, .. } => vec![at(place)],
            Self::RingRunsAlongItself { from, to, .. } | Self::RingsShareALine { from, to, .. } => {
                vec![at(from), ("to", to.to_string())]
            }
            Self::PartsOverlap { second, at: place, .. } => {
                vec![at(place), ("other", (second + 1).to_string())]
            }
        }
    }
}
