//! Cases of iOverlay: contours that are filled by a rule, and the results of all operations.

use super::geometry::Geometry;
use super::overlay::Operation;
use geo_core::DegreeRings;
use serde_json::Value;

type Contour = Vec<[f64; 2]>;
/// Parts, each of its contours.
type Parts = Vec<DegreeRings>;

/// A result: its name, the operation, whether of the second operand and the first, and what may come out.
type Expected = (&'static str, Operation, bool, Vec<Geometry>);

/// A case: two sets of contours and what comes out.
pub struct ContourCase {
    subject: Vec<Contour>,
    clip: Vec<Contour>,
    fill: Fill,
    pub results: Vec<Expected>,
}

/// iOverlay reckons in integers: what it gives is rounded to them, and lines bend.
pub const ROUNDED: f64 = 1.0;

/// Which ground contours fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fill {
    /// What an odd number of them goes around.
    EvenOdd,
    /// What they go around more often one way than the other.
    NonZero,
}

impl ContourCase {
    /// `None` when the document is no such case.
    pub fn of(value: &Value) -> Option<Self> {
        let paths = |name: &str| serde_json::from_value::<Vec<Contour>>(value.get(name)?.clone()).ok();
        let (subject, clip) = (paths("subjPaths")?, paths("clipPaths")?);
        let fill = match value.get("fillRule").and_then(Value::as_i64) {
            Some(0) | None => Fill::EvenOdd,
            Some(_) => Fill::NonZero,
        };
        let names = [
            ("union", Operation::Union, false),
            ("intersect", Operation::Intersection, false),
            ("difference", Operation::Difference, false),
            ("inverseDifference", Operation::Difference, true),
            ("xor", Operation::SymmetricDifference, false),
        ];
        let results = names.into_iter().filter_map(|(name, operation, is_reversed)| {
            let alternatives: Vec<Parts> = serde_json::from_value(value.get(name)?.clone()).ok()?;
            Some((name, operation, is_reversed, alternatives.into_iter().map(Geometry::of).collect()))
        });
        Some(Self { subject, clip, fill, results: results.collect() })
    }

    /// The operands as polygons, or why they are none.
    pub fn operands(&self) -> Result<[Geometry; 2], &'static str> {
        let of = |contours: &[Contour]| polygons(contours, self.fill).map(Geometry::of);
        Ok([of(&self.subject)?, of(&self.clip)?])
    }
}

/// The parts that contours fill: each contour lies in as many others as a point of it does. Whether they cross each
/// other is for the product to judge.
fn polygons(contours: &[Contour], fill: Fill) -> Result<Parts, &'static str> {
    let around: Vec<Vec<usize>> = (0..contours.len())
        .map(|one| {
            let others = (0..contours.len()).filter(|other| *other != one);
            others.filter(|other| holds(&contours[*other], &contours[one])).collect()
        })
        .collect();
    let is_hole = |one: usize| around[one].len() % 2 == 1;
    if fill == Fill::NonZero {
        let turns_left = |one: usize| doubled(&contours[one]) > 0.0;
        let alternate = |one: usize| {
            let inmost = around[one].iter().max_by_key(|other| around[**other].len());
            inmost.is_none_or(|other| turns_left(*other) != turns_left(one))
        };
        if !(0..contours.len()).all(alternate) {
            return Err("contours that go around the same ground twice: no valid polygon");
        }
    }
    let mut parts: Vec<(usize, DegreeRings)> = (0..contours.len())
        .filter(|one| !is_hole(*one))
        .map(|one| (one, vec![contours[one].clone()]))
        .collect();
    for hole in (0..contours.len()).filter(|one| is_hole(*one)) {
        let inmost = around[hole].iter().max_by_key(|other| around[**other].len());
        let part = parts.iter_mut().find(|(outer, _)| Some(outer) == inmost);
        part.ok_or("contours that cross: no valid polygon")?.1.push(contours[hole].clone());
    }
    Ok(parts.into_iter().map(|(_, rings)| rings).collect())
}

fn doubled(contour: &Contour) -> f64 {
    contour.iter().zip(contour.iter().cycle().skip(1)).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum()
}

/// Whether a contour goes around another, judged at a place just inside that: beside the middle of its longest line.
fn holds(outer: &Contour, inner: &Contour) -> bool {
    if doubled(outer).abs() < doubled(inner).abs() {
        return false;
    }
    let edges = inner.iter().zip(inner.iter().cycle().skip(1));
    let length = |(a, b): &(&[f64; 2], &[f64; 2])| (a[0] - b[0]).hypot(a[1] - b[1]);
    let Some((a, b)) = edges.max_by(|one, two| length(one).total_cmp(&length(two))) else { return false };
    // A hair to the left of the line, which is inside when the contour turns left.
    let hair = 1e-6 * doubled(inner).signum();
    let x = f64::midpoint(a[0], b[0]) - (b[1] - a[1]) * hair;
    let y = f64::midpoint(a[1], b[1]) + (b[0] - a[0]) * hair;
    let crossings = outer
        .iter()
        .zip(outer.iter().cycle().skip(1))
        .filter(|(a, b)| (a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]);
    crossings.count() % 2 == 1
}
