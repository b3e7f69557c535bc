//! Laying a case of the plane on the grid of 1e-7 degree.
//!
//! The suites have coordinates of any size, the product has integers. A case is moved so that its west and south lie at
//! -80°, and scaled by the largest power of ten at which its east and north lie no further than 80°. Decimal figures
//! that need no more than nine digits are then exact; of others a unit is 1/1,600,000,000 of the case at least.

use super::geometry::Geometry;
use geo_core::{DegreeRings, Polygon, Position, Ring, Shape};

/// The most units between west and east, or south and north.
const MOST: f64 = 1.6e9;
/// The units of 1e-7 degree that west and south lie at.
const LEAST: i64 = -800_000_000;

/// How a case is moved and scaled.
#[derive(Debug, Clone, Copy)]
pub struct Grid {
    origin: [f64; 2],
    /// Units of 1e-7 degree for a unit of the case.
    pub scale: f64,
}

impl Grid {
    /// The grid for all coordinates of a case; `None` when there are none, or none that are finite and differ.
    pub fn over(points: impl Iterator<Item = [f64; 2]> + Clone) -> Option<Self> {
        let low = |axis: usize| points.clone().map(|point| point[axis]).fold(f64::INFINITY, f64::min);
        let high = |axis: usize| points.clone().map(|point| point[axis]).fold(f64::NEG_INFINITY, f64::max);
        let origin = [low(0), low(1)];
        let extent = (high(0) - origin[0]).max(high(1) - origin[1]);
        if !(extent.is_finite() && extent > 0.0) {
            return None;
        }
        let mut digits = (MOST / extent).log10().floor() as i32;
        if extent * 10_f64.powi(digits) > MOST {
            digits -= 1;
        }
        let scale = 10_f64.powi(digits);
        scale.is_finite().then_some(Self { origin, scale })
    }

    /// The length of a unit of the grid in the case.
    pub fn unit(&self) -> f64 {
        1.0 / self.scale
    }

    fn units(&self, point: [f64; 2]) -> [i64; 2] {
        [0, 1].map(|axis| ((point[axis] - self.origin[axis]) * self.scale).round() as i64 + LEAST)
    }

    /// Polygons in degrees, as a file would bring them.
    pub fn degrees(&self, polygons: &[DegreeRings]) -> Vec<DegreeRings> {
        let place = |point: &[f64; 2]| self.units(*point).map(|unit| unit as f64 / 1e7);
        let ring = |ring: &Vec<[f64; 2]>| ring.iter().map(place).collect();
        polygons.iter().map(|rings| rings.iter().map(ring).collect()).collect()
    }

    /// What a suite expects, rounded and not judged: outer rings counter-clockwise, holes clockwise.
    pub fn expected(&self, geometry: &Geometry) -> Shape {
        let ring = |(number, points): (usize, &Vec<[f64; 2]>)| {
            let mut ring: Ring = points.iter().filter_map(|point| position(self.units(*point))).collect();
            ring.dedup();
            if (doubled(&ring) > 0) != (number == 0) {
                ring.reverse();
            }
            ring
        };
        let part = |rings: &DegreeRings| {
            let mut rings = rings.iter().enumerate().map(ring);
            Polygon { outer: rings.next().unwrap_or_default(), holes: rings.collect() }
        };
        Shape { polygons: geometry.polygons.iter().map(part).collect() }
    }
}

fn position([lon, lat]: [i64; 2]) -> Option<Position> {
    Position::from_e7(i32::try_from(lon).ok()?, i32::try_from(lat).ok()?).ok()
}

/// Twice the area of a ring in square units, counter-clockwise positive.
pub fn doubled(ring: &[Position]) -> i128 {
    let edges = ring.iter().zip(ring.iter().cycle().skip(1));
    edges
        .map(|(a, b)| {
            let [ax, ay, bx, by] = [a.lon_e7(), a.lat_e7(), b.lon_e7(), b.lat_e7()].map(i128::from);
            ax * by - bx * ay
        })
        .sum()
}

/// The length of a ring in units.
pub fn length(ring: &[Position]) -> f64 {
    let step = |a: i32, b: i32| f64::from(a) - f64::from(b);
    let edges = ring.iter().zip(ring.iter().cycle().skip(1));
    edges.map(|(a, b)| step(a.lon_e7(), b.lon_e7()).hypot(step(a.lat_e7(), b.lat_e7()))).sum()
}

/// All rings of a shape.
pub fn rings(shape: &Shape) -> impl Iterator<Item = &Ring> {
    shape.polygons.iter().flat_map(|part| std::iter::once(&part.outer).chain(&part.holes))
}

/// Twice the area of a polygon in its own coordinates.
pub fn doubled_as_drawn(rings: &[Vec<[f64; 2]>]) -> f64 {
    let area = |ring: &Vec<[f64; 2]>| -> f64 {
        let Some([x, y]) = ring.first() else { return 0.0 };
        let edges = ring.iter().zip(ring.iter().cycle().skip(1));
        edges.map(|(a, b)| (a[0] - x) * (b[1] - y) - (b[0] - x) * (a[1] - y)).sum::<f64>().abs()
    };
    let areas: Vec<f64> = rings.iter().map(area).collect();
    areas.first().map_or(0.0, |outer| outer - areas[1..].iter().sum::<f64>())
}

/// The length of a ring in its own coordinates.
pub fn length_as_drawn(ring: &[[f64; 2]]) -> f64 {
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| (a[0] - b[0]).hypot(a[1] - b[1])).sum()
}
