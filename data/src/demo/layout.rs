//! The plan of the district: a raster of communities between main streets, a river through it,
//! communities cut into grids, grids into micro-areas, micro-areas into blocks, every cut a street.

use super::chance::Chance;
use super::ground::Plan;
use super::lattice::{Lattice, Rect};
use super::pieces::{Cut, Piece};
use super::size::Figures;

/// From the middle of the river to the embankment road, in metres.
pub(super) const EMBANKMENT: i32 = 75;
/// From the middle of the river to the water's edge.
pub(super) const WATER: i32 = 52;
/// A block is about this large, in square metres.
const BLOCK: f64 = 21_000.0;
/// A micro-area in so many is a park.
const PARK_EVERY: i64 = 24;

/// A street's rank, as OpenStreetMap names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Primary,
    Secondary,
    Tertiary,
    Residential,
    LivingStreet,
}

/// A straight street of the plan.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Street {
    pub from: Plan,
    pub to: Plan,
    pub rank: Rank,
    pub one_way: bool,
    /// Stretches of it over water.
    pub bridge: Option<(i32, i32)>,
    /// Runs along the river.
    pub embankment: bool,
}

/// What stands on a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Homes,
    Trade,
    Park,
}

/// Land between streets.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    pub land: Rect,
    pub used: Use,
}

/// A micro-area: part of a grid.
#[derive(Debug, Clone)]
pub(super) struct MicroCell {
    pub piece: Piece,
    pub blocks: Vec<Block>,
}

/// A grid: part of a community.
#[derive(Debug, Clone)]
pub(super) struct GridCell {
    pub micro: Vec<MicroCell>,
}

/// A community: one field of the raster.
#[derive(Debug, Clone)]
pub(super) struct CommunityCell {
    pub township: char,
    pub grids: Vec<GridCell>,
}

/// The whole plan.
pub(super) struct Layout {
    pub lattice: Lattice,
    pub communities: Vec<CommunityCell>,
    pub streets: Vec<Street>,
    /// The line along the middle of the river.
    pub river: i32,
    pub width: i32,
    pub height: i32,
}

/// The lines of the raster and which of its fields are taken.
struct Raster {
    us: Vec<i32>,
    vs: Vec<i32>,
    /// By row from the south, then column.
    townships: Vec<Vec<Option<char>>>,
    river_row: usize,
}

impl Raster {
    fn new(figures: &Figures, chance: &mut Chance) -> Self {
        let land: Vec<&str> = figures.map.iter().rev().copied().filter(|row| !row.starts_with('~')).collect();
        let river_row =
            figures.map.iter().rev().position(|row| row.starts_with('~')).expect("every map has a river");
        let townships: Vec<Vec<Option<char>>> = land
            .iter()
            .map(|row| row.chars().map(|letter| (letter != '.').then_some(letter)).collect())
            .collect();
        let mut lines = |count: usize| -> Vec<i32> {
            let mut lines = vec![0];
            for _ in 0..count {
                lines.push(lines[lines.len() - 1] + chance.between(630, 790) as i32);
            }
            lines
        };
        Self { us: lines(townships[0].len()), vs: lines(townships.len()), townships, river_row }
    }

    fn township(&self, row: isize, column: isize) -> Option<char> {
        let (row, column) = (usize::try_from(row).ok()?, usize::try_from(column).ok()?);
        self.townships.get(row)?.get(column).copied().flatten()
    }

    fn river(&self) -> i32 {
        self.vs[self.river_row]
    }

    fn piece(&self, row: usize, column: usize) -> Piece {
        let area = Rect::new(self.us[column], self.vs[row], self.us[column + 1], self.vs[row + 1]);
        let mut land = area;
        if row + 1 == self.river_row {
            land.v1 -= EMBANKMENT;
        }
        if row == self.river_row {
            land.v0 += EMBANKMENT;
        }
        Piece { area, land }
    }
}

impl Layout {
    pub fn new(seed: u64, figures: &Figures) -> Self {
        let mut chance = Chance::new(seed, "layout");
        let raster = Raster::new(figures, &mut chance);
        let fields: Vec<(usize, usize, char)> = (0..raster.townships.len())
            .flat_map(|row| (0..raster.townships[row].len()).map(move |column| (row, column)))
            .filter_map(|(row, column)| Some((row, column, raster.townships[row][column]?)))
            .collect();
        let average = |total: usize, parts: usize| (total / parts).max(1);
        let grids = average(figures.grids, fields.len());
        let per_community =
            chance.deal(figures.grids, fields.len(), grids.saturating_sub(1).max(1), grids + 3);
        let mut per_grid = chance.deal(figures.micro_areas, figures.grids, 1, 4).into_iter();
        let mut streets = main_streets(&raster, figures);
        let mut communities = Vec::new();
        for ((row, column, township), count) in fields.iter().zip(per_community) {
            let mut cuts = Vec::new();
            let pieces = raster.piece(*row, *column).divide(count, &mut chance, &mut cuts);
            let one_way = chance.once_in(4);
            let mut grids = Vec::new();
            for (place, cut) in cuts.into_iter().enumerate() {
                // The first cut runs from main street to main street, so nobody is caught behind it.
                streets.push(Street { one_way: one_way && place == 0, ..street(cut, Rank::Tertiary) });
            }
            for piece in pieces {
                let parts = per_grid.next().unwrap_or(1);
                grids.push(grid(piece, parts, &mut chance, &mut streets));
            }
            communities.push(CommunityCell { township: *township, grids });
        }
        let mut lattice = Lattice::default();
        for street in &streets {
            lattice.enter_stretch(street.from, street.to);
        }
        for micro in communities.iter().flat_map(|community| &community.grids).flat_map(|grid| &grid.micro) {
            lattice.enter_rect(micro.piece.area);
            lattice.enter_rect(micro.piece.land);
        }
        let (width, height) = (raster.us[raster.us.len() - 1], raster.vs[raster.vs.len() - 1]);
        Self { lattice, communities, streets, river: raster.river(), width, height }
    }

    /// All micro-areas with the numbers of their community and grid.
    pub fn micro_cells(&self) -> impl Iterator<Item = (usize, usize, &MicroCell)> {
        self.communities.iter().enumerate().flat_map(|(community, cell)| {
            let grids = cell.grids.iter().enumerate();
            grids.flat_map(move |(grid, cell)| cell.micro.iter().map(move |micro| (community, grid, micro)))
        })
    }
}

fn street(cut: Cut, rank: Rank) -> Street {
    Street { from: cut.from, to: cut.to, rank, one_way: false, bridge: None, embankment: false }
}

fn grid(piece: Piece, parts: usize, chance: &mut Chance, streets: &mut Vec<Street>) -> GridCell {
    let mut cuts = Vec::new();
    let pieces = piece.divide(parts, chance, &mut cuts);
    streets.extend(cuts.into_iter().map(|cut| street(cut, Rank::Residential)));
    let micro = pieces.into_iter().map(|piece| {
        let size = f64::from(piece.land.width()) * f64::from(piece.land.height());
        let park = chance.once_in(PARK_EVERY);
        let count = if park { 1 } else { (size / BLOCK).round().max(1.0) as usize };
        let mut cuts = Vec::new();
        let blocks = piece.divide(count, chance, &mut cuts);
        streets.extend(cuts.into_iter().map(|cut| street(cut, Rank::LivingStreet)));
        let blocks = blocks.into_iter().map(|block| {
            let used = if park {
                Use::Park
            } else if chance.once_in(7) {
                Use::Trade
            } else {
                Use::Homes
            };
            Block { land: block.land, used }
        });
        MicroCell { piece, blocks: blocks.collect() }
    });
    GridCell { micro: micro.collect() }
}

/// The streets of the raster, of which every second is a main street, and the two embankments.
fn main_streets(raster: &Raster, figures: &Figures) -> Vec<Street> {
    let mut streets = Vec::new();
    let (rows, columns) = (raster.townships.len() as isize, raster.townships[0].len() as isize);
    let rank = |line: isize, last: isize| {
        if line % 2 == 0 && line != 0 && line != last { Rank::Primary } else { Rank::Secondary }
    };
    for line in 0..=columns {
        let u = raster.us[line as usize];
        let taken =
            |row: isize| raster.township(row, line - 1).is_some() || raster.township(row, line).is_some();
        let bridge = (line as usize).is_multiple_of(figures.bridge_every)
            && taken(raster.river_row as isize)
            && taken(raster.river_row as isize - 1);
        for (first, last) in runs(rows, taken, |row| row as usize == raster.river_row && !bridge) {
            let (mut v0, mut v1) = (raster.vs[first as usize], raster.vs[last as usize + 1]);
            if first as usize == raster.river_row {
                v0 += EMBANKMENT;
            }
            if last as usize + 1 == raster.river_row {
                v1 -= EMBANKMENT;
            }
            let over = v0 < raster.river() && raster.river() < v1;
            let bridge = over.then(|| (raster.river() - EMBANKMENT, raster.river() + EMBANKMENT));
            let cut = Cut { from: Plan { u, v: v0 }, to: Plan { u, v: v1 } };
            streets.push(Street { bridge, ..street(cut, rank(line, columns)) });
        }
    }
    for line in 0..=rows {
        let taken = |column: isize, row: isize| raster.township(row, column).is_some();
        let mut along = |v: i32, taken: &dyn Fn(isize) -> bool, embankment: bool| {
            for (first, last) in runs(columns, taken, |_| false) {
                let ends = (raster.us[first as usize], raster.us[last as usize + 1]);
                let cut = Cut { from: Plan { u: ends.0, v }, to: Plan { u: ends.1, v } };
                let rank = if embankment { Rank::Secondary } else { rank(line, rows) };
                streets.push(Street { embankment, ..street(cut, rank) });
            }
        };
        let v = raster.vs[line as usize];
        if line as usize == raster.river_row {
            along(v - EMBANKMENT, &|column| taken(column, line - 1), true);
            along(v + EMBANKMENT, &|column| taken(column, line), true);
        } else {
            along(v, &|column| taken(column, line - 1) || taken(column, line), false);
        }
    }
    streets
}

/// Stretches of consecutive numbers below `count` that are taken; a stretch also ends before a
/// number that `breaks`.
fn runs(count: isize, taken: impl Fn(isize) -> bool, breaks: impl Fn(isize) -> bool) -> Vec<(isize, isize)> {
    let mut runs: Vec<(isize, isize)> = Vec::new();
    for number in (0..count).filter(|number| taken(*number)) {
        match runs.last_mut().filter(|run| run.1 + 1 == number && !breaks(number)) {
            Some(run) => run.1 = number,
            None => runs.push((number, number)),
        }
    }
    runs
}
