//! What is asked of travel times, and what is answered.

use super::Manoeuvre;
use crate::Profile;
use geo_core::{Metres, Milliseconds, Position};
use serde::{Deserialize, Serialize};

/// Why there is no way from one position to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum NoRoute {
    /// The start lies too far from every road that this profile may use.
    #[error(
        "the start is more than 2 km from any road open to this profile; check the position, or the extent of the imported roads"
    )]
    StartOffRoad,
    /// The end lies too far from every road that this profile may use.
    #[error(
        "the end is more than 2 km from any road open to this profile; check the position, or the extent of the imported roads"
    )]
    EndOffRoad,
    /// Both meet a road, but closures or an absurd length part them.
    #[error("no open road leads from the start to the end; check the closures in force")]
    NoWay,
    /// A road leads there, and closures shut it.
    #[error(
        "closures in force cut the start off from the end; another road must be opened, or somebody sent who is on the other side"
    )]
    CutOff,
}

impl NoRoute {
    /// The stable code of this refusal.
    pub const fn code(self) -> &'static str {
        match self {
            Self::StartOffRoad => "start_off_road",
            Self::EndOffRoad => "end_off_road",
            Self::NoWay => "no_way",
            Self::CutOff => "cut_off",
        }
    }
}

/// How long one source needs to the target.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Travel {
    /// Over roads: `total` = `drive` + `walk`.
    Road {
        /// The whole time.
        total: Milliseconds,
        /// The time on the road (for [`Profile::Foot`] too, where it is walked).
        drive: Milliseconds,
        /// The time between the positions and the road, at both ends together.
        walk: Milliseconds,
    },
    /// Estimated from the straight line, because there are no roads to go by.
    StraightLine {
        /// The estimated time.
        total: Milliseconds,
        /// The straight-line distance, without the detour factor.
        distance: Metres,
    },
    /// No answer, and why.
    Unreachable {
        /// Why.
        reason: NoRoute,
    },
}

impl Travel {
    /// The whole time, or nothing when unreachable.
    pub fn total(&self) -> Option<Milliseconds> {
        match *self {
            Self::Road { total, .. } | Self::StraightLine { total, .. } => Some(total),
            Self::Unreachable { .. } => None,
        }
    }
}

/// What answers rest on; part of the evidence of a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Basis {
    /// A road network, named by the hash of its content.
    Roads {
        /// The network's version.
        version: String,
    },
    /// No roads: straight lines with a detour factor.
    StraightLine,
}

/// One stretch of a route under one street name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Leg {
    /// The street's name; nothing where the map has none.
    pub name: Option<String>,
    /// The length of the stretch.
    pub length: Metres,
    /// The time on the stretch.
    pub time: Milliseconds,
}

/// A way to go.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Route {
    /// The whole time: `drive` + `walk`; equal to what [`TravelTimes::travel_to`] says.
    pub total: Milliseconds,
    /// The time on the road.
    pub drive: Milliseconds,
    /// The time between the positions and the road, at both ends together.
    pub walk: Milliseconds,
    /// The length on the road, without the walks.
    pub length: Metres,
    /// The line on the road, from where the start meets it to where the end meets it.
    pub line: Vec<Position>,
    /// The streets in order, consecutive stretches of one name merged.
    pub legs: Vec<Leg>,
    /// What somebody who drives is told, the first street and the arrival included.
    pub manoeuvres: Vec<Manoeuvre>,
}

/// Something that knows how long it takes to get somewhere.
pub trait TravelTimes: Send + Sync {
    /// The travel from each source to the one target, in the order of the sources.
    fn travel_to(&self, profile: Profile, target: Position, sources: &[Position]) -> Vec<Travel>;

    /// As [`TravelTimes::travel_to`] for each of several targets, in their order.
    fn travel_to_each(
        &self,
        profile: Profile,
        targets: &[Position],
        sources: &[Position],
    ) -> Vec<Vec<Travel>> {
        targets.iter().map(|&target| self.travel_to(profile, target, sources)).collect()
    }

    /// What the answers rest on.
    fn basis(&self) -> Basis;
}
