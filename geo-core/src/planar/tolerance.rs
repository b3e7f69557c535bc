//! Putting together what lies together within a tolerance, before lines are cut.
//!
//! A point on a neighbour's straight line, rounded to the grid, lies up to √2 units beside it, and the sliver between
//! is as long as the line. So points within the tolerance of an earlier point (west before east, south before north)
//! move there, and lines bend to pass through the points within the tolerance of them. Both are judged by where lines
//! and points were at first: whatever moves stays within the tolerance of where it was.

use super::budget::{Budget, TooTangled};
use super::edges::{Collector, Edge, ends};
use super::reach::{Reach, box_at};
use crate::Metres;
use crate::plane::{Point, cross, dot};
use std::collections::HashMap;

/// How near counts as together, in units of 1e-7 degree (1.1 cm of latitude).
///
/// ```
/// use geo_core::planar::Tolerance;
/// assert_eq!(Tolerance::default(), Tolerance::from_units(2).unwrap());
/// assert!(Tolerance::from_units(2_000_000).is_none(), "a fifth of a degree is no tolerance");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tolerance(i64);

impl Tolerance {
    /// Nothing but the grid itself: points stay where they are, lines move by no more than √½ of a unit.
    pub const NONE: Self = Self(0);

    /// The largest: a tenth of a degree would swallow districts, a hundredth is 1.1 km.
    const MOST: u32 = 100_000;

    /// A tolerance in units of 1e-7 degree, up to a hundredth of a degree.
    pub const fn from_units(units: u32) -> Option<Self> {
        if units <= Self::MOST { Some(Self(units as i64)) } else { None }
    }

    /// As many units as fit into a length along a meridian; along a parallel they are shorter still, so nothing moves
    /// further than asked for.
    ///
    /// ```
    /// use geo_core::Metres;
    /// use geo_core::planar::Tolerance;
    /// assert_eq!(Tolerance::from_metres(Metres(0.05)).unwrap().units(), 4);
    /// ```
    pub fn from_metres(length: Metres) -> Option<Self> {
        // The longest unit of latitude, at the pole: WGS-84, Snyder 1987, eq. 4-19.
        const LONGEST_UNIT: f64 = 0.011_170;
        let units = (length.0 / LONGEST_UNIT).floor();
        if (0.0..=f64::from(Self::MOST)).contains(&units) { Self::from_units(units as u32) } else { None }
    }

    /// The units of 1e-7 degree.
    pub const fn units(self) -> u32 {
        self.0 as u32
    }
}

/// Two units, about 2 cm: the least that mends what rounding to the grid has parted (a point and the line it was on
/// may both have moved by √½ of a unit), and less than surveyors promise.
impl Default for Tolerance {
    fn default() -> Self {
        Self(2)
    }
}

/// The lines after putting together.
///
/// # Errors
/// When too much lies together.
pub(super) fn gathered(
    edges: Vec<Edge>,
    tolerance: Tolerance,
    budget: Budget,
) -> Result<Vec<Edge>, TooTangled> {
    let Tolerance(reach_by) = tolerance;
    if reach_by == 0 || edges.is_empty() {
        return Ok(edges);
    }
    let points = ends(&edges);
    let lines = || edges.iter().map(|edge| (edge.from, edge.to));
    let boxes: Vec<_> = points.iter().map(|point| box_at(*point)).collect();
    let near = Reach::over(&boxes, lines());
    let homes = homes(&points, &near, reach_by, budget)?;
    let mut collector = Collector::with_capacity(edges.len() * 2);
    let (mut found, mut chain) = (Vec::new(), Vec::new());
    let (mut looks, mut cuts) = (budget.looks(), budget.cuts());
    for edge in &edges {
        let (from, to) = (edge.from, edge.to);
        let home = |point: Point| homes.get(&point).copied().unwrap_or(point);
        let (start, end) = (home(from), home(to));
        near.along((from, to), reach_by, &mut looks, &mut found)?;
        chain.clear();
        for point in found.iter().map(|id| points[*id as usize]) {
            if point != from && point != to && is_beside(from, to, point, reach_by) && home(point) == point {
                chain.push((dot(from, to, point), point));
            }
        }
        cuts.take(chain.len() * edge.sides.len())?;
        chain.sort_unstable();
        let inside = chain.iter().map(|(_, point)| *point).filter(|point| *point != start && *point != end);
        collector.add_chain(std::iter::once(start).chain(inside).chain([end]), &edge.sides);
    }
    Ok(collector.edges())
}

/// Where points move to that do not stay. Points that others move to stay.
fn homes(
    points: &[Point],
    near: &Reach,
    reach_by: i64,
    budget: Budget,
) -> Result<HashMap<Point, Point>, TooTangled> {
    let mut homes = HashMap::new();
    let mut stays = vec![true; points.len()];
    let (mut found, mut looks) = (Vec::new(), budget.looks());
    for (number, point) in points.iter().enumerate() {
        near.along((*point, *point), reach_by, &mut looks, &mut found)?;
        let apart = |other: usize| dot(*point, points[other], points[other]);
        let best = found
            .iter()
            .map(|id| *id as usize)
            .filter(|other| *other < number && stays[*other])
            .map(|other| (apart(other), other))
            .filter(|(apart, _)| *apart <= i128::from(reach_by * reach_by))
            .min();
        if let Some((_, other)) = best {
            stays[number] = false;
            homes.insert(*point, points[other]);
        }
    }
    Ok(homes)
}

/// Whether the foot of the point lies inside the line and the point within reach of it.
fn is_beside(from: Point, to: Point, point: Point, reach_by: i64) -> bool {
    // Beyond this a cross product stands for more than the largest tolerance times the longest line.
    const FAR: i128 = 1 << 60;
    let length = dot(from, to, to);
    let along = dot(from, to, point);
    let off = cross(from, to, point);
    0 < along
        && along < length
        && off.abs() < FAR
        && off * off <= i128::from(reach_by) * i128::from(reach_by) * length
}
