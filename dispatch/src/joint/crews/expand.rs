//! Units that serve several slots, as several units; and which slots must be filled together.

use super::Crews;
use crate::joint::{Bond, ByHand, Candidate, JointError, Situation, SlotId, Target, Tier, UnitAt};
use crate::{IncidentId, TeamId};
use std::collections::{BTreeMap, BTreeSet};

/// A crew: its slots by number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Crew {
    pub tier: Tier,
    pub incident: IncidentId,
    pub slots: Vec<u16>,
}

/// A situation whose units may be several.
pub(super) struct Expanded {
    pub situation: Situation,
    /// Whose further selves these are.
    pub selves: BTreeMap<TeamId, TeamId>,
    /// All selves of each unit that has several, the first by its own name.
    pub all_of: BTreeMap<TeamId, Vec<TeamId>>,
    /// Crews of which nobody is on scene, by tier, incident, number.
    pub crews: Vec<Crew>,
    pub tiers: BTreeMap<IncidentId, Tier>,
    /// More than any choice can save in costs.
    pub above_all: i64,
}

impl Expanded {
    pub fn of(situation: &Situation, crews: &Crews) -> Result<Self, JointError> {
        let tiers: BTreeMap<_, _> =
            situation.incidents.iter().map(|open| (open.incident.clone(), open.tier)).collect();
        let mut expanded = Self {
            crews: begun_left_out(situation, crews, &tiers)?,
            situation: situation.clone(),
            selves: BTreeMap::new(),
            all_of: BTreeMap::new(),
            above_all: above_all(situation)?,
            tiers,
        };
        expanded.multiply(crews);
        expanded.hand_over(crews);
        Ok(expanded)
    }

    /// Gives every unit as many selves as it may serve slots.
    fn multiply(&mut self, crews: &Crews) {
        let mut taken: BTreeSet<TeamId> = self.situation.units.iter().cloned().collect();
        let mut places: BTreeMap<(u32, u8), u32> = BTreeMap::new();
        let before = self.situation.clone();
        for (open, was) in self.situation.incidents.iter_mut().zip(&before.incidents) {
            for (number, slot) in open.slots.iter_mut().enumerate() {
                let id = SlotId { incident: was.incident.clone(), number: number as u16 };
                let serves = crews.serves.get(&id).copied().unwrap_or(1);
                for candidate in &was.slots[number].candidates {
                    let unit = &before.units[candidate.unit.0 as usize];
                    if serves < 2 || !may_serve_again(&before, unit, &id, &self.tiers) {
                        continue;
                    }
                    for number in 2..=serves {
                        let place = *places.entry((candidate.unit.0, number)).or_insert_with(|| {
                            let name = further_name(unit, number, &taken);
                            taken.insert(name.clone());
                            self.selves.insert(name.clone(), unit.clone());
                            let all = self.all_of.entry(unit.clone()).or_insert_with(|| vec![unit.clone()]);
                            all.push(name.clone());
                            self.situation.units.push(name);
                            self.situation.units.len() as u32 - 1
                        });
                        slot.candidates.push(Candidate { unit: UnitAt(place), ..*candidate });
                    }
                }
            }
        }
    }
}

impl Expanded {
    /// Where a unit stands with a slot that may be its third, its third self stands there: its first and its second may
    /// then serve slots that must be so, beside the one where the unit stands and at no price. Whatever slots one unit
    /// can serve, it can serve so that this one comes as late as it may.
    fn hand_over(&mut self, crews: &Crews) {
        let mut barred = Vec::new();
        for pair in &mut self.situation.standing {
            let place = crews.serves.get(&pair.slot).map_or(1, |place| usize::from(*place));
            let last = self.all_of.get(&pair.unit).and_then(|all| all.get(place.max(1) - 1));
            let Some(last) = last.filter(|_| place > 1 && pair.bond != Bond::OnScene) else { continue };
            let open = self.situation.incidents.iter().find(|open| open.incident == pair.slot.incident);
            let slot = open.and_then(|open| open.slots.get(usize::from(pair.slot.number)));
            let is_last = |other: &Candidate| self.situation.units[other.unit.0 as usize] == *last;
            if !slot.is_some_and(|slot| slot.candidates.iter().any(is_last)) {
                continue;
            }
            let from = self.tiers[&pair.slot.incident];
            for (incident, &tier) in &self.tiers {
                if *incident != pair.slot.incident && !self.situation.preemption.may_take(tier, from) {
                    barred
                        .push(ByHand { unit: pair.unit.clone(), target: Target::Incident(incident.clone()) });
                }
            }
            pair.unit = last.clone();
        }
        self.situation.exclusions.extend(barred);
    }
}

/// Whether a further self of a unit may go there: it stands and is excluded as the unit itself.
fn may_serve_again(
    situation: &Situation,
    unit: &TeamId,
    slot: &SlotId,
    tiers: &BTreeMap<IncidentId, Tier>,
) -> bool {
    let points = |target: &Target| match target {
        Target::Incident(incident) => *incident == slot.incident,
        Target::Slot(other) => other == slot,
    };
    let may_leave = situation.standing.iter().find(|pair| pair.unit == *unit).is_none_or(|pair| {
        let may_take = match (tiers.get(&slot.incident), tiers.get(&pair.slot.incident)) {
            (Some(&to), Some(&from)) => situation.preemption.may_take(to, from),
            _ => false,
        };
        // What a unit on scene serves is settled: it is asked nothing more.
        pair.bond != Bond::OnScene && (pair.slot.incident == slot.incident || may_take)
    });
    may_leave
        && !situation.pins.iter().any(|pin| pin.unit == *unit)
        && !situation.exclusions.iter().any(|hand| hand.unit == *unit && points(&hand.target))
}

/// A name that nobody has.
fn further_name(unit: &TeamId, number: u8, taken: &BTreeSet<TeamId>) -> TeamId {
    let own: String = unit.as_str().chars().take(48).collect();
    let names = (0_u32..).filter_map(|turn| TeamId::new(format!("{own} ×{number}·{turn}")).ok());
    names.into_iter().find(|name| !taken.contains(name)).expect("there are names enough")
}

/// The crews that may still be sent or not.
fn begun_left_out(
    situation: &Situation,
    crews: &Crews,
    tiers: &BTreeMap<IncidentId, Tier>,
) -> Result<Vec<Crew>, JointError> {
    let on_scene: BTreeSet<&SlotId> =
        situation.standing.iter().filter(|pair| pair.bond == Bond::OnScene).map(|pair| &pair.slot).collect();
    let mut found = Vec::new();
    for group in crews.together.iter().filter(|group| group.len() > 1) {
        let first = &group[0];
        let tier = *tiers
            .get(&first.incident)
            .ok_or_else(|| JointError::IncidentUnknown { incident: first.incident.clone() })?;
        let open = situation.incidents.iter().find(|open| open.incident == first.incident);
        let count = open.map_or(0, |open| open.slots.len());
        let strange = |slot: &&SlotId| slot.incident != first.incident || usize::from(slot.number) >= count;
        if let Some(slot) = group.iter().find(strange) {
            return Err(JointError::SlotUnknown { slot: slot.clone() });
        }
        if !group.iter().any(|slot| on_scene.contains(slot)) {
            let mut slots: Vec<u16> = group.iter().map(|slot| slot.number).collect();
            slots.sort_unstable();
            found.push(Crew { tier, incident: first.incident.clone(), slots });
        }
    }
    found.sort();
    Ok(found)
}

/// More than the costs of any two choices can differ by.
fn above_all(situation: &Situation) -> Result<i64, JointError> {
    let mut sum: i128 = 1;
    for open in &situation.incidents {
        for candidate in open.slots.iter().flat_map(|slot| &slot.candidates) {
            sum += i128::from(open.weight.0) * i128::from(candidate.arrival.0);
            sum += i128::from(candidate.extra.0.unsigned_abs());
        }
    }
    for pair in &situation.standing {
        if let Bond::Underway { price } = pair.bond {
            sum += i128::from(price.0);
        }
    }
    let tier = situation.incidents.iter().map(|open| open.tier).min().unwrap_or(Tier(0));
    // Selves count again; and there is room for what candidates cost besides.
    i64::try_from(sum * 256).ok().filter(|&sum| sum < i64::MAX / 4).ok_or(JointError::CostsTooLarge { tier })
}
