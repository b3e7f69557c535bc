//! What can be wrong with an outline: every problem, where it is, and what to do about it.

use crate::Position;
use std::fmt;

/// Which ring of the given coordinates a problem is in, counted from 0 as in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RingAt {
    /// The part (polygon) of the shape.
    pub part: usize,
    /// The ring of the part; 0 is the outer ring, holes follow.
    pub ring: usize,
}

impl fmt::Display for RingAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ring {
            0 => write!(f, "the outer ring of part {}", self.part + 1),
            hole => write!(f, "hole {} of part {}", hole, self.part + 1),
        }
    }
}

/// A segment of a ring: it starts at the point with this number, counted from 0 as in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SegmentAt {
    /// The ring.
    pub ring: RingAt,
    /// The number of the point it starts at.
    pub start: usize,
}

impl fmt::Display for SegmentAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the segment from point {} of {}", self.start + 1, self.ring)
    }
}

/// One thing that is wrong with an outline. The text says the remedy.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ShapeProblem {
    /// There is no part at all.
    #[error("the shape has no part; give at least one polygon")]
    Empty,
    /// A part has no ring.
    #[error("part {} has no ring; give its outer ring or leave the part out", part + 1)]
    PartEmpty {
        /// The part.
        part: usize,
    },
    /// Fewer than three different points.
    #[error("{ring} has {points} different points; a ring needs at least three")]
    RingTooShort {
        /// The ring.
        ring: RingAt,
        /// How many different points it has.
        points: usize,
    },
    /// A coordinate is not a number, or infinite.
    #[error("point {} of {ring} is ({lon}, {lat}), which is not a pair of finite numbers", point + 1)]
    NotFinite {
        /// The ring.
        ring: RingAt,
        /// The point.
        point: usize,
        /// The longitude given.
        lon: f64,
        /// The latitude given.
        lat: f64,
    },
    /// A coordinate outside [-180, 360] × [-90, 90].
    #[error("point {} of {ring} is ({lon}, {lat}), which is off the earth; longitude goes from -180 to 180 (or on to 360 past the antimeridian), latitude from -90 to 90", point + 1)]
    OffTheEarth {
        /// The ring.
        ring: RingAt,
        /// The point.
        point: usize,
        /// The longitude given.
        lon: f64,
        /// The latitude given.
        lat: f64,
    },
    /// Numbers in the hundreds of thousands: metres of a projection.
    #[error(
        "{ring} has coordinates like ({lon}, {lat}), which look like projected metres; convert to longitude and latitude in degrees (WGS-84 or CGCS2000)"
    )]
    LooksProjected {
        /// The ring.
        ring: RingAt,
        /// The first such longitude.
        lon: f64,
        /// The first such latitude.
        lat: f64,
    },
    /// Latitudes beyond 90 where longitudes would fit.
    #[error(
        "{ring} has coordinates like ({lon}, {lat}), which look like latitude before longitude; give longitude first"
    )]
    LatitudeFirst {
        /// The ring.
        ring: RingAt,
        /// The first such longitude.
        lon: f64,
        /// The first such latitude.
        lat: f64,
    },
    /// All points on one line, or lobes that cancel out.
    #[error("{ring} encloses no area; remove it or correct its points")]
    NoArea {
        /// The ring.
        ring: RingAt,
    },
    /// The ring turns back on its own line.
    #[error("{ring} runs out to {tip} and back on the same line; remove that point")]
    Spike {
        /// The ring.
        ring: RingAt,
        /// The number of the point at the tip.
        point: usize,
        /// The tip.
        tip: Position,
    },
    /// Two segments of a ring cross, or the ring passes through one point twice and crosses itself there.
    #[error("the ring crosses itself at {at}: {first} and {second}; move a point, or split the ring there")]
    RingCrossesItself {
        /// One segment.
        first: SegmentAt,
        /// The other.
        second: SegmentAt,
        /// Where.
        at: Position,
    },
    /// Two segments of a ring run along each other.
    #[error(
        "the ring runs along itself from {from} to {to}: {first} and {second}; draw holes as rings of their own"
    )]
    RingRunsAlongItself {
        /// One segment.
        first: SegmentAt,
        /// The other.
        second: SegmentAt,
        /// One end of the common line.
        from: Position,
        /// The other end.
        to: Position,
    },
    /// Two rings of the shape cross.
    #[error("two rings cross at {at}: {first} and {second}; move one of them")]
    RingsCross {
        /// A segment of one ring.
        first: SegmentAt,
        /// A segment of the other.
        second: SegmentAt,
        /// Where.
        at: Position,
    },
    /// Two rings of the shape share a line, not only points.
    #[error("two rings share a line from {from} to {to}: {first} and {second}; merge them into one ring")]
    RingsShareALine {
        /// A segment of one ring.
        first: SegmentAt,
        /// A segment of the other.
        second: SegmentAt,
        /// One end of the common line.
        from: Position,
        /// The other end.
        to: Position,
    },
    /// A hole lies outside its outer ring.
    #[error("{hole} is not inside its outer ring (for instance at {at}); move it to the part it belongs to")]
    HoleOutside {
        /// The hole.
        hole: RingAt,
        /// A point of it.
        at: Position,
    },
    /// One hole lies in another of the same part.
    #[error("{inner} lies inside {outer} (for instance at {at}); remove one of them")]
    HolesOverlap {
        /// The hole inside.
        inner: RingAt,
        /// The hole around it.
        outer: RingAt,
        /// A point of both.
        at: Position,
    },
    /// Two parts cover the same ground.
    #[error("part {} covers ground of part {} (for instance at {at}); merge the parts or move one", first + 1, second + 1)]
    PartsOverlap {
        /// One part.
        first: usize,
        /// The other.
        second: usize,
        /// A point of both.
        at: Position,
    },
    /// The ring goes all the way around the earth, so that its inside is not defined by its points.
    #[error(
        "{ring} goes around the earth; close it along the antimeridian and the pole, with points at longitude -180 and 180"
    )]
    AroundTheEarth {
        /// The ring.
        ring: RingAt,
    },
}

impl ShapeProblem {
    /// The stable code of the problem.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "shape_empty",
            Self::PartEmpty { .. } => "part_empty",
            Self::RingTooShort { .. } => "ring_too_short",
            Self::NotFinite { .. } => "not_finite",
            Self::OffTheEarth { .. } => "off_the_earth",
            Self::LooksProjected { .. } => "looks_projected",
            Self::LatitudeFirst { .. } => "latitude_first",
            Self::NoArea { .. } => "ring_has_no_area",
            Self::Spike { .. } => "ring_has_a_spike",
            Self::RingCrossesItself { .. } => "ring_crosses_itself",
            Self::RingRunsAlongItself { .. } => "ring_runs_along_itself",
            Self::RingsCross { .. } => "rings_cross",
            Self::RingsShareALine { .. } => "rings_share_a_line",
            Self::HoleOutside { .. } => "hole_outside",
            Self::HolesOverlap { .. } => "holes_overlap",
            Self::PartsOverlap { .. } => "parts_overlap",
            Self::AroundTheEarth { .. } => "ring_around_the_earth",
        }
    }
}

/// Every problem of an outline, at least one.
#[derive(Debug, Clone, PartialEq)]
pub struct ShapeError {
    /// The problems, in the order of the input; no more than [`ShapeError::LISTED`].
    pub problems: Vec<ShapeProblem>,
    /// Whether the list was cut short.
    pub more: bool,
}

impl ShapeError {
    /// How many problems are listed at most: a scribble crosses itself millions of times.
    pub const LISTED: usize = 100;

    /// The stable code of the first problem.
    pub fn code(&self) -> &'static str {
        self.problems.first().map_or("shape_empty", ShapeProblem::code)
    }
}

impl fmt::Display for ShapeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 3;
        for (place, problem) in self.problems.iter().take(SHOWN).enumerate() {
            write!(f, "{}{problem}", if place == 0 { "" } else { "; " })?;
        }
        match self.problems.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            rest if self.more => write!(f, "; and more than {rest} other problems"),
            1 => write!(f, "; and 1 other problem"),
            rest => write!(f, "; and {rest} other problems"),
        }
    }
}

impl std::error::Error for ShapeError {}
