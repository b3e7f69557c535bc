//! Which segments come as near to a drawn line as half its width.

use super::{RoadNetwork, Selection};
use geo_core::{LocalProjection, Metres, Offset, Position, local_projection};

/// Metres to 1e-7 degree of latitude, rounded up: windows may be too wide, never too narrow.
const UNITS_PER_METRE: f64 = 90.5;

/// Nearer to a pole than this cosine of the latitude, windows are as wide as here.
const LEAST_COSINE: f64 = 0.01;

impl RoadNetwork {
    /// The segments that a drawn line crosses, touches, or comes within `reach` of.
    ///
    /// Distances are measured on the plane that touches the earth where each piece of the line begins; along a
    /// kilometre they are right to a centimetre.
    pub fn segments_along(&self, line: &[Position], reach: Metres) -> Selection {
        let pieces: Vec<Piece> = match line {
            [] => Vec::new(),
            [lone] => vec![Piece::new(*lone, *lone, reach)],
            line => line.windows(2).map(|pair| Piece::new(pair[0], pair[1], reach)).collect(),
        };
        let Some(window) = pieces.iter().map(|piece| piece.window).reduce(Window::and) else {
            return Selection::default();
        };
        self.select(|segment| {
            let nodes = &self.segments[segment];
            let ends = [nodes.from, nodes.to].map(|node| self.positions[node as usize]);
            window.meets(ends) && pieces.iter().any(|piece| piece.reaches(ends, reach))
        })
    }
}

/// Longitudes and latitudes in units of 1e-7 degree.
#[derive(Debug, Clone, Copy)]
struct Window {
    low: [i64; 2],
    high: [i64; 2],
}

impl Window {
    fn around(a: Position, b: Position, reach: Metres) -> Self {
        let point = |position: Position| [i64::from(position.lon_e7()), i64::from(position.lat_e7())];
        let ([ax, ay], [bx, by]) = (point(a), point(b));
        let up = (reach.0 * UNITS_PER_METRE).ceil() as i64 + 1;
        let cosine = a.lat().to_radians().cos().min(b.lat().to_radians().cos()).max(LEAST_COSINE);
        let across = (reach.0 * UNITS_PER_METRE / cosine).ceil() as i64 + 1;
        Self { low: [ax.min(bx) - across, ay.min(by) - up], high: [ax.max(bx) + across, ay.max(by) + up] }
    }

    fn and(self, other: Self) -> Self {
        Self {
            low: [0, 1].map(|axis| self.low[axis].min(other.low[axis])),
            high: [0, 1].map(|axis| self.high[axis].max(other.high[axis])),
        }
    }

    fn meets(&self, [a, b]: [Position; 2]) -> bool {
        let apart = |axis: usize, a: i32, b: i32| {
            i64::from(a.max(b)) < self.low[axis] || i64::from(a.min(b)) > self.high[axis]
        };
        !apart(0, a.lon_e7(), b.lon_e7()) && !apart(1, a.lat_e7(), b.lat_e7())
    }
}

/// A piece of the line between two of its points.
struct Piece {
    window: Window,
    map: LocalProjection,
    end: [f64; 2],
}

impl Piece {
    fn new(a: Position, b: Position, reach: Metres) -> Self {
        let map = local_projection(a);
        let end = on(&map, b);
        Self { window: Window::around(a, b, reach), map, end }
    }

    fn reaches(&self, ends: [Position; 2], reach: Metres) -> bool {
        if !self.window.meets(ends) {
            return false;
        }
        let (here, there) = ([[0.0, 0.0], self.end], ends.map(|end| on(&self.map, end)));
        crosses(here, there)
            || here.iter().any(|&point| squared_distance(point, there) <= reach.0 * reach.0)
            || there.iter().any(|&point| squared_distance(point, here) <= reach.0 * reach.0)
    }
}

fn on(map: &LocalProjection, position: Position) -> [f64; 2] {
    let Offset { east, north } = map.offset(position);
    [east.0, north.0]
}

fn squared_distance([x, y]: [f64; 2], [[ax, ay], [bx, by]]: [[f64; 2]; 2]) -> f64 {
    let (dx, dy) = (bx - ax, by - ay);
    let square = dx * dx + dy * dy;
    let along = if square > 0.0 { ((x - ax) * dx + (y - ay) * dy) / square } else { 0.0 };
    let along = along.clamp(0.0, 1.0);
    (x - ax - along * dx).powi(2) + (y - ay - along * dy).powi(2)
}

fn crosses([a, b]: [[f64; 2]; 2], [c, d]: [[f64; 2]; 2]) -> bool {
    let side = |a: [f64; 2], b: [f64; 2], p: [f64; 2]| {
        ((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])).signum()
    };
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roads::OsmWay;

    fn at(east: f64, north: f64) -> Position {
        local_projection(Position::new(114.3, 30.6).unwrap())
            .position(Offset { east: Metres(east), north: Metres(north) })
    }

    /// Three streets to the east, 100 m apart, each of two segments of 100 m.
    #[test]
    fn what_is_within_reach_is_selected_and_nothing_else() {
        let nodes = (0..3i64).flat_map(|row| {
            (0..3i64).map(move |column| (10 * row + column, at(100.0 * column as f64, 100.0 * row as f64)))
        });
        let way = |row: i64| OsmWay {
            id: row + 1,
            nodes: (0..3).map(|column| 10 * row + column).collect(),
            tags: vec![("highway".into(), "residential".into())],
        };
        // A street across joins them, so that all are connected.
        let across = OsmWay { id: 9, nodes: vec![0, 10, 20], tags: way(0).tags };
        let network = RoadNetwork::build(nodes.collect(), vec![way(0), way(1), way(2), across]).unwrap();
        let found = |line: &[Position], reach: f64| -> Vec<usize> {
            network.segments_along(line, Metres(reach)).segments().collect()
        };
        let beside = [at(120.0, 30.0), at(180.0, 30.0)];
        assert_eq!(found(&beside, 29.0), [0; 0]);
        assert_eq!(found(&beside, 31.0), [1]);
        assert_eq!(found(&beside, 71.0), [0, 1, 3], "20 m and 30 m from the corner too");
        assert_eq!(found(&[at(150.0, -10.0), at(150.0, 210.0)], 0.0), [1, 3, 5], "what is crossed");
        assert_eq!(found(&[at(150.0, 100.0)], 1.0), [3], "a lone point");
        assert_eq!(found(&[], 500.0), [0; 0]);
        assert_eq!(found(&[at(5_000.0, 0.0), at(6_000.0, 0.0)], 500.0), [0; 0]);
    }
}
