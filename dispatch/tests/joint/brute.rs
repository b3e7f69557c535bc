//! Every choice there is, tried one after another.

use dispatch::TeamId;
use dispatch::joint::{Bond, Crews, OpenIncident, Situation, SlotId, Target, Tier};

/// What is compared: for each tier pins unmet, slots unfilled, cost; then for each slot whether it loses the unit that
/// stands with it; then for each whether it is unfilled, and the call sign of its unit.
type Key = (Figures, Vec<bool>, Vec<(bool, String)>);

/// For each tier pins unmet, slots unfilled, cost.
pub type Figures = Vec<(usize, usize, i128)>;

/// Who is in which slot.
type Named = Vec<(SlotId, Option<TeamId>)>;

struct Brute<'a> {
    situation: &'a Situation,
    slots: Vec<(&'a OpenIncident, usize)>,
    forced: Option<(&'a TeamId, &'a SlotId)>,
    crews: &'a Crews,
    best: Option<(Key, Vec<Option<usize>>)>,
}

/// The best choice, as units for slots in the order of tier, incident, number.
pub fn best(situation: &Situation, forced: Option<(&TeamId, &SlotId)>) -> Option<(Figures, Named)> {
    best_with(situation, forced, &Crews::default())
}

/// The best choice that breaks no crew and no unit apart.
pub fn best_with(
    situation: &Situation,
    forced: Option<(&TeamId, &SlotId)>,
    crews: &Crews,
) -> Option<(Figures, Named)> {
    let mut incidents: Vec<&OpenIncident> = situation.incidents.iter().collect();
    incidents.sort_by_key(|open| (open.tier, &open.incident));
    let slots =
        incidents.iter().flat_map(|open| (0..open.slots.len()).map(move |number| (*open, number))).collect();
    let mut brute = Brute { situation, slots, forced, crews, best: None };
    brute.try_from(&mut Vec::new());
    let ((figures, ..), units) = brute.best?;
    let named = brute.slots.iter().zip(units).map(|(&(open, number), unit)| {
        let slot = SlotId { incident: open.incident.clone(), number: number as u16 };
        (slot, unit.map(|unit| situation.units[unit].clone()))
    });
    Some((figures, named.collect()))
}

impl Brute<'_> {
    fn try_from(&mut self, chosen: &mut Vec<Option<usize>>) {
        if chosen.len() == self.slots.len() {
            if self.is_allowed(chosen) {
                let key = self.key(chosen);
                if self.best.as_ref().is_none_or(|(best, _)| key < *best) {
                    self.best = Some((key, chosen.clone()));
                }
            }
            return;
        }
        for unit in std::iter::once(None).chain((0..self.situation.units.len()).map(Some)) {
            if unit.is_some() && !self.may_serve_beside(chosen, unit) {
                continue;
            }
            if unit.is_some_and(|unit| !self.may_have(chosen.len(), unit)) {
                continue;
            }
            chosen.push(unit);
            self.try_from(chosen);
            chosen.pop();
        }
    }

    /// A unit serves one slot, or several of one incident that let it.
    fn may_serve_beside(&self, chosen: &[Option<usize>], unit: Option<usize>) -> bool {
        let here = self.id(chosen.len());
        let others = chosen.iter().enumerate().filter(|(_, other)| **other == unit);
        let mut slots: Vec<SlotId> = others.map(|(place, _)| self.id(place)).collect();
        if slots.is_empty() {
            return true;
        }
        slots.push(here.clone());
        let mut latest: Vec<u8> =
            slots.iter().map(|slot| self.crews.serves.get(slot).copied().unwrap_or(1)).collect();
        latest.sort_unstable();
        let pinned = self
            .situation
            .pins
            .iter()
            .any(|pin| unit.is_some_and(|unit| self.situation.units[unit] == pin.unit));
        let on_scene = self.situation.standing.iter().any(|pair| {
            pair.bond == Bond::OnScene && unit.is_some_and(|unit| self.situation.units[unit] == pair.unit)
        });
        !(on_scene || pinned)
            && slots.iter().all(|slot| slot.incident == here.incident)
            && latest.iter().zip(1_usize..).all(|(latest, turn)| usize::from(*latest) >= turn)
    }

    /// Of each crew all are there, or nobody, unless somebody is on scene.
    fn is_whole(&self, chosen: &[Option<usize>]) -> bool {
        self.crews.together.iter().all(|crew| {
            let on_scene = |pair: &dispatch::joint::StandingPair| {
                pair.bond == Bond::OnScene && crew.contains(&pair.slot)
            };
            let own = chosen.iter().enumerate().filter(|(place, _)| crew.contains(&self.id(*place)));
            let there = own.filter(|(_, unit)| unit.is_some()).count();
            self.situation.standing.iter().any(on_scene) || there == 0 || there == crew.len()
        })
    }

    fn id(&self, slot: usize) -> SlotId {
        let (open, number) = self.slots[slot];
        SlotId { incident: open.incident.clone(), number: number as u16 }
    }

    fn points_at(target: &Target, slot: &SlotId) -> bool {
        match target {
            Target::Incident(incident) => *incident == slot.incident,
            Target::Slot(other) => other == slot,
        }
    }

    fn may_have(&self, slot: usize, unit: usize) -> bool {
        let (open, number) = self.slots[slot];
        let (id, name) = (self.id(slot), &self.situation.units[unit]);
        let tier_of = |slot: &SlotId| {
            self.situation.incidents.iter().find(|open| open.incident == slot.incident).unwrap().tier
        };
        for pair in &self.situation.standing {
            if pair.bond == Bond::OnScene && (pair.unit == *name || pair.slot == id) {
                return pair.unit == *name && pair.slot == id;
            }
            let taken = pair.unit == *name && pair.slot.incident != id.incident;
            if taken && !self.situation.preemption.may_take(open.tier, tier_of(&pair.slot)) {
                return false;
            }
        }
        let by_hand_bars = |hand: &&dispatch::joint::ByHand, bars_there: bool| {
            hand.unit == *name && Self::points_at(&hand.target, &id) == bars_there
        };
        open.slots[number].candidates.iter().any(|candidate| candidate.unit.0 as usize == unit)
            && !self.situation.pins.iter().any(|pin| by_hand_bars(&pin, false))
            && !self.situation.exclusions.iter().any(|exclusion| by_hand_bars(&exclusion, true))
    }

    /// Units on scene are where they are, and a forced pair is a pair.
    fn is_allowed(&self, chosen: &[Option<usize>]) -> bool {
        let has = |unit: &TeamId, slot: &SlotId| {
            chosen.iter().enumerate().any(|(place, chosen)| {
                self.id(place) == *slot && chosen.is_some_and(|chosen| self.situation.units[chosen] == *unit)
            })
        };
        let on_scene = |pair: &&dispatch::joint::StandingPair| pair.bond == Bond::OnScene;
        self.situation.standing.iter().filter(on_scene).all(|pair| has(&pair.unit, &pair.slot))
            && self.forced.is_none_or(|(unit, slot)| has(unit, slot))
            && self.is_whole(chosen)
    }

    fn key(&self, chosen: &[Option<usize>]) -> Key {
        let mut tiers: Vec<Tier> = self.situation.incidents.iter().map(|open| open.tier).collect();
        tiers.sort();
        tiers.dedup();
        let figures = tiers.iter().map(|&tier| self.figures(tier, chosen)).collect();
        let name = |unit: &usize| self.situation.units[*unit].clone();
        let loses = chosen.iter().enumerate().map(|(slot, unit)| {
            let id = self.id(slot);
            let stays = |pair: &dispatch::joint::StandingPair| {
                pair.slot == id && unit.as_ref().is_some_and(|unit| name(unit) == pair.unit)
            };
            !self.situation.standing.iter().any(stays)
        });
        let names = chosen.iter().map(|unit| {
            (unit.is_none(), unit.as_ref().map_or_else(String::new, |unit| name(unit).as_str().to_owned()))
        });
        (figures, loses.collect(), names.collect())
    }

    fn figures(&self, tier: Tier, chosen: &[Option<usize>]) -> (usize, usize, i128) {
        let (mut unfilled, mut cost) = (0, 0);
        for (place, unit) in chosen.iter().enumerate() {
            let (open, number) = self.slots[place];
            if open.tier != tier {
                continue;
            }
            let id = self.id(place);
            let standing = self.situation.standing.iter().find(|pair| pair.slot == id);
            match (standing.map(|pair| (&pair.unit, pair.bond)), unit) {
                (Some((_, Bond::OnScene)), _) => continue,
                (Some((stands, Bond::Underway { price })), unit)
                    if unit.is_none_or(|unit| self.situation.units[unit] != *stands) =>
                {
                    cost += i128::from(price.0);
                }
                _ => {}
            }
            match unit {
                None => unfilled += 1,
                Some(unit) => {
                    let candidates = &open.slots[number].candidates;
                    let at = candidates.iter().find(|candidate| candidate.unit.0 as usize == *unit).unwrap();
                    cost += i128::from(open.weight.0) * i128::from(at.arrival.0) + i128::from(at.extra.0);
                }
            }
        }
        let unmet = |pin: &&dispatch::joint::ByHand| {
            let incident = match &pin.target {
                Target::Incident(incident) => incident,
                Target::Slot(slot) => &slot.incident,
            };
            let of = self.situation.incidents.iter().find(|open| open.incident == *incident).unwrap();
            let met = chosen.iter().enumerate().any(|(place, unit)| {
                unit.is_some_and(|unit| self.situation.units[unit] == pin.unit)
                    && Self::points_at(&pin.target, &self.id(place))
            });
            of.tier == tier && !met
        };
        (self.situation.pins.iter().filter(unmet).count(), unfilled, cost)
    }
}
