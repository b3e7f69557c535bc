//! What an edit changes, record by record, so that it can be undone, replayed and compared.

use super::ids::{AreaId, BorderId, BuildingId, FaceId, Ids, NodeId};
use super::patch_sum::PatchSum;
use super::records::{Area, Border, Building, Face, Node};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One record before and after. `None`: it is not there.
///
/// ```
/// use geo_core::territory::{AreaId, Change, Face, FaceId};
/// let filled = Change { id: FaceId(4), before: Some(Face { area: None }), after: Some(Face { area: Some(AreaId(2)) }) };
/// assert_eq!(filled.clone().inverse().inverse(), filled);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change<I, R> {
    /// Which record.
    pub id: I,
    /// What it was.
    pub before: Option<R>,
    /// What it became.
    pub after: Option<R>,
}

impl<I, R> Change<I, R> {
    /// The change back.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self { id: self.id, before: self.after, after: self.before }
    }
}

/// All changes of one kind of record, by id, each id once and none that changes nothing.
pub type Changes<I, R> = Vec<Change<I, R>>;

/// Changes of records, sorted by id. The same patch always has the same bytes.
///
/// ```
/// use geo_core::territory::{AreaId, Change, Face, FaceId, Patch};
/// let change = Change { id: FaceId(4), before: None, after: Some(Face { area: Some(AreaId(2)) }) };
/// let patch = Patch { faces: vec![change], ..Patch::default() };
/// assert!(patch.then(&patch.inverse()).is_empty());
/// assert!(patch.touched().faces.contains(&FaceId(4)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Patch {
    /// Nodes.
    pub nodes: Changes<NodeId, Node>,
    /// Borders.
    pub borders: Changes<BorderId, Border>,
    /// Faces.
    pub faces: Changes<FaceId, Face>,
    /// Areas.
    pub areas: Changes<AreaId, Area>,
    /// Buildings.
    pub buildings: Changes<BuildingId, Building>,
}

/// Which records a patch changes. Two patches that touch nothing in common do not depend on each other's records;
/// whether their geometry agrees is for [`Territory::decide_patch`](super::Territory::decide_patch) to say.
///
/// ```
/// use geo_core::territory::{Patch, Touched};
/// assert_eq!(Patch::default().touched(), Touched::default());
/// assert!(!Touched::default().meets(&Touched::default()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Touched {
    /// Nodes.
    pub nodes: BTreeSet<NodeId>,
    /// Borders.
    pub borders: BTreeSet<BorderId>,
    /// Faces.
    pub faces: BTreeSet<FaceId>,
    /// Areas.
    pub areas: BTreeSet<AreaId>,
    /// Buildings.
    pub buildings: BTreeSet<BuildingId>,
}

impl Touched {
    /// Whether both touch some record.
    pub fn meets(&self, other: &Self) -> bool {
        !self.nodes.is_disjoint(&other.nodes)
            || !self.borders.is_disjoint(&other.borders)
            || !self.faces.is_disjoint(&other.faces)
            || !self.areas.is_disjoint(&other.areas)
            || !self.buildings.is_disjoint(&other.buildings)
    }
}

impl Patch {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
            && self.borders.is_empty()
            && self.faces.is_empty()
            && self.areas.is_empty()
            && self.buildings.is_empty()
    }

    /// The patch that takes it back.
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

    /// This patch and then a later one, as one. Of many, [`PatchSum`](super::PatchSum) is the quick way.
    #[must_use]
    pub fn then(&self, later: &Self) -> Self {
        [self, later].into_iter().collect::<PatchSum>().into_patch()
    }

    /// The next free numbers if there were no other records than those it brings.
    pub(super) fn next_ids(&self) -> Ids {
        fn next<I: Copy + Into<u32>, R>(changes: &[Change<I, R>]) -> u32 {
            let new = changes.iter().filter(|change| change.after.is_some());
            new.last().map_or(1, |change| change.id.into() + 1)
        }
        Ids {
            node: next(&self.nodes),
            border: next(&self.borders),
            face: next(&self.faces),
            area: next(&self.areas),
            building: next(&self.buildings),
        }
    }

    /// Which records it changes. Borders that only move with their nodes are not among them: see
    /// [`Territory::touched`](super::Territory::touched).
    pub fn touched(&self) -> Touched {
        Touched {
            nodes: self.nodes.iter().map(|change| change.id).collect(),
            borders: self.borders.iter().map(|change| change.id).collect(),
            faces: self.faces.iter().map(|change| change.id).collect(),
            areas: self.areas.iter().map(|change| change.id).collect(),
            buildings: self.buildings.iter().map(|change| change.id).collect(),
        }
    }
}

fn inverse<I: Copy, R: Clone>(changes: &[Change<I, R>]) -> Changes<I, R> {
    changes.iter().map(|change| change.clone().inverse()).collect()
}
