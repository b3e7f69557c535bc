//! Walking around the ground between lines that meet in nothing but their ends.
//!
//! Each edge is two **half-edges**, `2n` in its own direction and `2n + 1` back, each with the ground on its left. From
//! the end of a half-edge the walk around that ground goes on with the sharpest left turn; it comes back to where it
//! began: a **cycle**. A cycle that turns left is the outer border of a face; one that turns right goes around a
//! connected set of lines from outside.

use super::edges::{Edge, Sides, ends};
use crate::plane::{Point, by_direction, cross};

/// A half-edge, by number.
pub(super) type HalfEdge = u32;

/// A closed walk with the same ground on its left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cycle {
    /// A half-edge of it.
    pub start: HalfEdge,
    /// Twice the area it goes around, in square units; negative when it goes around from outside.
    pub doubled_area: i128,
}

/// Nodes, edges and cycles.
#[derive(Debug, Default)]
pub(super) struct Arrangement {
    /// Where lines end, in order.
    pub nodes: Vec<Point>,
    /// The nodes of each edge, the lesser first.
    pub edges: Vec<[u32; 2]>,
    /// What lies on the sides of each edge.
    pub sides: Vec<Sides>,
    /// The half-edge that follows around the ground on the left.
    pub next: Vec<HalfEdge>,
    pub cycles: Vec<Cycle>,
    /// The cycle of each half-edge.
    pub cycle_of: Vec<u32>,
}

impl Arrangement {
    /// Walks around everything. The lines must meet in nothing but their ends.
    pub fn of(lines: Vec<Edge>) -> Self {
        let nodes = ends(&lines);
        let number = |point: Point| nodes.binary_search(&point).expect("every end is a node") as u32;
        let (edges, sides) =
            lines.into_iter().map(|line| ([number(line.from), number(line.to)], line.sides)).unzip();
        let mut arrangement = Self { nodes, edges, sides, ..Self::default() };
        arrangement.link();
        arrangement.walk();
        arrangement
    }

    /// The node that a half-edge starts from.
    pub fn origin(&self, half: HalfEdge) -> u32 {
        self.edges[half as usize / 2][half as usize % 2]
    }

    /// The point that a half-edge starts from.
    pub fn from(&self, half: HalfEdge) -> Point {
        self.nodes[self.origin(half) as usize]
    }

    /// The half-edges of a cycle, from its start on.
    pub fn walk_around(&self, cycle: Cycle) -> impl Iterator<Item = HalfEdge> + '_ {
        let again =
            move |half: &HalfEdge| Some(self.next[*half as usize]).filter(|next| *next != cycle.start);
        std::iter::successors(Some(cycle.start), again)
    }

    /// Finds out what follows what: around each node, half-edges are put in the order of their direction.
    fn link(&mut self) {
        let count = self.edges.len() * 2;
        let mut starts = vec![0_u32; self.nodes.len() + 1];
        self.edges.iter().flatten().for_each(|node| starts[*node as usize + 1] += 1);
        for node in 1..starts.len() {
            starts[node] += starts[node - 1];
        }
        let mut filled = starts.clone();
        let mut around: Vec<HalfEdge> = vec![0; count];
        for half in 0..count as u32 {
            let slot = &mut filled[self.origin(half) as usize];
            around[*slot as usize] = half;
            *slot += 1;
        }
        self.next = vec![0; count];
        for node in 0..self.nodes.len() {
            let fan = &mut around[starts[node] as usize..starts[node + 1] as usize];
            let at = self.nodes[node];
            fan.sort_unstable_by(|one, two| by_direction(at, self.from(one ^ 1), self.from(two ^ 1)));
            // Who arrives against `after` goes on with `before`, the next one clockwise: the sharpest left.
            let Some(mut before) = fan.last().copied() else { continue };
            for after in fan.iter().copied() {
                self.next[(after ^ 1) as usize] = before;
                before = after;
            }
        }
    }

    fn walk(&mut self) {
        const UNKNOWN: u32 = u32::MAX;
        self.cycle_of = vec![UNKNOWN; self.next.len()];
        for start in 0..self.next.len() as u32 {
            if self.cycle_of[start as usize] != UNKNOWN {
                continue;
            }
            let base = self.from(start);
            let (mut half, mut doubled_area) = (start, 0);
            loop {
                self.cycle_of[half as usize] = self.cycles.len() as u32;
                doubled_area += cross(base, self.from(half), self.from(half ^ 1));
                half = self.next[half as usize];
                if half == start {
                    break;
                }
            }
            self.cycles.push(Cycle { start, doubled_area });
        }
    }
}
