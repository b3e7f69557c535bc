//! The same patch with other numbers: two maps that were made side by side of one give the same numbers to different
//! things.

use super::ids::{AreaId, BorderId, BuildingId, FaceId, Ids, NodeId};
use super::patch::{Change, Changes, Patch};
use serde::{Deserialize, Serialize};

/// Numbers that follow each other in two maps: from, to, and how many.
type Run = (u32, u32, u32);

/// What the numbers of one map are called in another.
///
/// ```
/// use geo_core::Position;
/// use geo_core::territory::{Change, Ids, Node, NodeId, Patch, Renumbering};
/// let node = Node { at: Position::new(114.3, 30.6).unwrap() };
/// let added = Patch { nodes: vec![Change { id: NodeId(7), before: None, after: Some(node) }], ..Patch::default() };
/// // Both maps knew six nodes when they parted; this one has given up to 8 since, and the other up to 11.
/// let [parted, here, there] = [7, 9, 12].map(|node| Ids { node, ..Ids::default() });
/// let (numbers, next) = Renumbering::same_below(parted).completed(here, there);
/// assert_eq!(added.renumbered(&numbers).nodes[0].id, NodeId(12));
/// assert_eq!(next.node, 14);
/// assert_eq!(added.renumbered(&numbers).renumbered(&numbers.inverse()), added);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Renumbering {
    nodes: Vec<Run>,
    borders: Vec<Run>,
    faces: Vec<Run>,
    areas: Vec<Run>,
    buildings: Vec<Run>,
}

impl Renumbering {
    /// Numbers below these are the same in both maps; nothing is known of others.
    pub fn same_below(next: Ids) -> Self {
        let all = |next: u32| vec![(0, 0, next)];
        Self {
            nodes: all(next.node),
            borders: all(next.border),
            faces: all(next.face),
            areas: all(next.area),
            buildings: all(next.building),
        }
    }

    /// The numbers of the other map in this one.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self {
            nodes: inverse(&self.nodes),
            borders: inverse(&self.borders),
            faces: inverse(&self.faces),
            areas: inverse(&self.areas),
            buildings: inverse(&self.buildings),
        }
    }

    /// With numbers for everything below `next` of which nothing is known yet: those from `free` on, in the same order.
    /// And the numbers that are free then.
    #[must_use]
    pub fn completed(&self, next: Ids, free: Ids) -> (Self, Ids) {
        let (nodes, node) = completed(&self.nodes, next.node, free.node);
        let (borders, border) = completed(&self.borders, next.border, free.border);
        let (faces, face) = completed(&self.faces, next.face, free.face);
        let (areas, area) = completed(&self.areas, next.area, free.area);
        let (buildings, building) = completed(&self.buildings, next.building, free.building);
        (Self { nodes, borders, faces, areas, buildings }, Ids { node, border, face, area, building })
    }
}

fn inverse(runs: &[Run]) -> Vec<Run> {
    let mut inverse: Vec<Run> = runs.iter().map(|(from, to, count)| (*to, *from, *count)).collect();
    inverse.sort_unstable();
    inverse
}

fn completed(runs: &[Run], next: u32, mut free: u32) -> (Vec<Run>, u32) {
    let mut complete = Vec::with_capacity(runs.len() + 1);
    let mut known = 0;
    for (from, to, count) in runs.iter().copied().chain([(next, 0, 0)]) {
        if from > known && known < next {
            let gap = from.min(next) - known;
            complete.push((known, free, gap));
            free += gap;
        }
        complete.extend((count > 0).then_some((from, to, count)));
        known = known.max(from + count);
    }
    complete.sort_unstable();
    (complete, free)
}

fn number(runs: &[Run], number: u32) -> u32 {
    let place = runs.partition_point(|(from, _, _)| *from <= number);
    match place.checked_sub(1).map(|place| runs[place]) {
        Some((from, to, count)) if number - from < count => number - from + to,
        _ => number,
    }
}

/// A kind of id that can be called something else.
trait Numbered: Copy + Ord {
    fn called(self, by: &Renumbering) -> Self;
}

macro_rules! numbered {
    ($($id:ident, $runs:ident;)+) => {
        $(impl Numbered for $id {
            fn called(self, by: &Renumbering) -> Self {
                Self(number(&by.$runs, self.0))
            }
        })+
    };
}

numbered! {
    NodeId, nodes;
    BorderId, borders;
    FaceId, faces;
    AreaId, areas;
    BuildingId, buildings;
}

impl Patch {
    /// The patch with the numbers of another map. A number of which nothing is known stays.
    #[must_use]
    pub fn renumbered(&self, by: &Renumbering) -> Self {
        Self {
            nodes: renumbered(&self.nodes, by, |_| {}),
            borders: renumbered(&self.borders, by, |border| {
                border.from = border.from.called(by);
                border.to = border.to.called(by);
                border.left = border.left.called(by);
                border.right = border.right.called(by);
            }),
            faces: renumbered(&self.faces, by, |face| face.area = face.area.map(|area| area.called(by))),
            areas: renumbered(&self.areas, by, |area| {
                area.parent = area.parent.map(|parent| parent.called(by));
            }),
            buildings: renumbered(&self.buildings, by, |building| building.area = building.area.called(by)),
        }
    }
}

fn renumbered<I: Numbered, R: Clone>(
    changes: &[Change<I, R>],
    by: &Renumbering,
    refer: impl Fn(&mut R),
) -> Changes<I, R> {
    let record = |record: &Option<R>| {
        let mut record = record.clone();
        record.iter_mut().for_each(&refer);
        record
    };
    let mut changes: Changes<I, R> = changes
        .iter()
        .map(|change| Change {
            id: change.id.called(by),
            before: record(&change.before),
            after: record(&change.after),
        })
        .collect();
    changes.sort_by_key(|change| change.id);
    changes
}

#[cfg(test)]
mod tests {
    use super::{completed, inverse, number};

    #[test]
    fn what_is_not_known_gets_free_numbers_in_order() {
        // Numbers 10 to 14 are known as 30 to 34 there; 5 to 9 and 15 to 19 are not.
        let runs = [(0, 0, 5), (10, 30, 5)];
        let (complete, free) = completed(&runs, 20, 50);
        assert_eq!(complete, [(0, 0, 5), (5, 50, 5), (10, 30, 5), (15, 55, 5)]);
        assert_eq!(free, 60);
        let back = inverse(&complete);
        for here in 0..20 {
            assert_eq!(number(&back, number(&complete, here)), here);
        }
        assert_eq!(completed(&complete, 20, 60), (complete, 60), "all is known");
    }
}
