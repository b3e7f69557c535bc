//! How much ground areas claim, have to themselves, and keep. Exact, in square units of 1e-7 degree.

use super::AreaKey;
use super::map::PlanarMap;
use std::collections::BTreeMap;

/// Whoever has less than one part in so many of what it claims has as good as nothing.
const HARDLY_ANY: i128 = 10;

/// What areas claim, and what they have.
#[derive(Debug, Default)]
pub(super) struct Balance {
    /// Of each area twice the ground that it claims, and twice what it has.
    areas: BTreeMap<AreaKey, [i128; 2]>,
}

impl Balance {
    /// Of all areas, given which of them have each face.
    pub fn of<'a>(map: &PlanarMap, have: impl Fn(u32) -> &'a [AreaKey]) -> Self {
        let mut ground = vec![0_i128; map.covering.len()];
        for (cycle, face) in map.arrangement.cycles.iter().zip(&map.nesting.face_of_cycle) {
            ground[*face as usize] += cycle.doubled_area;
        }
        // Those of which nothing is left after all was put on the grid claim nothing, but they are there.
        let mut areas: BTreeMap<AreaKey, [i128; 2]> = map.keys.iter().map(|area| (*area, [0, 0])).collect();
        for face in map.faces().map(|face| face.number()) {
            for area in &map.covering[face] {
                areas.entry(*area).or_default()[0] += ground[face];
            }
            for area in have(face as u32) {
                areas.entry(*area).or_default()[1] += ground[face];
            }
        }
        Self { areas }
    }

    /// Twice the ground that an area claims.
    pub fn claimed(&self, area: AreaKey) -> i128 {
        self.areas.get(&area).map_or(0, |[claimed, _]| *claimed)
    }

    /// The areas that have less than a tenth of what they claim, or nothing at all, sorted.
    pub fn as_good_as_nothing(&self) -> Vec<AreaKey> {
        let is_left_bare = |[claimed, has]: &[i128; 2]| *has == 0 || has * HARDLY_ANY < *claimed;
        self.areas.iter().filter(|(_, balance)| is_left_bare(balance)).map(|(area, _)| *area).collect()
    }
}
