//! A situation, looked up by name.

use super::Fault;
use crate::joint::{Bond, Candidate, OpenIncident, Situation, SlotId, Target, Tier};
use crate::{IncidentId, TeamId};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A slot of an incident.
pub(super) struct SlotFacts<'a> {
    pub incident: &'a OpenIncident,
    pub tier: Tier,
    pub number: u16,
}

/// Everybody in the order of a certificate: units by call sign, slots by tier, incident, number.
pub(super) struct Facts<'a> {
    pub situation: &'a Situation,
    pub tiers: BTreeSet<Tier>,
    pub units: Vec<&'a TeamId>,
    pub slots: Vec<SlotFacts<'a>>,
    pub standing_of: Vec<Option<(usize, Bond)>>,
    pub pin_of: Vec<Option<&'a Target>>,
    exclusions_of: Vec<Vec<&'a Target>>,
    /// Whether nothing but the table says where a unit may go.
    unbound: Vec<bool>,
    stands_at: Vec<Option<usize>>,
    /// Places in `units`, by place in the situation.
    unit_at: Vec<usize>,
    /// The slots of each incident, and its tier.
    slots_of: BTreeMap<&'a IncidentId, (Range<usize>, Tier)>,
}

impl<'a> Facts<'a> {
    /// # Errors
    /// A fault, when the situation names somebody twice or somebody who is not there.
    pub fn of(situation: &'a Situation) -> Result<Self, Fault> {
        let unsound = |what: String| Fault::UnsoundSituation { what };
        let units: BTreeSet<&TeamId> = situation.units.iter().collect();
        let incidents: BTreeMap<(Tier, &IncidentId), &OpenIncident> =
            situation.incidents.iter().map(|open| ((open.tier, &open.incident), open)).collect();
        let mut slots_of = BTreeMap::new();
        let mut slots = Vec::new();
        for (&(tier, id), incident) in &incidents {
            let range = slots.len()..slots.len() + incident.slots.len();
            if slots_of.insert(id, (range, tier)).is_some() {
                return Err(unsound(format!("incident {id} is given twice")));
            }
            let numbers = 0..incident.slots.len() as u16;
            slots.extend(numbers.map(|number| SlotFacts { incident, tier, number }));
        }
        if incidents.len() != situation.incidents.len() || units.len() != situation.units.len() {
            return Err(unsound("an incident or a unit is given twice".into()));
        }
        let units: Vec<&TeamId> = units.into_iter().collect();
        let mut facts = Self {
            situation,
            tiers: situation.incidents.iter().map(|incident| incident.tier).collect(),
            standing_of: vec![None; units.len()],
            pin_of: vec![None; units.len()],
            exclusions_of: vec![Vec::new(); units.len()],
            unbound: vec![true; units.len()],
            stands_at: vec![None; slots.len()],
            unit_at: situation.units.iter().filter_map(|unit| units.binary_search(&unit).ok()).collect(),
            units,
            slots,
            slots_of,
        };
        facts.join()?;
        Ok(facts)
    }

    /// Reads what joins and parts units and slots.
    fn join(&mut self) -> Result<(), Fault> {
        let unsound = |what: String| Fault::UnsoundSituation { what };
        for pair in &self.situation.standing {
            let (Some(unit), Some(slot)) = (self.unit(&pair.unit), self.slot(&pair.slot)) else {
                return Err(unsound(format!(
                    "{} stands with {}, one of which is not given",
                    pair.unit, pair.slot
                )));
            };
            self.unbound[unit] = false;
            let twice = self.standing_of[unit].replace((slot, pair.bond)).is_some();
            if self.stands_at[slot].replace(unit).is_some() || twice {
                return Err(unsound(format!("{} or {} stands twice", pair.unit, pair.slot)));
            }
        }
        for (pins, by_hand) in [(true, &self.situation.pins), (false, &self.situation.exclusions)] {
            for hand in by_hand {
                let (Some(unit), Some(_)) = (self.unit(&hand.unit), self.tier_of(&hand.target)) else {
                    return Err(unsound(format!("{} is sent by hand to or from nowhere", hand.unit)));
                };
                self.unbound[unit] = false;
                if !pins {
                    self.exclusions_of[unit].push(&hand.target);
                } else if self.pin_of[unit].replace(&hand.target).is_some() {
                    return Err(unsound(format!("{} is pinned twice", hand.unit)));
                }
            }
        }
        let stranger = |candidate: &Candidate| candidate.unit.0 as usize >= self.unit_at.len();
        match self.slots.iter().find(|slot| slot.candidates().iter().any(stranger)) {
            Some(slot) => Err(unsound(format!("a candidate of {} is no unit", slot.incident.incident))),
            None => Ok(()),
        }
    }

    pub fn unit(&self, id: &TeamId) -> Option<usize> {
        self.units.binary_search(&id).ok()
    }

    pub fn slot(&self, id: &SlotId) -> Option<usize> {
        let (slots, _) = self.slots_of.get(&id.incident)?;
        slots.clone().nth(usize::from(id.number))
    }

    /// All slots of the incident of a slot.
    pub fn siblings(&self, slot: usize) -> Range<usize> {
        self.slots_of[&self.slots[slot].incident.incident].0.clone()
    }

    pub fn slot_id(&self, slot: usize) -> SlotId {
        let SlotFacts { incident, number, .. } = &self.slots[slot];
        SlotId { incident: incident.incident.clone(), number: *number }
    }

    pub fn unit_of(&self, candidate: &Candidate) -> usize {
        self.unit_at[candidate.unit.0 as usize]
    }

    pub fn standing_at(&self, slot: usize) -> Option<(usize, Bond)> {
        let unit = self.stands_at[slot]?;
        Some((unit, self.standing_of[unit]?.1))
    }

    /// The tier of what is pointed at; nothing if that is not there.
    pub fn tier_of(&self, target: &Target) -> Option<Tier> {
        if let Target::Slot(slot) = target {
            self.slot(slot)?;
        }
        self.slots_of.get(target.incident()).map(|&(_, tier)| tier)
    }

    pub fn points_at(&self, target: &Target, slot: usize) -> bool {
        let at = &self.slots[slot];
        match target {
            Target::Incident(incident) => at.incident.incident == *incident,
            Target::Slot(id) => at.incident.incident == id.incident && at.number == id.number,
        }
    }

    /// The slots that candidates may be considered for: those where nobody is on scene.
    pub fn is_settled(&self, slot: usize) -> bool {
        matches!(self.standing_at(slot), Some((_, Bond::OnScene)))
    }

    /// Whether nothing but the table keeps the unit out of the slot.
    pub fn is_open(&self, slot: usize, unit: usize) -> bool {
        !self.is_settled(slot)
            && (self.unbound[unit] || self.may_take(slot, unit) && !self.by_hand(slot, unit))
    }

    /// Whether the slot may have the unit from where it stands.
    fn may_take(&self, slot: usize, unit: usize) -> bool {
        match self.standing_of[unit] {
            None => true,
            Some((_, Bond::OnScene)) => false,
            Some((stands, Bond::Underway { .. })) => {
                let (from, to) = (&self.slots[stands], &self.slots[slot]);
                from.incident.incident == to.incident.incident
                    || self.situation.preemption.may_take(to.tier, from.tier)
            }
        }
    }

    /// Whether an officer keeps the unit out.
    fn by_hand(&self, slot: usize, unit: usize) -> bool {
        self.pin_of[unit].is_some_and(|pin| !self.points_at(pin, slot))
            || self.exclusions_of[unit].iter().any(|exclusion| self.points_at(exclusion, slot))
    }

    pub fn open_candidate(&self, slot: usize, unit: usize) -> Option<&'a Candidate> {
        self.candidate(slot, unit).filter(|_| self.is_open(slot, unit))
    }

    pub fn candidate(&self, slot: usize, unit: usize) -> Option<&'a Candidate> {
        self.slots[slot].candidates().iter().find(|candidate| self.unit_of(candidate) == unit)
    }

    /// Weight × arrival and the extra cost.
    pub fn cost(&self, slot: usize, candidate: &Candidate) -> i128 {
        i128::from(self.slots[slot].incident.weight.0) * i128::from(candidate.arrival.0)
            + i128::from(candidate.extra.0)
    }
}

impl<'a> SlotFacts<'a> {
    pub fn candidates(&self) -> &'a [Candidate] {
        &self.incident.slots[usize::from(self.number)].candidates
    }
}
