//! All points of a territory in one row.

use crate::Position;
use crate::index::boxes::{Box2, BoxTree};
use crate::plane::Point;
use crate::territory::ids::{BorderId, FaceId, NodeId};
use crate::territory::records::Border;
use crate::territory::{Fault, Territory};

/// Segments that share a box.
const STRIP: usize = 16;

/// A border in one of its directions: `2n` is border number `n` of [`Flat::borders`] forward, `2n + 1` back.
pub(super) type Way = u32;

/// Points, borders and boxes in rows.
pub(super) struct Flat<'a> {
    pub territory: &'a Territory,
    pub nodes: Vec<(NodeId, Position)>,
    pub borders: Vec<(BorderId, &'a Border)>,
    /// The numbers in `nodes` of the ends of each border.
    pub ends: Vec<[u32; 2]>,
    /// Where the points of each border start; one more at the end.
    pub starts: Vec<u32>,
    pub points: Vec<Point>,
    pub strips: Vec<Strip>,
    pub boxes: Vec<Box2>,
    pub tree: BoxTree,
}

/// Some segments of a border in a row: from point `first` to point `last`.
#[derive(Clone, Copy)]
pub(super) struct Strip {
    pub border: u32,
    pub first: u32,
    pub last: u32,
}

impl<'a> Flat<'a> {
    pub fn of(territory: &'a Territory) -> Self {
        let nodes: Vec<(NodeId, Position)> = territory.nodes().map(|(id, node)| (id, node.at)).collect();
        let borders: Vec<(BorderId, &Border)> = territory.borders().collect();
        // Numbers of nodes are nearly dense.
        let mut number_of = vec![0_u32; nodes.last().map_or(0, |(id, _)| id.0 as usize + 1)];
        (0..).zip(&nodes).for_each(|(number, (id, _))| number_of[id.0 as usize] = number);
        let mut flat = Self {
            territory,
            ends: Vec::with_capacity(borders.len()),
            starts: Vec::with_capacity(borders.len() + 1),
            points: Vec::with_capacity(borders.iter().map(|(_, border)| border.points.len() + 2).sum()),
            strips: Vec::with_capacity(borders.len() * 2),
            boxes: Vec::with_capacity(borders.len() * 2),
            tree: BoxTree::default(),
            nodes,
            borders: Vec::new(),
        };
        for (number, (_, border)) in (0..).zip(&borders) {
            let ends =
                [border.from, border.to].map(|node| number_of.get(node.0 as usize).copied().unwrap_or(0));
            let [from, to] = ends.map(|node| flat.nodes[node as usize].1);
            let start = flat.points.len();
            flat.starts.push(start as u32);
            flat.ends.push(ends);
            flat.points.push(from.into());
            flat.points.extend(border.points.iter().copied().map(Point::from));
            flat.points.push(to.into());
            let last = flat.points.len() - 1;
            for first in (start..last).step_by(STRIP) {
                let last = last.min(first + STRIP);
                flat.strips.push(Strip { border: number, first: first as u32, last: last as u32 });
                flat.boxes.extend(Box2::of(flat.points[first..=last].iter().copied()));
            }
        }
        flat.starts.push(flat.points.len() as u32);
        flat.tree = BoxTree::build(&flat.boxes);
        flat.borders = borders;
        flat
    }

    /// The points of a border.
    pub fn line(&self, border: usize) -> &[Point] {
        &self.points[self.starts[border] as usize..self.starts[border + 1] as usize]
    }

    /// What a point is: the same number, the same point of the map. Nodes come first, then points of borders.
    pub fn vertex(&self, border: u32, point: u32) -> u32 {
        let border = border as usize;
        match point {
            _ if point == self.starts[border] => self.ends[border][0],
            _ if point + 1 == self.starts[border + 1] => self.ends[border][1],
            _ => self.nodes.len() as u32 + point,
        }
    }

    /// The number of the node that a way leaves.
    pub fn origin(&self, way: Way) -> u32 {
        self.ends[way as usize / 2][way as usize % 2]
    }

    /// The first point after it.
    pub fn heading(&self, way: Way) -> Point {
        let line = self.line(way as usize / 2);
        if way.is_multiple_of(2) { line[1] } else { line[line.len() - 2] }
    }

    /// The face that it names on its left.
    pub fn left_of(&self, way: Way) -> FaceId {
        let border = self.borders[way as usize / 2].1;
        if way.is_multiple_of(2) { border.left } else { border.right }
    }

    /// Segments without length, and borders with the same ground on both sides.
    pub fn faults_of_borders(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (number, (id, border)) in self.borders.iter().enumerate() {
            let line = self.line(number);
            if let Some(same) = line.windows(2).find(|ends| ends[0] == ends[1]) {
                faults.push(Fault::NoLength { border: *id, at: same[0].position() });
            }
            let [left, right] = [border.left, border.right].map(|face| self.territory.area_of(face));
            if left == right {
                faults.push(Fault::SameGround { border: *id, at: line[0].position() });
            }
        }
        faults
    }
}
