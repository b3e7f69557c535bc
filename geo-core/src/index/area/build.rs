//! Filling the grid: which areas and edges meet a cell, and which corners are inside which area.

use super::grid::{BLOCK_AREAS, Edge, Frame, Grid};
use super::patch::{Patch, cells_met, corners_inside};
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
/// Copies of an edge, one for each cell it meets, on average over the index. Real layers have two or three; a comb of
/// long thin teeth would have thousands and fill the machine.
const MOST_COPIES: usize = 16;
/// Copies that a small index may have whatever the average.
const FREE_COPIES: usize = 1 << 16;

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
        let all = members.iter().map(|member| member.edges.len()).sum::<usize>();
        let mut copies_left = all * MOST_COPIES + FREE_COPIES;
        let wanted = ((all / EDGES_PER_CELL) as u64).clamp(1, MOST_CELLS);
        let count = |shift: u32| ((width >> shift) + 1) * ((height >> shift) + 1);
        let fits = |shift: &u32| {
            let edges = || members.iter().flat_map(|member| &member.edges);
            count(*shift) <= wanted && copies(edges(), *shift, usize::MAX) <= copies_left / 2
        };
        let shift = (0..32).find(fits).unwrap_or(32);
        let (columns, rows) = (((width >> shift) + 1) as u32, ((height >> shift) + 1) as u32);
        let frame = Frame { origin, shift, columns, rows, cells: 0 };
        fill(&mut grid, frame, members, usize::MAX, &mut copies_left);
    }
    grid
}

/// Cells of two to the power `shift` that some edges meet, counted from above and each edge no more than `side` times
/// in either direction.
fn copies<'a>(edges: impl Iterator<Item = &'a Edge>, shift: u32, side: usize) -> usize {
    let cells = |from: i64, to: i64| ((from.abs_diff(to) >> shift) as usize).saturating_add(1).min(side);
    let met = edges.map(|edge| {
        let (low, high) = (edge.low(), edge.high());
        cells(low.x, high.x).saturating_add(cells(low.y, high.y))
    });
    met.fold(0, usize::saturating_add)
}

/// Adds a frame and all it holds. Cells are divided while that leaves them less crowded than `before`, and while there
/// are copies left.
fn fill(grid: &mut Grid, mut frame: Frame, members: Vec<Member>, before: usize, copies_left: &mut usize) {
    let outermost = grid.add_frame(&mut frame) == 0;
    let (mut entries, mut edges) = (Vec::new(), Vec::new());
    for (number, member) in members.iter().enumerate() {
        spread(&frame, member, number as u32, outermost, &mut entries, &mut edges);
    }
    let areas: Vec<u32> = members.iter().map(|member| member.area).collect();
    drop(members);
    *copies_left = copies_left.saturating_sub(edges.len());
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
            continue;
        }
        let halvings = (crowd / EDGES_PER_CELL).max(1).ilog2().div_ceil(2);
        let halvings = halvings.clamp(1, MOST_HALVINGS).min(frame.shift);
        let in_all = || in_cell.iter().flat_map(|entry| &edges[entry.edges.clone()]);
        if is_worth_dividing(crowd, in_cell, &edges, before)
            && frame.shift > 0
            && copies(in_all(), frame.shift - halvings, 1 << halvings) <= *copies_left
        {
            let inner = in_cell.iter().map(|entry| Member {
                area: areas[entry.member as usize],
                corner_inside: entry.corner_inside,
                edges: edges[entry.edges.clone()].to_vec(),
            });
            let origin = frame.corner(in_cell[0].cell % frame.columns, in_cell[0].cell / frame.columns);
            let side = 1 << halvings;
            let inner_frame =
                Frame { origin, shift: frame.shift - halvings, columns: side, rows: side, cells: 0 };
            grid.divide(cell);
            fill(grid, inner_frame, inner.collect(), crowd, copies_left);
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
