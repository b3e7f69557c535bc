//! What was found in a layer, and whether it is what the reference found.

use super::SMALLEST;
use super::plane::{Flattened, Plane};
use super::reference::Line;
use geo_core::Shape;
use geo_core::planar::{PlanarMap, Tolerance};
use std::fmt;

/// What lies together within this many metres is put together in the second count: about what the product's own
/// tolerance is, and more than the readers' rounding to 1e-7 degree can part.
const TOGETHER: f64 = 0.02;

/// Faults over the smallest size.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Faults {
    pub count: usize,
    pub square_metres: f64,
}

impl Faults {
    /// Of faults of any size.
    pub fn of(sizes: impl Iterator<Item = f64>) -> Self {
        sizes.filter(|size| *size > SMALLEST).fold(Self::default(), |sum, size| Self {
            count: sum.count + 1,
            square_metres: sum.square_metres + size,
        })
    }
}

/// How far a measure may be from the reference's: all that is bounded by so long a border, every corner of which may
/// have moved by the rounding.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Slack {
    /// In square metres.
    overlaps: f64,
    gaps: f64,
    covered: f64,
}

/// A survey in the plane of the reference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Count {
    pub overlaps: Faults,
    pub gaps: Faults,
    pub covered_km2: f64,
    slack: Slack,
}

impl Count {
    fn of(flattened: &Flattened, together: f64) -> Result<Self, String> {
        let tolerance = Tolerance::from_units((together * flattened.steps).round() as u32);
        let areas = flattened.areas.iter().map(|(key, shape)| (*key, shape));
        let map = PlanarMap::build(areas, tolerance.unwrap_or(Tolerance::NONE))
            .map_err(|error| error.to_string())?;
        let survey = map.survey();
        let whole = |shape: &Shape| -> f64 {
            let parts = shape.polygons.iter();
            parts
                .flat_map(|part| std::iter::once(&part.outer).chain(&part.holes))
                .map(|ring| flattened.area(ring))
                .sum()
        };
        let overlaps = survey.overlaps.iter().map(|overlap| whole(&map.outline(&overlap.faces)));
        // The reference counts a hole of the union with the islands in it.
        let gaps = survey.gaps.iter().map(|gap| flattened.area(&map.face(gap.face).outline().outer));
        let covered = map.faces().filter(|face| !face.covered_by().is_empty());
        let around = |shape: &Shape| -> f64 {
            let parts = shape.polygons.iter();
            let rings = parts.flat_map(|part| std::iter::once(&part.outer).chain(&part.holes));
            rings.map(|ring| flattened.length(ring)).sum()
        };
        // As one area, so that only lines with nobody on one side are left, and those around ground of several.
        let as_one = flattened.areas.iter().map(|(_, shape)| (0, shape));
        let union = PlanarMap::build(as_one, Tolerance::NONE).map_err(|error| error.to_string())?;
        let union = union.faces().filter(|face| !face.covered_by().is_empty()).map(|face| face.outline());
        let union: f64 = union.map(|part| around(&Shape { polygons: vec![part] })).sum();
        let rounding = flattened.rounding();
        let slack = Slack {
            overlaps: survey.overlaps.iter().map(|pair| around(&map.outline(&pair.faces))).sum::<f64>()
                * rounding,
            gaps: survey.gaps.iter().map(|gap| around(&map.outline(&[gap.face]))).sum::<f64>() * rounding,
            covered: union * rounding,
        };
        Ok(Self {
            overlaps: Faults::of(overlaps),
            gaps: Faults::of(gaps),
            covered_km2: covered.map(|face| whole(&map.outline(&[face.id()]))).sum::<f64>() / 1e6,
            slack,
        })
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { overlaps, gaps, covered_km2, .. } = self;
        write!(
            f,
            "{} overlapping pairs {:.0} m², {} gaps {:.0} m², {covered_km2:.3} km²",
            overlaps.count, overlaps.square_metres, gaps.count, gaps.square_metres
        )
    }
}

/// Two counts where the reference counted: of everything, and of what is thicker than the readers' rounding.
///
/// A fault thinner than the rounding may be its work, or may have been hidden by it: how many there are nobody can
/// tell from the rounded layer. So the reference's count must lie between the two, which are equal in layers without
/// such slivers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    pub all: Count,
    pub thick: Count,
}

impl Comparison {
    /// The counts of areas in the plane that the reference names.
    pub fn of<'a>(
        line: &Line,
        areas: impl Iterator<Item = (u32, &'a Shape)> + Clone,
    ) -> Result<Self, String> {
        let flattened = Plane::of_epsg(&line.measured_in)?.flattened(areas)?;
        Ok(Self { all: Count::of(&flattened, 0.0)?, thick: Count::of(&flattened, TOGETHER)? })
    }

    /// Where the reference counted or measured otherwise.
    pub fn differences(&self, line: &Line) -> Vec<String> {
        let outside = self
            .counted(line)
            .into_iter()
            .filter(|(_, expected, one, two)| !(one.min(two)..=one.max(two)).contains(&expected));
        let words = outside.map(|(what, expected, thick, all)| {
            format!(
                "{what} over 1 m²: expected {expected}, got {all}, of these {thick} thicker than the rounding"
            )
        });
        words.chain(self.areas_off(line)).collect()
    }

    /// Where the reference's count is not that of all faults, but lies between it and that of the thick ones.
    pub fn spans_needed(&self, line: &Line) -> Vec<String> {
        let needed = self.counted(line).into_iter().filter(|(_, expected, _, all)| expected != all);
        let words = needed.map(|(what, expected, thick, all)| {
            format!("{what}: the reference's {expected} lie between {thick} thick ones and all {all}")
        });
        words.collect()
    }

    /// What was counted: the reference's number, that of thick faults, and that of all.
    fn counted(&self, line: &Line) -> [(&'static str, usize, usize, usize); 2] {
        [
            ("overlapping pairs", line.overlaps.0, self.thick.overlaps.count, self.all.overlaps.count),
            ("gaps", line.gaps.0, self.thick.gaps.count, self.all.gaps.count),
        ]
    }

    /// Areas that differ by more than rounding can do: every corner moved by as much along the whole border, faults that
    /// one counted and the other did not, and what the reference's own numbers are rounded to.
    fn areas_off(&self, line: &Line) -> Vec<String> {
        /// The reference gives whole square metres, and square kilometres with three places.
        const WHOLE: f64 = 0.5;
        const THREE_PLACES: f64 = 500.0;
        /// Two implementations of one projection differ by this share of an area at most.
        const PROJECTION: f64 = 1e-6;
        let Count { overlaps, gaps, covered_km2, slack } = self.all;
        let one_more = |expected: usize, got: usize| expected.abs_diff(got) as f64 * SMALLEST;
        let measured = [
            (
                "overlaps",
                line.overlaps.1,
                overlaps.square_metres,
                slack.overlaps + WHOLE + one_more(line.overlaps.0, overlaps.count),
            ),
            ("gaps", line.gaps.1, gaps.square_metres, slack.gaps + WHOLE + one_more(line.gaps.0, gaps.count)),
            ("the union", line.union_km2 * 1e6, covered_km2 * 1e6, slack.covered + THREE_PLACES),
        ];
        let off = measured
            .into_iter()
            .filter(|(_, expected, got, slack)| (expected - got).abs() > slack + expected * PROJECTION);
        off.map(|(what, expected, got, slack)| {
            format!("{what}: expected {expected:.0} m², got {got:.0} m², which rounding ({slack:.1} m²) does not explain")
        })
        .collect()
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { all, thick } = self;
        write!(f, "{all}")?;
        if (all.overlaps.count, all.gaps.count) != (thick.overlaps.count, thick.gaps.count) {
            write!(f, " (thicker than 2 cm: {} and {})", thick.overlaps.count, thick.gaps.count)?;
        }
        Ok(())
    }
}
