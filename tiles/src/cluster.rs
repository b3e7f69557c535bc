//! Fewer points where they are too many: counted together, or only the most important one of a spot.
//!
//! Both work on a grid of cells that divide a tile evenly and nest in it. A cell holds the same points
//! whichever tile asks, so a cluster neither jumps nor shows twice where tiles meet.

use crate::area_layer::Rank;
use crate::mercator::{EXTENT, HALF_WORLD, Vertex};

/// The side of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CellSize {
    /// Cells along a tile are two to this power.
    per_tile_log2: u8,
}

/// Cells of a cluster: eight along a tile, 64 pixels each at the usual 512.
pub(crate) const CLUSTER_CELL: CellSize = CellSize { per_tile_log2: 3 };
/// Cells in which one label is enough: sixteen along a tile.
pub(crate) const LABEL_CELL: CellSize = CellSize { per_tile_log2: 4 };

impl CellSize {
    /// The side of a cell in tile units.
    pub(crate) const fn tile_units(self) -> i64 {
        EXTENT >> self.per_tile_log2
    }

    /// The cell of a point (world units) at a zoom, row first.
    fn cell(self, vertex: Vertex, zoom: u8) -> (i64, i64) {
        let shift = 32 - u32::from(zoom) - u32::from(self.per_tile_log2);
        let index = |unit: i32| (i64::from(unit) + HALF_WORLD) >> shift;
        (index(vertex.y), index(vertex.x))
    }
}

/// A point to be counted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) number: u32,
    pub(crate) at: Vertex,
    pub(crate) rank: Rank,
}

/// Points of one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    /// A single point.
    One(u32),
    /// Several, drawn at their centre.
    Many { at: Vertex, count: u32 },
}

/// Counts the points cell by cell, in order of the cells.
pub(crate) fn clustered(points: &[Candidate], zoom: u8, size: CellSize) -> Vec<Group> {
    by_cell(points, zoom, size)
        .chunk_by(|a, b| a.0 == b.0)
        .map(|members| match members {
            [(_, only)] => Group::One(only.number),
            _ => {
                let count = members.len() as i64;
                let mean = |axis: fn(Vertex) -> i32| {
                    (members.iter().map(|(_, member)| i64::from(axis(member.at))).sum::<i64>() / count) as i32
                };
                Group::Many { at: Vertex { x: mean(|v| v.x), y: mean(|v| v.y) }, count: members.len() as u32 }
            }
        })
        .collect()
}

/// The point of lowest rank in each cell, the first given among equals, in order of the cells.
pub(crate) fn thinned(points: &[Candidate], zoom: u8, size: CellSize) -> Vec<u32> {
    by_cell(points, zoom, size)
        .chunk_by(|a, b| a.0 == b.0)
        .filter_map(|members| members.iter().map(|(_, member)| (member.rank, member.number)).min())
        .map(|(_, number)| number)
        .collect()
}

fn by_cell(points: &[Candidate], zoom: u8, size: CellSize) -> Vec<((i64, i64), Candidate)> {
    let mut cells: Vec<_> = points.iter().map(|point| (size.cell(point.at, zoom), *point)).collect();
    cells.sort_by_key(|(cell, point)| (*cell, point.number));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(number: u32, x: i32, y: i32, rank: u32) -> Candidate {
        Candidate { number, at: Vertex { x, y }, rank: Rank(rank) }
    }

    #[test]
    fn points_of_a_cell_are_counted_at_their_centre() {
        let points = [at(0, 10, 10, 0), at(1, 20, 30, 0), at(2, -10, 10, 0)];
        let groups = clustered(&points, 10, CLUSTER_CELL);
        assert_eq!(groups, [Group::One(2), Group::Many { at: Vertex { x: 15, y: 20 }, count: 2 }]);
    }

    #[test]
    fn the_lowest_rank_of_a_cell_stays() {
        let points = [at(0, 10, 10, 5), at(1, 20, 30, 2), at(2, 30, 30, 2), at(3, -10, -10, 9)];
        assert_eq!(thinned(&points, 10, LABEL_CELL), [3, 1]);
    }

    #[test]
    fn cells_nest_in_tiles_down_to_the_deepest_zoom() {
        assert_eq!(CLUSTER_CELL.tile_units(), 512);
        let corner = Vertex { x: i32::MAX, y: i32::MAX };
        assert_eq!(CLUSTER_CELL.cell(corner, 22), ((1 << 25) - 1, (1 << 25) - 1));
    }
}
