//! Walking along borders around the ground on their left.

use super::Territory;
use super::ids::{FaceId, Half, NodeId};
use super::share::Share;
use crate::Position;
use crate::plane::{Point, by_direction};
use smallvec::SmallVec;

/// A closed walk with the same ground on its left.
#[derive(Debug, Clone)]
pub(super) struct Loop {
    pub halves: Vec<Half>,
    /// Twice the area it goes around: positive when it is an outer border, negative when it goes around from outside.
    pub doubled: i128,
}

/// The most western place of a walk, then the most southern.
pub(super) fn least_place(territory: &Territory, walk: &Loop) -> Option<Position> {
    let borders = walk.halves.iter().filter_map(|half| territory.border(half.border()));
    let least = borders.filter_map(|border| {
        let ends = [border.from, border.to].into_iter().filter_map(|node| Some(territory.node(node)?.at));
        ends.chain(border.points.iter().copied()).min()
    });
    least.min()
}

/// Where the walk around a face does not close: the ground on the left changes at this node.
pub(super) struct Broken {
    pub at: NodeId,
}

impl Territory {
    /// The node that a half-border leaves.
    pub(super) fn origin(&self, half: Half) -> Option<NodeId> {
        let border = &self.borders.get(half.border().0)?.border;
        Some(if half.is_forward() { border.from } else { border.to })
    }

    /// The face on the left.
    pub(super) fn left_of(&self, half: Half) -> Option<FaceId> {
        let border = &self.borders.get(half.border().0)?.border;
        Some(if half.is_forward() { border.left } else { border.right })
    }

    /// What it adds to the ground on its left.
    pub(super) fn share_of(&self, half: Half) -> Share {
        let share = self.borders.get(half.border().0).map(|entry| entry.share).unwrap_or_default();
        if half.is_forward() { share } else { -share }
    }

    /// The first point after the node that a half-border leaves.
    pub(super) fn heading(&self, half: Half) -> Option<Position> {
        let border = &self.borders.get(half.border().0)?.border;
        let (near, far) = match half.is_forward() {
            true => (border.points.first(), border.to),
            false => (border.points.last(), border.from),
        };
        near.copied().or_else(|| self.nodes.get(far.0).map(|entry| entry.node.at))
    }

    /// The half-borders that leave a node, counter-clockwise.
    pub(super) fn fan(&self, node: NodeId) -> SmallVec<[Half; 6]> {
        let Some(entry) = self.nodes.get(node.0) else { return SmallVec::new() };
        let at = Point::from(entry.node.at);
        let mut fan: SmallVec<[(Point, Half); 6]> = entry
            .leaving
            .iter()
            .filter_map(|half| Some((Point::from(self.heading(*half)?), *half)))
            .collect();
        fan.sort_unstable_by(|(one, _), (two, _)| by_direction(at, *one, *two));
        fan.into_iter().map(|(_, half)| half).collect()
    }

    /// The first half-border that is wanted, clockwise from the way back at the end of this one: the sharpest left.
    pub(super) fn onward(&self, half: Half, wanted: impl Fn(Half) -> bool) -> Option<Half> {
        let fan = self.fan(self.origin(half.twin())?);
        let back = fan.iter().position(|other| *other == half.twin())?;
        (1..=fan.len()).map(|step| fan[(back + fan.len() - step) % fan.len()]).find(|next| wanted(*next))
    }

    /// The walks that some half-borders make up, sorted. Each goes on along the first of them, sharpest left first.
    fn walks(&self, halves: &[Half], wanted: impl Fn(Half) -> bool) -> Result<Vec<Loop>, Broken> {
        let mut seen = vec![false; halves.len()];
        let mut walks = Vec::new();
        for start in 0..halves.len() {
            if seen[start] {
                continue;
            }
            let mut walk = Loop { halves: Vec::new(), doubled: 0 };
            let mut place = start;
            while !std::mem::replace(&mut seen[place], true) {
                let half = halves[place];
                walk.halves.push(half);
                walk.doubled += self.share_of(half).doubled;
                let broken = || Broken { at: self.origin(half.twin()).unwrap_or(NodeId(0)) };
                let next = self.onward(half, &wanted).ok_or_else(broken)?;
                place = halves.binary_search(&next).map_err(|_| broken())?;
            }
            if place != start {
                return Err(Broken { at: self.origin(halves[place]).unwrap_or(NodeId(0)) });
            }
            walks.push(walk);
        }
        Ok(walks)
    }

    /// The walk around the ground on the left of a half-border.
    pub(super) fn walk_from(&self, start: Half) -> Result<Loop, Broken> {
        let face = self.left_of(start);
        let mut walk = Loop { halves: Vec::new(), doubled: 0 };
        let mut half = start;
        loop {
            walk.halves.push(half);
            walk.doubled += self.share_of(half).doubled;
            let broken = || Broken { at: self.origin(half.twin()).unwrap_or(NodeId(0)) };
            let next = self.onward(half, |_| true).ok_or_else(broken)?;
            if next == start {
                return Ok(walk);
            }
            if self.left_of(next) != face {
                return Err(broken());
            }
            half = next;
        }
    }

    /// The walks around a face.
    pub(super) fn loops(&self, face: FaceId) -> Result<Vec<Loop>, Broken> {
        let around = self.faces.get(face.0).map_or(&[][..], |entry| &entry.around);
        self.walks(around, |_| true)
    }

    /// The walks that the borders around an area make up, through all that lies in it.
    pub(super) fn walks_along(&self, around: &[Half]) -> Result<Vec<Loop>, Broken> {
        self.walks(around, |half| around.binary_search(&half).is_ok())
    }
}
