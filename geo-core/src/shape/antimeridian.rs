//! Cutting unwrapped parts at the antimeridian, so that no stored ring ever leaves ±180°.

use super::nesting::probe;
use super::outline::{HALF_TURN, Outline, TURN};
use crate::index::boxes::Box2;
use crate::plane::{Point, doubled_area, ring_holds};
use std::cmp::Ordering;

/// A part: its outer ring counter-clockwise, then its holes clockwise.
pub(super) type Part = Vec<Outline>;

/// Cuts a sound part along every antimeridian inside it and moves the pieces into ±180°.
pub(super) fn cut(part: Part) -> Vec<Part> {
    let bounds = part[0].bounds();
    let mut pieces = vec![part];
    for line in (-2..=2)
        .map(|turns| HALF_TURN + turns * TURN)
        .filter(|line| bounds.min.x < *line && *line < bounds.max.x)
    {
        pieces = pieces.into_iter().flat_map(|piece| split(piece, line)).collect();
    }
    for piece in &mut pieces {
        let turns = (piece[0].bounds().min.x + HALF_TURN).div_euclid(TURN);
        piece.iter_mut().for_each(|ring| ring.shift(-turns * TURN));
    }
    pieces
}

/// A ring's way across the line, from west to east or back.
#[derive(Debug, Clone, Copy)]
struct Crossing {
    west: Point,
    east: Point,
}

impl Crossing {
    /// The point on the line, latitude rounded to the nearest unit.
    fn point(&self, line: i64) -> Point {
        let (rise, run) = self.height(line);
        Point::new(line, (2 * rise + run).div_euclid(2 * run) as i64)
    }

    /// The latitude on the line as a fraction.
    fn height(&self, line: i64) -> (i128, i128) {
        let run = i128::from(self.east.x - self.west.x);
        let rise = i128::from(self.east.y - self.west.y) * i128::from(line - self.west.x);
        (i128::from(self.west.y) * run + rise, run)
    }

    /// The order along the line from south to north; of two crossings at one point, a hair to the west of it.
    fn order(&self, other: &Self, line: i64) -> Ordering {
        let ((rise, run), (other_rise, other_run)) = (self.height(line), other.height(line));
        let slope = |crossing: &Self, by: i128| i128::from(crossing.east.y - crossing.west.y) * by;
        let flatter = || slope(other, run).cmp(&slope(self, other_run));
        (rise * other_run).cmp(&(other_rise * run)).then_with(flatter)
    }
}

/// A stretch of a ring on one side of the line.
#[derive(Debug)]
struct Chain {
    side: Ordering,
    /// The crossings it comes from and goes to.
    from: usize,
    to: usize,
    points: Vec<(Point, usize)>,
}

/// The pieces of a part west and east of the line. A point on the line counts as east of it.
fn split(part: Part, line: i64) -> Vec<Part> {
    let at = part[0].at;
    let (mut crossings, mut chains) = (Vec::new(), Vec::new());
    let (mut outers, mut holes) = (Vec::new(), Vec::new());
    for ring in part {
        let Box2 { min, max } = ring.bounds();
        if min.x < line && line < max.x {
            walk(&ring, line, &mut crossings, &mut chains);
        } else if ring.at.ring == 0 {
            outers.push(ring);
        } else {
            holes.push(ring);
        }
    }
    for mut points in link(&crossings, chains, line) {
        points.dedup_by_key(|(point, _)| *point);
        let (points, numbers): (Vec<Point>, Vec<usize>) = points.into_iter().unzip();
        let closed = points.len() - usize::from(points.first() == points.last());
        let ring = Outline { at, points: points[..closed].to_vec(), numbers: numbers[..closed].to_vec() };
        if doubled_area(&ring.points) > 0 {
            outers.push(ring);
        }
    }
    let mut pieces: Vec<Part> = outers.into_iter().map(|outer| vec![outer]).collect();
    for hole in holes {
        let inside = probe(&hole);
        let holds = |outer: &Outline| {
            let doubled: Vec<Point> =
                outer.points.iter().map(|point| Point::new(2 * point.x, 2 * point.y)).collect();
            ring_holds(&doubled, inside)
        };
        if let Some(piece) = pieces.iter_mut().find(|piece| holds(&piece[0])) {
            piece.push(hole);
        }
    }
    pieces
}

/// Cuts one ring into chains.
fn walk(ring: &Outline, line: i64, crossings: &mut Vec<Crossing>, chains: &mut Vec<Chain>) {
    let count = ring.points.len();
    let side =
        |place: usize| if ring.points[place % count].x < line { Ordering::Less } else { Ordering::Greater };
    let Some(start) = (0..count).find(|place| side(*place) != side(place + 1)) else { return };
    let first_crossing = crossings.len();
    let mut open: Option<Chain> = None;
    for place in start..=start + count {
        let (here, next) = (ring.points[place % count], ring.points[(place + 1) % count]);
        let number = ring.numbers[place % count];
        if let Some(chain) = &mut open {
            chain.points.push((here, number));
        }
        if side(place) == side(place + 1) {
            continue;
        }
        let (west, east) = if side(place) == Ordering::Less { (here, next) } else { (next, here) };
        let crossing = Crossing { west, east };
        let closes = place == start + count;
        let id = if closes { first_crossing } else { crossings.len() };
        if let Some(mut chain) = open.take() {
            chain.points.push((crossing.point(line), number));
            chain.to = id;
            chains.push(chain);
        }
        if !closes {
            crossings.push(crossing);
            open = Some(Chain {
                side: side(place + 1),
                from: id,
                to: id,
                points: vec![(crossing.point(line), number)],
            });
        }
    }
}

/// Joins chains of one side along the line: between an odd and the next even crossing from the south lies the interior.
fn link(crossings: &[Crossing], chains: Vec<Chain>, line: i64) -> Vec<Vec<(Point, usize)>> {
    let mut order: Vec<usize> = (0..crossings.len()).collect();
    order.sort_by(|a, b| crossings[*a].order(&crossings[*b], line));
    let mut partner = vec![0; crossings.len()];
    for pair in order.chunks_exact(2) {
        (partner[pair[0]], partner[pair[1]]) = (pair[1], pair[0]);
    }
    let mut used = vec![false; chains.len()];
    let next = |chain: &Chain| {
        chains.iter().position(|other| other.side == chain.side && other.from == partner[chain.to])
    };
    let mut rings = Vec::new();
    for start in 0..chains.len() {
        let mut ring = Vec::new();
        let mut current = Some(start);
        while let Some(id) = current.filter(|id| !used[*id]) {
            used[id] = true;
            ring.extend(chains[id].points.iter().copied());
            current = next(&chains[id]);
        }
        if !ring.is_empty() {
            rings.push(ring);
        }
    }
    rings
}
