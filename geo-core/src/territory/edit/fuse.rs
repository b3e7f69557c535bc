//! Taking out borders that part nothing.

use super::sketch::Sketch;
use crate::territory::ids::{BorderId, FaceId, Half};
use std::collections::BTreeSet;

impl Sketch<'_> {
    /// Takes out the borders around some faces that have the same area, or nobody's ground, on both sides. Faces that
    /// then hang together become the one with the least number.
    pub fn fuse(&mut self, faces: &[FaceId]) {
        let around = |face: &FaceId| self.now.faces.get(face.0).map(|entry| entry.around.clone());
        let borders: BTreeSet<BorderId> =
            faces.iter().filter_map(around).flatten().map(|half| half.border()).collect();
        for border in borders {
            let Some([left, right]) = self.now.border(border).map(|border| [border.left, border.right])
            else {
                continue;
            };
            if self.now.area_of(left) != self.now.area_of(right) {
                continue;
            }
            self.remove_border(border);
            if left != right {
                let (kept, gone) = (left.min(right), left.max(right));
                let around: Vec<Half> =
                    self.now.faces.get(gone.0).map_or(Vec::new(), |entry| entry.around.to_vec());
                for half in around {
                    self.relabel(half, kept);
                }
                self.remove_face(gone);
            }
        }
    }
}
