//! The territory of a district as one planar map that can be redrawn without ever tearing.
//!
//! A [`Territory`] is a map of **nodes**, **borders** and **faces**. Every face belongs to one **area** of the finest
//! level there is at that place, or is a declared hole; the other levels are parents. A line has exactly two sides, so
//! a gap, an overlap, or levels that disagree cannot be written down.
//!
//! An [`Edit`] is judged by [`Territory::decide`], which changes nothing and gives a [`Patch`]: the records before and
//! after. [`Territory::apply`] puts a patch in place, or its [inverse](Patch::inverse), and computes no geometry, so a
//! log of patches replays to the same map for ever. Whatever is decided was checked, by one judge for all edits that
//! looks at what the patch touched only; [`Territory::validate`] looks at everything, from the records alone.
//!
//! Coordinates are whole units of 1e-7 degree and every decision is exact. Areas are sums of whole mm², of which each
//! segment gives the same to both its sides, so what one area loses its neighbours gain, to the last unit.
//!
//! A copy costs almost nothing: copies share what neither has changed. So drafts are copies, and a reader keeps the
//! state it began with.
//!
//! Longitudes ±180 are two places here: a map does not go around the earth.
//!
//! ```
//! use geo_core::planar::Tolerance;
//! use geo_core::territory::{Area, AreaId, Edit, NewArea, SplitInto, Territory};
//! use geo_core::{Level, Position, Shape};
//!
//! let square = Shape::from_degrees(&[vec![vec![[114.0, 30.0], [114.1, 30.0], [114.1, 30.1], [114.0, 30.1]]]]).unwrap();
//! let grid = (AreaId(1), Area::named(Level::Grid, "湖滨"), Some(&square));
//! let mut territory = Territory::build([grid], Tolerance::default()).unwrap();
//! let before = territory.hash();
//!
//! let at = |lon, lat| Position::new(lon, lat).unwrap();
//! let north = SplitInto::Sibling(NewArea::named("湖滨北"));
//! let split = Edit::Split { area: AreaId(1), path: vec![at(113.9, 30.05), at(114.2, 30.05)], into: north };
//! let edited = territory.decide(&split).unwrap();
//! territory.apply(&edited.patch).unwrap();
//! assert_eq!(territory.locate(at(114.05, 30.07)), Some(edited.created[0]));
//!
//! territory.apply(&edited.patch.inverse()).unwrap();
//! assert_eq!(territory.hash(), before);
//! ```

mod apply;
mod build;
mod edit;
mod entries;
mod fault;
mod footprint;
mod hash;
mod ids;
mod locate;
mod outline;
mod patch;
mod patch_sum;
mod put;
mod read;
mod reckon;
mod records;
mod redrawn;
mod renumber;
mod runs;
mod share;
mod sight;
mod snapshot;
mod sums;
mod table;
mod validate;
mod verify;
mod walk;
mod window;

pub use apply::Stale;
pub use build::BuildError;
pub use edit::{
    BuildingMove, Carved, CarvedGround, Edit, EditError, Edited, MetricsChange, NewArea, SplitInto, Swallowed,
};
pub use fault::Fault;
pub use hash::{StateHash, StateHashError};
pub use ids::{AreaId, BorderId, BuildingId, FaceId, Ids, NodeId};
pub use patch::{Change, Changes, Patch, Touched};
pub use patch_sum::PatchSum;
pub use read::{Counts, Metrics};
pub use records::{Area, Border, Building, Face, Listed, Node, Records};
pub use renumber::Renumbering;
pub use snapshot::Check;

use crate::{Level, Position};
use entries::{AreaEntry, BorderEntry, FaceEntry, NodeEntry};
use runs::Runs;
use smallvec::SmallVec;
use std::sync::Arc;
use table::Table;

/// All points of a border.
type Line = SmallVec<[Position; 16]>;

/// The planar map of one plan. See the [module](crate::territory) for an example.
#[derive(Debug, Clone)]
pub struct Territory {
    nodes: Table<NodeEntry>,
    borders: Table<Arc<BorderEntry>>,
    /// Number 0 is the ground around everything.
    faces: Table<FaceEntry>,
    areas: Table<Arc<AreaEntry>>,
    buildings: Table<Arc<Building>>,
    /// The widest level at which the sides of each border differ.
    levels: Table<Level>,
    runs: Runs,
    hash: StateHash,
    next: Ids,
    /// How many areas of each level there are.
    of_level: [u32; Level::ALL.len()],
}

impl Default for Territory {
    /// A map without any ground.
    fn default() -> Self {
        let mut faces = Table::default();
        faces.set(FaceId::OUTSIDE.0, Some(FaceEntry { face: Face { area: None }, around: SmallVec::new() }));
        Self {
            nodes: Table::default(),
            borders: Table::default(),
            faces,
            areas: Table::default(),
            buildings: Table::default(),
            levels: Table::default(),
            runs: Runs::default(),
            hash: StateHash::default(),
            next: Ids::default(),
            of_level: [0; Level::ALL.len()],
        }
    }
}
