//! One tier's search: slots are let in one at a time, each by a shortest augmenting way.
//!
//! Successive shortest paths with potentials (Tomizawa 1971, Edmonds and Karp 1972; for assignment: Jonker and
//! Volgenant 1987), on lists of candidates instead of a square matrix. Letting in a slot is one search of Dijkstra's
//! from it: it takes a unit; the slot that had the unit looks for another; until a unit is found that nobody has, or
//! a slot that does best to stay unfilled. Potentials keep all reduced costs from falling below nothing, so each
//! search is exact, and they are the dual certificate in the end.
//!
//! Libraries solve one dense table (`lapjv` in floating point, `pathfinding` in whole numbers) and keep their
//! potentials to themselves, or give them in floating point (HiGHS). Tiers, lists of candidates and the proof all need
//! exact potentials, so the search is written here.
//!
//! Potentials of units are prices, nothing or negative here, and no lower than competition makes them: the least
//! prices of a competitive equilibrium (Demange, Gale and Sotomayor 1986). They are the same whatever the order in
//! which slots are let in, and a unit without a slot has none.

use super::problem::NONE;
use super::scale::Whole;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The pairs a tier may choose among. Slots are ranks, those of earlier tiers before `first`.
pub(super) struct Pairs<'a, W> {
    /// For each slot of an earlier tier the units that leave all earlier tiers as well off.
    pub inherited: &'a [Vec<u32>],
    /// For each slot of an earlier tier whether leaving it unfilled does so too.
    pub may_stay_empty: &'a [bool],
    /// The first slot of the tier.
    pub first: u32,
    /// Where the pairs of each of its slots begin and end.
    pub starts: Vec<usize>,
    /// Units.
    pub units: Vec<u32>,
    /// What each costs the tier.
    pub costs: Vec<W>,
    /// What a slot left unfilled costs it.
    pub unfilled: W,
}

/// Who is where, by ranks; [`NONE`] for nobody and nowhere.
#[derive(Debug, Clone)]
pub(super) struct Matching {
    pub unit_of: Vec<u32>,
    pub slot_of: Vec<u32>,
}

/// A search over one tier.
pub(super) struct Search<'a, W> {
    pub pairs: Pairs<'a, W>,
    /// Potentials of the slots of this and the earlier tiers.
    pub slots: Vec<W>,
    /// Potentials of all units, nothing or negative.
    pub units: Vec<W>,
    /// How far each unit is; [`Whole::FAR`] if it has not been reached.
    distance: Vec<W>,
    /// The slot from which it was reached.
    via: Vec<u32>,
    reached: Vec<u32>,
    settled: Vec<(u32, W)>,
    heap: BinaryHeap<Reverse<(W, u32)>>,
}

/// The end of the shortest way found so far.
enum End {
    /// This slot stays unfilled.
    Slot(u32),
    /// This unit, which nobody had.
    Unit(u32),
}

impl<'a, W: Whole> Search<'a, W> {
    pub fn new(pairs: Pairs<'a, W>, units: usize) -> Self {
        let slots = pairs.first as usize + pairs.starts.len() - 1;
        Self {
            pairs,
            slots: vec![W::ZERO; slots],
            units: vec![W::ZERO; units],
            distance: vec![W::FAR; units],
            via: vec![NONE; units],
            reached: Vec::new(),
            settled: Vec::new(),
            heap: BinaryHeap::new(),
        }
    }

    /// The pairs of a slot of this tier.
    fn own(&self, slot: u32) -> std::ops::Range<usize> {
        let row = (slot - self.pairs.first) as usize;
        self.pairs.starts[row]..self.pairs.starts[row + 1]
    }

    /// The least that the slot can cost at the present prices.
    fn least(&self, slot: u32) -> W {
        self.own(slot)
            .map(|pair| self.pairs.costs[pair] - self.units[self.pairs.units[pair] as usize])
            .fold(self.pairs.unfilled, W::min)
    }

    /// Lets in a slot of this tier.
    pub fn let_in(&mut self, slot: u32, matching: &mut Matching) {
        self.slots[slot as usize] = self.least(slot);
        let (mut best, mut end) = (W::FAR, End::Slot(slot));
        self.reach_from(slot, W::ZERO, &mut best, &mut end, matching);
        while let Some(Reverse((distance, unit))) = self.heap.pop() {
            if distance >= best {
                break;
            }
            if distance > self.distance[unit as usize] {
                continue;
            }
            self.settled.push((unit, distance));
            self.reach_from(matching.slot_of[unit as usize], distance, &mut best, &mut end, matching);
        }
        self.heap.clear();
        self.raise(slot, best, matching);
        self.change(end, matching);
        for unit in self.reached.drain(..) {
            self.distance[unit as usize] = W::FAR;
        }
    }

    /// Looks from a slot that is `far` away at all units it could have.
    fn reach_from(&mut self, slot: u32, far: W, best: &mut W, end: &mut End, matching: &Matching) {
        let base = far - self.slots[slot as usize];
        let inherited = slot < self.pairs.first;
        if !inherited || self.pairs.may_stay_empty[slot as usize] {
            let distance = base + if inherited { W::ZERO } else { self.pairs.unfilled };
            if distance < *best {
                (*best, *end) = (distance, End::Slot(slot));
            }
        }
        let Self { pairs, units, distance, via, reached, heap, .. } = self;
        let mut look = |unit: u32, cost: W| {
            let at = unit as usize;
            let found = base + cost - units[at];
            if found >= *best || found >= distance[at] {
                return;
            }
            if distance[at] == W::FAR {
                reached.push(unit);
            }
            (distance[at], via[at]) = (found, slot);
            if matching.slot_of[at] == NONE {
                (*best, *end) = (found, End::Unit(unit));
            } else {
                heap.push(Reverse((found, unit)));
            }
        };
        if inherited {
            pairs.inherited[slot as usize].iter().for_each(|&unit| look(unit, W::ZERO));
        } else {
            let row = (slot - pairs.first) as usize;
            let own = pairs.starts[row]..pairs.starts[row + 1];
            let costs = pairs.costs[own.clone()].iter();
            pairs.units[own].iter().zip(costs).for_each(|(&unit, &cost)| look(unit, cost));
        }
    }

    /// Changes the potentials so that the way found, `best` long, costs nothing, and no other less.
    fn raise(&mut self, slot: u32, best: W, matching: &Matching) {
        self.slots[slot as usize] = self.slots[slot as usize] + best;
        for (unit, distance) in self.settled.drain(..) {
            let by = best - distance;
            let holder = matching.slot_of[unit as usize] as usize;
            self.units[unit as usize] = self.units[unit as usize] - by;
            self.slots[holder] = self.slots[holder] + by;
        }
    }

    /// Goes back from the end: each slot on the way takes the unit by which the way leaves it.
    fn change(&self, end: End, matching: &mut Matching) {
        let mut unit = match end {
            End::Unit(unit) => unit,
            End::Slot(slot) => std::mem::replace(&mut matching.unit_of[slot as usize], NONE),
        };
        // The slot let in had none: there the way began.
        while unit != NONE {
            let slot = self.via[unit as usize];
            matching.slot_of[unit as usize] = slot;
            unit = std::mem::replace(&mut matching.unit_of[slot as usize], unit);
        }
    }

    /// What the tier leaves open: for each slot the units that cost nothing at the present prices, and whether it
    /// may stay unfilled.
    pub fn open(&self) -> (Vec<Vec<u32>>, Vec<bool>) {
        let Self { pairs, slots, units, .. } = self;
        let reduced = |slot: usize, unit: u32, cost: W| cost - slots[slot] - units[unit as usize];
        let inherited = pairs.inherited.iter().enumerate().map(|(slot, open)| {
            open.iter().copied().filter(|&unit| reduced(slot, unit, W::ZERO) == W::ZERO).collect()
        });
        let own = (pairs.first as usize..slots.len()).map(|slot| {
            let pairs_of = self.own(slot as u32);
            let own = pairs.units[pairs_of.clone()].iter().zip(&pairs.costs[pairs_of]);
            own.filter(|&(&unit, &cost)| reduced(slot, unit, cost) == W::ZERO)
                .map(|(&unit, _)| unit)
                .collect()
        });
        let inherited_empty = pairs.may_stay_empty.iter().zip(slots);
        let inherited_empty = inherited_empty.map(|(&open, &potential)| open && potential == W::ZERO);
        let own_empty = slots[pairs.first as usize..].iter().map(|&potential| potential == pairs.unfilled);
        (inherited.chain(own).collect(), inherited_empty.chain(own_empty).collect())
    }
}
