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

impl PlanarMap {
    /// The areas of which nothing is left, sorted: those that are so thin that both sides of their outline came to lie
    /// on the same line when it was put on the grid and what lies together was put together.
    ///
    /// ```
    /// use geo_core::{Position, Polygon, Shape};
    /// use geo_core::planar::{PlanarMap, Tolerance};
    /// let ring = |places: &[(i32, i32)]| places.iter().map(|(x, y)| Position::from_e7(*x, *y).unwrap()).collect();
    /// let shape = |places| Shape { polygons: vec![Polygon { outer: ring(places), holes: vec![] }] };
    /// // A strip a unit wide, a centimetre, beside a block.
    /// let (strip, block) = (shape(&[(0, 0), (1, 0), (1, 900), (0, 900)]), shape(&[(1, 0), (900, 0), (900, 900), (1, 900)]));
    /// let map = PlanarMap::build([(1, &strip), (2, &block)], Tolerance::default()).unwrap();
    /// assert_eq!(map.vanished(), [1]);
    /// ```
    pub fn vanished(&self) -> Vec<AreaKey> {
        let mut left: Vec<AreaKey> = self.covering.iter().flatten().copied().collect();
        left.sort_unstable();
        left.dedup();
        self.keys.iter().copied().filter(|key| left.binary_search(key).is_err()).collect()
    }
}
