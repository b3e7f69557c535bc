//! The part of a polygon inside a tile, as simple rings.
//!
//! The polygon is cut by one side of the tile after the other. A cut gathers the chains that lie
//! inside and joins their ends along the side, two neighbouring ends at a time: between them lies
//! the polygon's inside. Unlike the method of Sutherland and Hodgman this leaves no bridges along
//! the side when a polygon falls into several pieces, so the rings stay valid.

/// A vertex in tile units.
pub(crate) type Local = [i64; 2];

/// One side of the tile: keeps what has `sign * (coordinate - limit) >= 0`.
#[derive(Clone, Copy)]
struct Side {
    axis: usize,
    limit: i64,
    sign: i64,
}

impl Side {
    fn depth(self, vertex: Local) -> i64 {
        self.sign * (vertex[self.axis] - self.limit)
    }

    fn keeps(self, vertex: Local) -> bool {
        self.depth(vertex) >= 0
    }

    /// Where a segment meets the side. The same for both directions, so neighbours agree.
    fn meet(self, from: Local, to: Local) -> Meeting {
        let (from_depth, to_depth) = (i128::from(self.depth(from)), i128::from(self.depth(to)));
        let along = 1 - self.axis;
        let numerator = i128::from(to[along]) * from_depth - i128::from(from[along]) * to_depth;
        let denominator = from_depth - to_depth;
        if denominator < 0 {
            Meeting { numerator: -numerator, denominator: -denominator }
        } else {
            Meeting { numerator, denominator }
        }
    }
}

/// A coordinate along a side, as an exact fraction.
#[derive(Clone, Copy)]
struct Meeting {
    numerator: i128,
    denominator: i128,
}

impl Meeting {
    fn order(&self, other: &Self) -> std::cmp::Ordering {
        (self.numerator * other.denominator).cmp(&(other.numerator * self.denominator))
    }

    fn vertex(self, side: Side) -> Local {
        let rounded = (2 * self.numerator + self.denominator).div_euclid(2 * self.denominator) as i64;
        if side.axis == 0 { [side.limit, rounded] } else { [rounded, side.limit] }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Enters,
    Leaves,
}

struct Crossing {
    at: Meeting,
    chain: usize,
    end: End,
}

/// Cuts one polygon (outer ring and holes, wound opposite ways) to the square from `low` to `high`
/// on both axes. The rings that come out keep their winding.
pub(crate) fn clip(mut rings: Vec<Vec<Local>>, low: i64, high: i64) -> Vec<Vec<Local>> {
    for (axis, limit, sign) in [(0, low, 1), (0, high, -1), (1, low, 1), (1, high, -1)] {
        let side = Side { axis, limit, sign };
        if rings.iter().flatten().any(|vertex| !side.keeps(*vertex)) {
            rings = cut(rings, side);
        }
    }
    rings
}

fn cut(rings: Vec<Vec<Local>>, side: Side) -> Vec<Vec<Local>> {
    let mut whole = Vec::new();
    let mut chains: Vec<Vec<Local>> = Vec::new();
    let mut crossings = Vec::new();
    let mut split = Vec::new();
    for ring in rings {
        let entry = (0..ring.len())
            .find(|&i| side.keeps(ring[i]) && !side.keeps(ring[(i + ring.len() - 1) % ring.len()]));
        match entry {
            Some(entry) => {
                chains_of(&ring, entry, side, &mut chains, &mut crossings);
                split.push(ring);
            }
            None if ring.first().is_some_and(|first| side.keeps(*first)) => whole.push(ring),
            None => {}
        }
    }
    crossings.sort_by(|a, b| a.at.order(&b.at));
    match successors(&mut crossings, chains.len()) {
        Some(next) => whole.extend(joined(chains, &next)),
        // The polygon crosses itself: cut ring by ring, which cannot go wrong, only be less neat.
        None => whole.extend(split.iter().map(|ring| cut_alone(ring, side))),
    }
    whole
}

/// The runs of a ring on the kept side, each with the points where it enters and leaves. The vertex
/// before `entry` lies outside, so every run that begins also ends.
fn chains_of(
    ring: &[Local],
    entry: usize,
    side: Side,
    chains: &mut Vec<Vec<Local>>,
    crossings: &mut Vec<Crossing>,
) {
    let at = |index: usize| ring[index % ring.len()];
    for index in entry..entry + ring.len() {
        let (before, here) = (at(index + ring.len() - 1), at(index));
        match (side.keeps(before), side.keeps(here)) {
            (false, true) => {
                let meeting = side.meet(before, here);
                crossings.push(Crossing { at: meeting, chain: chains.len(), end: End::Enters });
                chains.push(vec![meeting.vertex(side), here]);
            }
            (true, true) => chains.last_mut().expect("a run begins with an entry").push(here),
            (true, false) => {
                let meeting = side.meet(before, here);
                crossings.push(Crossing { at: meeting, chain: chains.len() - 1, end: End::Leaves });
                chains.last_mut().expect("a run begins with an entry").push(meeting.vertex(side));
            }
            (false, false) => {}
        }
    }
}

/// Which chain follows which, `None` when the ends do not pair up.
fn successors(crossings: &mut [Crossing], chains: usize) -> Option<Vec<usize>> {
    let mut next = vec![usize::MAX; chains];
    for first in (0..crossings.len()).step_by(2) {
        let second = first + 1;
        // Ends at the very same place may stand in any order: take one that fits.
        let partner = (second..crossings.len())
            .take_while(|other| *other == second || crossings[*other].at.order(&crossings[second].at).is_eq())
            .find(|other| crossings[*other].end != crossings[first].end)?;
        crossings.swap(second, partner);
        let (a, b) = (&crossings[first], &crossings[second]);
        let (leaves, enters) = if a.end == End::Leaves { (a, b) } else { (b, a) };
        next[leaves.chain] = enters.chain;
    }
    next.iter().all(|chain| *chain != usize::MAX).then_some(next)
}

fn joined(mut chains: Vec<Vec<Local>>, next: &[usize]) -> Vec<Vec<Local>> {
    let mut rings = Vec::new();
    for start in 0..chains.len() {
        let mut ring = std::mem::take(&mut chains[start]);
        let mut chain = next[start];
        while !ring.is_empty() && chain != start {
            ring.append(&mut chains[chain]);
            chain = next[chain];
        }
        if !ring.is_empty() {
            rings.push(ring);
        }
    }
    rings
}

fn cut_alone(ring: &[Local], side: Side) -> Vec<Local> {
    let mut kept = Vec::new();
    for (index, here) in ring.iter().enumerate() {
        let before = ring[(index + ring.len() - 1) % ring.len()];
        if side.keeps(before) != side.keeps(*here) {
            kept.push(side.meet(before, *here).vertex(side));
        }
        if side.keeps(*here) {
            kept.push(*here);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn doubled_area(ring: &[Local]) -> i64 {
        (0..ring.len())
            .map(|i| {
                let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
                a[0] * b[1] - b[0] * a[1]
            })
            .sum()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        /// Against Sutherland and Hodgman, whose bridges along the sides have no area: a ragged star
        /// with a star-shaped hole, anywhere over the square.
        #[test]
        fn covers_what_the_textbook_covers(
            radii in proptest::collection::vec((60_i64..100, 10_i64..50), 5..40),
            centre in [-120_i64..220, -120_i64..220],
        ) {
            // Directions by the tangent half-angle formulas would be exact; rounding is good enough here.
            let star = |radius: fn(&(i64, i64)) -> i64| -> Vec<Local> {
                let turn = std::f64::consts::TAU / radii.len() as f64;
                radii.iter().enumerate().map(|(i, radii)| {
                    let (sin, cos) = (i as f64 * turn).sin_cos();
                    let length = 1000.0 * radius(radii) as f64;
                    [1000 * centre[0] + (length * cos) as i64, 1000 * centre[1] + (length * sin) as i64]
                }).collect()
            };
            let (outer, mut hole) = (star(|radii| radii.0), star(|radii| radii.1));
            hole.reverse();
            let mut textbook = vec![outer.clone(), hole.clone()];
            for (axis, limit, sign) in [(0, 0, 1), (0, 100_000, -1), (1, 0, 1), (1, 100_000, -1)] {
                textbook = textbook.iter().map(|ring| cut_alone(ring, Side { axis, limit, sign })).collect();
            }
            let clipped = clip(vec![outer, hole], 0, 100_000);
            let area = |rings: &[Vec<Local>]| rings.iter().map(|ring| doubled_area(ring)).sum::<i64>();
            // Corners are rounded once or twice, depending on the order of the sides.
            let slack = 400_000 * radii.len() as i64;
            prop_assert!((area(&clipped) - area(&textbook)).abs() <= slack, "{} {}", area(&clipped), area(&textbook));
            prop_assert!(clipped.iter().flatten().flatten().all(|c| (0..=100_000).contains(c)));
        }
    }

    #[test]
    fn a_comb_falls_into_its_teeth() {
        // Two teeth reach into the square from the west, joined outside of it.
        let comb = vec![[-20, 0], [5, 0], [5, 2], [-10, 2], [-10, 4], [5, 4], [5, 6], [-20, 6]];
        let pieces = clip(vec![comb], 0, 10);
        assert_eq!(pieces.len(), 2, "{pieces:?}");
        assert_eq!(pieces.iter().map(|ring| doubled_area(ring)).collect::<Vec<_>>(), [20, 20]);
    }

    #[test]
    fn a_hole_across_the_side_becomes_part_of_the_outline() {
        let outer = vec![[-10, 0], [10, 0], [10, 10], [-10, 10]];
        let hole = vec![[-5, 3], [-5, 6], [5, 6], [5, 3]];
        let pieces = clip(vec![outer, hole], 0, 10);
        assert_eq!(pieces.len(), 1, "{pieces:?}");
        assert_eq!(doubled_area(&pieces[0]), 2 * (100 - 15));
    }

    #[test]
    fn around_the_square_and_beside_it() {
        let around = vec![[-10, -10], [20, -10], [20, 20], [-10, 20]];
        assert_eq!(doubled_area(&clip(vec![around], 0, 10)[0]), 200);
        let beside = vec![[-10, 0], [-5, 0], [-5, 5]];
        assert!(clip(vec![beside], 0, 10).is_empty());
    }

    #[test]
    fn a_vertex_on_the_side_is_no_crossing_by_itself() {
        let touching = vec![[-4, 0], [0, 2], [-4, 4]];
        let pieces = clip(vec![touching], 0, 10);
        assert!(pieces.iter().all(|ring| doubled_area(ring) == 0), "{pieces:?}");
    }

    #[test]
    fn a_ring_that_crosses_itself_is_still_cut() {
        let bow_tie = vec![[-10, 0], [10, 10], [10, 0], [-10, 10]];
        for ring in clip(vec![bow_tie], 0, 8) {
            assert!(ring.iter().flatten().all(|c| (0..=8).contains(c)), "{ring:?}");
        }
    }
}
