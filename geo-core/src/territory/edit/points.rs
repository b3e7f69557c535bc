//! Points of the map: putting one into a border, making one a node, and forgetting nodes that join nothing.

use super::EditError;
use super::sketch::Sketch;
use crate::Position;
use crate::territory::Territory;
use crate::territory::ids::{BorderId, NodeId};
use crate::territory::records::Border;
use crate::territory::sight::Vertex;
use std::collections::BTreeSet;

/// Puts a point into a segment of a border.
pub(super) fn draw_insertion(
    sketch: &mut Sketch<'_>,
    border: BorderId,
    segment: usize,
    at: Position,
) -> Result<(), EditError> {
    let found = sketch.now.border(border).ok_or(EditError::UnknownBorder { border })?;
    let segments = found.segments();
    if segment >= segments {
        return Err(EditError::UnknownSegment { border, segment, segments });
    }
    sketch.change_border(border, |border| border.points.insert(segment, at));
    Ok(())
}

impl Sketch<'_> {
    /// Makes the point of the map at a position a node: a border is cut there if need be.
    pub fn node_at(&mut self, place: Position) -> Result<NodeId, EditError> {
        match self.now.vertex_at(place).ok_or(EditError::NoPointThere { at: place })? {
            Vertex::Node(node) => Ok(node),
            Vertex::Bend(id, number) => {
                let Some(whole) = self.now.border(id).cloned() else {
                    return Err(EditError::UnknownBorder { border: id });
                };
                let middle = self.new_node(place);
                let mut head = whole.points;
                let tail = head.split_off(number + 1);
                head.pop();
                let (left, right) = (whole.left, whole.right);
                self.put_border(id, Border { from: whole.from, to: middle, points: head, left, right });
                self.new_border(Border { from: middle, to: whole.to, points: tail, left, right });
                Ok(middle)
            }
        }
    }

    /// Forgets nodes that no longer join anything, the latest first: those that are new, and those that fewer borders
    /// leave than before. Others stay, so that what is divided and put together again is what it was.
    pub fn tidy(&mut self) {
        let states = [self.base, &self.now];
        let borders = self.touched.borders.iter().flat_map(|id| states.map(|state| state.border(*id)));
        let ends = borders.flatten().flat_map(|border| [border.from, border.to]);
        let nodes: BTreeSet<NodeId> = ends.chain(self.touched.nodes.iter().copied()).collect();
        let leaving =
            |state: &Territory, node: NodeId| state.nodes.get(node.0).map(|entry| entry.leaving.len());
        for node in nodes.into_iter().rev() {
            if leaving(self.base, node)
                .is_none_or(|before| leaving(&self.now, node).is_some_and(|now| now < before))
            {
                self.forget(node);
            }
        }
    }

    /// Takes a node away that no border leaves, and makes one that just joins two borders a point of one. A border that
    /// closes on itself keeps its node.
    pub fn forget(&mut self, node: NodeId) {
        let Some(entry) = self.now.nodes.get(node.0) else { return };
        let at = entry.node.at;
        match entry.leaving[..] {
            [] => self.remove_node(node),
            [one, two] if one.border() != two.border() => {
                let (Some(kept), Some(gone)) =
                    (self.now.border(one.border()).cloned(), self.now.border(two.border()).cloned())
                else {
                    return;
                };
                // The points of the other border as they follow from the node on.
                let (mut onward, end) = match two.is_forward() {
                    true => (gone.points, gone.to),
                    false => (gone.points.into_iter().rev().collect(), gone.from),
                };
                let joined = if one.is_forward() {
                    onward.reverse();
                    let points = onward.into_iter().chain([at]).chain(kept.points).collect();
                    Border { from: end, points, ..kept }
                } else {
                    let points = kept.points.into_iter().chain([at]).chain(onward).collect();
                    Border { to: end, points, ..kept }
                };
                self.remove_border(two.border());
                self.put_border(one.border(), joined);
                self.remove_node(node);
            }
            _ => {}
        }
    }
}
