//! The same patch with other numbers for what it adds.

use super::ids::{AreaId, BorderId, BuildingId, FaceId, Ids, NodeId};
use super::patch::{Change, Changes, Patch};

/// A kind of id that can be moved up.
trait Shift: Copy + Ord {
    fn shifted(self, from: Ids, to: Ids) -> Self;
}

macro_rules! shift {
    ($($id:ident, $field:ident;)+) => {
        $(impl Shift for $id {
            fn shifted(self, from: Ids, to: Ids) -> Self {
                if self.0 < from.$field { self } else { Self(self.0 - from.$field + to.$field) }
            }
        })+
    };
}

shift! {
    NodeId, node;
    BorderId, border;
    FaceId, face;
    AreaId, area;
    BuildingId, building;
}

impl Patch {
    /// The patch as it would be had the numbers it gave begun at `to` and not at `from`: two patches that were made side
    /// by side on one map give the same numbers to different things, until one of them is moved up.
    ///
    /// ```
    /// use geo_core::Position;
    /// use geo_core::territory::{Change, Ids, Node, NodeId, Patch};
    /// let node = Node { at: Position::new(114.3, 30.6).unwrap() };
    /// let added = Patch { nodes: vec![Change { id: NodeId(7), before: None, after: Some(node) }], ..Patch::default() };
    /// let from = Ids { node: 7, ..Ids::default() };
    /// let moved = added.renumbered(from, Ids { node: 9, ..from });
    /// assert_eq!(moved.nodes[0].id, NodeId(9));
    /// ```
    #[must_use]
    pub fn renumbered(&self, from: Ids, to: Ids) -> Self {
        Self {
            nodes: moved(&self.nodes, from, to, |_| {}),
            borders: moved(&self.borders, from, to, |border| {
                border.from = border.from.shifted(from, to);
                border.to = border.to.shifted(from, to);
                border.left = border.left.shifted(from, to);
                border.right = border.right.shifted(from, to);
            }),
            faces: moved(&self.faces, from, to, |face| {
                face.area = face.area.map(|area| area.shifted(from, to));
            }),
            areas: moved(&self.areas, from, to, |area| {
                area.parent = area.parent.map(|parent| parent.shifted(from, to));
            }),
            buildings: moved(&self.buildings, from, to, |building| {
                building.area = building.area.shifted(from, to)
            }),
        }
    }
}

fn moved<I: Shift, R: Clone>(
    changes: &[Change<I, R>],
    from: Ids,
    to: Ids,
    refer: impl Fn(&mut R),
) -> Changes<I, R> {
    let record = |record: &Option<R>| {
        let mut record = record.clone();
        record.iter_mut().for_each(&refer);
        record
    };
    // Moving up keeps the order: what was there before stays below what is new.
    changes
        .iter()
        .map(|change| Change {
            id: change.id.shifted(from, to),
            before: record(&change.before),
            after: record(&change.after),
        })
        .collect()
}
