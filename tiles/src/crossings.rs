//! Which simplified borders came to cross one another, so that they can be drawn finer.

use crate::index::BoxIndex;
use crate::mercator::{Extent, Vertex};
use crate::topology::LevelMask;

struct Segment {
    from: Vertex,
    to: Vertex,
    arc: u32,
}

/// The arcs with a segment that crosses, or repeats, a segment of an arc of the same level; ascending.
///
/// Levels from different sources cross everywhere by nature, so only borders of one level count.
pub(crate) fn crossing_arcs(arcs: &[Vec<Vertex>], levels: impl Fn(u32) -> LevelMask) -> Vec<u32> {
    let mut segments = Vec::new();
    for (arc, vertices) in (0_u32..).zip(arcs) {
        segments.extend(vertices.windows(2).map(|pair| Segment { from: pair[0], to: pair[1], arc }));
    }
    let boxes: Vec<Extent> = segments.iter().filter_map(|s| Extent::around([s.from, s.to])).collect();
    let index = BoxIndex::build(&boxes);
    let mut crossing = Vec::new();
    for (number, segment) in segments.iter().enumerate() {
        for other in index.touching(boxes[number]) {
            let other = other as usize;
            if other <= number {
                continue;
            }
            let second = &segments[other];
            if levels(segment.arc) & levels(second.arc) != 0 && conflict(segment, second) {
                crossing.extend([segment.arc, second.arc]);
            }
        }
    }
    crossing.sort_unstable();
    crossing.dedup();
    crossing
}

/// Whether two segments cross in a point inside both, or are the same.
fn conflict(a: &Segment, b: &Segment) -> bool {
    let same = (a.from == b.from && a.to == b.to) || (a.from == b.to && a.to == b.from);
    same || (turn(a.from, a.to, b.from) * turn(a.from, a.to, b.to) < 0
        && turn(b.from, b.to, a.from) * turn(b.from, b.to, a.to) < 0)
}

/// The side of the line from `a` to `b` on which `c` lies: -1, 0, 1. Exact.
fn turn(a: Vertex, b: Vertex, c: Vertex) -> i8 {
    let delta = |from: i32, to: i32| i128::from(to) - i128::from(from);
    let product = delta(a.x, b.x) * delta(a.y, c.y) - delta(a.y, b.y) * delta(a.x, c.x);
    product.signum() as i8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_borders_of_one_level_conflict() {
        let v = |x, y| Vertex { x, y };
        let arcs = vec![
            vec![v(0, 0), v(10, 10)],
            vec![v(0, 10), v(10, 0)],
            vec![v(10, 10), v(20, 20)],
            vec![v(20, 20), v(10, 10)],
        ];
        assert_eq!(crossing_arcs(&arcs, |_| 1), [0, 1, 2, 3]);
        assert_eq!(crossing_arcs(&arcs, |arc| 1 << arc), Vec::<u32>::new());
        assert_eq!(crossing_arcs(&arcs[..1], |_| 1), Vec::<u32>::new());
        assert_eq!(
            crossing_arcs(&[arcs[0].clone(), arcs[2].clone()], |_| 1),
            Vec::<u32>::new(),
            "ends may touch"
        );
    }
}
