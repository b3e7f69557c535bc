//! The outline of an area: one or many parts, each with or without holes.

mod antimeridian;
mod drawn;
mod meetings;
mod mend;
mod named;
mod nesting;
mod outline;
mod problem;

pub use problem::{RingAt, SegmentAt, ShapeError, ShapeProblem};

use crate::Position;
use crate::plane::Point;
use antimeridian::Part;
use meetings::{Findings, Pairs, Segments};
use outline::{Outline, TURN};
use serde::{Deserialize, Serialize};

/// A closed line of positions; the last one is not repeated. At least three positions.
pub type Ring = Vec<Position>;

/// One part of a shape: an outer ring and the rings cut out of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Polygon {
    /// The outer ring, counter-clockwise.
    pub outer: Ring,
    /// The holes, clockwise.
    pub holes: Vec<Ring>,
}

/// The outline of an area. Parts never overlap; a part that crosses the antimeridian is cut there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Shape {
    /// The parts.
    pub polygons: Vec<Polygon>,
}

/// The rings of one part in degrees, `[longitude, latitude]`, the outer one first: the coordinates of a GeoJSON
/// `Polygon`. The last point of a ring may repeat the first.
pub type DegreeRings = Vec<Vec<[f64; 2]>>;

impl Shape {
    /// A checked shape from the coordinates of a GeoJSON `MultiPolygon` (longitude first, degrees).
    ///
    /// Points are rounded to 1e-7 degree; repeated points and spikes up to 0.1 m go without a word; outer rings come
    /// out counter-clockwise, holes clockwise. A ring may cross the antimeridian, either by a jump of more than 180°
    /// between two points or by longitudes up to 360: it is cut there, so one given part may become several. Two rings
    /// of a shape may touch in points, and a ring may touch itself in a point, without crossing.
    ///
    /// What is sound as drawn stays so: where rounding closes a narrow neck, lays two lines on each other, or a point
    /// across a line, the ground inside is outlined again, with no point moved further than rounding does. Parts and
    /// holes that are nothing at 1e-7 degree are left out. Figures of seven decimals are not rounded: their faults were
    /// drawn.
    ///
    /// # Errors
    /// [`ShapeError`] with every problem of every ring; whether parts overlap is only looked at when each is sound.
    ///
    /// ```
    /// use geo_core::Shape;
    /// let square = vec![vec![[114.0, 30.0], [114.1, 30.0], [114.1, 30.1], [114.0, 30.1], [114.0, 30.0]]];
    /// assert_eq!(Shape::from_degrees(&[square]).unwrap().polygons[0].outer.len(), 4);
    ///
    /// let bow_tie = vec![vec![[114.0, 30.0], [114.1, 30.1], [114.1, 30.0], [114.0, 30.2]]];
    /// assert_eq!(Shape::from_degrees(&[bow_tie]).unwrap_err().code(), "ring_crosses_itself");
    /// ```
    pub fn from_degrees(parts: &[DegreeRings]) -> Result<Self, ShapeError> {
        Self::read(parts, || mend::moves_a_point(parts) && drawn::is_sound(parts))
    }

    /// [`Shape::from_degrees`] of rings that were drawn in another plane: `drawn` are the same rings there, in any
    /// unit. They decide whether a fault was drawn, or came by converting and rounding.
    ///
    /// # Errors
    /// As [`Shape::from_degrees`].
    pub fn from_drawn(parts: &[DegreeRings], drawn: &[DegreeRings]) -> Result<Self, ShapeError> {
        Self::read(parts, || drawn::is_sound(drawn))
    }

    /// Reads rings; where rounding may have broken them, it is asked whether they were sound as drawn.
    fn read(parts: &[DegreeRings], was_sound: impl FnOnce() -> bool) -> Result<Self, ShapeError> {
        let pieces = match strictly(parts) {
            Err(error) if mend::may_be_rounding(&error) && was_sound() => mend::mended(parts).ok_or(error)?,
            pieces => pieces?,
        };
        Ok(Self { polygons: pieces.into_iter().map(polygon).collect() })
    }
}

/// The parts as they are when rounded, cut at the antimeridian.
fn strictly(parts: &[DegreeRings]) -> Result<Vec<Part>, ShapeError> {
    let mut findings = Findings::default();
    if parts.is_empty() {
        findings.push(ShapeProblem::Empty);
    }
    let read: Vec<Part> =
        parts.iter().enumerate().map(|(part, rings)| read_part(part, rings, &mut findings)).collect();
    findings.into_result()?;
    let pieces: Vec<Part> = read.into_iter().flat_map(antimeridian::cut).collect();
    examine_all(&pieces)?;
    Ok(pieces)
}

/// Whether parts, each sound in itself, are sound together.
fn examine_all(parts: &[Part]) -> Result<(), ShapeError> {
    if parts.len() < 2 {
        return Ok(());
    }
    let rings: Vec<Outline> = parts.iter().flatten().cloned().collect();
    let mut findings = Findings::default();
    let segments = Segments::new(&rings);
    segments.report(Pairs::BetweenParts, &mut findings);
    if findings.problems.is_empty() {
        nesting::report_parts(&segments, &mut findings);
    }
    findings.into_result()
}

/// Reads and checks the rings of one part, each by itself and all together.
fn read_part(part: usize, rings: &DegreeRings, findings: &mut Findings) -> Part {
    if rings.is_empty() {
        findings.push(ShapeProblem::PartEmpty { part });
    }
    let mut outlines: Part = Vec::with_capacity(rings.len());
    for (ring, degrees) in rings.iter().enumerate() {
        match Outline::read(RingAt { part, ring }, degrees) {
            Ok(mut outline) => {
                if let Some(outer) = outlines.first().filter(|outer| outer.at.ring == 0) {
                    align(&mut outline, outer);
                }
                outlines.push(outline);
            }
            Err(problems) => problems.into_iter().for_each(|problem| findings.push(problem)),
        }
    }
    examine_part(&outlines, findings);
    outlines.iter_mut().for_each(Outline::wind);
    outlines
}

/// Looks for problems within a part.
fn examine_part(outlines: &[Outline], findings: &mut Findings) {
    let segments = Segments::new(outlines);
    let before = findings.problems.len();
    segments.report(Pairs::All, findings);
    if findings.problems.len() == before {
        for flat in outlines.iter().filter(|ring| crate::plane::doubled_area(&ring.points) == 0) {
            findings.push(ShapeProblem::NoArea { ring: flat.at });
        }
        if outlines.first().is_some_and(|outer| outer.at.ring == 0) {
            nesting::report_holes(&segments, findings);
        }
    }
}

/// Moves a hole by a whole turn if that brings it to its outer ring: one may be unwrapped east, the other west.
fn align(hole: &mut Outline, outer: &Outline) {
    let (bounds, around) = (hole.bounds(), outer.bounds());
    let fits = |shift: &i64| around.min.x <= bounds.min.x + shift && bounds.max.x + shift <= around.max.x;
    if let Some(shift) = [0, TURN, -TURN].into_iter().find(fits) {
        hole.shift(shift);
    }
}

fn polygon(part: Part) -> Polygon {
    let mut rings = part.into_iter().map(|ring| ring.points.into_iter().map(Point::position).collect());
    Polygon { outer: rings.next().unwrap_or_default(), holes: rings.collect() }
}
