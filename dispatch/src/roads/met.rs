//! Where positions met the roads that were asked for lately: teams are asked for again and again where they stand, and
//! finding their road costs as much as the way itself.

use super::snap::Snap;
use geo_core::Position;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// So many are kept; then all are forgotten, which costs one search each.
const KEPT: usize = 1 << 14;

/// What one metric's roads were found to be met at; nothing where no road is near.
#[derive(Debug, Default)]
pub(crate) struct Met(Mutex<HashMap<Position, Option<Snap>>>);

impl Met {
    /// As found before, or found now.
    pub fn or_find(&self, position: Position, find: impl FnOnce() -> Option<Snap>) -> Option<Snap> {
        // Nothing is ever left half done under the lock, and nothing is searched for under it.
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&position).copied();
        known.unwrap_or_else(|| {
            let found = find();
            let mut met = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if met.len() >= KEPT {
                met.clear();
            }
            met.insert(position, found);
            found
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_core::Milliseconds;

    #[test]
    fn a_place_is_searched_for_once_and_the_memory_has_an_end() {
        let (met, mut searched) = (Met::default(), 0);
        let mut ask = |lon: i32| {
            met.or_find(Position::from_e7(lon, 0).unwrap(), || {
                searched += 1;
                (lon > 0).then_some(Snap { segment: lon as usize, fraction: 0, walk: Milliseconds(0) })
            })
        };
        for _ in 0..3 {
            assert_eq!(ask(0), None);
            assert_eq!(ask(7).map(|snap| snap.segment), Some(7));
        }
        (0..2 * KEPT as i32).for_each(|lon| assert_eq!(ask(lon).is_some(), lon > 0));
        assert_eq!(ask(7).map(|snap| snap.segment), Some(7));
        assert!(met.0.lock().unwrap().len() <= KEPT);
        assert_eq!(searched, 2 * KEPT + 1, "7 was forgotten once");
    }
}
