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

/// A survey in the plane of the reference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Count {
    pub overlaps: Faults,
    pub gaps: Faults,
    pub covered_km2: f64,
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
        Ok(Self {
            overlaps: Faults::of(overlaps),
            gaps: Faults::of(gaps),
            covered_km2: covered.map(|face| whole(&map.outline(&[face.id()]))).sum::<f64>() / 1e6,
        })
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { overlaps, gaps, covered_km2 } = self;
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

    /// Where the reference counted otherwise.
    pub fn differences(&self, line: &Line) -> Vec<String> {
        let pairs = [
            ("overlapping pairs", line.overlaps.0, self.thick.overlaps.count, self.all.overlaps.count),
            ("gaps", line.gaps.0, self.thick.gaps.count, self.all.gaps.count),
        ];
        let outside = pairs
            .into_iter()
            .filter(|(_, expected, one, two)| !(one.min(two)..=one.max(two)).contains(&expected));
        let words = outside.map(|(what, expected, thick, all)| {
            format!(
                "{what} over 1 m²: expected {expected}, got {all}, of these {thick} thicker than the rounding"
            )
        });
        words.collect()
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
