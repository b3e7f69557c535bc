//! From the plan to the ground. The plan is a plane of whole metres with straight streets; the
//! ground is bent and turned a little, as cities are.

use geo_core::Position;
use std::f64::consts::{PI, TAU};

/// A point of the plan in metres: `u` along the river, `v` across it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Plan {
    pub u: i32,
    pub v: i32,
}

/// Where the plan lies. The middle is in fields of the Jianghan plain; no such district is there.
const MIDDLE: (f64, f64) = (113.32, 30.18);
/// How far the streets are turned from east and north.
const TURN: f64 = 8.0 * PI / 180.0;
/// Metres of one degree of latitude.
const DEGREE: f64 = 111_195.0;

/// Bends the plan.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    middle: (f64, f64),
    phases: [f64; 4],
}

impl Ground {
    pub fn new(width: i32, height: i32, phases: [f64; 4]) -> Self {
        Self { middle: (f64::from(width) / 2.0, f64::from(height) / 2.0), phases }
    }

    /// Metres east and north of the middle. The bends are so mild against their wavelengths
    /// (slopes below 0.25) that no two points of the plan meet and no ring crosses itself.
    pub fn metres(&self, u: f64, v: f64) -> (f64, f64) {
        let [a, b, c, d] = self.phases;
        let (u, v) = (u - self.middle.0, v - self.middle.1);
        let x = u + 110.0 * (TAU * v / 4700.0 + a).sin() + 34.0 * (TAU * (u / 2600.0 + v / 3100.0) + b).sin();
        let y = v + 150.0 * (TAU * u / 5600.0 + c).sin() + 30.0 * (TAU * (u / 2100.0 - v / 2900.0) + d).sin();
        (x * TURN.cos() - y * TURN.sin(), x * TURN.sin() + y * TURN.cos())
    }

    /// The position of a point of the plan.
    pub fn position(&self, point: Plan) -> Position {
        self.position_of(self.metres(f64::from(point.u), f64::from(point.v)))
    }

    /// The position of metres east and north of the middle.
    pub fn position_of(&self, (east, north): (f64, f64)) -> Position {
        let lon = MIDDLE.0 + east / (DEGREE * MIDDLE.1.to_radians().cos());
        Position::new(lon, MIDDLE.1 + north / DEGREE).expect("the demo lies on the earth")
    }

    /// A true rectangle on the ground, its middle at a point of the plan, its length along the
    /// streets there: counter-clockwise corners.
    pub fn rectangle(&self, (u, v): (f64, f64), length: f64, depth: f64) -> [(f64, f64); 4] {
        let middle = self.metres(u, v);
        let ahead = self.metres(u + 1.0, v);
        let (x, y) = (ahead.0 - middle.0, ahead.1 - middle.1);
        let norm = x.hypot(y);
        let (along, across) = ((x / norm, y / norm), (-y / norm, x / norm));
        [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)].map(|(l, d)| {
            let (l, d) = (l * length, d * depth);
            (middle.0 + l * along.0 + d * across.0, middle.1 + l * along.1 + d * across.1)
        })
    }
}
