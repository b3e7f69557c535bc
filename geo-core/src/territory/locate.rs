//! What is at a position, and what is near it.

use super::Territory;
use super::ids::{AreaId, BorderId, FaceId};
use super::sight::Through;
use super::window::Window;
use crate::index::located;
use crate::{Bounds, Position};

impl Territory {
    /// The face at a position. One on a border lies in one of them by the rule of [`AreaIndex`](crate::AreaIndex).
    pub fn face_at(&self, position: Position) -> FaceId {
        let half = self.first_to_the_west(located(position), Through::Seen);
        half.and_then(|half| self.left_of(half)).unwrap_or(FaceId::OUTSIDE)
    }

    /// The face at a place of the plane that is on no line. The two names of the antimeridian are two places here.
    pub(super) fn ground_at(&self, place: Position) -> FaceId {
        let half = self.first_to_the_west(place.into(), Through::Seen);
        half.and_then(|half| self.left_of(half)).unwrap_or(FaceId::OUTSIDE)
    }

    /// The finest area at a position; `None` in a hole and outside.
    pub fn locate(&self, position: Position) -> Option<AreaId> {
        self.area_of(self.face_at(position))
    }

    /// The borders that come near a box: all that meet it and some that pass close by.
    pub fn borders_in(&self, bounds: Bounds) -> Vec<BorderId> {
        let mut borders = Vec::new();
        for (min, max) in bounds.halves() {
            let window =
                Window { west: min.x as i32, south: min.y as i32, east: max.x as i32, north: max.y as i32 };
            self.runs.meeting(&window, &mut |run| borders.push(run.border));
        }
        borders.sort_unstable();
        borders.dedup();
        borders
    }
}
