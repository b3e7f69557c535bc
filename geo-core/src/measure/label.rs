//! A point for a label: inside the shape, far from its border.

use crate::plane::{Point, edges, ring_holds};
use crate::{Polygon, Position, Shape};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// The search ends when no better place than this share of the part's smaller side can be missed.
const PRECISION: f64 = 0.01;
/// Squares looked at most: enough for the precision in ordinary shapes, a bound for combs.
const MOST_SQUARES: usize = 2000;

impl Shape {
    /// A point inside the shape, about as far from its border as can be (the pole of inaccessibility of its largest
    /// part, found by dividing squares as in Agafonkin's polylabel); `None` if it has no part.
    ///
    /// Inside by the rule of [`AreaIndex`](crate::AreaIndex). Only in a part too thin to hold a point of 1e-7 degree
    /// it is a point of the border.
    pub fn label_point(&self) -> Option<Position> {
        let largest = self.polygons.iter().max_by(|a, b| a.area().0.total_cmp(&b.area().0))?;
        let rings: Vec<Vec<Point>> =
            largest.rings().map(|ring| ring.iter().copied().map(Point::from).collect()).collect();
        let holds = |point: Point| rings.iter().filter(|ring| ring_holds(ring, point)).count() % 2 == 1;
        let candidates = [farthest(&rings), widest_chord(&rings)];
        let inside = candidates.into_iter().flatten().find(|point| holds(*point));
        inside.map(Point::position).or(largest.outer.first().copied())
    }
}

impl Polygon {
    /// A point inside this part, found quickly: the middle of its widest stretch along some parallels. In a part too thin
    /// to hold a point of 1e-7 degree it is a point of the border; `None` if there is no part.
    pub(crate) fn quick_point(&self) -> Option<Position> {
        let rings: Vec<Vec<Point>> =
            self.rings().map(|ring| ring.iter().copied().map(Point::from).collect()).collect();
        let holds = |point: &Point| rings.iter().filter(|ring| ring_holds(ring, *point)).count() % 2 == 1;
        widest_chord(&rings).filter(holds).map(Point::position).or(self.outer.first().copied())
    }

    fn rings(&self) -> impl Iterator<Item = &crate::Ring> {
        std::iter::once(&self.outer).chain(&self.holes)
    }
}

/// A square of the plane of longitudes (shrunk by latitude) and latitudes.
struct Square {
    x: f64,
    y: f64,
    half: f64,
    /// How far the middle is from the border, negative outside.
    distance: f64,
}

impl Square {
    /// No place in the square is farther from the border than this.
    fn potential(&self) -> f64 {
        self.distance + self.half * std::f64::consts::SQRT_2
    }
}

impl Ord for Square {
    fn cmp(&self, other: &Self) -> Ordering {
        self.potential().total_cmp(&other.potential())
    }
}

impl PartialOrd for Square {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Square {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Square {}

/// The place farthest from the border, to the precision.
fn farthest(rings: &[Vec<Point>]) -> Option<Point> {
    let outer = rings.first().filter(|ring| !ring.is_empty())?;
    let (low_x, high_x) = (outer.iter().map(|p| p.x).min()?, outer.iter().map(|p| p.x).max()?);
    let (low_y, high_y) = (outer.iter().map(|p| p.y).min()?, outer.iter().map(|p| p.y).max()?);
    // A degree of longitude is shorter than one of latitude: measure in a plane where they are equal.
    let shrink = ((low_y + high_y) as f64 / 2e7).to_radians().cos().max(0.01);
    let lines: Vec<[f64; 4]> = rings
        .iter()
        .flat_map(|ring| edges(ring))
        .map(|(a, b)| [a.x as f64 * shrink, a.y as f64, b.x as f64 * shrink, b.y as f64])
        .collect();
    let square = |x: f64, y: f64, half: f64| Square { x, y, half, distance: signed_distance(&lines, x, y) };
    let (width, height) = ((high_x - low_x) as f64 * shrink, (high_y - low_y) as f64);
    let size = width.min(height).max(1.0);
    // Long thin parts start with many squares of their smaller side, up to a limit.
    let size = size.max(width.max(height) / 64.0);
    let mut queue = BinaryHeap::new();
    for column in 0..(width / size).ceil().max(1.0) as usize {
        for row in 0..(height / size).ceil().max(1.0) as usize {
            let (x, y) = (
                low_x as f64 * shrink + (column as f64 + 0.5) * size,
                low_y as f64 + (row as f64 + 0.5) * size,
            );
            queue.push(square(x, y, size / 2.0));
        }
    }
    let mut best = square(low_x as f64 * shrink + width / 2.0, low_y as f64 + height / 2.0, 0.0);
    let mut looked_at = queue.len();
    while let Some(next) = queue.pop() {
        if next.potential() - best.distance <= size * PRECISION || looked_at > MOST_SQUARES {
            break;
        }
        let half = next.half / 2.0;
        for (dx, dy) in [(-half, -half), (half, -half), (-half, half), (half, half)] {
            let quarter = square(next.x + dx, next.y + dy, half);
            if quarter.distance > best.distance {
                best = Square { half: 0.0, ..quarter };
            }
            queue.push(quarter);
            looked_at += 1;
        }
        if next.distance > best.distance {
            best = Square { half: 0.0, ..next };
        }
    }
    Some(Point::new((best.x / shrink).round() as i64, best.y.round() as i64))
}

/// How far a place is from the lines, negative outside. Approximate: what is chosen is checked exactly.
fn signed_distance(lines: &[[f64; 4]], x: f64, y: f64) -> f64 {
    let (mut inside, mut nearest) = (false, f64::INFINITY);
    for [ax, ay, bx, by] in lines.iter().copied() {
        if (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax {
            inside = !inside;
        }
        let (dx, dy) = (bx - ax, by - ay);
        let length = dx * dx + dy * dy;
        let along =
            if length > 0.0 { (((x - ax) * dx + (y - ay) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
        let (off_x, off_y) = (ax + along * dx - x, ay + along * dy - y);
        nearest = nearest.min(off_x * off_x + off_y * off_y);
    }
    if inside { nearest.sqrt() } else { -nearest.sqrt() }
}

/// The middle of the widest stretch inside along some parallels: for slivers that squares miss.
fn widest_chord(rings: &[Vec<Point>]) -> Option<Point> {
    const PARALLELS: i64 = 32;
    let outer = rings.first()?;
    let (low, high) = (outer.iter().map(|p| p.y).min()?, outer.iter().map(|p| p.y).max()?);
    let mut best: Option<(f64, Point)> = None;
    for step in 0..PARALLELS {
        let y = low + (high - low) * (2 * step + 1) / (2 * PARALLELS);
        let mut crossings: Vec<f64> = rings
            .iter()
            .flat_map(|ring| edges(ring))
            .filter(|(a, b)| (a.y <= y) != (b.y <= y))
            .map(|(a, b)| a.x as f64 + (b.x - a.x) as f64 * (y - a.y) as f64 / (b.y - a.y) as f64)
            .collect();
        crossings.sort_by(f64::total_cmp);
        for stretch in crossings.chunks_exact(2) {
            let width = stretch[1] - stretch[0];
            if best.is_none_or(|(widest, _)| width > widest) {
                best = Some((width, Point::new(f64::midpoint(stretch[0], stretch[1]).round() as i64, y)));
            }
        }
    }
    best.map(|(_, point)| point)
}
