//! Records with what is derived from them and kept beside them.

use super::ids::{AreaId, BuildingId, FaceId, Half};
use super::records::{Area, Border, Face, Node};
use super::share::Share;
use smallvec::SmallVec;

/// A node and the borders that leave it, by number; one that closes on itself leaves it twice.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NodeEntry {
    pub node: Node,
    pub leaving: SmallVec<[Half; 4]>,
}

/// A border and what it adds to the ground on its left.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct BorderEntry {
    pub border: Border,
    pub share: Share,
}

/// A face and the borders around it, in the direction that has it on the left.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FaceEntry {
    pub face: Face,
    pub around: SmallVec<[Half; 6]>,
}

/// An area and all that belongs to it, sorted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct AreaEntry {
    pub area: Area,
    pub faces: Vec<FaceId>,
    pub children: Vec<AreaId>,
    pub buildings: Vec<BuildingId>,
    /// Of its own buildings, not those of areas below.
    pub own_households: u64,
    /// The borders around it, in the direction that has it on the left, whatever its level.
    pub around: Vec<Half>,
    pub totals: Totals,
}

/// What an area adds up to with all that is below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Totals {
    pub share: Share,
    pub households: u64,
    pub buildings: u64,
    pub parts: u32,
}

impl AreaEntry {
    pub fn of(area: Area) -> Self {
        Self {
            area,
            faces: Vec::new(),
            children: Vec::new(),
            buildings: Vec::new(),
            own_households: 0,
            around: Vec::new(),
            totals: Totals::default(),
        }
    }
}

/// Puts an item into a sorted list that does not have it.
pub(super) fn put_in<T: Ord>(list: &mut Vec<T>, item: T) {
    if let Err(place) = list.binary_search(&item) {
        list.insert(place, item);
    }
}

/// Takes an item out of a sorted list.
pub(super) fn take_out<T: Ord>(list: &mut Vec<T>, item: &T) {
    if let Ok(place) = list.binary_search(item) {
        list.remove(place);
    }
}
