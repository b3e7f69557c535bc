//! Taking out borders that part nothing.

use super::sketch::Sketch;
use crate::territory::ids::{BorderId, FaceId, Half};
use std::collections::{BTreeMap, BTreeSet, HashSet};

impl Sketch<'_> {
    /// Takes out the borders around some faces that have the same area, or nobody's ground, on both sides.
    pub fn fuse(&mut self, faces: &[FaceId]) {
        let around = |face: &FaceId| self.now.faces.get(face.0).map(|entry| &entry.around[..]);
        let borders = faces.iter().filter_map(around).flatten().map(|half| half.border()).collect();
        self.fuse_along(borders);
    }

    /// Takes out those of some borders that have the same area, or nobody's ground, on both sides. Faces that then hang
    /// together become the one with the largest outer border, of equal ones that with the least number: when a face is
    /// [divided](Self::divide) the same one keeps the number, so what is divided and put together again is what it was,
    /// and small ground that is given away changes nothing on the other borders of the large.
    pub fn fuse_along(&mut self, borders: BTreeSet<BorderId>) {
        let sides = |sketch: &Self, border: BorderId| {
            let sides = sketch.now.border(border).map(|border| [border.left, border.right])?;
            (sketch.now.area_of(sides[0]) == sketch.now.area_of(sides[1])).then_some(sides)
        };
        let idle: Vec<BorderId> =
            borders.into_iter().filter(|border| sides(self, *border).is_some()).collect();
        let sizes = self.sizes(&idle);
        let size = |face: FaceId| sizes.get(&face).copied().unwrap_or(Size::Walked(0));
        for border in idle {
            let Some([left, right]) = sides(self, border) else { continue };
            self.remove_border(border);
            if left != right {
                let left_is_larger = (size(left), right) > (size(right), left);
                let (kept, gone) = if left_is_larger { (left, right) } else { (right, left) };
                let around: Vec<Half> =
                    self.now.faces.get(gone.0).map_or(Vec::new(), |entry| entry.around.to_vec());
                for half in around {
                    self.relabel(half, kept);
                }
                self.remove_face(gone);
            }
        }
    }

    /// How large the faces are that some borders part.
    pub fn sizes(&self, borders: &[BorderId]) -> BTreeMap<FaceId, Size> {
        let (mut sizes, mut surround) = (BTreeMap::new(), BTreeSet::new());
        let mut seen: HashSet<Half> = HashSet::new();
        for half in borders.iter().flat_map(|border| [Half::forward(*border), Half::backward(*border)]) {
            let (left, right) = (self.now.left_of(half), self.now.left_of(half.twin()));
            let Some(face) = left.filter(|_| left != right && !seen.contains(&half)) else { continue };
            let Ok(walk) = self.now.walk_from(half) else { continue };
            match walk.doubled > 0 {
                true => _ = sizes.insert(face, Size::Walked(walk.doubled)),
                false => _ = surround.insert(face),
            }
            seen.extend(walk.halves);
        }
        surround.retain(|face| !sizes.contains_key(face) && *face != FaceId::OUTSIDE);
        // A face of which only walks around islands were seen holds all that it could become one with, but for others
        // that do as well: only then one has to find the walk around it, among those around all its islands.
        if let [all_around] = surround.iter().copied().collect::<Vec<_>>()[..] {
            sizes.insert(all_around, Size::AllAround);
        } else {
            for face in surround {
                let walks = self.now.loops(face).unwrap_or_default();
                let outer = walks.iter().map(|walk| walk.doubled).max();
                sizes.insert(face, Size::Walked(outer.unwrap_or_default()));
            }
        }
        sizes.insert(FaceId::OUTSIDE, Size::Outside);
        sizes
    }
}

/// How large a face is, judged by the walk around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Size {
    /// Twice the area within its outer border.
    Walked(i128),
    /// It has all the others in it.
    AllAround,
    /// The ground around everything.
    Outside,
}
