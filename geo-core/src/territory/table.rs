//! Records by number, cheap to copy: copies share what neither has changed.
//!
//! A draft is a copy of a plan with a few changes, and whoever reads a state keeps it while the next one is made. So
//! records lie in leaves of sixteen, leaves in branches of sixty-four, and a change copies one of each.

use std::sync::Arc;

const LEAF: usize = 16;
const BRANCH: usize = 64;

type Leaf<T> = [Option<T>; LEAF];
type Branch<T> = Vec<Arc<Leaf<T>>>;

#[derive(Debug, Clone)]
pub(super) struct Table<T> {
    root: Vec<Arc<Branch<T>>>,
    count: usize,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { root: Vec::new(), count: 0 }
    }
}

impl<T> Table<T> {
    /// How many records there are.
    pub fn len(&self) -> usize {
        self.count
    }

    pub fn get(&self, id: u32) -> Option<&T> {
        let id = id as usize;
        self.root.get(id / (LEAF * BRANCH))?.get(id / LEAF % BRANCH)?[id % LEAF].as_ref()
    }

    /// All records in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        let leaves = self.root.iter().enumerate().flat_map(|(high, branch)| {
            branch.iter().enumerate().map(move |(low, leaf)| ((high * BRANCH + low) * LEAF, leaf))
        });
        leaves.flat_map(|(base, leaf)| {
            leaf.iter().enumerate().filter_map(move |(low, slot)| Some(((base + low) as u32, slot.as_ref()?)))
        })
    }
}

impl<T: Clone> Table<T> {
    pub fn get_mut(&mut self, id: u32) -> Option<&mut T> {
        let id = id as usize;
        let branch = Arc::make_mut(self.root.get_mut(id / (LEAF * BRANCH))?);
        Arc::make_mut(branch.get_mut(id / LEAF % BRANCH)?)[id % LEAF].as_mut()
    }

    /// Puts a record, or takes it away.
    pub fn set(&mut self, id: u32, record: Option<T>) {
        let id = id as usize;
        let (high, middle) = (id / (LEAF * BRANCH), id / LEAF % BRANCH);
        if record.is_none() && self.get(id as u32).is_none() {
            return;
        }
        while self.root.len() <= high {
            self.root.push(Arc::default());
        }
        let branch = Arc::make_mut(&mut self.root[high]);
        while branch.len() <= middle {
            branch.push(Arc::new(std::array::from_fn(|_| None)));
        }
        let slot = &mut Arc::make_mut(&mut branch[middle])[id % LEAF];
        self.count = self.count + usize::from(record.is_some()) - usize::from(slot.is_some());
        *slot = record;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn a_table_is_a_map_and_its_copies_do_not_change(changes in prop::collection::vec((0u32..5000, any::<Option<u8>>()), 0..200)) {
            let (mut table, mut map) = (Table::default(), BTreeMap::new());
            let (mut copy, mut copied) = (table.clone(), map.clone());
            for (number, (id, record)) in changes.into_iter().enumerate() {
                table.set(id, record);
                match record {
                    Some(record) => map.insert(id, record),
                    None => map.remove(&id),
                };
                prop_assert_eq!(table.get(id), map.get(&id));
                if number % 50 == 25 {
                    (copy, copied) = (table.clone(), map.clone());
                }
            }
            for (table, map) in [(table, map), (copy, copied)] {
                prop_assert_eq!(table.len(), map.len());
                prop_assert!(table.iter().map(|(id, record)| (id, *record)).eq(map.iter().map(|(id, record)| (*id, *record))));
            }
        }
    }
}
