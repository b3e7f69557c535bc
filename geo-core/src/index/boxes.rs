//! A packed, static tree of boxes: built once, asked often.
//!
//! Boxes are sorted along a Hilbert curve and packed sixteen to a node, level upon level (Kamel and Faloutsos, 1993).

use crate::plane::Point;

/// Children of a node. Sixteen boxes of four `i64` are eight cache lines, read in order.
const NODE: usize = 16;

/// A closed box of the plane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Box2 {
    pub min: Point,
    pub max: Point,
}

impl Box2 {
    /// The box of some points, `None` without points.
    pub fn of(points: impl IntoIterator<Item = Point>) -> Option<Self> {
        points.into_iter().map(|point| Self { min: point, max: point }).reduce(Self::joined)
    }

    pub fn joined(self, other: Self) -> Self {
        Self {
            min: Point::new(self.min.x.min(other.min.x), self.min.y.min(other.min.y)),
            max: Point::new(self.max.x.max(other.max.x), self.max.y.max(other.max.y)),
        }
    }

    pub fn meets(&self, other: &Self) -> bool {
        self.min.x <= other.max.x
            && other.min.x <= self.max.x
            && self.min.y <= other.max.y
            && other.min.y <= self.max.y
    }
}

/// The tree; a box is known by its place in the list it was built from.
#[derive(Debug, Clone, Default)]
pub(crate) struct BoxTree {
    /// Level 0 holds the boxes themselves in curve order, each next level the boxes of sixteen of the one before.
    levels: Vec<Vec<Box2>>,
    /// What the box at a place of level 0 is.
    ids: Vec<u32>,
}

impl BoxTree {
    pub fn build(boxes: &[Box2]) -> Self {
        let Some(whole) = boxes.iter().copied().reduce(Box2::joined) else { return Self::default() };
        let mut ids: Vec<u32> = (0..boxes.len() as u32).collect();
        if boxes.len() > NODE {
            ids.sort_by_cached_key(|id| hilbert(&boxes[*id as usize], &whole));
        }
        let mut levels = vec![ids.iter().map(|id| boxes[*id as usize]).collect::<Vec<_>>()];
        while levels[levels.len() - 1].len() > 1 {
            let below = &levels[levels.len() - 1];
            let above =
                below.chunks(NODE).filter_map(|node| node.iter().copied().reduce(Box2::joined)).collect();
            levels.push(above);
        }
        Self { levels, ids }
    }

    /// Visits every box that meets the window, borders included.
    pub fn for_each_meeting(&self, window: &Box2, mut visit: impl FnMut(usize)) {
        let Some(top) = self.levels.len().checked_sub(1) else { return };
        let mut open = vec![(top, 0..self.levels[top].len())];
        while let Some((level, range)) = open.pop() {
            for place in range {
                if !self.levels[level][place].meets(window) {
                    continue;
                }
                if level == 0 {
                    visit(self.ids[place] as usize);
                } else {
                    let below = level - 1;
                    open.push((below, place * NODE..((place + 1) * NODE).min(self.levels[below].len())));
                }
            }
        }
    }
}

/// The place of a box's middle along a Hilbert curve of order 16 over `whole`.
fn hilbert(item: &Box2, whole: &Box2) -> u32 {
    const SIDE: i64 = 1 << 16;
    let scale = |low: i64, high: i64, from: i64, to: i64| {
        let span = (to - from).max(1) as i128;
        (i128::from((low - from) + (high - from)) * i128::from(SIDE - 1) / (2 * span)) as u32
    };
    let mut x = scale(item.min.x, item.max.x, whole.min.x, whole.max.x);
    let mut y = scale(item.min.y, item.max.y, whole.min.y, whole.max.y);
    let mut place = 0;
    let mut half = (SIDE / 2) as u32;
    while half > 0 {
        let (right, upper) = (u32::from(x & half > 0), u32::from(y & half > 0));
        place += half * half * ((3 * right) ^ upper);
        if upper == 0 {
            if right == 1 {
                x = (SIDE as u32 - 1) - x;
                y = (SIDE as u32 - 1) - y;
            }
            std::mem::swap(&mut x, &mut y);
        }
        half /= 2;
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_box() -> impl Strategy<Value = Box2> {
        (-1000i64..1000, -1000i64..1000, 0i64..60, 0i64..60)
            .prop_map(|(x, y, w, h)| Box2 { min: Point::new(x, y), max: Point::new(x + w, y + h) })
    }

    proptest! {
        #[test]
        fn a_window_finds_what_a_scan_finds(boxes in prop::collection::vec(any_box(), 0..400), window in any_box()) {
            let mut found = Vec::new();
            BoxTree::build(&boxes).for_each_meeting(&window, |id| found.push(id));
            found.sort_unstable();
            let expected: Vec<usize> = (0..boxes.len()).filter(|id| boxes[*id].meets(&window)).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
