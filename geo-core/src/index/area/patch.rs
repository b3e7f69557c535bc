//! Which cells an area meets, and which corners of cells are inside it.

use super::build::Member;
use super::grid::{Edge, Frame};
use crate::index::boxes::Box2;
use crate::plane::Point;

/// The part of a frame that an area may meet.
pub(super) struct Patch<'a> {
    pub frame: &'a Frame,
    pub first_column: u32,
    pub first_row: u32,
    pub columns: usize,
    pub rows: usize,
}

impl Patch<'_> {
    /// The whole frame; of the outermost only the box of the area, as beyond it nothing is inside.
    pub fn of<'a>(frame: &'a Frame, member: &Member, outermost: bool) -> Patch<'a> {
        let whole = Patch {
            frame,
            first_column: 0,
            first_row: 0,
            columns: frame.columns as usize,
            rows: frame.rows as usize,
        };
        let bounds = Box2::of(member.edges.iter().flat_map(|edge| [edge.low(), edge.high()]));
        let Some(Box2 { min, max }) = bounds.filter(|_| outermost) else { return whole };
        // A unit outside as for the frame: the patch's own corner must be outside the area.
        let (Some((west, south)), Some((east, north))) =
            (frame.place(Point::new(min.x - 1, min.y - 1)), frame.place(max))
        else {
            return whole;
        };
        let (columns, rows) = ((east - west + 1) as usize, (north - south + 1) as usize);
        Patch { frame, first_column: west, first_row: south, columns, rows }
    }

    fn corner(&self, column: usize, row: usize) -> Point {
        self.frame.corner(self.first_column + column as u32, self.first_row + row as u32)
    }

    fn column(&self, x: i64) -> usize {
        let column = ((x - self.corner(0, 0).x) >> self.frame.shift).max(0) as usize;
        column.min(self.columns - 1)
    }

    fn row(&self, y: i64) -> usize {
        let row = ((y - self.corner(0, 0).y) >> self.frame.shift).max(0) as usize;
        row.min(self.rows - 1)
    }
}

/// For each cell of the patch whether its south-west corner is inside the area.
///
/// Going from the patch's corner north along its western side, then east along each row, `inside` changes wherever an
/// edge is crossed; an edge's side of a corner is monotone along a row or column, so the change is found by bisection.
pub(super) fn corners_inside(patch: &Patch<'_>, member: &Member) -> Vec<bool> {
    let mut inside = vec![false; patch.columns * patch.rows];
    let mut first_column = vec![false; patch.rows];
    let base = patch.corner(0, 0);
    for edge in &member.edges {
        if edge.spans_meridian(base.x) {
            let row = change(0, patch.rows, |row| edge.has_on_left(patch.corner(0, row)));
            if let Some(cell) = first_column.get_mut(row) {
                *cell ^= true;
            }
        }
        let (low, high) = (edge.low(), edge.high());
        let (west, east) = (patch.column(low.x.min(high.x)), patch.column(low.x.max(high.x)));
        for row in patch.row(low.y)..=patch.row(high.y) {
            if !edge.spans_parallel(patch.corner(0, row).y) {
                continue;
            }
            // Corners west of the edge's own columns are left of it, those east of them right of it.
            let (mut left, mut right) = (west, (east + 1).min(patch.columns));
            while left < right {
                let middle = left.midpoint(right);
                if edge.has_on_left(patch.corner(middle, row)) { left = middle + 1 } else { right = middle }
            }
            if 0 < left && left < patch.columns {
                inside[row * patch.columns + left] ^= true;
            }
        }
    }
    let mut before = member.corner_inside;
    for (row, changes) in inside.chunks_mut(patch.columns).enumerate() {
        before ^= first_column[row];
        let mut current = before;
        for cell in changes {
            current ^= *cell;
            *cell = current;
        }
    }
    inside
}

/// The first place after `from` where a monotone property is not what it is at `from`; `to` if there is none.
fn change(from: usize, to: usize, property: impl Fn(usize) -> bool) -> usize {
    let at_first = property(from);
    let (mut same, mut differs) = (from, to);
    while differs - same > 1 {
        let middle = same.midpoint(differs);
        if property(middle) == at_first { same = middle } else { differs = middle }
    }
    differs
}

/// Visits the cells that the edge may meet: all that it does, and rarely one beside it.
pub(super) fn cells_met(patch: &Patch<'_>, edge: &Edge, mut visit: impl FnMut(usize, usize)) {
    let (low, high) = (edge.low(), edge.high());
    let (west, east) = (low.x.min(high.x), low.x.max(high.x));
    let (first, last) = (patch.row(low.y), patch.row(high.y));
    let slope = (high.x - low.x) as f64 / (high.y - low.y).max(1) as f64;
    for row in first..=last {
        // Where the edge enters and leaves the row; a unit of slack is far more than the rounding.
        let (south, north) = (patch.corner(0, row).y.max(low.y), patch.corner(0, row + 1).y.min(high.y));
        let at = |y: i64| low.x as f64 + (y - low.y) as f64 * slope;
        let (from, to) = match first == last {
            true => (west, east),
            false => {
                let (a, b) = (at(south), at(north));
                ((a.min(b).floor() as i64 - 1).max(west), (a.max(b).ceil() as i64 + 1).min(east))
            }
        };
        if to < patch.corner(0, row).x || from > patch.corner(patch.columns, row).x {
            continue;
        }
        for column in patch.column(from)..=patch.column(to) {
            visit(column, row);
        }
    }
}
