//! What becomes of two or more areas laid over each other, by the planar map, and whether that is what was expected.
//!
//! Snap rounding moves no line by more than √½ of a unit, rounding what comes in and what is expected as much again. So
//! the ground in which result and expectation differ may be as large as all borders are long, two units wide. Parts and
//! holes must be as many, but for those no wider than that.

use super::form::Form;
use super::geometry::Geometry;
use super::grid::{Grid, doubled, doubled_as_drawn, length, rings};
use geo_core::planar::{Face, FaceId, PlanarMap, Tolerance};
use geo_core::{Shape, ShapeError};

/// How far lines may be off, in units of the grid.
const OFF: f64 = 2.0;

/// An operation on areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// What is in any.
    Union,
    /// What is in all.
    Intersection,
    /// What is in the first, and in none of the others.
    Difference,
    /// What is in an odd number of them.
    SymmetricDifference,
}

impl Operation {
    fn keeps(self, face: Face<'_>, operands: usize) -> bool {
        let claims = face.covered_by();
        match self {
            Self::Union => !claims.is_empty(),
            Self::Intersection => claims.len() == operands,
            Self::Difference => claims == [0],
            Self::SymmetricDifference => claims.len() % 2 == 1,
        }
    }
}

/// Areas on the grid, laid over each other.
#[derive(Debug)]
pub struct Overlaid {
    grid: Grid,
    operands: usize,
    map: PlanarMap,
    /// How long the borders that came in are.
    borders: f64,
    /// Twice the ground of each operand as it was drawn.
    drawn: Vec<f64>,
}

/// Why areas cannot be laid over each other.
#[derive(Debug)]
pub enum NoOverlay {
    /// The product refuses one of them.
    Refused(ShapeError),
    /// There is nothing to lay on the grid.
    Nothing,
    /// Anything else.
    Failed(String),
}

impl Overlaid {
    /// Reads the operands as a file would bring them, and lays them over each other. `expected` only helps to choose
    /// the grid.
    pub fn of(operands: &[&Geometry], expected: Option<&Geometry>) -> Result<Self, NoOverlay> {
        let all = || operands.iter().copied().chain(expected);
        let points = all().flat_map(Geometry::points);
        let grid = Grid::over(points).ok_or(NoOverlay::Nothing)?;
        let (mut shapes, mut drawn) = (Vec::new(), Vec::new());
        for (key, operand) in (0..).zip(operands) {
            // The polygons of a collection may lie over one another: each is an outline by itself.
            let outlines: Vec<&[_]> = match operand.is_collection {
                true => operand.polygons.chunks(1).collect(),
                false => std::iter::once(&operand.polygons[..]).filter(|parts| !parts.is_empty()).collect(),
            };
            for parts in outlines {
                let shape = Shape::from_drawn(&grid.degrees(parts), parts).map_err(NoOverlay::Refused)?;
                shapes.push((key, shape));
            }
            drawn.push(operand.polygons.iter().map(|rings| doubled_as_drawn(rings)).sum());
        }
        let map = PlanarMap::build(shapes.iter().map(|(key, shape)| (*key, shape)), Tolerance::NONE)
            .map_err(|error| NoOverlay::Failed(error.to_string()))?;
        if !map.is_sound() {
            return Err(NoOverlay::Failed("the planar map is not sound".into()));
        }
        let borders = shapes.iter().flat_map(|(_, shape)| rings(shape)).map(|ring| length(ring)).sum();
        Ok(Self { grid, operands: operands.len(), map, borders, drawn })
    }

    fn faces(&self, operation: Operation) -> Vec<FaceId> {
        let kept = self.map.faces().filter(|face| operation.keeps(*face, self.operands));
        kept.map(Face::id).collect()
    }

    /// The area that an operation gives, in units of the case.
    pub fn area(&self, operation: Operation) -> f64 {
        let shape = self.map.outline(&self.faces(operation));
        let doubled: i128 = rings(&shape).map(|ring| doubled(ring)).sum();
        doubled as f64 / 2.0 * self.grid.unit() * self.grid.unit()
    }

    /// Whether rounding to a length of the case leaves enough of the operands to compare: less than a hundredth of their
    /// ground may be its work.
    pub fn bears(&self, rounded: f64) -> bool {
        let ground = self.area(Operation::Union);
        self.borders * self.grid.unit() * rounded < ground / 100.0
    }

    /// By how much an area may be off, in units of the case.
    pub fn area_off(&self) -> f64 {
        self.borders * OFF * self.grid.unit() * self.grid.unit()
    }

    /// Whether what two areas share and what the first has alone add up to the first as it was drawn.
    ///
    /// # Errors
    /// Says by how much not.
    pub fn adds_up(&self) -> Result<(), String> {
        self.adds_up_to(self.drawn.first().copied().unwrap_or_default() / 2.0)
    }

    /// Whether what two areas share and what the first has alone add up to this much.
    ///
    /// # Errors
    /// Says by how much not.
    pub fn adds_up_to(&self, drawn: f64) -> Result<(), String> {
        let (shared, alone) = (self.area(Operation::Intersection), self.area(Operation::Difference));
        let off = (shared + alone - drawn).abs();
        match off <= self.area_off() {
            true => Ok(()),
            false => Err(format!("shared {shared} and alone {alone} do not add up to {drawn}")),
        }
    }

    /// Whether an operation gives the areal part of what is expected, which others have rounded to `rounded`, a length
    /// of the case; nothing when they have not.
    ///
    /// # Errors
    /// Says what differs.
    pub fn compare(&self, operation: Operation, expected: &Geometry, rounded: f64) -> Result<(), String> {
        let result = self.map.outline(&self.faces(operation));
        let expected = self.grid.expected(expected);
        let off = OFF.max(rounded / self.grid.unit());
        let borders = self.borders + rings(&expected).map(|ring| length(ring)).sum::<f64>();
        let both = PlanarMap::build([(0, &result), (1, &expected)], Tolerance::NONE);
        let both = both.map_err(|error| error.to_string())?;
        let differing: Vec<FaceId> =
            both.faces().filter(|face| face.covered_by().len() == 1).map(Face::id).collect();
        let differing: i128 = rings(&both.outline(&differing)).map(|ring| doubled(ring)).sum();
        let differing = differing as f64 / 2.0;
        if differing > off * borders {
            let unit = self.grid.unit();
            return Err(format!(
                "differs by {:e} where {:e} would be rounding",
                differing * unit * unit,
                off * borders * unit * unit
            ));
        }
        let (found, wanted) = (Form::of(&result, off)?, Form::of(&expected, off)?);
        match found.may_be(&wanted) {
            true => Ok(()),
            false => Err(format!("{found:?} where {wanted:?} is expected")),
        }
    }
}
