//! A grid of square cells that answers "inside which areas" from one cell.
//!
//! Each cell keeps the areas that meet it. An area that covers the cell wholly is one mark and nothing else; of the
//! others the cell keeps the edges that pass through it, and whether its south-west corner is inside. A point is inside
//! when the way from that corner to it crosses an edge of the area an even number of times, or an odd number if the
//! corner is outside. Borders are shared, so an edge is kept once with a mask of the areas it belongs to. Crowded cells
//! are divided again, so detail in one place does not need small cells everywhere.

use crate::plane::{Point, cross};

/// An edge, lower end first; of a level one the western end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edge {
    low: (i32, i32),
    high: (i32, i32),
}

impl Edge {
    /// The edge between two points of the stored plane.
    pub fn new(a: Point, b: Point) -> Self {
        let key = |point: Point| (point.y, point.x);
        let (low, high) = if key(a) <= key(b) { (a, b) } else { (b, a) };
        let stored = |point: Point| (point.x as i32, point.y as i32);
        Self { low: stored(low), high: stored(high) }
    }

    pub fn low(&self) -> Point {
        Point::new(i64::from(self.low.0), i64::from(self.low.1))
    }

    pub fn high(&self) -> Point {
        Point::new(i64::from(self.high.0), i64::from(self.high.1))
    }

    /// Whether the meridian just east of `x` crosses the edge's line between its ends.
    pub fn spans_meridian(&self, x: i64) -> bool {
        (i64::from(self.low.0) <= x) != (i64::from(self.high.0) <= x)
    }

    /// Whether the parallel just north of `y` crosses the edge's line between its ends.
    pub fn spans_parallel(&self, y: i64) -> bool {
        i64::from(self.low.1) <= y && y < i64::from(self.high.1)
    }

    /// Whether the point, shifted east and by infinitely less north, lies left of the edge (west; of a level edge, north).
    pub fn has_on_left(&self, point: Point) -> bool {
        match cross(self.low(), self.high(), point) {
            0 => self.low.1 == self.high.1,
            side => side > 0,
        }
    }

    /// Whether the way from `corner` north to the latitude of `point`, then east to it, crosses the edge an odd
    /// number of times; all three shifted alike.
    #[inline]
    pub fn parts(&self, corner: Point, point: Point) -> bool {
        let (along_meridian, along_parallel) = (self.spans_meridian(corner.x), self.spans_parallel(point.y));
        if !along_meridian && !along_parallel {
            return false;
        }
        let turn = self.has_on_left(Point::new(corner.x, point.y));
        (along_meridian && self.has_on_left(corner) != turn)
            ^ (along_parallel && turn != self.has_on_left(point))
    }
}

/// Cells of one size, row by row from the south-west.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub origin: Point,
    /// A cell is two to this power units wide and high.
    pub shift: u32,
    pub columns: u32,
    pub rows: u32,
    /// The number of its first cell.
    pub cells: u32,
}

impl Frame {
    /// The column and row of a point of the frame.
    pub fn place(&self, point: Point) -> Option<(u32, u32)> {
        let (column, row) =
            ((point.x - self.origin.x) >> self.shift, (point.y - self.origin.y) >> self.shift);
        let fits = (0..i64::from(self.columns)).contains(&column) && (0..i64::from(self.rows)).contains(&row);
        fits.then_some((column as u32, row as u32))
    }

    /// The south-west corner of a cell.
    pub fn corner(&self, column: u32, row: u32) -> Point {
        Point::new(
            self.origin.x + (i64::from(column) << self.shift),
            self.origin.y + (i64::from(row) << self.shift),
        )
    }
}

/// Areas that one block can hold: the bits of a mask.
pub(super) const BLOCK_AREAS: usize = 32;
/// Words of an edge in a block: its ends and the mask of its areas.
const EDGE_WORDS: usize = 5;
/// The bit of a cell that marks a divided one; the rest is the number of its frame.
const DIVIDED: u32 = 1 << 31;
/// The bit in the head of a block that says another follows; below it the number of areas, above it that of edges.
const CONTINUED: u32 = 1 << 7;

/// The grid of a whole index: the first frame is the outermost.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    frames: Vec<Frame>,
    /// For each cell of each frame where its block starts.
    cells: Vec<u32>,
    /// The blocks, each in one piece of memory: head, corners inside, areas, edges.
    words: Vec<u32>,
}

impl Default for Grid {
    /// The first block is that of all cells that meet no area.
    fn default() -> Self {
        Self { frames: Vec::new(), cells: Vec::new(), words: vec![0, 0] }
    }
}

impl Grid {
    /// Adds a frame of empty cells and returns its number.
    pub fn add_frame(&mut self, frame: &mut Frame) -> u32 {
        frame.cells = self.cells.len() as u32;
        self.cells.resize(self.cells.len() + frame.columns as usize * frame.rows as usize, 0);
        self.frames.push(*frame);
        self.frames.len() as u32 - 1
    }

    /// Marks a cell as divided into the frame that is added next.
    pub fn divide(&mut self, cell: u32) {
        self.cells[cell as usize] = DIVIDED | self.frames.len() as u32;
    }

    /// Lets a cell have the block of another one.
    pub fn share(&mut self, cell: u32, block: u32) {
        self.cells[cell as usize] = block;
    }

    /// Starts the blocks of a cell, and says where.
    pub fn start(&mut self, cell: u32) -> u32 {
        let start = self.words.len() as u32;
        assert!(start < DIVIDED, "an index of areas is far smaller than eight gigabytes");
        self.cells[cell as usize] = start;
        start
    }

    /// Writes a block of the cell just started: at most [`BLOCK_AREAS`] areas, those whose corner is inside, and the
    /// edges with the areas they belong to.
    pub fn add_block(
        &mut self,
        areas: &[u32],
        corners_inside: u32,
        edges: &[(Edge, u32)],
        another_follows: bool,
    ) {
        let head = (edges.len() as u32) << 8 | areas.len() as u32;
        self.words.push(if another_follows { head | CONTINUED } else { head });
        self.words.push(corners_inside);
        self.words.extend_from_slice(areas);
        for (edge, mask) in edges {
            let ends = [edge.low.0, edge.low.1, edge.high.0, edge.high.1].map(|coordinate| coordinate as u32);
            self.words.extend_from_slice(&ends);
            self.words.push(*mask);
        }
    }

    /// Where the block of the cell at a point starts, and the south-west corner of the cell.
    #[inline]
    fn block_at(&self, point: Point) -> Option<(u32, Point)> {
        let mut frame = self.frames.first()?;
        loop {
            let (column, row) = frame.place(point)?;
            let cell = self.cells[(frame.cells + row * frame.columns + column) as usize];
            if cell & DIVIDED == 0 {
                return Some((cell, frame.corner(column, row)));
            }
            frame = &self.frames[(cell & !DIVIDED) as usize];
        }
    }

    /// Visits the numbers of the areas that hold the point, in ascending order.
    #[inline]
    pub fn for_each_at(&self, point: Point, mut visit: impl FnMut(u32)) {
        let Some((block, corner)) = self.block_at(point) else { return };
        let mut rest = &self.words[block as usize..];
        loop {
            let (head, mut inside) = (rest[0], rest[1]);
            let (areas, after) = rest[2..].split_at((head & (CONTINUED - 1)) as usize);
            let (edges, next) = after.split_at((head >> 8) as usize * EDGE_WORDS);
            for words in edges.chunks_exact(EDGE_WORDS) {
                let edge = Edge {
                    low: (words[0] as i32, words[1] as i32),
                    high: (words[2] as i32, words[3] as i32),
                };
                if edge.parts(corner, point) {
                    inside ^= words[4];
                }
            }
            while inside != 0 {
                visit(areas[inside.trailing_zeros() as usize]);
                inside &= inside - 1;
            }
            if head & CONTINUED == 0 {
                return;
            }
            rest = next;
        }
    }
}
