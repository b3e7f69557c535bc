//! Which features touch a tile: a packed R-tree over boxes that do not change.

use crate::mercator::Extent;
use geo_index::rtree::sort::HilbertSort;
use geo_index::rtree::{RTree, RTreeBuilder, RTreeIndex};

/// Boxes numbered in the order they were given.
#[derive(Debug)]
pub(crate) struct BoxIndex(Option<RTree<i32>>);

impl BoxIndex {
    pub(crate) fn build(boxes: &[Extent]) -> Self {
        // The library refuses an empty tree.
        let Ok(count @ 1..) = u32::try_from(boxes.len()) else { return Self(None) };
        let mut builder = RTreeBuilder::new(count);
        for extent in boxes {
            builder.add(extent.min.x, extent.min.y, extent.max.x, extent.max.y);
        }
        Self(Some(builder.finish::<HilbertSort>()))
    }

    /// The numbers of the boxes that touch `extent`, ascending, so that tiles come out the same
    /// whatever the shape of the tree.
    pub(crate) fn touching(&self, extent: Extent) -> Vec<u32> {
        let Some(tree) = &self.0 else { return Vec::new() };
        let mut found = tree.search(extent.min.x, extent.min.y, extent.max.x, extent.max.y);
        found.sort_unstable();
        found
    }
}
