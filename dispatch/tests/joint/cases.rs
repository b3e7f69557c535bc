//! Situations drawn from a seed.

use dispatch::joint::{
    Bond, ByHand, Candidate, ExtraCost, OpenIncident, Preemption, Price, Situation, Slot, SlotId,
    StandingPair, Target, Tier, UnitAt, Weight,
};
use geo_core::Milliseconds;

/// SplitMix64 (Steele et al. 2014).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % limit
    }

    /// True in so many of a hundred.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last as u64 + 1) as usize);
        }
    }
}

/// What the dice may draw.
#[derive(Clone, Copy)]
pub struct Shape {
    pub incidents: u64,
    pub slots_each: u64,
    pub slots_at_most: usize,
    pub units: u64,
    pub tiers: u64,
    /// Arrivals are below this: few values make many equals.
    pub arrivals: u64,
    pub density: u64,
}

pub const SMALL: Shape =
    Shape { incidents: 4, slots_each: 2, slots_at_most: 5, units: 5, tiers: 3, arrivals: 6, density: 65 };

/// Everything mixed: standing pairs on scene and under way, pins, exclusions, tiers, pre-emption, equals.
pub fn draw(seed: u64, shape: Shape) -> Situation {
    let mut dice = Dice(seed);
    let units = dice.below(shape.units + 1);
    let mut left = shape.slots_at_most;
    let mut situation = Situation {
        units: (0..units).map(|unit| format!("T{unit}").parse().unwrap()).collect(),
        preemption: match dice.below(4) {
            0 => Preemption::never(),
            1 => Preemption::by_higher_tiers(),
            2 => (0..9)
                .fold(Preemption::by_higher_tiers(), |matrix, tier| matrix.allow(Tier(tier), Tier(tier))),
            _ => (0..6).fold(Preemption::never(), |matrix, _| {
                matrix.allow(Tier(1 + dice.below(3) as u8), Tier(1 + dice.below(3) as u8))
            }),
        },
        ..Situation::default()
    };
    for number in 0..dice.below(shape.incidents + 1) {
        let slots = (dice.below(shape.slots_each + 1) as usize).min(left);
        left -= slots;
        let mut candidates = || {
            let mut candidates = Vec::new();
            for unit in 0..units {
                if dice.percent(shape.density) {
                    let arrival = Milliseconds(dice.below(shape.arrivals));
                    let extra = ExtraCost(if dice.percent(20) { dice.below(5) as i64 - 3 } else { 0 });
                    candidates.push(Candidate { unit: UnitAt(unit as u32), arrival, extra });
                }
            }
            Slot { candidates }
        };
        let slots = (0..slots).map(|_| candidates()).collect();
        situation.incidents.push(OpenIncident {
            incident: format!("I{number}").parse().unwrap(),
            tier: Tier(1 + dice.below(shape.tiers) as u8),
            weight: Weight(dice.below(4) as u32),
            slots,
        });
    }
    by_hand(&mut situation, &mut dice);
    situation
}

fn by_hand(situation: &mut Situation, dice: &mut Dice) {
    let mut slots: Vec<SlotId> = situation
        .incidents
        .iter()
        .flat_map(|open| {
            (0..open.slots.len() as u16).map(|number| SlotId { incident: open.incident.clone(), number })
        })
        .collect();
    let incidents: Vec<_> = situation.incidents.iter().map(|open| open.incident.clone()).collect();
    if incidents.is_empty() {
        return;
    }
    dice.shuffle(&mut slots);
    let target = |dice: &mut Dice| {
        let incident = incidents[dice.below(incidents.len() as u64) as usize].clone();
        let count = situation.incidents.iter().find(|open| open.incident == incident).unwrap().slots.len();
        if count > 0 && dice.percent(50) {
            Target::Slot(SlotId { incident, number: dice.below(count as u64) as u16 })
        } else {
            Target::Incident(incident)
        }
    };
    for unit in &situation.units {
        if dice.percent(40)
            && let Some(slot) = slots.pop()
        {
            let price = Price(dice.below(5));
            let bond = if dice.percent(20) { Bond::OnScene } else { Bond::Underway { price } };
            situation.standing.push(StandingPair { unit: unit.clone(), slot, bond });
        }
        if dice.percent(15) {
            situation.pins.push(ByHand { unit: unit.clone(), target: target(dice) });
        }
        if dice.percent(15) {
            situation.exclusions.push(ByHand { unit: unit.clone(), target: target(dice) });
        }
    }
}

/// The same situation in another order.
pub fn shuffled(situation: &Situation, seed: u64) -> Situation {
    let mut dice = Dice(seed);
    let mut other = situation.clone();
    let mut order: Vec<usize> = (0..other.units.len()).collect();
    dice.shuffle(&mut order);
    let mut place = vec![0; order.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new as u32;
    }
    other.units = order.iter().map(|&old| situation.units[old].clone()).collect();
    for slot in other.incidents.iter_mut().flat_map(|open| &mut open.slots) {
        for candidate in &mut slot.candidates {
            candidate.unit = UnitAt(place[candidate.unit.0 as usize]);
        }
        dice.shuffle(&mut slot.candidates);
    }
    dice.shuffle(&mut other.incidents);
    dice.shuffle(&mut other.standing);
    dice.shuffle(&mut other.pins);
    dice.shuffle(&mut other.exclusions);
    other
}
