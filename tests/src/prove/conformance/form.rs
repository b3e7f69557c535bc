//! In how many parts ground lies, and with how many holes.

use super::grid::{doubled, length};
use geo_core::planar::{Face, FaceId, PlanarMap, Tolerance};
use geo_core::{Polygon, Position, Shape};

/// Parts and holes, but for those no wider than rounding explains.
#[derive(Debug)]
pub struct Form {
    parts: usize,
    holes: usize,
    /// How many parts there are when those that touch, or nearly so, count as one.
    joined: usize,
}

impl Form {
    /// Of a shape whose parts may lie side by side; lines may be so many units off.
    ///
    /// # Errors
    /// When the planar map refuses it.
    pub fn of(shape: &Shape, off: f64) -> Result<Self, String> {
        // One area: lines between its faces are none.
        let map = PlanarMap::build([(0, shape)], Tolerance::NONE).map_err(|error| error.to_string())?;
        let covered: Vec<FaceId> =
            map.faces().filter(|face| !face.covered_by().is_empty()).map(Face::id).collect();
        let dissolved = map.outline(&covered).polygons;
        let is_wide = |ring: &Vec<Position>| doubled(ring).abs() as f64 > 4.0 * off * length(ring);
        let parts: Vec<&Polygon> = dissolved.iter().filter(|part| is_wide(&part.outer)).collect();
        let holes = dissolved.iter().flat_map(|part| &part.holes).filter(|hole| is_wide(hole)).count();
        Ok(Self { parts: parts.len(), holes, joined: joined(&dissolved, &is_wide, off) })
    }

    /// Whether this may be the other, rounded: necks as narrow as rounding may have closed or opened, and then holes
    /// may be as many as they like.
    pub fn may_be(&self, other: &Self) -> bool {
        let same = self.parts == other.parts && self.holes == other.holes;
        same || ((self.joined <= other.parts && other.joined <= self.parts)
            && (self.joined < self.parts || other.joined < other.parts))
    }
}

/// How many sets of wide parts there are that hang together, by thin parts too.
fn joined(parts: &[Polygon], is_wide: &impl Fn(&Vec<Position>) -> bool, off: f64) -> usize {
    let mut set: Vec<usize> = (0..parts.len()).collect();
    for one in 0..parts.len() {
        for two in 0..one {
            if set[one] != set[two] && touch(&parts[one], &parts[two], off) {
                let (from, to) = (set[one].max(set[two]), set[one].min(set[two]));
                set.iter_mut().filter(|set| **set == from).for_each(|set| *set = to);
            }
        }
    }
    let wide = set.iter().zip(parts).filter(|(_, part)| is_wide(&part.outer));
    let mut sets: Vec<usize> = wide.map(|(set, _)| *set).collect();
    sets.sort_unstable();
    sets.dedup();
    sets.len()
}

/// Whether two parts come as near to each other as lines may be off.
fn touch(one: &Polygon, two: &Polygon, off: f64) -> bool {
    let rings =
        |part: &'_ Polygon| std::iter::once(&part.outer).chain(&part.holes).cloned().collect::<Vec<_>>();
    let near = |points: &[Vec<Position>], lines: &[Vec<Position>]| {
        points.iter().flatten().any(|point| {
            lines.iter().any(|ring| {
                let edges = ring.iter().zip(ring.iter().cycle().skip(1));
                edges.into_iter().any(|(a, b)| distance(*a, *b, *point) <= off)
            })
        })
    };
    let (one, two) = (rings(one), rings(two));
    near(&one, &two) || near(&two, &one)
}

/// How far a point is from a line, in units.
fn distance(a: Position, b: Position, point: Position) -> f64 {
    let place = |position: Position| [f64::from(position.lon_e7()), f64::from(position.lat_e7())];
    let ([ax, ay], [bx, by], [x, y]) = (place(a), place(b), place(point));
    let (run, rise) = (bx - ax, by - ay);
    let squared = run * run + rise * rise;
    let share = if squared > 0.0 { ((x - ax) * run + (y - ay) * rise) / squared } else { 0.0 };
    let share = share.clamp(0.0, 1.0);
    (ax + share * run - x).hypot(ay + share * rise - y)
}
