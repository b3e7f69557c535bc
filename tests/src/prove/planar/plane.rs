//! The plane in which the reference counted: a projected coordinate system.
//!
//! A line that is straight in degrees is not straight in metres, and a point in the middle of the neighbour's line of
//! five kilometres may be decimetres off it in one and on it in the other. So what the reference counted is counted
//! where it was: the corners of all areas are projected there and surveyed there. To the planar map coordinates are
//! integers and nothing else; here they are steps of that plane.

use geo_core::{Position, Ring, Shape};
use proj4rs::Proj;
use proj4rs::transform::transform;

const DEGREES: &str = "+proj=longlat +datum=WGS84 +no_defs";
/// The farthest from the middle that a coordinate may be, in steps: a right angle in units of 1e-7 degree.
const FARTHEST: f64 = 9e8;

/// A projected coordinate system.
pub struct Plane {
    from: Proj,
    to: Proj,
}

/// Areas in a plane, their positions in steps from the middle.
pub struct Flattened {
    pub areas: Vec<(u32, Shape)>,
    /// Steps in a metre.
    pub steps: f64,
}

impl Plane {
    /// The system of the EPSG register that a text such as `EPSG:32650` names.
    pub fn of_epsg(name: &str) -> Result<Self, String> {
        let unknown = || format!("unknown coordinate system {name}");
        let code: u16 = name.strip_prefix("EPSG:").and_then(|code| code.parse().ok()).ok_or_else(unknown)?;
        let definition = crs_definitions::from_code(code).ok_or_else(unknown)?.proj4;
        // North American and other systems of the same ellipsoid are taken for WGS-84 where they are read, too.
        let definition = definition.replace("+datum=NAD83", "+datum=WGS84");
        let proj = |text: &str| Proj::from_proj_string(text).map_err(|error| format!("{name}: {error}"));
        Ok(Self { from: proj(DEGREES)?, to: proj(&definition)? })
    }

    /// Areas with their corners in this plane, in steps of a millimetre, or larger ones if the earth demands.
    pub fn flattened<'a>(
        &self,
        areas: impl Iterator<Item = (u32, &'a Shape)> + Clone,
    ) -> Result<Flattened, String> {
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for ring in areas.clone().flat_map(|(_, shape)| rings(shape)) {
            for place in ring {
                for (axis, value) in self.metres(*place)?.into_iter().enumerate() {
                    (low[axis], high[axis]) = (low[axis].min(value), high[axis].max(value));
                }
            }
        }
        let middle = [0, 1].map(|axis| f64::midpoint(low[axis], high[axis]));
        let reach = (high[0] - low[0]).max(high[1] - low[1]) / 2.0 + 1.0;
        let steps = [1000.0, 100.0, 10.0].into_iter().find(|steps| reach * steps < FARTHEST);
        let steps = steps.ok_or("larger than the earth")?;
        let flat = |place: &Position| {
            let [x, y] = self.metres(*place)?;
            let step = |value: f64, middle: f64| ((value - middle) * steps).round() as i32;
            Position::from_e7(step(x, middle[0]), step(y, middle[1])).map_err(|error| error.to_string())
        };
        let flat_ring = |ring: &Ring| {
            let mut ring = ring.iter().map(flat).collect::<Result<Ring, String>>()?;
            ring.dedup();
            Ok::<_, String>(ring)
        };
        let flat_shape = |shape: &Shape| {
            let mut shape = shape.clone();
            for part in &mut shape.polygons {
                part.outer = flat_ring(&part.outer)?;
                part.holes = part.holes.iter().map(flat_ring).collect::<Result<_, _>>()?;
            }
            Ok::<_, String>(shape)
        };
        let areas = areas.map(|(key, shape)| Ok((key, flat_shape(shape)?))).collect::<Result<_, String>>()?;
        Ok(Flattened { areas, steps })
    }

    fn metres(&self, place: Position) -> Result<[f64; 2], String> {
        let mut point = (place.lon().to_radians(), place.lat().to_radians(), 0.0);
        match transform(&self.from, &self.to, &mut point) {
            Ok(()) if point.0.is_finite() && point.1.is_finite() => Ok([point.0, point.1]),
            _ => Err(format!("{place} has no place in the reference's coordinate system")),
        }
    }
}

fn rings(shape: &Shape) -> impl Iterator<Item = &Ring> {
    shape.polygons.iter().flat_map(|part| std::iter::once(&part.outer).chain(&part.holes))
}

impl Flattened {
    /// The area of a ring in square metres, counter-clockwise positive. Exact in steps.
    pub fn area(&self, ring: &Ring) -> f64 {
        let edges = ring.iter().zip(ring.iter().cycle().skip(1));
        let doubled: i128 = edges
            .map(|(a, b)| {
                let [ax, ay, bx, by] = [a.lon_e7(), a.lat_e7(), b.lon_e7(), b.lat_e7()].map(i128::from);
                ax * by - bx * ay
            })
            .sum();
        doubled as f64 / 2.0 / (self.steps * self.steps)
    }

    /// The length of a ring in metres.
    pub fn length(&self, ring: &Ring) -> f64 {
        let edges = ring.iter().zip(ring.iter().cycle().skip(1));
        let length = |(a, b): (&Position, &Position)| {
            let step = |one: i32, two: i32| f64::from(one) - f64::from(two);
            step(a.lon_e7(), b.lon_e7()).hypot(step(a.lat_e7(), b.lat_e7()))
        };
        edges.map(length).sum::<f64>() / self.steps
    }

    /// How far any corner may lie from where the file has it, in metres: the readers put corners on the grid of 1e-7
    /// degree, and here they are put on steps, each at most half a diagonal away.
    pub fn rounding(&self) -> f64 {
        /// The longest unit of latitude, at the pole, in metres (WGS-84, Snyder 1987, eq. 4-19).
        const LONGEST_UNIT: f64 = 0.011_170;
        (LONGEST_UNIT + 1.0 / self.steps) * std::f64::consts::FRAC_1_SQRT_2
    }
}
