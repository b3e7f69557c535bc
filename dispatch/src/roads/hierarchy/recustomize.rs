//! A few weights changed: only what they reach is weighed again.
//!
//! Arcs are numbered by their lower end, so in ascending order each is looked at after all that it may depend on. An
//! arc is looked at again when a way over a changed arc weighed as much as it, or now weighs less.

use super::{Customized, Hierarchy, NO_WAY, NONE};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// With more than one in so many weights changed, everything is weighed anew: that is faster then.
const FEW: usize = 40;

impl Hierarchy {
    /// As [`Hierarchy::customize`], starting from what is known of other weights: the same result, sooner when
    /// few weights differ.
    ///
    /// # Panics
    /// When the number of weights is not that of the arcs.
    pub fn recustomize(&self, base: &Customized, weights: &[u32]) -> Customized {
        assert_eq!(weights.len(), self.slot.len(), "one weight for each arc");
        let changes = base.given.iter().zip(weights).enumerate();
        let changes: Vec<usize> = changes
            .filter(|(_, (before, after))| **before != (**after).min(NO_WAY))
            .map(|(arc, _)| arc)
            .collect();
        if changes.len() > weights.len() / FEW {
            return self.customize(weights);
        }
        let mut work = Work {
            hierarchy: self,
            customized: base.clone(),
            waiting: BinaryHeap::new(),
            is_waiting: vec![false; self.contracted_arcs()],
        };
        for arc in changes {
            work.customized.given[arc] = weights[arc].min(NO_WAY);
            if self.slot[arc] != NONE {
                work.look_at(self.slot[arc] / 2);
            }
        }
        while let Some(Reverse(arc)) = work.waiting.pop() {
            work.is_waiting[arc as usize] = false;
            work.weigh(arc);
        }
        work.customized
    }

    /// The least weight among the caller's arcs on a slot.
    fn given_on(&self, customized: &Customized, slot: u32) -> u32 {
        let first = self.inputs.partition_point(|&(of, _)| of < slot);
        let own = self.inputs[first..].iter().take_while(|(of, _)| *of == slot);
        own.map(|&(_, arc)| customized.given[arc as usize]).min().unwrap_or(NO_WAY)
    }
}

struct Work<'a> {
    hierarchy: &'a Hierarchy,
    customized: Customized,
    waiting: BinaryHeap<Reverse<u32>>,
    is_waiting: Vec<bool>,
}

impl Work<'_> {
    fn look_at(&mut self, arc: u32) {
        if !std::mem::replace(&mut self.is_waiting[arc as usize], true) {
            self.waiting.push(Reverse(arc));
        }
    }

    fn weigh(&mut self, arc: u32) {
        let hierarchy = self.hierarchy;
        let (low, high) = (hierarchy.tail_of(arc), hierarchy.head[arc as usize]);
        let Customized { up, down, .. } = &self.customized;
        let mut now_up = hierarchy.given_on(&self.customized, 2 * arc);
        let mut now_down = hierarchy.given_on(&self.customized, 2 * arc + 1);
        for (to_low, to_high) in hierarchy.below(low, high) {
            let (to_low, to_high) = (to_low as usize, to_high as usize);
            now_up = now_up.min(down[to_low] + up[to_high]);
            now_down = now_down.min(down[to_high] + up[to_low]);
        }
        let place = arc as usize;
        let (was_up, was_down) = (up[place], down[place]);
        if (was_up, was_down) == (now_up, now_down) {
            return;
        }
        (self.customized.up[place], self.customized.down[place]) = (now_up, now_down);
        for other in hierarchy.up(low).filter(|&other| other != place) {
            let other_head = hierarchy.head[other];
            let (below, above) = (other_head.min(high), other_head.max(high));
            let over = hierarchy.up(below);
            let index =
                hierarchy.head[over.clone()].binary_search(&above).expect("upper neighbours are joined");
            let over = over.start + index;
            let Customized { up, down, .. } = &self.customized;
            // From the other head to this one over the lower node, and back.
            let here = (down[other] + was_up, down[other] + now_up);
            let back = (was_down + up[other], now_down + up[other]);
            let (upwards, downwards) = if other_head < high { (here, back) } else { (back, here) };
            let concerns =
                |(was, now): (u32, u32), weight: u32| weight < NO_WAY && was == weight || now < weight;
            if concerns(upwards, up[over]) || concerns(downwards, down[over]) {
                self.look_at(over as u32);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roads::hierarchy::order_by_structure;

    #[test]
    fn weights_changed_and_changed_back_leave_no_trace() {
        let side = 24u32;
        let node = |x: u32, y: u32| y * side + x;
        let mut arcs = Vec::new();
        for y in 0..side {
            for x in 1..side {
                arcs.extend([(node(x - 1, y), node(x, y)), (node(x, y), node(x - 1, y))]);
                arcs.extend([(node(y, x - 1), node(y, x)), (node(y, x), node(y, x - 1))]);
            }
        }
        let hierarchy = Hierarchy::contract(&order_by_structure(side * side, &arcs), &arcs).unwrap();
        let mut seed = 7u64;
        let mut dice = |sides: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % sides
        };
        let mut weights: Vec<u32> = (0..arcs.len()).map(|_| dice(50) as u32).collect();
        let first = hierarchy.customize(&weights);
        let mut customized = first.clone();
        let before = weights.clone();
        for _ in 0..200 {
            for _ in 0..=dice(3) {
                let arc = dice(arcs.len() as u64) as usize;
                weights[arc] = [NO_WAY, before[arc], before[arc] * 3, 1][dice(4) as usize];
            }
            customized = hierarchy.recustomize(&customized, &weights);
            assert!(customized == hierarchy.customize(&weights));
        }
        assert!(hierarchy.recustomize(&customized, &before) == first);
    }
}
