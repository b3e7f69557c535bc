//! 联区包户 as a ladder: who is asked first, and who next when nobody answers.
//!
//! A unit stands on a rung relative to a call, by the area it is bound to: the home team of the very area first, then
//! who is bound to the same grid, community, township, to a township that touches it, and at last the whole district.

use super::{Call, Unit};
use crate::TeamKind;
use geo_core::{AreaCode, Level};
use serde::{Deserialize, Serialize};

/// How near a unit belongs to a call, nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Rung {
    /// The liaison team bound to the finest area of the call.
    Home,
    /// Bound to the same grid, or to something within it.
    Grid,
    /// Bound to the same community.
    Community,
    /// Bound to the same township.
    Township,
    /// Bound to a township that touches the call's.
    Neighbours,
    /// Bound elsewhere, to the whole district, or to nothing.
    District,
}

impl Rung {
    /// All rungs, nearest first.
    pub const ALL: [Self; 6] =
        [Self::Home, Self::Grid, Self::Community, Self::Township, Self::Neighbours, Self::District];

    /// The identifier of the glossary: `"neighbours"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Grid => "grid",
            Self::Community => "community",
            Self::Township => "township",
            Self::Neighbours => "neighbours",
            Self::District => "district",
        }
    }
}

/// What lies around a call, as far as the ladder needs to know it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Around {
    /// The levels of the areas that the call lies in, widest first, as they are.
    pub levels: Vec<Level>,
    /// The townships that touch the call's.
    pub neighbours: Vec<AreaCode>,
}

/// The rung of a unit relative to a call.
///
/// ```
/// use dispatch::choose::{Around, Call, Duty, Rung, Standing, Unit, Whereabouts, ladder::rung};
/// use dispatch::{Profile, TeamKind};
/// use geo_core::{Level, Milliseconds, Position};
///
/// let areas = ["420102", "420102001", "420102001001"].map(|code| code.parse().unwrap());
/// let call = Call {
///     position: Position::new(114.30, 30.60).unwrap(),
///     areas: areas.to_vec(),
///     suited: vec![TeamKind::Patrol],
///     around: Around { levels: Level::ALL[..3].to_vec(), neighbours: vec!["420102002".parse().unwrap()] },
/// };
/// let patrol = |above: &[&str]| Unit {
///     team: "三队".parse().unwrap(),
///     kind: TeamKind::Patrol,
///     profile: Profile::Car,
///     home: above.last().map(|home| home.parse().unwrap()),
///     above: above.iter().map(|code| code.parse().unwrap()).collect(),
///     duty: Duty::On,
///     standing: Standing::Free,
///     unavailable: None,
///     retired: false,
///     turnout: Milliseconds(0),
///     whereabouts: Whereabouts::Unknown,
/// };
/// assert_eq!(rung(&call, &patrol(&["420102", "420102001"])), Rung::Township);
/// assert_eq!(rung(&call, &patrol(&["420102", "420102002"])), Rung::Neighbours);
/// assert_eq!(rung(&call, &patrol(&[])), Rung::District);
/// ```
pub fn rung(call: &Call, unit: &Unit) -> Rung {
    let is_home =
        unit.kind == TeamKind::LiaisonTeam && unit.home.is_some() && unit.home.as_ref() == call.areas.last();
    if is_home {
        return Rung::Home;
    }
    // The finest area that both lie in says how near they are.
    let shared = call.areas.iter().zip(&call.around.levels).rev().find(|(area, _)| unit.above.contains(area));
    match shared.map(|(_, level)| *level) {
        Some(Level::MicroArea | Level::Grid) => Rung::Grid,
        Some(Level::Community) => Rung::Community,
        Some(Level::Township) => Rung::Township,
        Some(Level::District) | None => {
            let neighbour = unit.above.iter().any(|area| call.around.neighbours.contains(area));
            if neighbour { Rung::Neighbours } else { Rung::District }
        }
    }
}
