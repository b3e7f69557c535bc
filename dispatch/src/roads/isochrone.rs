//! Outlines of what is reached within given times.
//!
//! From every stretch that is reached one walks on into the land beside it. On a grid over all of it each corner gets
//! the time at which one is there: that of the earliest stretch nearby, plus the walk beyond the first two cells. The
//! outline of a time is the level line of that field, drawn through triangles, in which level lines can neither cross
//! nor touch. One field serves all times, so outlines lie within each other; the first two cells are free, so the
//! three corners around any point that is reached are reached no later than the point, and it lies inside.

use super::{Driven, Reach};
use geo_core::{LocalProjection, Metres, Milliseconds, Offset, Polygon, Position, Shape, local_projection};
use std::collections::HashMap;

/// The finest grid.
const FINEST: f64 = 25.0;
/// Corners of a grid at most: what reaches farther is drawn coarser.
const CORNERS: f64 = 1_000_000.0;
/// How many cells beside a road cost nothing. Three corners of a triangle are at most 1.42 cells from a point in it.
const FREE_CELLS: f64 = 2.0;
/// How far somebody walks away from the road at most.
const WALK: f64 = 100.0;
/// Milliseconds to walk a metre, as everywhere: 5 km/h.
const PACE: f64 = 720.0;
/// Holes of fewer cells are filled: nobody reads them.
const LEAST_HOLE_CELLS: f64 = 6.0;
/// Level lines keep this share of a side away from its corners, so that they never touch in one.
const APART: f64 = 0.001;

/// What is reached within a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Isochrone {
    /// Within how long.
    pub within: Milliseconds,
    /// Its outline.
    pub shape: Shape,
}

/// The outlines of what is reached within each of some times, in their order. Times beyond what was searched are
/// drawn as far as that went.
pub fn isochrones(reach: &Reach, times: &[Milliseconds]) -> Vec<Isochrone> {
    let field = Field::of(reach);
    let outline =
        |&within: &Milliseconds| Isochrone { within, shape: field.outline(within.min(reach.within)) };
    times.iter().map(outline).collect()
}

/// The time at each corner of a grid.
struct Field {
    map: LocalProjection,
    cell: f64,
    /// East and north of the corner at the south-west.
    low: [f64; 2],
    columns: usize,
    rows: usize,
    /// The time that was searched, in milliseconds.
    within: f64,
    /// Milliseconds; infinite where nobody gets.
    times: Vec<f64>,
}

impl Field {
    fn of(reach: &Reach) -> Self {
        let map = local_projection(reach.start);
        let on = |position: Position| {
            let Offset { east, north } = map.offset(position);
            [east.0, north.0]
        };
        let ends = || reach.driven.iter().flat_map(|driven| driven.ends).map(on);
        let low = ends().fold([0.0, 0.0], |low: [f64; 2], at| [low[0].min(at[0]), low[1].min(at[1])]);
        let high = ends().fold([0.0, 0.0], |high: [f64; 2], at| [high[0].max(at[0]), high[1].max(at[1])]);
        // With the margin that a coarser grid needs.
        let size = |cell: f64| [0, 1].map(|axis| high[axis] - low[axis] + 2.0 * margin(cell));
        let area = |cell: f64| size(cell)[0] * size(cell)[1];
        let mut cell = FINEST;
        while area(cell) / (cell * cell) > CORNERS {
            cell *= 1.25;
        }
        let [width, height] = size(cell).map(|length| (length / cell).ceil() as usize + 1);
        let low = low.map(|low| low - margin(cell));
        let mut field = Self {
            map,
            cell,
            low,
            columns: width,
            rows: height,
            within: reach.within.0 as f64,
            times: vec![f64::INFINITY; width * height],
        };
        for driven in &reach.driven {
            field.spread(driven, on, reach.within);
        }
        field
    }

    /// Samples a stretch, its ends exactly, and spreads each sample.
    fn spread(&mut self, driven: &Driven, on: impl Fn(Position) -> [f64; 2], within: Milliseconds) {
        let [a, b] = driven.ends.map(on);
        let [from, to] = driven.times.map(|time| time.0 as f64);
        let length = (b[0] - a[0]).hypot(b[1] - a[1]);
        let samples = (length / (self.cell / 2.0)).ceil().max(1.0);
        for sample in 0..=samples as usize {
            let along = sample as f64 / samples;
            let place = [0, 1].map(|axis| a[axis] + along * (b[axis] - a[axis]));
            self.sample(place, from + along * (to - from), within.0 as f64);
        }
    }

    fn sample(&mut self, place: [f64; 2], time: f64, within: f64) {
        let free = FREE_CELLS * self.cell;
        let reach = free + ((within - time).max(0.0) / PACE).min(WALK);
        let range = |axis: usize, count: usize| {
            let middle = place[axis] - self.low[axis];
            let first = ((middle - reach) / self.cell).ceil().max(0.0) as usize;
            let last = ((middle + reach) / self.cell).floor().max(0.0) as usize;
            first..=last.min(count - 1)
        };
        let (columns, rows) = (range(0, self.columns), range(1, self.rows));
        for row in rows {
            let north = self.low[1] + row as f64 * self.cell - place[1];
            for column in columns.clone() {
                let east = self.low[0] + column as f64 * self.cell - place[0];
                let far = east.hypot(north);
                if far <= reach {
                    let corner = &mut self.times[row * self.columns + column];
                    *corner = corner.min(time + PACE * (far - free).max(0.0));
                }
            }
        }
    }

    fn outline(&self, within: Milliseconds) -> Shape {
        let level = within.0 as f64;
        let next = self.level_line(level);
        let mut starts: Vec<usize> = next.keys().copied().collect();
        starts.sort_unstable();
        let mut used = vec![false; self.times.len() * 3];
        let (mut outers, mut holes) = (Vec::new(), Vec::new());
        for start in starts {
            let mut ring = Vec::new();
            let mut side = start;
            while !std::mem::replace(&mut used[side], true) {
                ring.push(self.crossing(side, level));
                side = next[&side];
            }
            let area = signed_area(&ring);
            if area > 0.0 {
                outers.push(ring);
            } else if -area >= LEAST_HOLE_CELLS * self.cell * self.cell {
                holes.push(ring);
            }
        }
        self.shape(outers, &holes)
    }

    /// From each side of a triangle that the level line enters by to the one it leaves by, what is reached on its left.
    fn level_line(&self, level: f64) -> HashMap<usize, usize> {
        let mut next = HashMap::new();
        let inside = |corner: usize| self.times[corner] <= level;
        for row in 0..self.rows - 1 {
            for column in 0..self.columns - 1 {
                let a = row * self.columns + column;
                let (b, c, d) = (a + 1, a + self.columns + 1, a + self.columns);
                for corners in [[a, b, c], [a, c, d]] {
                    let flags = corners.map(inside);
                    let count = flags.iter().filter(|&&inside| inside).count();
                    if count == 0 || count == 3 {
                        continue;
                    }
                    // The corner that differs from the other two, and those two in order.
                    let odd = (0..3).find(|&at| flags[at] == (count == 1)).expect("one differs");
                    let [p, q, r] = [corners[odd], corners[(odd + 1) % 3], corners[(odd + 2) % 3]];
                    let (enter, leave) = (self.side(p, q), self.side(r, p));
                    let (enter, leave) = if count == 1 { (enter, leave) } else { (leave, enter) };
                    next.insert(enter, leave);
                }
            }
        }
        next
    }

    /// The number of a side: three for each corner, to the east, to the north-east, to the north.
    fn side(&self, a: usize, b: usize) -> usize {
        let (low, high) = (a.min(b), a.max(b));
        let direction = match high - low {
            1 => 0,
            step if step == self.columns => 2,
            _ => 1,
        };
        low * 3 + direction
    }

    /// Where the level line crosses a side.
    fn crossing(&self, side: usize, level: f64) -> [f64; 2] {
        let (a, direction) = (side / 3, side % 3);
        let b = a + [1, self.columns + 1, self.columns][direction];
        let [from, to] = [a, b].map(|corner| self.times[corner]);
        // Where nobody gets counts as reached in twice the time, so that a longer time still reaches farther.
        let [from, to] = [from, to].map(|time| time.min(2.0 * self.within));
        let along = ((level - from) / (to - from)).clamp(APART, 1.0 - APART);
        let place = |corner: usize| {
            [
                self.low[0] + (corner % self.columns) as f64 * self.cell,
                self.low[1] + (corner / self.columns) as f64 * self.cell,
            ]
        };
        let (a, b) = (place(a), place(b));
        [0, 1].map(|axis| a[axis] + along * (b[axis] - a[axis]))
    }

    fn shape(&self, outers: Vec<Vec<[f64; 2]>>, holes: &[Vec<[f64; 2]>]) -> Shape {
        let mut of_outer = vec![Vec::new(); outers.len()];
        for hole in holes {
            // Rings do not meet, so one point of a hole says whose it is; of outers in each other's holes the smallest.
            let around = (0..outers.len()).filter(|&outer| holds(&outers[outer], hole[0]));
            let size = |outer: &usize| signed_area(&outers[*outer]);
            if let Some(outer) = around.min_by(|a, b| size(a).total_cmp(&size(b))) {
                of_outer[outer].push(self.positions(hole));
            }
        }
        let polygons = outers.iter().zip(of_outer);
        let polygons = polygons.map(|(outer, holes)| Polygon { outer: self.positions(outer), holes });
        Shape { polygons: polygons.filter(|polygon| polygon.outer.len() >= 3).collect() }
    }

    fn positions(&self, ring: &[[f64; 2]]) -> Vec<Position> {
        let position = |&[east, north]: &[f64; 2]| {
            self.map.position(Offset { east: Metres(east), north: Metres(north) })
        };
        let mut positions: Vec<Position> = ring.iter().map(position).collect();
        positions.dedup();
        positions
    }
}

/// How far the grid goes beyond what is reached: nobody gets to its edge.
fn margin(cell: f64) -> f64 {
    (FREE_CELLS + 2.0) * cell + WALK
}

fn signed_area(ring: &[[f64; 2]]) -> f64 {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    pairs.map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>() / 2.0
}

fn holds(ring: &[[f64; 2]], [x, y]: [f64; 2]) -> bool {
    let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
    let crossed = |(a, b): &(&[f64; 2], &[f64; 2])| {
        (a[1] > y) != (b[1] > y) && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
    };
    pairs.filter(crossed).count() % 2 == 1
}
