//! All sums, levels and the hash at once, from records, links and the shares of borders.

use super::entries::Totals;
use super::ids::{AreaId, BorderId, Half};
use super::sums::highest_difference;
use super::table::Table;
use super::{StateHash, Territory};
use crate::Level;
use std::sync::Arc;

/// What is derived from all records at once.
pub(super) struct Reckoned {
    /// For each area its sums and the borders around it.
    pub areas: Table<(Totals, Vec<Half>)>,
    pub levels: Table<Level>,
}

impl Territory {
    /// Reckons what is derived anew from records, links and the shares of borders.
    pub(super) fn reckon(&self) -> Reckoned {
        let mut areas: Table<(Totals, Vec<Half>)> = Table::default();
        self.areas.iter().for_each(|(id, _)| areas.set(id, Some(Default::default())));
        let mut levels = Table::default();
        for (id, entry) in self.borders.iter() {
            let Some(sides) = self.sides(BorderId(id)) else { continue };
            let (forward, backward) = (Half::forward(BorderId(id)), Half::backward(BorderId(id)));
            for (left, right) in sides[0].into_iter().zip(sides[1]).filter(|(left, right)| left != right) {
                for (area, half, share) in [(left, forward, entry.share), (right, backward, -entry.share)] {
                    if let Some((totals, around)) = area.and_then(|area| areas.get_mut(area.0)) {
                        totals.share += share;
                        around.push(half);
                    }
                }
            }
            levels.set(id, highest_difference(&sides));
        }
        for (id, entry) in self.areas.iter().filter(|(_, entry)| !entry.buildings.is_empty()) {
            for area in self.chain(Some(AreaId(id))).into_iter().flatten() {
                if let Some((totals, _)) = areas.get_mut(area.0) {
                    totals.households += entry.own_households;
                    totals.buildings += entry.buildings.len() as u64;
                }
            }
        }
        for (id, _) in self.areas.iter() {
            if let Some((totals, around)) = areas.get_mut(id) {
                around.sort_unstable();
                totals.parts = self.parts(AreaId(id), around);
            }
        }
        Reckoned { areas, levels }
    }

    /// The hash of all records, reckoned anew.
    pub(super) fn reckon_hash(&self) -> StateHash {
        let mut hash = StateHash::default();
        self.nodes.iter().for_each(|(id, entry)| hash.add(id, &entry.node));
        self.borders.iter().for_each(|(id, entry)| hash.add(id, &entry.border));
        self.faces.iter().skip(1).for_each(|(id, entry)| hash.add(id, &entry.face));
        self.areas.iter().for_each(|(id, entry)| hash.add(id, &entry.area));
        self.buildings.iter().for_each(|(id, building)| hash.add(id, &**building));
        hash
    }

    /// Brings all that is derived up to date, whatever it was.
    pub(super) fn refresh_all(&mut self) {
        let Reckoned { areas, levels } = self.reckon();
        self.levels = levels;
        for (id, (totals, around)) in areas.iter() {
            if let Some(entry) = self.areas.get_mut(id) {
                let entry = Arc::make_mut(entry);
                (entry.totals, entry.around) = (*totals, around.clone());
            }
        }
        self.hash = self.reckon_hash();
    }
}
