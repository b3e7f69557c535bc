//! Which features touch a tile: a packed R-tree over boxes that do not change.
//!
//! Boxes are sorted along a Hilbert curve and packed sixteen to a node, level upon level in one array
//! (Kamel and Faloutsos 1993). Written here because `geo-index` 0.4 adds the two ends of a box in the
//! type of its coordinates, which overflows for world units in `i32`.

use crate::mercator::{Extent, HALF_WORLD, Vertex};
use std::ops::Range;

const NODE_SIZE: usize = 16;

/// Boxes numbered in the order they were given.
#[derive(Debug)]
pub(crate) struct BoxIndex {
    /// The boxes in packed order, then the nodes over them, level by level up to the root.
    boxes: Vec<Extent>,
    /// The given numbers of the boxes in packed order.
    numbers: Vec<u32>,
    /// Where each level lies in `boxes`, the given boxes first.
    levels: Vec<Range<usize>>,
}

impl BoxIndex {
    pub(crate) fn build(given: &[Extent]) -> Self {
        let mut order: Vec<(u64, u32)> =
            (0_u32..).zip(given).map(|(number, extent)| (hilbert(extent), number)).collect();
        order.sort_unstable();
        let numbers: Vec<u32> = order.into_iter().map(|(_, number)| number).collect();
        let mut boxes: Vec<Extent> = numbers.iter().map(|number| given[*number as usize]).collect();
        let mut level = 0..boxes.len();
        let mut levels = vec![level.clone()];
        while level.len() > NODE_SIZE {
            let nodes: Vec<Extent> = boxes[level].chunks(NODE_SIZE).map(joined).collect();
            level = boxes.len()..boxes.len() + nodes.len();
            levels.push(level.clone());
            boxes.extend(nodes);
        }
        Self { boxes, numbers, levels }
    }

    /// The numbers of the boxes that touch `extent`, ascending, so that tiles come out the same
    /// whatever the shape of the tree.
    pub(crate) fn touching(&self, extent: Extent) -> Vec<u32> {
        let mut found = Vec::new();
        if let Some(top) = self.levels.len().checked_sub(1) {
            self.search(top, 0..self.levels[top].len(), extent, &mut found);
        }
        found.sort_unstable();
        found
    }

    /// Looks at some boxes of a level, counted from its start, and below those that touch.
    fn search(&self, level: usize, within: Range<usize>, extent: Extent, found: &mut Vec<u32>) {
        let start = self.levels[level].start;
        for index in within {
            if !touch(&self.boxes[start + index], &extent) {
                continue;
            }
            if level == 0 {
                found.push(self.numbers[index]);
            } else {
                let first = index * NODE_SIZE;
                let end = (first + NODE_SIZE).min(self.levels[level - 1].len());
                self.search(level - 1, first..end, extent, found);
            }
        }
    }
}

fn touch(a: &Extent, b: &Extent) -> bool {
    a.min.x <= b.max.x && b.min.x <= a.max.x && a.min.y <= b.max.y && b.min.y <= a.max.y
}

fn joined(boxes: &[Extent]) -> Extent {
    boxes[1..].iter().fold(boxes[0], |all, next| Extent {
        min: Vertex { x: all.min.x.min(next.min.x), y: all.min.y.min(next.min.y) },
        max: Vertex { x: all.max.x.max(next.max.x), y: all.max.y.max(next.max.y) },
    })
}

/// The place of a box's centre along a Hilbert curve over the whole world, two bits for each halving
/// down to the world unit, so that a small district is sorted as finely as a large one.
fn hilbert(extent: &Extent) -> u64 {
    let centre = |low: i32, high: i32| ((i64::from(low) + i64::from(high)) / 2 + HALF_WORLD) as u64;
    let (mut x, mut y) = (centre(extent.min.x, extent.max.x), centre(extent.min.y, extent.max.y));
    let mut along = 0;
    for bit in (0..32).rev() {
        let (right, lower) = ((x >> bit) & 1, (y >> bit) & 1);
        along = along << 2 | (3 * right) ^ lower;
        // Each quarter holds the curve again, turned so that its ends meet those of its neighbours.
        if lower == 0 {
            if right == 1 {
                x = !x;
                y = !y;
            }
            std::mem::swap(&mut x, &mut y);
        }
    }
    along
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn extent() -> impl Strategy<Value = Extent> {
        (any::<[i32; 2]>(), any::<[i32; 2]>()).prop_map(|([ax, ay], [bx, by])| Extent {
            min: Vertex { x: ax.min(bx), y: ay.min(by) },
            max: Vertex { x: ax.max(bx), y: ay.max(by) },
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn finds_what_looking_at_all_finds(boxes in proptest::collection::vec(extent(), 0..600), asked in extent()) {
            let all: Vec<u32> = (0..).zip(&boxes).filter(|(_, b)| touch(b, &asked)).map(|(number, _)| number).collect();
            prop_assert_eq!(BoxIndex::build(&boxes).touching(asked), all);
        }
    }

    #[test]
    fn the_curve_visits_neighbours_one_after_another() {
        // Over a lattice of 4 × 4, each step of the curve goes to a cell beside the last one.
        let cell = |x: i64, y: i64| {
            let at = |c: i64| (c * (1 << 30) + (1 << 29) - HALF_WORLD) as i32;
            let vertex = Vertex { x: at(x), y: at(y) };
            (hilbert(&Extent { min: vertex, max: vertex }), x, y)
        };
        let mut cells: Vec<_> =
            (0..4).flat_map(|x| (0..4).map(move |y| (x, y))).map(|(x, y)| cell(x, y)).collect();
        cells.sort_unstable();
        assert!(
            cells.windows(2).all(|pair| (pair[0].1 - pair[1].1).abs() + (pair[0].2 - pair[1].2).abs() == 1)
        );
    }
}
