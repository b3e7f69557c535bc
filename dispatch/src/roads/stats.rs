//! What a road network holds, for the report of an import and the page of an administrator.

use super::{Profile, RestrictionCounts};
use geo_core::{Metres, Position};
use serde::{Deserialize, Serialize};

/// How many stranded pieces of a profile are listed one by one, the longest first.
pub(crate) const LISTED_PIECES: usize = 20;

/// The size of a network and what had to be left out of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct RoadStats {
    /// Ways with at least one segment.
    pub ways: usize,
    /// Pairs of consecutive nodes that at least one profile may use.
    pub segments: usize,
    /// Nodes on those segments.
    pub nodes: usize,
    /// Nodes where other than two segments meet.
    pub junctions: usize,
    /// Nodes with a barrier that some profile may not pass.
    #[serde(default)]
    pub barriers: usize,
    /// What has become of the turn restrictions.
    #[serde(default)]
    pub restrictions: RestrictionCounts,
    /// What each profile may use, in the order of [`Profile::ALL`].
    pub profiles: Vec<ProfileStats>,
    /// What could not be used.
    pub skipped: Skipped,
}

/// The roads of one profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ProfileStats {
    /// The profile.
    pub profile: Profile,
    /// The length of all segments it may use in some direction.
    pub length: Metres,
    /// The part of that from which everything can be reached, and which can be reached from everything.
    pub connected: Metres,
    /// How many pieces are cut off from that part.
    pub stranded_count: usize,
    /// The length of all of them.
    pub stranded: Metres,
    /// The longest of them.
    pub longest_stranded: Vec<StrandedPiece>,
}

/// Roads that cannot be reached, or cannot be left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StrandedPiece {
    /// Where it is: the start of its first segment.
    pub place: Position,
    /// The way of its first segment.
    pub way: i64,
    /// How many segments it has.
    pub segments: usize,
    /// How long it is.
    pub length: Metres,
}

/// What a file held and the network does not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Skipped {
    /// Ways with a `highway` tag that no profile may use (footways under construction, raceways, …).
    pub closed_ways: usize,
    /// Ways whose id had been seen before.
    pub repeated_ways: usize,
    /// Pairs of consecutive nodes of which one is not in the file or off the earth.
    pub missing_segments: usize,
    /// Pairs of consecutive nodes that are one node twice.
    pub loop_segments: usize,
}

impl RoadStats {
    /// The statistics of a network that has not been surveyed yet.
    pub(crate) fn empty(skipped: Skipped) -> Self {
        Self {
            ways: 0,
            segments: 0,
            nodes: 0,
            junctions: 0,
            barriers: 0,
            restrictions: RestrictionCounts::default(),
            profiles: Vec::new(),
            skipped,
        }
    }
}
