//! Filling the grid: which areas and edges meet a cell, and which corners are inside which area.

use super::grid::{BLOCK_AREAS, Edge, Frame, Grid};
use crate::index::boxes::Box2;
use crate::plane::Point;
use std::collections::HashMap;

/// Edges a cell should hold on average; more cells cost memory, fewer cost time.
const EDGES_PER_CELL: usize = 4;
/// A cell with more edges than this is divided.
const CROWDED: usize = 32;
/// Cells of the outermost frame at most.
const MOST_CELLS: u64 = 1 << 22;
/// Halvings of a crowded cell at most, at once.
const MOST_HALVINGS: u32 = 6;

/// An area in a frame.
pub(super) struct Member {
    pub area: u32,
    /// Whether the south-west corner of the frame is inside.
    pub corner_inside: bool,
    /// Its edges that meet the frame.
    pub edges: Vec<Edge>,
}

/// What one area leaves in one cell.
struct Entry {
    cell: u32,
    member: u32,
    corner_inside: bool,
    /// Its edges in the list of the frame.
    edges: std::ops::Range<usize>,
}

/// The grid over some areas, given with their edges.
pub(super) fn build(areas: impl IntoIterator<Item = (u32, Vec<Edge>)>) -> Grid {
    let members: Vec<Member> =
        areas.into_iter().map(|(area, edges)| Member { area, corner_inside: false, edges }).collect();
    let mut grid = Grid::default();
    let ends = members.iter().flat_map(|member| &member.edges).flat_map(|edge| [edge.low(), edge.high()]);
    if let Some(Box2 { min, max }) = Box2::of(ends) {
        // One unit outside, so that the corner of the frame is inside no area whatever the rule for borders.
        let origin = Point::new(min.x - 1, min.y - 1);
        let (width, height) = ((max.x - origin.x) as u64 + 1, (max.y - origin.y) as u64 + 1);
        let wanted = (members.iter().map(|member| member.edges.len()).sum::<usize>() / EDGES_PER_CELL) as u64;
        let wanted = wanted.clamp(1, MOST_CELLS);
        let count = |shift: u32| ((width >> shift) + 1) * ((height >> shift) + 1);
        let shift = (0..32).find(|shift| count(*shift) <= wanted).unwrap_or(32);
        let (columns, rows) = (((width >> shift) + 1) as u32, ((height >> shift) + 1) as u32);
        fill(&mut grid, Frame { origin, shift, columns, rows, cells: 0 }, members, usize::MAX);
    }
    grid
}

/// Adds a frame and all it holds. Cells are divided while that leaves them less crowded than `before`.
fn fill(grid: &mut Grid, mut frame: Frame, members: Vec<Member>, before: usize) {
    let outermost = grid.add_frame(&mut frame) == 0;
    let (mut entries, mut edges) = (Vec::new(), Vec::new());
    for (number, member) in members.iter().enumerate() {
        spread(&frame, member, number as u32, outermost, &mut entries, &mut edges);
    }
    let areas: Vec<u32> = members.iter().map(|member| member.area).collect();
    drop(members);
    entries.sort_by_key(|entry: &Entry| entry.cell);
    // Cells wholly inside the same areas share a block.
    let mut covered: HashMap<Vec<u32>, u32> = HashMap::new();
    for in_cell in entries.chunk_by(|a, b| a.cell == b.cell) {
        let cell = frame.cells + in_cell[0].cell;
        let crowd = in_cell.iter().map(|entry| entry.edges.len()).sum::<usize>();
        if crowd == 0 {
            let inside: Vec<u32> = in_cell.iter().map(|entry| areas[entry.member as usize]).collect();
            match covered.get(&inside) {
                Some(block) => grid.share(cell, *block),
                None => {
                    covered.insert(inside, write(grid, cell, in_cell, &areas, &edges));
                }
            }
        } else if is_worth_dividing(crowd, in_cell, &edges, before) && frame.shift > 0 {
            let inner = in_cell.iter().map(|entry| Member {
                area: areas[entry.member as usize],
                corner_inside: entry.corner_inside,
                edges: edges[entry.edges.clone()].to_vec(),
            });
            let halvings =
                (crowd / EDGES_PER_CELL).ilog2().div_ceil(2).clamp(1, MOST_HALVINGS).min(frame.shift);
            let origin = frame.corner(in_cell[0].cell % frame.columns, in_cell[0].cell / frame.columns);
            let side = 1 << halvings;
            let inner_frame =
                Frame { origin, shift: frame.shift - halvings, columns: side, rows: side, cells: 0 };
            grid.divide(cell);
            fill(grid, inner_frame, inner.collect(), crowd);
        } else {
            write(grid, cell, in_cell, &areas, &edges);
        }
    }
}

/// Whether a cell is crowded, and dividing it can help: where all edges meet in one point, or run along each other, it
/// does not.
fn is_worth_dividing(crowd: usize, in_cell: &[Entry], edges: &[Edge], before: usize) -> bool {
    if crowd <= CROWDED || crowd > before / 4 * 3 {
        return false;
    }
    let mut different: Vec<Edge> =
        in_cell.iter().flat_map(|entry| &edges[entry.edges.clone()]).copied().collect();
    different.sort_unstable();
    different.dedup();
    different.len() > CROWDED
}

/// Writes the blocks of a cell and says where they start.
fn write(grid: &mut Grid, cell: u32, in_cell: &[Entry], areas: &[u32], edges: &[Edge]) -> u32 {
    let start = grid.start(cell);
    let mut blocks = in_cell.chunks(BLOCK_AREAS).peekable();
    while let Some(block) = blocks.next() {
        let numbers: Vec<u32> = block.iter().map(|entry| areas[entry.member as usize]).collect();
        let corners =
            (0..).zip(block).fold(0, |corners, (bit, entry)| corners | u32::from(entry.corner_inside) << bit);
        let marked = (0..).zip(block).flat_map(|(bit, entry): (u32, _)| {
            edges[entry.edges.clone()].iter().map(move |edge| (*edge, 1 << bit))
        });
        let mut marked: Vec<(Edge, u32)> = marked.collect();
        marked.sort_unstable();
        // An edge of two areas is kept once; one that an area runs along twice does not change what is inside.
        marked.dedup_by(|next, kept| {
            next.0 == kept.0 && {
                kept.1 ^= next.1;
                true
            }
        });
        marked.retain(|(_, mask)| *mask != 0);
        grid.add_block(&numbers, corners, &marked, blocks.peek().is_some());
    }
    start
}

/// The part of a frame that an area may meet.
struct Patch<'a> {
    frame: &'a Frame,
    first_column: u32,
    first_row: u32,
    columns: usize,
    rows: usize,
}

impl Patch<'_> {
    /// The whole frame; of the outermost only the box of the area, as beyond it nothing is inside.
    fn of<'a>(frame: &'a Frame, member: &Member, outermost: bool) -> Patch<'a> {
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

/// Adds what one area leaves in the cells of a frame.
fn spread(
    frame: &Frame,
    member: &Member,
    number: u32,
    outermost: bool,
    entries: &mut Vec<Entry>,
    edges: &mut Vec<Edge>,
) {
    let patch = Patch::of(frame, member, outermost);
    let inside = corners_inside(&patch, member);
    let mut met: Vec<(u32, u32)> = Vec::new();
    for (place, edge) in member.edges.iter().enumerate() {
        cells_met(&patch, edge, |column, row| {
            met.push(((row * patch.columns + column) as u32, place as u32))
        });
    }
    met.sort_unstable();
    let mut next = 0;
    for (place, corner_inside) in inside.into_iter().enumerate() {
        let start = edges.len();
        while let Some((_, edge)) = met.get(next).filter(|(cell, _)| *cell as usize == place) {
            edges.push(member.edges[*edge as usize]);
            next += 1;
        }
        if corner_inside || edges.len() > start {
            let (column, row) = ((place % patch.columns) as u32, (place / patch.columns) as u32);
            let cell = (patch.first_row + row) * frame.columns + patch.first_column + column;
            entries.push(Entry { cell, member: number, corner_inside, edges: start..edges.len() });
        }
    }
}

/// For each cell of the patch whether its south-west corner is inside the area.
///
/// Going from the patch's corner north along its western side, then east along each row, `inside` changes wherever an
/// edge is crossed; an edge's side of a corner is monotone along a row or column, so the change is found by bisection.
fn corners_inside(patch: &Patch<'_>, member: &Member) -> Vec<bool> {
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
fn cells_met(patch: &Patch<'_>, edge: &Edge, mut visit: impl FnMut(usize, usize)) {
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
