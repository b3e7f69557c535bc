//! Asking a tree of boxes what lies along a line.

use super::budget::{Allowance, TooTangled};
use crate::index::boxes::{Box2, BoxTree};
use crate::plane::Point;

/// Most pieces that a line is looked at in.
const MOST_PIECES: i64 = 4096;
/// What is found along a line is kept with its repetitions up to this many, half a megabyte.
const MOST_REPEATED: usize = 1 << 17;

/// A tree of boxes that is asked along lines. A long slanting line has a box of half the map: it is looked at in
/// pieces about as long as the lines of the map are.
pub(super) struct Reach {
    tree: BoxTree,
    piece: i64,
}

impl Reach {
    /// Over boxes; `lines` say how long a line of this map is.
    pub fn over(boxes: &[Box2], lines: impl Iterator<Item = (Point, Point)>) -> Self {
        let (mut sum, mut count) = (0_i64, 1_i64);
        for (a, b) in lines {
            sum += (a.x - b.x).abs().max((a.y - b.y).abs());
            count += 1;
        }
        Self { tree: BoxTree::build(boxes), piece: (4 * sum / count).max(16) }
    }

    /// Finds all that comes within `margin` of the line, and some of what is near, in order and each once. What was
    /// found before goes. Every look is paid for, also at what is found again and again along the line.
    ///
    /// # Errors
    /// When there is more to look at than is allowed.
    pub fn along(
        &self,
        (a, b): (Point, Point),
        margin: i64,
        looks: &mut Allowance,
        found: &mut Vec<u32>,
    ) -> Result<(), TooTangled> {
        found.clear();
        let shorter = (a.x - b.x).abs().min((a.y - b.y).abs());
        let pieces = (shorter / self.piece + 1).min(MOST_PIECES);
        let place = |number: i64| {
            let along = |from: i64, to: i64| {
                from + (i128::from(to - from) * i128::from(number) / i128::from(pieces)) as i64
            };
            Point::new(along(a.x, b.x), along(a.y, b.y))
        };
        // The ends of pieces are cut off to the grid, so they may lie a unit beside the line.
        let margin = margin + i64::from(pieces > 1);
        for number in 0..pieces {
            let (from, to) = (place(number), place(number + 1));
            let window = Box2 {
                min: Point::new(from.x.min(to.x) - margin, from.y.min(to.y) - margin),
                max: Point::new(from.x.max(to.x) + margin, from.y.max(to.y) + margin),
            };
            let before = found.len();
            self.tree.for_each_meeting(&window, |id| found.push(id as u32));
            looks.take(found.len() - before)?;
            if found.len() > MOST_REPEATED {
                found.sort_unstable();
                found.dedup();
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(())
    }
}

/// The box of a line.
pub(super) fn box_of((a, b): (Point, Point)) -> Box2 {
    Box2 { min: Point::new(a.x.min(b.x), a.y.min(b.y)), max: Point::new(a.x.max(b.x), a.y.max(b.y)) }
}

/// The box of a point.
pub(super) fn box_at(point: Point) -> Box2 {
    Box2 { min: point, max: point }
}
