//! Which borders a patch has to do with beyond those it has records of: a border runs where its nodes lie, and has the
//! level of what lies on its sides.

use super::Territory;
use super::ids::BorderId;
use super::patch::{Patch, Touched};
use super::sums::affected_borders;
use std::sync::Arc;

impl Territory {
    /// The borders of this map that look otherwise than they did before a patch, in order: those that are new, run
    /// along other points (because a node moved, for example), or part areas of another level. `before` is the map that
    /// the patch was put in place on, and this the one it led to; the patch may be one of many edits, or an inverse.
    ///
    /// Borders that are gone, and those of which only the numbers of the faces on their sides changed, are among the
    /// patch's own [`borders`](Patch::borders).
    ///
    /// ```
    /// # use geo_core::{Level, Position, Shape, planar::Tolerance, territory::*};
    /// # let square = Shape::from_degrees(&[vec![vec![[114.0, 30.0], [114.1, 30.0], [114.1, 30.1], [114.0, 30.1]]]]).unwrap();
    /// let before = Territory::build([(AreaId(1), Area::named(Level::Grid, "湖滨"), Some(&square))], Tolerance::default()).unwrap();
    /// let at = before.nodes().next().unwrap().1.at;
    /// let to = Position::new(113.99, 29.99).unwrap();
    /// let (edited, after) = before.decide_next(&Edit::MovePoint { at, to }).unwrap();
    /// assert!(edited.patch.borders.is_empty(), "only a node has moved");
    /// assert_eq!(after.redrawn(&before, &edited.patch), [BorderId(1)]);
    /// assert_eq!(edited.redrawn, [BorderId(1)]);
    /// ```
    pub fn redrawn(&self, before: &Self, patch: &Patch) -> Vec<BorderId> {
        let mut borders = affected_borders(before, self, patch);
        borders.retain(|border| {
            self.borders.get(border.0).is_some()
                && (self.levels.get(border.0) != before.levels.get(border.0)
                    || !self.runs_as_in(before, *border))
        });
        borders.into_iter().collect()
    }

    /// Whether a border of this map runs through the same points in another.
    fn runs_as_in(&self, other: &Self, id: BorderId) -> bool {
        let (Some(here), Some(there)) = (self.borders.get(id.0), other.borders.get(id.0)) else {
            return false;
        };
        let end = |state: &Self, node| state.node(node).map(|node| node.at);
        let (one, two) = (&here.border, &there.border);
        end(self, one.from) == end(other, two.from)
            && end(self, one.to) == end(other, two.to)
            && (Arc::ptr_eq(here, there) || one.points == two.points)
    }

    /// What a patch touches: the records that it [changes](Patch::touched), and the borders that end at nodes it moves,
    /// for these run elsewhere though their records are the same. This map is the one before the patch or after it.
    ///
    /// ```
    /// # use geo_core::{Level, Position, Shape, planar::Tolerance, territory::*};
    /// # let square = Shape::from_degrees(&[vec![vec![[114.0, 30.0], [114.1, 30.0], [114.1, 30.1], [114.0, 30.1]]]]).unwrap();
    /// let map = Territory::build([(AreaId(1), Area::named(Level::Grid, "湖滨"), Some(&square))], Tolerance::default()).unwrap();
    /// let (node, border) = (map.nodes().next().unwrap().1.at, map.borders().next().unwrap().1.points[1]);
    /// let to = |lon, lat| Position::new(lon, lat).unwrap();
    /// let node = map.decide(&Edit::MovePoint { at: node, to: to(113.99, 29.99) }).unwrap().patch;
    /// let bend = map.decide(&Edit::MovePoint { at: border, to: to(114.11, 30.11) }).unwrap().patch;
    /// assert!(!node.touched().meets(&bend.touched()), "the one has a node only, the other a border");
    /// assert!(map.touched(&node).meets(&map.touched(&bend)));
    /// ```
    pub fn touched(&self, patch: &Patch) -> Touched {
        let mut touched = patch.touched();
        for node in patch.nodes.iter().filter_map(|change| self.nodes.get(change.id.0)) {
            touched.borders.extend(node.leaving.iter().map(|half| half.border()));
        }
        touched
    }
}
